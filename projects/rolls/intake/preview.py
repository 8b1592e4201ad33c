"""What a 台账表 would declare: a verdict for every row, and nothing written."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from accounts.errors import DomainError
from accounts.models import Unit, User
from accounts.trail.facts import raw
from accounts.trail.proposals import ProposalState
from accounts.trail.words import Names, label_of
from projects.models import Declaration, Project, ProjectAlias, RollDeed, RollLine
from projects.naming import name_key, unit_key, unit_keys
from projects.rolls.intake.reading import ReadRow, RollReading
from projects.rolls.roll import Roll
from projects.rolls.rules import declares_on_behalf
from projects.rolls.selectors import lines_seen, projects_to_declare, units_to_declare
from projects.rolls.services import would_be_of
from projects.rolls.showing import name_of, raw_words
from workbooks.cells import Cell
from workbooks.findings import Findings
from workbooks.intake.previews import PreviewLine, ShownCell, Verdict, WorkbookPreview
from workbooks.intake.sent import Sent

CORRECTED = "按工作簿更正"


@dataclass
class RollKnown:
    """What the person may speak of: open lines by number and by what they are known by, projects
    and units by name, and what waits already."""

    lines: dict[int, RollLine] = field(default_factory=dict)
    by_identity: dict[tuple[Any, ...], list[RollLine]] = field(
        default_factory=lambda: defaultdict(list)
    )
    projects: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    units: dict[str, Unit] = field(default_factory=dict)
    only_unit: Unit | None = None
    waiting_of: dict[int, Declaration] = field(default_factory=dict)
    waiting_new: dict[tuple[Any, ...], list[Declaration]] = field(
        default_factory=lambda: defaultdict(list)
    )


@dataclass(slots=True, kw_only=True)
class RollLineRow(PreviewLine):
    """``changes`` are raw values by column, of a new line all that are written; ``before`` what
    stands of them."""

    written: ReadRow
    roll: Roll[Any, Any]
    names: Names
    line: RollLine | None = None
    unit: Unit | None = None
    project: Project | None = None
    deed: RollDeed = RollDeed.ADD
    day: datetime.date | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)

    @property
    def place(self) -> Cell:
        return self.row.cells["name"]

    @property
    def told(self) -> str:
        line = self.line
        at = (line.pk, line.version) if line else (self.unit and self.unit.pk,)
        project = self.project.pk if self.project else None
        return f"{at} {project} {self.deed} {self.day} {sorted(self.changes.items())}"

    @property
    def name(self) -> str:
        if self.line is not None:
            return name_of(self.roll, self.line)
        return self.project.name if self.project else self.written.name

    @property
    def subtitle(self) -> str:
        number = f"{self.line.serial}号，" if self.line else ""
        return f"{number}{self.unit}" if self.unit else ""

    def cells(self) -> list[ShownCell]:
        day = f"{self.day:%Y-%m-%d}" if self.day and self.applies else "—"
        deed = self.roll.deeds.get(self.deed, "") if self.applies else "—"
        return [ShownCell("事项", deed, deed), ShownCell("自", day, day)]

    def other_changes(self) -> list[ShownCell]:
        if not self.applies:
            return []
        pairs = zip(self.roll.columns, self.roll.fields, strict=True)
        return [self._shown(column, name) for column, name in pairs if column in self.changes]

    def _shown(self, column: str, name: str) -> ShownCell:
        model = self.roll.line._meta.label_lower
        kept = self.roll.line._meta.get_field(name)
        new = raw_words(model, kept, self.changes[column], self.names)
        old = raw_words(model, kept, self.before[column], self.names) if self.line else ""
        return ShownCell(label_of(model, column), old, new)


@dataclass(kw_only=True)
class RollPreview(WorkbookPreview[RollLineRow]):
    roll: Roll[Any, Any]


def identity_of(
    roll: Roll[Any, Any], project_id: int | None, values: dict[str, Any]
) -> tuple[Any, ...]:
    """By what a row without a number is known again."""
    names = [name for name in roll.identity if name != "project"]
    columns = [roll.line._meta.get_field(name).attname for name in names]
    return (project_id if roll.of_project else None, *(values.get(name) for name in columns))


def read_known(roll: Roll[Any, Any], sent: Sent) -> RollKnown:
    """A fixed number of queries."""
    user = sent.by
    assert user is not None
    known = RollKnown()
    units = list(units_to_declare(user, sent.county))
    known.only_unit = units[0] if len(units) == 1 else None
    for unit in units:
        for key in unit_keys(unit, sent.county):
            known.units[key] = unit
    own = {unit.pk for unit in units}
    every = declares_on_behalf(user, sent.county)
    for line in lines_seen(roll, user).filter(county=sent.county, until_day=None, is_void=False):
        if every or line.unit_id in own:
            known.lines[line.serial] = line
            values = {name: raw(getattr(line, name)) for name in roll.columns}
            known.by_identity[identity_of(roll, line.project_id, values)].append(line)
    if roll.of_project:
        _read_projects(known, user, sent.county)
    _read_waiting(roll, known, sent.county)
    return known


def _read_projects(known: RollKnown, user: User, county: Unit) -> None:
    projects = {project.pk: project for project in projects_to_declare(user, county)}
    for project in projects.values():
        known.projects[name_key(project.name)].append(project)
    aliases = ProjectAlias.objects.filter(project__in=projects)
    for project_id, name in aliases.values_list("project", "name"):
        if projects[project_id] not in known.projects[name_key(name)]:
            known.projects[name_key(name)].append(projects[project_id])


def _read_waiting(roll: Roll[Any, Any], known: RollKnown, county: Unit) -> None:
    waits = roll.declaration.objects.filter(county=county, state=ProposalState.WAITING)
    for declaration in waits.select_related("proposed_by"):
        if declaration.line_id is not None:
            known.waiting_of[declaration.line_id] = declaration
        else:
            key = identity_of(roll, declaration.project_id, declaration.after)
            known.waiting_new[key].append(declaration)


def compare_roll(
    roll: Roll[Any, Any], reading: RollReading, known: RollKnown, sent: Sent, day: datetime.date
) -> RollPreview:
    preview = RollPreview(
        sent=sent, roll=roll, findings=Findings(reading.findings), uses=reading.uses
    )
    names = Names()
    comparing = _Comparing(roll, known, sent, day, preview.findings, names)
    preview.lines = [comparing.line(row) for row in reading.rows]
    _refuse_repeats(preview)
    return preview


class _Refused(Exception):
    """Why a row cannot be declared, in Chinese."""


@dataclass
class _Comparing:
    roll: Roll[Any, Any]
    known: RollKnown
    sent: Sent
    day: datetime.date
    findings: Findings
    names: Names

    def line(self, row: ReadRow) -> RollLineRow:
        found = RollLineRow(
            row=row.row, verdict=Verdict.REFUSED, written=row, roll=self.roll, names=self.names
        )
        try:
            self._find(found)
            if row.is_readable:
                found.verdict = self._of_line(found) if found.line else self._of_new(found)
                if found.applies:
                    self._require_sound(found)
        except _Refused as error:
            found.verdict = Verdict.REFUSED
            self.findings.error(found.place, str(error))
        return found

    def _find(self, found: RollLineRow) -> None:
        row = found.written
        if self.roll.of_project:
            found.project = self._project(row)
        if row.number is not None:
            found.line = self.known.lines.get(row.number)
            if found.line is None:
                raise _Refused(f"台账里没有编号{row.number}的在册一行；新增的请把编号空着")
            if found.project is not None and found.line.project_id != found.project.pk:
                raise _Refused(f"编号{row.number}是“{found.line.project}”，与项目名称不符")
        elif row.is_readable:
            project = found.project.pk if found.project else None
            values = {name: raw(value) for name, value in row.values.items()}
            same = self.known.by_identity.get(identity_of(self.roll, project, values), [])
            if len(same) > 1:
                numbers = "、".join(str(each.serial) for each in same)
                raise _Refused(f"对应编号{numbers}几行，请填写编号")
            found.line = same[0] if same else None
        found.unit = found.line.unit if found.line else self._unit(row)

    def _project(self, row: ReadRow) -> Project:
        named = self.known.projects.get(name_key(row.name), [])
        if row.code and len(named) > 1:
            named = [project for project in named if project.code == row.code] or named
        if not named:
            raise _Refused("没有找到这个项目，请核对名称，或请发改局先登记")
        if len(named) > 1:
            raise _Refused("不止一个项目用这个名称，请写全称或项目代码")
        return named[0]

    def _unit(self, row: ReadRow) -> Unit:
        if not row.unit:
            if self.known.only_unit is None:
                raise _Refused("请填写填报单位")
            return self.known.only_unit
        unit = self.known.units.get(unit_key(row.unit, self.sent.county))
        if unit is None:
            raise _Refused(f"填报单位“{row.unit}”不是您可以申报的单位，请核对")
        return unit

    def _of_line(self, found: RollLineRow) -> Verdict:
        line = found.line
        assert line is not None
        for name, value in found.written.values.items():
            old, new = raw(getattr(line, name)), raw(value)
            if old != new:
                found.before[name], found.changes[name] = old, new
        if not found.changes:
            return Verdict.UNCHANGED
        waiting = self.known.waiting_of.get(line.pk)
        if waiting is not None:
            if waiting.after == found.changes:
                return Verdict.UNCHANGED
            raise _Refused(f"这一行已有申报待确认（{waiting.proposed_by}），请先撤回或等待答复")
        written = found.written.day
        day = self.day if written in (None, line.from_day) else written
        if day < line.from_day and written != line.from_day and written is not None:
            raise _Refused(f"变更要晚于这一行的起始日{line.from_day:%Y-%m-%d}")
        found.day = day
        found.deed = RollDeed.CHANGE
        if day <= line.from_day:
            found.deed, found.day = RollDeed.CORRECT, self.sent.today
        return Verdict.CHANGED

    def _of_new(self, found: RollLineRow) -> Verdict:
        found.changes = {name: raw(value) for name, value in found.written.values.items()}
        found.before = dict.fromkeys(found.changes)
        found.day = found.written.day or self.day
        if missing := [name for name in self._required() if name not in found.changes]:
            raise _Refused(f"新增的要填写{'、'.join(missing)}")
        project = found.project.pk if found.project else None
        waiting = self.known.waiting_new.get(identity_of(self.roll, project, found.changes), [])
        for each in waiting:
            if each.unit_id == found.unit.pk and each.after == found.changes:  # type: ignore[union-attr]
                return Verdict.UNCHANGED
        if waiting and self.roll.identity:
            raise _Refused(f"已有一条申报待确认（{waiting[0].proposed_by}），请先撤回或等待答复")
        return Verdict.ADDED

    def _required(self) -> list[str]:
        columns = (self.roll.line._meta.get_field(name) for name in self.roll.fields)
        return [
            column.attname
            for column in columns
            if not (column.blank or column.null or column.has_default())
        ]

    def _require_sound(self, found: RollLineRow) -> None:
        assert found.unit is not None
        assert found.day is not None
        if found.day > self.sent.today:
            raise _Refused("日期不能晚于今天")
        try:
            line = would_be_of(
                self.roll,
                unit=found.unit,
                project=found.project,
                line=found.line,
                after=found.changes,
                day=found.day,
            )
            self.roll.refuse_unsound(line, self.sent.today)
        except DomainError as error:
            raise _Refused(error.message) from error


def _refuse_repeats(preview: RollPreview) -> None:
    """Which of two rows of one line is right the file does not tell."""
    rows: dict[Any, list[RollLineRow]] = defaultdict(list)
    for found in preview.lines:
        if found.line is not None:
            rows[found.line.pk].append(found)
        elif found.verdict is Verdict.ADDED and preview.roll.identity:
            project = found.project.pk if found.project else None
            rows[identity_of(preview.roll, project, found.changes)].append(found)
    for found_rows in rows.values():
        if len(found_rows) > 1:
            places = "、".join(each.key for each in found_rows)
            for each in found_rows:
                preview.findings.error(each.place, f"在{places}重复出现，请只保留一行")
                each.verdict = Verdict.REFUSED
