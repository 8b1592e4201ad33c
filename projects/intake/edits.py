"""What one line would change in the register, as a list of single edits."""

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from measures.money import wan_input
from projects.intake.lines import ListLine, ProjectLine
from projects.intake.register import Register
from projects.models import (
    Milestone,
    MilestoneKind,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    Stage,
)
from projects.naming import unit_key
from projects.services import STAGE_ORDER
from projects.wording import BLANK, field_label, item_label, shown
from workbooks.cells import Cell
from workbooks.intake.previews import PreviewLine, ShownCell, Verdict

ITEM_FIELDS = ("category", "planned_investment", "phases", "planned_start", "planned_completion")


class Target(enum.Enum):
    PROJECT = "project"
    CATEGORY = "category"
    PART = "part"
    OFFICIAL = "official"
    ITEM = "item"
    MILESTONE = "milestone"


OF_THE_PROJECT = (Target.PROJECT, Target.CATEGORY, Target.PART, Target.OFFICIAL)


@dataclass(frozen=True)
class Edit:
    """One value that changes: ``field`` of the project, or of what hangs on it under ``where``
    (a part, a list's key, a milestone's kind). Units, categories and officials stand by name."""

    target: Target
    where: str
    field: str
    old: Any
    new: Any

    @property
    def label(self) -> str:
        match self.target:
            case Target.PROJECT:
                return field_label(Project, self.field)
            case Target.CATEGORY:
                return "项目类别"
            case Target.PART:
                return Part(self.where).label
            case Target.OFFICIAL:
                return "包抓领导"
            case Target.ITEM:
                return item_label(self.where, self.field)
            case Target.MILESTONE:
                return f"前期节点 {MilestoneKind(self.where).label}"

    @property
    def shown_old(self) -> str:
        return self._shown(self.old)

    @property
    def shown_new(self) -> str:
        return self._shown(self.new)

    def _shown(self, value: Any) -> str:
        models = {Target.ITEM: PlanItem, Target.MILESTONE: Milestone}
        if self.target in (Target.CATEGORY, Target.PART, Target.OFFICIAL):
            return value or BLANK
        return shown(models.get(self.target, Project), self.field, value)


@dataclass(slots=True, kw_only=True)
class LineChange(PreviewLine):
    """What one line would change; no edits when the register says the same already."""

    line: ProjectLine
    project_id: int | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.project_id is None

    @property
    def place(self) -> Cell:
        return self.line.name_cell

    @property
    def name(self) -> str:
        return self.line.name

    @property
    def told(self) -> str:
        return repr(self.edits)

    def cells(self) -> list[ShownCell]:
        line = self.line
        return [
            self._cell("责任单位", line.unit),
            self._cell("项目类别", line.category),
            self._cell("总投资", line.facts.get("total_investment"), is_amount=True),
            self._cell("列入清单", "；".join(listed.words for listed in line.lists)),
            self._cell("包抓领导", line.lead_official),
        ]

    def other_changes(self) -> list[ShownCell]:
        if self.verdict is not Verdict.CHANGED:
            return []
        apart = {cell.label for cell in self.cells()}
        return [
            ShownCell(edit.label, edit.shown_old, edit.shown_new)
            for edit in self.edits
            if edit.label not in apart
        ]

    def _cell(self, label: str, written: Any, is_amount: bool = False) -> ShownCell:
        """What the register has and what the file says, of a change; else what the file says."""
        old = new = written
        if self.verdict is Verdict.CHANGED:
            for edit in self.edits:
                if edit.label == label:
                    old, new = edit.old, edit.new
        return ShownCell(label, _in_cell(old, is_amount), _in_cell(new, is_amount), is_amount)


def _in_cell(value: Any, is_amount: bool) -> str:
    if value is None or value == "":
        return "—"
    return wan_input(value) if is_amount else str(value)


def line_changes(
    lines: Iterable[ProjectLine], register: Register, as_of: datetime.date | None
) -> list[LineChange]:
    """The change of each line, in their order; those that are not sound change nothing."""
    return [_change(line, register, as_of) for line in lines]


