"""Plan and preliminary workbooks: kinds of table that come in by ``workbooks.intake``.

``preview_plan`` and ``preview_preliminary`` write nothing; ``apply_plan`` and
``apply_preliminary`` write exactly what a preview showed, or raise Stale.
"""

import datetime

from accounts.errors import Stale
from accounts.models import Unit, User
from accounts.trail.audit import audited
from projects.intake.applying import write_chosen
from projects.intake.comparing import PlanPreview
from projects.intake.edits import Edit, LineChange
from projects.intake.plans import PLAN_TABLE, PRELIMINARY_TABLE, RegisterTable
from workbooks.intake.sent import Sent
from workbooks.intake.uploads import previewed

__all__ = [
    "PLAN_TABLE",
    "PRELIMINARY_TABLE",
    "Edit",
    "LineChange",
    "PlanPreview",
    "apply_plan",
    "apply_preliminary",
    "preview_plan",
    "preview_preliminary",
]


def preview_plan(
    content: bytes,
    *,
    county: Unit,
    year: int,
    today: datetime.date,
    original_name: str = "计划表.xlsx",
) -> PlanPreview:
    """What the plan workbook would change. Raises UnreadableWorkbook."""
    return previewed(PLAN_TABLE, _sent(content, county, original_name, today, year=year))


def preview_preliminary(
    content: bytes,
    *,
    county: Unit,
    year: int,
    as_of: datetime.date,
    today: datetime.date,
    original_name: str = "前期项目表.xlsx",
) -> PlanPreview:
    """What the list of preliminary projects, as it stood on ``as_of``, would change. Raises
    UnreadableWorkbook."""
    sent = _sent(content, county, original_name, today, year=year, as_of=as_of.isoformat())
    return previewed(PRELIMINARY_TABLE, sent)


def apply_plan(
    preview: PlanPreview, *, by: User | None, on: datetime.date | None = None
) -> PlanPreview:
    """Write the preview's changes and return it. A unit or official that replaces another does
    so ``on`` that day (by default from the beginning of the year); first ones count from the
    beginning of the year. Raises Stale when the register changed since the preview."""
    return _apply(PLAN_TABLE, preview, by, on)


def apply_preliminary(
    preview: PlanPreview, *, by: User | None, on: datetime.date | None = None
) -> PlanPreview:
    """See ``apply_plan``."""
    return _apply(PRELIMINARY_TABLE, preview, by, on)


def _apply(
    kind: RegisterTable, preview: PlanPreview, by: User | None, on: datetime.date | None
) -> PlanPreview:
    sent = preview.sent
    reading = kind.read(sent)
    with audited(by=by, reason=kind.reason(sent)) as audit:
        kind.hold(sent.county)
        now = kind.compare(reading, kind.known(sent), sent)
        if now.fingerprint != preview.fingerprint:
            raise Stale("项目库在预览之后有变动，没有导入，请重新核对后再确认。")
        write_chosen(now, now.chosen, on=on or datetime.date(preview.year, 1, 1), audit=audit)
    return now


def _sent(
    content: bytes, county: Unit, name: str, today: datetime.date, **parameters: object
) -> Sent:
    return Sent(
        name=name,
        content=content,
        county=county,
        by=None,
        today=today,
        parameters=parameters,
    )
