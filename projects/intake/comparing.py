"""What a file would change: its lines against the register, as a list of single edits."""

import datetime
import enum
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Unit
from projects.intake.lines import ListLine, ProjectLine
from projects.intake.register import Register, read_register
from projects.models import (
    MILESTONE_ORDER,
    Milestone,
    MilestoneKind,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    Stage,
    Tier,
)
from projects.naming import shortened_list, unit_key
from projects.services import STAGE_ORDER
from projects.wording import field_label, item_label, shown
from workbooks.findings import WARNING, Finding, Findings

_CELL = re.compile("([A-Z]+)([0-9]+)")

ITEM_FIELDS = ("category", "planned_investment", "planned_start")


class Target(enum.Enum):
    PROJECT = "project"
    CATEGORY = "category"
    PART = "part"
    OFFICIAL = "official"
    ITEM = "item"
    MILESTONE = "milestone"


@dataclass(frozen=True)
class Edit:
    """One value that changes: ``field`` of the project, or of what hangs on it under ``where``
    (a part, a tier, a milestone's kind). Units, categories and officials stand by name."""

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
            return value or "（空）"
        return shown(models.get(self.target, Project), self.field, value)


@dataclass(frozen=True)
class LineChange:
    """What one line would change; no edits when the register says the same already."""

    line: ProjectLine
    project_id: int | None
    edits: tuple[Edit, ...]

    @property
    def is_new(self) -> bool:
        return self.project_id is None

    @property
    def joins_list(self) -> bool:
        return any(edit.target is Target.ITEM and edit.field == "category" and edit.old is None
                   for edit in self.edits)  # fmt: skip


@dataclass(frozen=True)
class ListSum:
    """What the file holds for one list: the rows and their planned investment in yuan."""

    label: str
    name: str
    is_new: bool
    count: int
    amount: int


