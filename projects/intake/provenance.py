"""Which upload, sheet, row and cells gave a project its values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from accounts import clock
from accounts.models import User
from accounts.trail.facts import Facts, changed_since, facts_of, made
from projects.intake.lines import ProjectLine
from projects.intake.phases import PHASE_KEYS
from projects.models import (
    LeadOfficial,
    Milestone,
    PlanItem,
    Project,
    ProjectSource,
    ProjectUnit,
)
from projects.wording import field_label, item_label
from workbooks.intake.provenance import LONGEST_SHEET, GivenBy, given_by
from workbooks.models import Upload
from workbooks.reading import is_blank
from workbooks.sealing import seal_anew

Wrote = Sequence[tuple[Model, Facts | None]]
"""Rows as they now are, each with its facts before, None for a new one."""

Held = tuple[Model, tuple[str, ...]]
"""A row and some of its columns, as they stand after the upload, written by it or not."""

COLUMNS_OF: dict[type[Model], dict[str, tuple[str, ...]]] = {
    Project: {
        "name": ("name",),
        "code": ("code",),
        "category_id": ("category",),
        "is_productive": ("productive",),
        "investor_type": ("investor",),
        "construction_nature": ("nature",),
        "total_investment": ("total",),
        "invested_before": ("before",),
        "construction_start_year": ("years",),
        "construction_end_year": ("years",),
        "content": ("content",),
        "location": ("location",),
        "town": ("town",),
    },
    ProjectUnit: {"unit_id": ("unit",)},
    LeadOfficial: {"name": ("official",)},
    PlanItem: {
        "category": ("plan_category", "nature", "milestone"),
        "phases": PHASE_KEYS,
        "planned_start": ("start_month",),
        "planned_completion": ("end_month",),
        "listed_name": ("name",),
    },
    Milestone: {"reached_on": ("milestone",)},
}
"""The columns of a workbook, by key, that give a field its value: the first that the file has."""


@dataclass(frozen=True)
class LineWrote:
    """What one line wrote of ``thing``: a project with what hangs on it, or a unit, a category or
    a list that came with it. ``held`` is what must hold still for it to be taken back: what is
    dated of a thing rests on all of its past."""

    line: ProjectLine
    thing: Model
    rows: Wrote
    held: Sequence[Held] = ()


def keep_sources(upload: Upload, wrote: Iterable[LineWrote]) -> None:
    """One row for each project, unit, category and list that was written, under the seal of the
    upload. Three queries."""
    applied_at = clock.now()
    ProjectSource.objects.bulk_create(_source(upload, each, applied_at) for each in wrote)
    seal_anew(upload)


def _source(upload: Upload, wrote: LineWrote, applied_at: Any) -> ProjectSource:
    before: dict[str, dict[str, Facts]] = {}
    after: dict[str, dict[str, Facts]] = {}
    cells: dict[str, str] = {}
    for row, facts in wrote.rows:
        changes = made(row) if facts is None else changed_since(facts, row)
        if not changes:
            continue
        label, key = row._meta.label_lower, str(row.pk)
        after.setdefault(label, {})[key] = {name: new for name, (_, new) in changes.items()}
        if facts is not None:
            before.setdefault(label, {})[key] = {name: old for name, (old, _) in changes.items()}
        for name in changes:
            if ref := _cell_of(row, name, wrote.line):
                cells[f"{label}/{key}/{name}"] = ref
    for row, names in wrote.held:
        label, key = row._meta.label_lower, str(row.pk)
        told = after.setdefault(label, {}).setdefault(key, {})
        if told and key not in before.get(label, {}):
            # The upload made the row, and has told all of it.
            continue
        same = {name: value for name, value in facts_of(row, *names).items() if name not in told}
        told.update(same)
        before.setdefault(label, {}).setdefault(key, {}).update(same)
    is_made = any(row is wrote.thing and facts is None for row, facts in wrote.rows)
    return ProjectSource(
        upload=upload,
        project=wrote.thing if isinstance(wrote.thing, Project) else None,
        name=str(wrote.thing),
        sheet=wrote.line.row.sheet[:LONGEST_SHEET],
        row=wrote.line.row.number,
        cells=cells,
        before=None if is_made else before,
        after=after,
        applied_at=applied_at,
    )


def _cell_of(row: Model, name: str, line: ProjectLine) -> str:
    """Where the line says it; "" where a value follows from others, or from the row's group."""
    keys = COLUMNS_OF.get(type(row), {}).get(name, ())
    if isinstance(row, PlanItem) and name == "planned_investment":
        keys = tuple(told.column for told in line.lists if told.key == row.plan.key)
    cells = (line.row.get(key) for key in keys)
    return next((cell.ref for cell in cells if cell and not is_blank(cell.raw)), "")


# --- For the page of a project -----------------------------------------------------------


def sources_of_project(project: Project, user: User) -> tuple[GivenBy, ...]:
    """The uploads from which the project has its present values, the latest first. Six queries."""
    sources = project.sources.filter(undone_at=None).select_related(
        "upload__uploaded_by", "upload__county", "upload__unit"
    )
    rows = _rows_of(project)
    labels = {
        f"{row._meta.label_lower}/{row.pk}/{name}": label
        for row in rows
        for name, label in _labels(row)
    }
    held = {
        f"{row._meta.label_lower}/{row.pk}/{name}": value
        for row in rows
        for name, value in facts_of(row).items()
    }

    def still_holds(source: ProjectSource, path: str) -> bool:
        label, key, name = path.split("/")
        wrote = source.after.get(label, {}).get(key, {})
        return name in wrote and wrote[name] == held[path]

    return given_by(
        sources,
        fields=list(labels),
        label_of=labels.__getitem__,
        still_holds=still_holds,
        user=user,
    )


def _rows_of(project: Project) -> list[Model]:
    """The project and what hangs on it today."""
    return [
        project,
        *project.plan_items.select_related("plan").order_by("-plan__year", "plan"),
        *project.unit_parts.current(),
        *project.lead_officials.filter(until=None),
        *project.milestones.current(),
    ]


def _labels(row: Model) -> Iterable[tuple[str, str]]:
    """The fields that a workbook gives, and what they are called."""
    if isinstance(row, PlanItem):
        names = ("planned_investment", *COLUMNS_OF[PlanItem])
        return [(name, f"{row.plan.year}年{item_label(row.plan.key, name)}") for name in names]
    if isinstance(row, ProjectUnit):
        return [("unit_id", row.get_part_display())]
    if isinstance(row, LeadOfficial):
        return [("name", "包抓领导")]
    if isinstance(row, Milestone):
        return [("reached_on", f"前期节点 {row.get_kind_display()}")]
    return [(name, field_label(Project, name.removesuffix("_id"))) for name in COLUMNS_OF[Project]]
