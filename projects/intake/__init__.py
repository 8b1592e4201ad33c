"""Plan and preliminary workbooks: read → preview → apply.

``preview_plan`` and ``preview_preliminary`` write nothing; ``apply_plan`` and
``apply_preliminary`` write exactly what a preview showed, or raise Stale.
"""

import datetime

from accounts.models import Unit, User
from projects.intake.applying import apply_preview
from projects.intake.comparing import Edit, LineChange, Preview, compare
from projects.intake.plan_workbook import read_plan
from projects.intake.preliminary_workbook import read_preliminary

__all__ = [
    "Edit",
    "LineChange",
    "Preview",
    "apply_plan",
    "apply_preliminary",
    "preview_plan",
    "preview_preliminary",
]


def preview_plan(
    content: bytes, *, county: Unit, year: int, original_name: str = "计划表.xlsx"
) -> Preview:
    """What the plan workbook would change. Raises UnreadableWorkbook."""
    lines, findings, refused = read_plan(content, original_name, year)
    return compare(
        title=f"导入{year}年计划：{original_name}",
        county=county,
        year=year,
        as_of=None,
        lines=lines,
        findings=findings,
        refused=refused,
    )


def preview_preliminary(
    content: bytes,
    *,
    county: Unit,
    year: int,
    as_of: datetime.date,
    original_name: str = "前期项目表.xlsx",
) -> Preview:
    """What the list of preliminary projects, as it stood on ``as_of``, would change. Raises
    UnreadableWorkbook."""
    lines, findings, refused = read_preliminary(content, original_name, year, as_of)
    return compare(
        title=f"导入{year}年前期项目（截至{as_of}）：{original_name}",
        county=county,
        year=year,
        as_of=as_of,
        lines=lines,
        findings=findings,
        refused=refused,
    )


def apply_plan(preview: Preview, *, by: User | None, on: datetime.date | None = None) -> Preview:
    """See ``apply_preview``."""
    return apply_preview(preview, by=by, on=on)


def apply_preliminary(
    preview: Preview, *, by: User | None, on: datetime.date | None = None
) -> Preview:
    """See ``apply_preview``."""
    return apply_preview(preview, by=by, on=on)