@dataclass(frozen=True)
class Preview:
    """A file against the register. ``refused`` is the number of rows with errors; nothing was
    written. ``as_of`` is the day of a list of preliminary projects, None for a plan."""

    title: str
    county: Unit
    year: int
    as_of: datetime.date | None
    changes: tuple[LineChange, ...]
    findings: tuple[Finding, ...]
    refused: int
    lists: tuple[ListSum, ...]
    new_units: tuple[str, ...]
    new_categories: tuple[str, ...]

    @property
    def added(self) -> list[LineChange]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[LineChange]:
        return [change for change in self.changes if change.edits and not change.is_new]

    @property
    def unchanged(self) -> list[LineChange]:
        return [change for change in self.changes if not change.edits]

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_error]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_error]

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed

    @property
    def is_unusable(self) -> bool:
        """No row of the file can be imported; to be told from a file that says nothing new."""
        return not self.changes

    @property
    def fingerprint(self) -> str:
        """Equal for two previews that would write the same and refuse the same."""
        told = [(change.line.name, change.edits) for change in self.changes]
        text = repr((self.year, self.as_of, told, self.refused, self.findings))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def summary(self) -> str:
        """新增 85 个项目，修改 0 个，没有变化 0 个，拒绝 0 行。"""
        return (
            f"新增 {len(self.added)} 个项目，修改 {len(self.changed)} 个，"
            f"没有变化 {len(self.unchanged)} 个，拒绝 {self.refused} 行。"
        )

    def outcome(self) -> dict[str, Any]:
        """For the upload's record."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "refused": self.refused,
            "findings": [vars(finding) for finding in self.findings],
        }


def compare(
    *,
    title: str,
    county: Unit,
    year: int,
    as_of: datetime.date | None,
    lines: Iterable[ProjectLine],
    findings: Findings,
    refused: int,
) -> Preview:
    """The preview of ``lines``. Adds findings of its own: lines that the register refuses
    (errors), and projects of the lists that the file leaves out (warnings)."""
    read = list(lines)
    register = read_register(county, year)
    accepted = _accepted(read, register, findings)
    if accepted:
        findings += _left_out(accepted, register, as_of)
    return Preview(
        title=title,
        county=county,
        year=year,
        as_of=as_of,
        changes=line_changes(accepted, register, as_of),
        findings=tuple(_in_row_order(findings)),
        refused=refused + len(read) - len(accepted),
        lists=tuple(_list_sums(accepted, register)),
        new_units=_new_units(accepted, register),
        new_categories=tuple(
            dict.fromkeys(
                line.category
                for line in accepted
                if line.category and line.category not in register.categories
            )
        ),
    )


def _in_row_order(findings: Findings) -> list[Finding]:
    """Sheet by sheet, what concerns a whole sheet first, then as one reads its rows."""
    sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(f.sheet for f in findings))}

    def place(finding: Finding) -> tuple[int, int, int, str]:
        found = _CELL.match(finding.cell)
        column, row = (found[1], int(found[2])) if found else ("", 0)
        return sheets[finding.sheet], row, len(column), column

    return sorted(findings, key=place)


def line_changes(
    lines: Iterable[ProjectLine], register: Register, as_of: datetime.date | None
) -> tuple[LineChange, ...]:
    changes = []
    for line in lines:
        project = register.project(line.name)
        edits = (
            *_project_edits(line, project),
            *_category_edits(line, project),
            *_part_edits(line, project, register),
            *_official_edits(line, project, register),
            *_item_edits(line, project, register),
            *_milestone_edits(line, project, register, as_of),
        )
        changes.append(LineChange(line, project.pk if project else None, edits))
    return tuple(changes)


# --- The edits of a line ---------------------------------------------------------------


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
        item = register.items.get((project.pk, told.tier)) if project else None
        for field in ITEM_FIELDS:
            old, new = getattr(item, field, None), getattr(told, field)
            if new is not None and new != old:
                edits.append(Edit(Target.ITEM, told.tier, field, old, _plain(new)))
    return edits


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


# --- What the register refuses, and what it notices ------------------------------------


def _accepted(
    lines: list[ProjectLine], register: Register, findings: Findings
) -> list[ProjectLine]:
    """The lines that may be applied; the others get an error at their name."""
    found = {line.row: register.project(line.name) for line in lines}
    times = Counter(project.pk for project in found.values() if project)
    accepted = []
    for line in lines:
        project = found[line.row]
        if project and times[project.pk] > 1:
            message = f"文件里另有一行也是项目“{project.name}”（名称或别名），请只保留一行"
        elif project and (other := _other_class(line, project, register)):
            message = other
        else:
            accepted.append(line)
            _notice_same_code(line, project, register, findings)
            _notice_step_back(line, project, register, findings)
            continue
        findings.error(line.name_cell, message)
    return accepted


def _other_class(line: ProjectLine, project: Project, register: Register) -> str:
    """A 前期 line does not become 新建 or 续建 by a second file, nor the reverse: that is an
    adjustment of the plan, with its document."""
    for told in line.lists:
        item = register.items.get((project.pk, told.tier))
        if item is None or item.category == told.category:
            continue
        if PlanCategory.PRELIMINARY in (item.category, told.category):
            return (
                f"该项目已作为“{item.get_category_display()}”列入{Tier(told.tier).label}清单，"
                f"不能再作为“{told.category.label}”导入"
            )
    return ""


def _notice_same_code(
    line: ProjectLine, project: Project | None, register: Register, findings: Findings
) -> None:
    code = line.facts.get("code", "")
    same = [] if project else register.by_code.get(code, [])
    if same:
        names = shortened_list(other.name for other in same)
        findings.warning(
            line.name_cell,
            f"项目代码与已有项目“{names}”相同而名称不同，按新项目登记；"
            "如是同一项目，请先在项目库给它登记这个别名",
        )


def _notice_step_back(
    line: ProjectLine, project: Project | None, register: Register, findings: Findings
) -> None:
    if project is None or line.milestone is None:
        return
    further = [
        milestone
        for (project_id, kind), milestone in register.milestones.items()
        if project_id == project.pk and MILESTONE_ORDER[kind] > MILESTONE_ORDER[line.milestone]
    ]
    if further:
        furthest = max(further, key=lambda milestone: MILESTONE_ORDER[milestone.kind])
        findings.warning(
            line.name_cell,
            f"本表写的是“{line.milestone.label}”，而项目库已登记到更后面的"
            f"“{furthest.get_kind_display()}”，已登记的保留不变",
        )


def _left_out(
    lines: list[ProjectLine], register: Register, as_of: datetime.date | None
) -> list[Finding]:
    """One warning a list whose projects of these classes are not all in the file. They stay:
    dropping a project from a list is an adjustment of the plan."""
    preliminary = as_of is not None
    told = {
        (project.pk, listed.tier)
        for line in lines
        if (project := register.project(line.name))
        for listed in line.lists
    }
    names = {project.pk: project.name for project in register.projects.values()}
    missing: dict[str, list[str]] = {}
    for (project_id, tier), item in register.items.items():
        is_preliminary = item.category == PlanCategory.PRELIMINARY
        if is_preliminary == preliminary and (project_id, tier) not in told:
            missing.setdefault(tier, []).append(names[project_id])
    sheet = lines[0].name_cell.sheet
    return [
        Finding(
            WARNING,
            sheet,
            "",
            "",
            f"{Tier(tier).label}清单原有 {len(left)} 个项目不在本文件中或没有列入，保留不变："
            f"{shortened_list(left)}",
        )
        for tier, left in missing.items()
    ]


def _list_sums(lines: list[ProjectLine], register: Register) -> list[ListSum]:
    by_tier: dict[str, list[ListLine]] = {}
    for line in lines:
        for listed in line.lists:
            by_tier.setdefault(listed.tier, []).append(listed)
    return [
        ListSum(
            label=tier.label,
            name=register.plans[tier].name if tier in register.plans
            else plan_name(register.year, tier),
            is_new=tier not in register.plans,
            count=len(by_tier[tier]),
            amount=sum(listed.planned_investment or 0 for listed in by_tier[tier]),
        )
        for tier in Tier
        if tier in by_tier
    ]  # fmt: skip


def plan_name(year: int, tier: str) -> str:
    return f"{year}年{Tier(tier).label}重点建设项目"


def _new_units(lines: list[ProjectLine], register: Register) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for line in lines:
        key = unit_key(line.unit, register.county)
        if key not in register.units:
            found.setdefault(key, line.unit)
    return tuple(found.values())
