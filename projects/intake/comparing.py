"""What a plan or a list of preliminary projects would change, against the register."""

import datetime
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from measures.phases import Phases
from projects.adjustments.in_force import is_in_force
from projects.intake.edits import LineChange, line_changes, phases_after
from projects.intake.invested import notice_invested
from projects.intake.lines import ListLine, ProjectLine, Reading
from projects.intake.lists import ListChoice, ListsKnown, choose_lists, with_lists
from projects.intake.permitting import permitted
from projects.intake.register import Register
from projects.listnames import spoken_key
from projects.models import MILESTONE_ORDER, AnnualPlan, PlanAdjustment, PlanCategory, Project
from projects.naming import shortened_list, unit_key
from workbooks.findings import WARNING, Finding, Findings
from workbooks.intake.previews import Proposed, Way, WorkbookPreview
from workbooks.intake.sent import Sent

_CELL = re.compile("([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class ListSum:
    """What the file holds for one list: the rows and their planned investment in yuan."""

    name: str
    is_new: bool
    count: int
    amount: int


@dataclass(kw_only=True)
class PlanPreview(WorkbookPreview[LineChange]):
    """A file against the register. ``as_of`` is the day of a list of preliminary projects, None
    for a plan."""

    register: Register
    year: int
    as_of: datetime.date | None
    lists: Sequence[ListSum]
    choices: Sequence[ListChoice]
    new_units: Sequence[str]
    new_categories: Sequence[str]
    # The lists that change by a plan of adjustment alone, as lines name them.
    in_force: Mapping[str, AnnualPlan]
    # What became of them, once the preview was applied.
    drafts: Sequence[PlanAdjustment] = ()

    @property
    def open_lists(self) -> list[ListChoice]:
        """The lists of the file of which nobody said yet which they are."""
        return [choice for choice in self.choices if choice.is_open]

    @property
    def waits_for(self) -> str:
        return "请先确认文件属于哪个清单，确认之前不能导入。" if self.open_lists else ""

    @property
    def applicable(self) -> list[LineChange]:
        """Nothing while it is not known which list a figure is of."""
        return [] if self.open_lists else super().applicable

    @property
    def beside_rows(self) -> str:
        """A list in force may differ from the file in nothing but what that leaves out; a command
        leaves that as it is."""
        if self.applicable or self.is_unusable or self.open_lists or by_command(self.sent):
            return ""
        count = sum(len(self.left_out_of(key)) for key in self.in_force)
        if not count:
            return ""
        return f"各行没有改动；文件没有列出的 {count} 个项目，在调整方案里选保留还是退出。"

    @property
    def ways(self) -> list[Way]:
        if self.beside_rows:
            return [Way("", "拟订调整方案", 0, is_first=True)]
        return super().ways

    def left_out_of(self, key: str) -> list[int]:
        """The lines of the list, of the classes of which the file is, that it does not have."""
        told = {
            project.pk
            for change in self.lines
            if (project := self.register.project(change.line.name))
            and any(listed.key == key for listed in change.line.lists)
        }
        is_preliminary = self.as_of is not None
        return sorted(
            item.pk
            for (project_id, where), item in self.register.items.items()
            if where == key
            and project_id not in told
            and not item.is_dropped
            and (item.category == PlanCategory.PRELIMINARY) == is_preliminary
        )

    @property
    def is_unusable(self) -> bool:
        return not self.open_lists and super().is_unusable

    def told(self) -> Iterable[str]:
        yield from super().told()
        for choice in self.choices:
            yield f"\n{choice.named.slot} {choice.key} {choice.name} {choice.tier}"


def by_command(sent: Sent) -> bool:
    """Whether nobody is there to be asked."""
    return bool(sent.parameters.get("takes_lists"))


def compare(
    reading: Reading,
    register: Register,
    sent: Sent,
    *,
    year: int,
    as_of: datetime.date | None,
) -> PlanPreview:
    """The preview of what was read. Adds findings of its own: lines that the register refuses
    (errors), and projects of the lists that the file leaves out (warnings)."""
    findings = Findings(reading.findings)
    choices = choose_lists(
        reading.lists.values(),
        ListsKnown(year, list(register.plans.values()), register.last_plans),
        sent.parameters.get("lists", {}),
        is_asked=not by_command(sent),
    )
    keys = {choice.key for choice in choices.values()}
    in_force = {
        key: plan
        for key, plan in register.plans.items()
        if key in keys and is_in_force(plan, by_command=by_command(sent))
    }
    lines = [_on_lists(line, choices, findings) for line in reading.lines]
    lines = [_in_its_town(line, register, findings) for line in lines]
    lines = _judged(lines, register, findings, in_force)
    sound = [line for line in lines if line.is_sound]
    if sound:
        findings += _left_out(sound, register, as_of, keys, in_force)
        notice_invested(sound, register, findings)
    changes = line_changes(lines, register, as_of)
    return PlanPreview(
        sent=sent,
        lines=permitted(changes, register, in_force, sent, findings),
        findings=Findings(_in_row_order(findings)),
        is_refused=reading.is_refused,
        uses=reading.uses,
        proposed=_proposed(reading, year, as_of),
        register=register,
        year=year,
        as_of=as_of,
        lists=_list_sums(sound, choices.values()),
        choices=list(choices.values()),
        new_units=new_units(sound, register),
        new_categories=new_categories(sound, register),
        in_force=in_force,
    )


def _on_lists(
    line: ProjectLine, choices: Mapping[str, ListChoice], findings: Findings
) -> ProjectLine:
    """On the lists that are known; with an error where it names only such as it has no figure
    of."""
    found = with_lists(line, choices)
    is_open = any(choices[listed.slot].is_open for listed in line.lists)
    if not line.is_sound or found.lists or is_open or not line.lists:
        return found
    named = "、".join(line.named_lists)
    findings.error(line.name_cell, f"写明列入{named}，而没有这些清单的计划投资，请补上")
    return replace(found, is_sound=False)


def _in_its_town(line: ProjectLine, register: Register, findings: Findings) -> ProjectLine:
    """With its town as the county calls it; one that the county has not stays as it is written."""
    written = line.facts.get("town")
    if not written or not register.towns.names:
        return line
    if meant := register.towns.meant_by(written):
        return replace(line, facts={**line.facts, "town": meant})
    findings.warning(line.name_cell, f"属地“{written}”不在乡镇（街道）表中，照原样读入，请核对")
    return line


def _proposed(reading: Reading, year: int, as_of: datetime.date | None) -> Proposed | None:
    """A plan is of a year, a list of preliminary projects of the end of a month."""
    written = reading.written
    if written is None or (as_of is None and written.year == year):
        return None
    if as_of is None:
        return Proposed(f"{written.year}年", {"year": written.year})
    day = written.last_day.isoformat()
    return Proposed(written.label, {"year": written.year, "as_of": day})


def _in_row_order(findings: Findings) -> list[Finding]:
    """Sheet by sheet, what concerns a whole sheet first, then as one reads its rows."""
    sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(f.sheet for f in findings))}

    def place(finding: Finding) -> tuple[int, int, int, str]:
        found = _CELL.match(finding.cell)
        column, row = (found[1], int(found[2])) if found else ("", 0)
        return sheets[finding.sheet], row, len(column), column

    return sorted(findings, key=place)


