"""A topic as tables: its figures by what they are parted by, each opening its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from figures.book import Book
from figures.cuts import UNTOLD
from figures.figure import Figure
from figures.keys import Narrowing, with_cuts
from figures.roll_table import ALL
from figures.subject import Subject, Table
from figures.subjects.funds import FUNDS_SUBJECT, SOURCE
from figures.subjects.gaps import GAP_NAMES, GAPS_SUBJECT
from figures.units import MONEY, RATE
from workbooks.writing import Column, Row, Sheet, Value, write_sheets

UNIT, LIST = "填报单位", "清单"


@dataclass(frozen=True)
class TopicPage:
    """What a page of a topic shows: ``indicators`` in their order, by each of ``parted``, a cut or
    the lists. ``roll`` is the key of the 台账 that its rows are of."""

    subject: Subject[Any]
    title: str
    indicators: tuple[str, ...]
    parted: tuple[str, ...]
    roll: str


PAGES: Mapping[str, TopicPage] = {
    "gaps": TopicPage(
        GAPS_SUBJECT,
        "要素保障",
        ("缺口项目数", "缺口项数", *GAP_NAMES.values(), "已解决项数"),
        (LIST, UNIT),
        "gaps",
    ),
    "funds": TopicPage(
        FUNDS_SUBJECT,
        "项目资金",
        ("项目数", "申报额", "计划额", "到位额", "资金到位率", "支付额", "支付率", "本月到位额"),
        (SOURCE, UNIT),
        "funds",
    ),
}


@dataclass(frozen=True)
class TopicLine:
    """``is_total``: of all that the topic has."""

    name: str
    figures: tuple[Figure[Any], ...]
    is_total: bool = False


@dataclass(frozen=True)
class TopicTable:
    """``note`` says that its lines do not add up, where they overlap."""

    parted_by: str
    lines: tuple[TopicLine, ...]
    whole: TopicLine
    note: str = ""

    @property
    def heads(self) -> Sequence[Figure[Any]]:
        return self.whole.figures


def topic_tables(page: TopicPage, table: Table[Any]) -> list[TopicTable]:
    book = Book(page.subject, table)
    return [_parted(book, page, by) for by in page.parted]


def _parted(book: Book[Any], page: TopicPage, by: str) -> TopicTable:
    start = page.subject.name

    def line(name: str, group: str, *, is_total: bool = False) -> TopicLine:
        figures = (book[f"{start}.{group}.{each}"] for each in page.indicators)
        return TopicLine(name, tuple(figures), is_total)

    whole = line("合计", ALL, is_total=True)
    if by == LIST:
        keys = [key for key in page.subject.groups(book.facts) if key != ALL]
        lines = [line(key, key) for key in keys]
        return TopicTable(by, tuple(lines), whole, "清单之间有交叉，各清单之和不等于合计。")
    places = book.cuts.places(by)
    own: dict[str, None] = dict.fromkeys(places(row)[0] for row in book.facts.rows)
    names = sorted(own, key=lambda name: name == UNTOLD)
    lines = [line(name, with_cuts(ALL, [Narrowing(by, name)])) for name in names]
    return TopicTable(by, tuple(lines), whole)


def topic_workbook(page: TopicPage, tables: Sequence[TopicTable], until: str) -> bytes:
    """A sheet a table."""
    return write_sheets(
        [
            Sheet(
                f"按{table.parted_by}",
                f"{page.title}（按{table.parted_by}）",
                [Column(table.parted_by, width=24), *map(_column, table.heads)],
                [_row(line) for line in (*table.lines, table.whole)],
                unit="",
                subtitle=f"截至{until}",
                notes=[table.note] if table.note else [],
            )
            for table in tables
        ]
    )


def _column(figure: Figure[Any]) -> Column:
    unit = figure.unit
    if unit == RATE:
        return Column(f"{figure.name}%", "percent", width=12, digits=RATE.digits)
    kind = "wan" if unit == MONEY else "decimal" if unit.digits else "integer"
    return Column(f"{figure.name}（{unit.label}）", kind, width=16, digits=unit.digits)


def _row(line: TopicLine) -> Row:
    values = map(_cell, line.figures)
    return Row([line.name, *values], "total" if line.is_total else "")


def _cell(figure: Figure[Any]) -> Value:
    """Yuan and rates as they are kept, other numbers in their unit."""
    if figure.exact is None or figure.unit in (MONEY, RATE) or figure.unit.is_counted:
        return figure.value
    return figure.exact / figure.unit.one
