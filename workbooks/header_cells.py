"""What a header says of each of its columns, and which of several places a column is in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from measures.months import Month
from workbooks.columns import Column, ColumnKind
from workbooks.findings import ERROR, WARNING, Finding, Findings, at, shortened
from workbooks.meanings import Meaning
from workbooks.units import Unit

_MEND_FOREIGN = "请改为人民币万元"


@dataclass(frozen=True)
class HeaderCell:
    """A column found: where its title stands, and the unit and months the title declares."""

    sheet: str
    ref: str
    index: int
    title: str
    exact: bool
    unit: Unit | None
    year: int | None
    first_month: int | None
    month: int | None
    label: str = ""
    is_money: bool = False
    is_said: bool = False

    @property
    def shown(self) -> str:
        return self.title


class TitleCell(NamedTuple):
    """The titles over any column, as one: where the lowest stands, how they read and compare, and
    what a person said that they mean."""

    ref: str
    title: str
    wording: str
    meaning: Meaning | None


@dataclass(frozen=True)
class Header:
    """Zero-based `first_row` to `last_row`, and the columns found, by key.

    `patterns` are the comparable titles of each column, and `texts` the titles as they are, to
    know the header when it is repeated further down; `titles` has what stands over every column,
    `passed` says why places were not taken. `findings` tell of columns that come twice.
    """

    first_row: int
    last_row: int
    cells: dict[str, HeaderCell]
    patterns: dict[int, frozenset[str]]
    texts: dict[int, frozenset[str]]
    titles: dict[int, TitleCell] = field(default_factory=dict)
    passed: dict[int, str] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)


def without_foreign(header: Header, vocabulary: Sequence[Column], unit: Unit | None) -> Header:
    """The header where the line above the table names a foreign currency: without the amounts
    whose own titles name no unit."""
    if unit is None or not unit.is_foreign:
        return header
    columns = {column.key: column for column in vocabulary}
    cells, passed, findings = dict(header.cells), dict(header.passed), Findings(header.findings)
    for key, place in header.cells.items():
        if columns[key].kind is ColumnKind.MONEY and place.unit is None:
            passed[place.index] = _foreign(unit)
            findings.error(place, f"{passed[place.index]}，{_MEND_FOREIGN}")
            del cells[key]
    return replace(header, cells=cells, passed=passed, findings=findings)


def usable_places(
    places: list[HeaderCell], column: Column, month: Month | None, passed: dict[int, str]
) -> list[HeaderCell]:
    """Those of the places whose titles fit that may be meant. A foreign currency is never read as
    yuan; of several months' columns that of the one asked for counts."""
    usable = []
    for place in places:
        if column.kind is ColumnKind.MONEY and place.unit and place.unit.is_foreign:
            passed[place.index] = _foreign(place.unit)
        elif column.since_january and place.first_month not in (None, 1):
            passed[place.index] = f"写的是{place.first_month}月起的，不是本年累计"
        else:
            usable.append(place)
    if month and len(usable) > 1:
        spoken = [place for place in usable if _speaks_of(place, month)]
        for place in usable if spoken else ():
            if place not in spoken:
                passed[place.index] = f"写的不是{month.label}"
        usable = spoken or usable
    return usable


def tell_unusable(
    place: HeaderCell, column: Column, passed: dict[int, str], findings: Findings
) -> None:
    why = passed[place.index]
    if place.unit and place.unit.is_foreign:
        findings.error(place, f"{why}，{_MEND_FOREIGN}")
    else:
        level = ERROR if column.required else WARNING
        findings.add(at(place, level, f"{why}，这一列没有读取"))


def _foreign(unit: Unit) -> str:
    return f"金额单位是{unit.name}，系统不按汇率换算"


def chosen_place(places: list[HeaderCell], column: Column, findings: Findings) -> HeaderCell:
    """The one meant of the places whose titles fit; a finding where that cannot be known."""
    said = [place for place in places if place.is_said]
    best = said or [place for place in places if place.exact] or places
    if len(best) > 1:
        counts = column.kind is ColumnKind.MONEY or column.required
        refs = "、".join(place.ref for place in best)
        findings.add(
            Finding(
                ERROR if counts else WARNING,
                best[0].sheet,
                best[0].ref,
                shortened(best[0].title),
                f"“{column.label}”有{len(best)}列（{refs}），"
                + ("无法确定以哪一列为准，请只保留一列" if counts else "按第一列读取"),
            )
        )
    return best[0]


def _speaks_of(place: HeaderCell, month: Month) -> bool:
    return place.month in (None, month.month) and place.year in (None, month.year)
