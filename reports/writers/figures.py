"""A paper as a workbook: its tables; its figures, what each is and how it was reckoned; its charts;
and the lines of the lists that they rest on."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from documents.charts import chart_sheet
from documents.paragraphs import Document, Table, Words
from figures.plan_fact import PlanFact
from figures.subjects import TOPICS, subject_of
from figures.subjects.plan_lines import PLAN_LINES
from figures.words import explain, reckoned_in_words, spoken
from figures.writers import file_columns, row_values, unit_words
from measures.rounding import NO_VALUE
from reports.outside.book import PaperBook
from reports.outside.models import is_outside
from workbooks.writing import Column, Row, Sheet, Value, write_sheets

_NUMBER = re.compile(r"[+−]?[\d,]+(?:\.\d+)?")

COLUMNS = (
    Column("序号", "integer"),
    Column("数字", width=40),
    Column("文中", width=18),
    Column("数值", "number"),
    Column("单位", width=8),
    Column("怎样算的", width=60),
    Column("项目数", "integer", width=8),
    Column("指标名", width=36),
)


def figures_workbook(document: Document, book: PaperBook, notes: Sequence[str]) -> bytes:
    """``notes`` stand below the figures: of which cut-off and by which 口径 they are."""
    printed: dict[str, str] = {}
    for run in document.figures:
        printed.setdefault(run.key, run.text)
    figures = Sheet(
        "数字",
        document.title,
        COLUMNS,
        [
            Row([number, *_of_figure(book, key, text)])
            for number, (key, text) in enumerate(printed.items(), start=1)
        ],
        unit="",
        subtitle=f"截至{book.facts.cut_off.words}",
        notes=notes,
    )
    charts = (
        chart_sheet(chart, number, is_titled=True)
        for number, chart in enumerate(document.charts, start=1)
    )
    sources = (_sources(document, book, printed), *_of_topics(document, book, printed))
    return write_sheets([*_tables(document), figures, *charts, *sources])


def _tables(document: Document) -> Iterator[Sheet]:
    """Each table of the paper, but for forms, on a sheet of its own. A cell that says nothing is
    left empty there."""
    parts = [("", document.blocks), *((annex.title, annex.blocks) for annex in document.annexes)]
    found = [
        (title or block.title, block)
        for title, blocks in parts
        for block in blocks
        if isinstance(block, Table) and block.heads
    ]
    for number, (title, table) in enumerate(found, 1):
        heads = ["".join(head.split()) for head in table.heads[-1]]
        columns = [Column(head, *_kind_of(table, at, head)) for at, head in enumerate(heads)]
        rows = [
            Row([_value(cell, is_number=at in table.right) for at, cell in enumerate(row)])
            for row in table.rows
            if len(row) == len(columns)
        ]
        name = f"表{number}{title}" if len(found) > 1 else title or "表"
        notes = [table.note] if table.note else []
        yield Sheet(name, document.title, columns, rows, "", table.unit, notes)


def _kind_of(table: Table, at: int, head: str) -> tuple[str, int, str, int | None]:
    """As ``Column`` takes it: points with their sign and the fewest decimals that are printed,
    others in threes with theirs where all have as many."""
    width = _wide(table.widths[at])
    if at not in table.right:
        return "text", width, "", None
    texts = ["".join(run.text for run in row[at]) for row in table.rows if len(row) > at]
    printed = [text for text in texts if _NUMBER.fullmatch(text)]
    decimals = {len(text.partition(".")[2]) for text in printed} or {0}
    if "百分点" in head or "超/欠" in head:
        return "points", width, "", min(decimals)
    if len(decimals) == 1:
        return "decimal", width, "", decimals.pop()
    return "number", width, "", None


def _wide(millimetres: int) -> int:
    """In characters of a sheet, which are about two millimetres wide."""
    return max(8, millimetres // 2)


def _value(words: Words, *, is_number: bool) -> Value:
    """What is printed as a number is one: 1,180,000, −42.0."""
    text = "".join(run.text for run in words)
    if is_number and _NUMBER.fullmatch(text):
        return Fraction(text.replace(",", "").replace("−", "-"))
    return None if text in ("", NO_VALUE) else text


def _of_figure(book: PaperBook, key: str, text: str) -> list[Value]:
    figure = book[key]
    number = figure.number()
    value = None if number is None else Fraction(number)
    if is_outside(key):
        name = "".join(key.split(".")[1:])
        how = f"外部数据，来源：{book.source_of(key)}"
        return [name, text, value, figure.unit.label, how, None, key]
    how = reckoned_in_words(figure, explain(figure))
    whole = subject_of(key).whole if key.partition(".")[0] in TOPICS else ""
    return [spoken(key, whole), text, value, figure.unit.label, how, len(figure.rows), key]


def _sources(document: Document, book: PaperBook, printed: dict[str, str]) -> Sheet:
    """Each line of a list once, in the order in which figures come to it."""
    lines: dict[int, PlanFact] = {}
    for key in printed:
        for row in book[key].rows if subject_of(key) is PLAN_LINES else ():
            lines.setdefault(row.item_id, row)
    return Sheet(
        "来源",
        f"{document.title}数据来源",
        [
            Column("序号", "integer"),
            Column("清单", width=12),
            *file_columns(PLAN_LINES, book.facts.reckoning.basis),
        ],
        [
            Row([number, row.plan_key, *row_values(PLAN_LINES, row)])
            for number, row in enumerate(lines.values(), start=1)
        ],
        unit=unit_words(PLAN_LINES),
        subtitle=f"截至{book.facts.cut_off.words}",
    )


def _of_topics(document: Document, book: PaperBook, printed: dict[str, str]) -> Iterator[Sheet]:
    """The rows of each topic of which the paper prints a figure, on a sheet of its own."""
    of: dict[str, dict[int, Any]] = {}
    for key in printed:
        subject = subject_of(key)
        if subject is not PLAN_LINES:
            of.setdefault(subject.name, {}).update({id(row): row for row in book[key].rows})
    for name, rows in of.items():
        subject = TOPICS[name]
        yield Sheet(
            f"来源（{name}）",
            f"{document.title}{name}数据来源",
            [Column("序号", "integer"), *file_columns(subject)],
            [Row([at, *row_values(subject, row)]) for at, row in enumerate(rows.values(), start=1)],
            unit=unit_words(subject),
            subtitle=f"截至{book.facts.cut_off.words}",
        )
