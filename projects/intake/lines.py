"""What one row of a plan or preliminary workbook says, before it meets the register."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from measures.money import wan_input
from measures.months import Month
from measures.phases import NO_PHASES, Phases
from projects.listnames import spoken_key
from projects.models import MilestoneKind, PlanCategory, Project, Stage, Tier
from projects.naming import name_key, unit_and_person
from workbooks import values
from workbooks.cells import Cell, Row
from workbooks.findings import Findings, Place
from workbooks.tables import Table
from workbooks.uses import Uses

Value = TypeVar("Value")

LONGEST_UNIT_NAME = 100
LONGEST_OFFICIAL = 60


OWN = "plan"
"""The slot of the list that a table is of: the key of the column of its amounts."""


@dataclass(frozen=True)
class NamedList:
    """A list that a file speaks of: its own, or that of a column, by ``slot``. ``title`` are its
    words, ``tier`` what they say of its tier."""

    slot: str
    title: str
    tier: Tier | None
    sheet: str

    @property
    def is_own(self) -> bool:
        return is_own(self.slot)


def is_own(slot: str) -> bool:
    return slot.partition(":")[0] == OWN


@dataclass(frozen=True)
class ListLine:
    """The row's line in one list, by the slot in which the file names it, and by the list's
    ``key`` once that is known. ``planned_investment`` in yuan, None for 前期; ``phases`` what the
    row says of it by months or quarters."""

    slot: str
    category: PlanCategory
    position: int
    planned_investment: int | None = None
    planned_start: date | None = None
    planned_completion: date | None = None
    phases: Phases = NO_PHASES
    key: str = ""

    @property
    def is_own(self) -> bool:
        return is_own(self.slot)

    @property
    def column(self) -> str:
        """The key of the column of the list's amounts."""
        return OWN if self.is_own else self.slot

    @property
    def words(self) -> str:
        """县级 新建 531（一季度100万元）: the amount in 万元, exactly."""
        told = f"{spoken_key(self.key)} {self.category.label}"
        if self.planned_investment is None:
            return told
        spread = f"（{self.phases.words}）" if self.phases else ""
        return f"{told} {wan_input(self.planned_investment)}{spread}"


@dataclass(frozen=True)
class ProjectLine:
    """One row. ``facts`` holds, by the names of Project's fields, only what the row states: a
    blank cell never erases what is known. A row that has an error is not ``is_sound``: what could
    be read of it is only shown. ``named_lists`` are those that it says it is on, where it does."""

    row: Row
    is_sound: bool
    name: str
    facts: dict[str, Any]
    unit: str
    lists: tuple[ListLine, ...]
    stage: Stage
    category: str = ""
    lead_official: str = ""
    milestone: MilestoneKind | None = None
    named_lists: tuple[str, ...] = ()

    @property
    def name_cell(self) -> Cell:
        return self.row.cells["name"]


@dataclass
class Reading:
    """What a workbook says. ``is_refused``: as a whole, being of another year, or of no form that
    can be read; it then has no lines. ``written`` is the month of which it speaks then, ``uses``
    what was made of its columns and sheets, ``lists`` those that it speaks of, by slot."""

    lines: list[ProjectLine] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False
    written: Month | None = None
    uses: Uses = field(default_factory=Uses)
    lists: dict[str, NamedList] = field(default_factory=dict)


class RowReader:
    """Reads the cells of one row; what cannot be read becomes a finding, and the row is refused."""

    def __init__(self, row: Row, findings: Findings) -> None:
        self.row = row
        self.findings = findings
        self.is_sound = True

    def read(self, reader: Callable[..., Value], key: str) -> Value | None:
        cell = self.row.get(key)
        try:
            return reader(cell)
        except values.Unreadable as error:
            self.refuse(key, str(error))
            return None

    def text(self, key: str, longest: int) -> str:
        text = values.text(self.row.get(key))
        if len(text) > longest:
            self.refuse(key, f"文字超过{longest}个字，请缩短")
        return text

    def amount(self, key: str) -> int | None:
        yuan = self.read(values.money, key)
        if yuan is not None and yuan < 0:
            self.refuse(key, "金额不能是负数，请核对")
        return yuan

    def refuse(self, key: str, message: str) -> None:
        """The row has an error at ``key``, or at its name where the table has no such column."""
        self.is_sound = False
        self.findings.error(self._place(key), message)

    def warn(self, key: str, message: str) -> None:
        self.findings.warning(self._place(key), message)

    def _place(self, key: str) -> Cell:
        return self.row.cells.get(key) or self.row.cells["name"]


def read_name(reader: RowReader) -> str:
    longest = Project._meta.get_field("name").max_length or 0
    name = reader.text("name", longest)
    if not name:
        reader.refuse("name", "没有项目名称，请补上")
    if reader.row.continues:
        reader.refuse("name", "同一项目占了两行，请合并为一行")
    return name


def read_unit(reader: RowReader) -> str:
    written = reader.text("unit", LONGEST_UNIT_NAME)
    unit, person = unit_and_person(written)
    if not written:
        reader.refuse("unit", "没有责任单位，请补上；填报单位由责任单位确定")
    elif not unit:
        reader.refuse("unit", "只写了人名或电话，没有责任单位，请写单位名称")
    elif unit != written:
        reader.warn("unit", f"责任单位读作“{unit}”，{person or '电话'}没有读入")
    return unit


def position_of(reader: RowReader) -> int:
    """序号, or the row's number in a table without one that can be read."""
    try:
        return values.integer(reader.row.get("serial")) or reader.row.number
    except values.Unreadable:
        return reader.row.number


def stated(**facts: Any) -> dict[str, Any]:
    """The facts that are written: neither None nor an empty text."""
    return {name: value for name, value in facts.items() if value not in (None, "")}


def refuse_repeated(lines: Sequence[ProjectLine], findings: Findings) -> list[ProjectLine]:
    """The lines, of which those whose name stands twice are no longer sound: which of the two is
    right the file does not tell."""
    by_name: dict[str, list[ProjectLine]] = defaultdict(list)
    for line in lines:
        if line.is_sound:
            by_name[name_key(line.name)].append(line)
    judged = []
    for line in lines:
        same = by_name[name_key(line.name)] if line.is_sound else []
        if len(same) > 1:
            rows = "、".join(str(other.row.number) for other in same)
            findings.error(line.name_cell, f"项目“{line.name}”在第{rows}行重复出现，请只保留一行")
            line = replace(line, is_sound=False)
        judged.append(line)
    return judged


def wrong_year(table: Table, year: int, keys: Iterable[str]) -> Findings:
    """Errors where a line above the table, or the title of a column, speaks of another year."""
    findings = Findings()
    places: list[Place] = [table.columns[key] for key in keys if key in table.columns]
    years = {mention.year for mention in table.mentions if mention.year}
    if years and year not in years:
        places += [mention for mention in table.mentions if mention.year]
    for place in places:
        if getattr(place, "year", None) not in (None, year):
            findings.error(
                place,
                f"写的是{place.year}年，而这次导入的是{year}年的计划，请核对是否传错了文件",  # type: ignore[attr-defined]
            )
    return findings