# --- What the register refuses, and what it notices ------------------------------------


def _judged(
    lines: Sequence[ProjectLine],
    register: Register,
    findings: Findings,
    in_force: Collection[str],
) -> list[ProjectLine]:
    """All of the lines; those that the register refuses are no longer sound, and have an error at
    their name."""
    found = [register.project(line.name) if line.is_sound else None for line in lines]
    times = Counter(project.pk for project in found if project)
    judged = []
    for line, project in zip(lines, found, strict=True):
        message = ""
        if project and times[project.pk] > 1:
            message = f"文件里另有一行也是项目“{project.name}”（名称或别名），请只保留一行"
        elif project:
            message = _other_class(line, project, register, in_force)
        if message:
            findings.error(line.name_cell, message)
        elif line.is_sound:
            _notice_same_code(line, project, register, findings)
            _notice_step_back(line, project, register, findings)
            _notice_phases(line, project, register, findings)
        judged.append(replace(line, is_sound=False) if message else line)
    return judged


def _other_class(
    line: ProjectLine, project: Project, register: Register, in_force: Collection[str]
) -> str:
    """A 前期 line does not become 新建 or 续建 by a second file, nor the reverse: that is an
    adjustment of the plan, with its document. In a list that was only drafted it does."""
    for told in line.lists:
        item = register.items.get((project.pk, told.key))
        if item is None or item.category == told.category or told.key in in_force:
            continue
        if item.plan.drafted_from_id is not None:
            continue
        if PlanCategory.PRELIMINARY in (item.category, told.category):
            return (
                f"该项目已作为“{item.get_category_display()}”列入{spoken_key(told.key)}清单，"
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


def _notice_phases(
    line: ProjectLine, project: Project | None, register: Register, findings: Findings
) -> None:
    """Where the plan by months or quarters, as it would stand, is not that of the year."""
    for told in line.lists:
        item = register.items.get((project.pk, told.key)) if project else None
        planned = told.planned_investment
        if planned is None and item is not None:
            planned = item.planned_investment
        kept = phases_after(told, item)
        spread = Phases.read(item.phases if kept is None and item else kept)
        if fault := spread.mismatch(planned):
            findings.warning(line.name_cell, f"{spoken_key(told.key)}{fault}，请核对")


def _left_out(
    lines: Sequence[ProjectLine],
    register: Register,
    as_of: datetime.date | None,
    keys: Collection[str],
    in_force: Collection[str],
) -> list[Finding]:
    """One warning for each of the file's lists whose projects of these classes are not all in it.
    They stay:
    dropping a project from a list is an adjustment of the plan."""
    preliminary = as_of is not None
    told = {
        (project.pk, listed.key)
        for line in lines
        if (project := register.project(line.name))
        for listed in line.lists
    }
    names = {project.pk: project.name for project in register.projects.values()}
    missing: dict[str, list[str]] = {}
    for (project_id, key), item in register.items.items():
        is_preliminary = item.category == PlanCategory.PRELIMINARY
        is_left = (project_id, key) not in told and not item.is_dropped
        if is_left and is_preliminary == preliminary and key in keys:
            missing.setdefault(key, []).append(names[project_id])
    sheet = lines[0].name_cell.sheet
    return [
        Finding(
            WARNING,
            sheet,
            "",
            "",
            f"{spoken_key(key)}清单原有 {len(left)} 个项目不在本文件中或没有列入，"
            f"{'在调整方案里选保留还是退出' if key in in_force else '保留不变'}："
            f"{shortened_list(left)}",
        )
        for key, left in missing.items()
    ]


def _list_sums(lines: Iterable[ProjectLine], choices: Iterable[ListChoice]) -> list[ListSum]:
    by_key: dict[str, list[ListLine]] = {}
    for line in lines:
        for listed in line.lists:
            by_key.setdefault(listed.key, []).append(listed)
    known = {choice.key: choice for choice in choices if not choice.is_open}
    return [
        ListSum(
            name=choice.name,
            is_new=choice.is_new,
            count=len(by_key[key]),
            amount=sum(listed.planned_investment or 0 for listed in by_key[key]),
        )
        for key, choice in sorted(known.items(), key=lambda pair: pair[1].order)
        if key in by_key
    ]


def new_units(lines: Iterable[ProjectLine], register: Register) -> tuple[str, ...]:
    """The names of units that the lines name first."""
    found: dict[str, str] = {}
    for line in lines:
        key = unit_key(line.unit, register.county)
        if key not in register.units:
            found.setdefault(key, line.unit)
    return tuple(found.values())


def new_categories(lines: Iterable[ProjectLine], register: Register) -> tuple[str, ...]:
    """The categories of projects that the lines name first."""
    named = (line.category for line in lines if line.category)
    return tuple(dict.fromkeys(name for name in named if name not in register.categories))