def _change(line: ProjectLine, register: Register, as_of: datetime.date | None) -> LineChange:
    if not line.is_sound:
        return LineChange(row=line.row, verdict=Verdict.REFUSED, line=line)
    project = register.project(line.name)
    then = register.at_the_end_of_the_year(project) if project else None
    edits = (
        *_project_edits(line, then),
        *_category_edits(line, then),
        *_part_edits(line, project, register),
        *_official_edits(line, project, register),
        *_item_edits(line, project, register),
        *_milestone_edits(line, project, register, as_of),
    )
    verdict = Verdict.CHANGED if edits else Verdict.UNCHANGED
    return LineChange(
        row=line.row,
        verdict=verdict if project else Verdict.ADDED,
        line=line,
        project_id=project.pk if project else None,
        edits=edits,
    )


def _project_edits(line: ProjectLine, project: Project | None) -> list[Edit]:
    told = {"name": line.name, **line.facts} if project is None else dict(line.facts)
    present = Stage(project.stage) if project else Stage.RESERVE
    if STAGE_ORDER[line.stage] > STAGE_ORDER[present]:
        told["stage"] = line.stage.value
    known = {name: getattr(project, name) if project else None for name in told}
    return [
        Edit(Target.PROJECT, "", name, known[name], value)
        for name, value in told.items()
        if known[name] != value
    ]


def _category_edits(line: ProjectLine, project: Project | None) -> list[Edit]:
    old = project.category.name if project and project.category else ""
    if not line.category or line.category == old:
        return []
    return [Edit(Target.CATEGORY, "", "category", old, line.category)]


def _part_edits(line: ProjectLine, project: Project | None, register: Register) -> list[Edit]:
    """The 责任单位 of the file. 填报单位 follows it, unless another was named on purpose."""
    key = unit_key(line.unit, register.county)
    unit = register.units.get(key)
    name = unit.name if unit else line.unit
    holders = register.responsible.get(project.pk, []) if project else []
    reporting = register.reporting.get(project.pk) if project else None
    old = "、".join(held.unit.name for held in holders)
    if unit and any(held.unit_id == unit.pk for held in holders):
        edits = []
    else:
        edits = [Edit(Target.PART, Part.RESPONSIBLE.value, "unit", old, name)]
    follows = reporting is None or (edits and reporting.unit.name == old)
    if follows and (reporting is None or reporting.unit.name != name):
        former = reporting.unit.name if reporting else ""
        edits.append(Edit(Target.PART, Part.REPORTING.value, "unit", former, name))
    return edits


def _official_edits(line: ProjectLine, project: Project | None, register: Register) -> list[Edit]:
    held = register.officials.get(project.pk) if project else None
    old = held.name if held else ""
    if not line.lead_official or line.lead_official == old:
        return []
    return [Edit(Target.OFFICIAL, "", "name", old, line.lead_official)]


def _item_edits(line: ProjectLine, project: Project | None, register: Register) -> list[Edit]:
    edits = []
    for told in line.lists:
        item = register.items.get((project.pk, told.key)) if project else None
        for field in ITEM_FIELDS:
            old, new = getattr(item, field, None), getattr(told, field)
            if field == "phases":
                new = phases_after(told, item)
            if new is not None and new != old:
                edits.append(Edit(Target.ITEM, told.key, field, old, _plain(new)))
        if item and item.is_dropped:
            edits.append(Edit(Target.ITEM, told.key, "is_dropped", True, False))
        elif item is None and told.is_own and project and line.name != project.name:
            edits.append(Edit(Target.ITEM, told.key, "listed_name", "", line.name))
    return edits


def phases_after(told: ListLine, item: PlanItem | None) -> str | None:
    """As the line has them after the import: what the file says of some months leaves the others.
    None where it says nothing."""
    if not told.phases:
        return None
    return (item.spread.told_anew(told.phases) if item else told.phases).text


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, PlanCategory) else value


def _milestone_edits(
    line: ProjectLine,
    project: Project | None,
    register: Register,
    as_of: datetime.date | None,
) -> list[Edit]:
    """Reached by the day of the list; known earlier stays as it is."""
    if line.milestone is None or as_of is None:
        return []
    known = register.milestones.get((project.pk, line.milestone)) if project else None
    old = known.reached_on if known else None
    if old is not None and old <= as_of:
        return []
    return [Edit(Target.MILESTONE, line.milestone.value, "reached_on", old, as_of)]
