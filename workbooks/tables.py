"""A sheet as a typed table: what stands above it, its columns, and rows that know what they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from measures.money import WAN
from measures.months import Month
from workbooks import titles
from workbooks.cells import Cell, Row
from workbooks.columns import Column
from workbooks.findings import ERROR, WARNING, Finding, Findings
from workbooks.header_cells import Header, HeaderCell, TitleCell, without_foreign
from workbooks.headers import find_header, header_at, likeliest_titles
from workbooks.layout import Layout
from workbooks.meanings import NO_MEANINGS, UNIT_OF_MONEY, Meanings
from workbooks.oddities import oddities
from workbooks.periods import periods_in
from workbooks.reading import Parsing, Sheet, cell_name, is_blank, read_contents
from workbooks.rowkinds import RowKind
from workbooks.rows import RowReader
from workbooks.units import Unit
from workbooks.uses import (
    MOST_SAMPLES,
    ColumnUse,
    SheetUse,
    Uses,
    column_samples,
    sheet_samples,
)


@dataclass(frozen=True)
class Line:
    """A text above the header."""

    ref: str
    text: str


@dataclass(frozen=True)
class Mention:
    """A year or month that a line above the header, or the sheet's name (`ref` ""), speaks of."""

    sheet: str
    ref: str
    shown: str
    year: int | None
    first_month: int | None
    month: int | None


@dataclass(frozen=True)
class Table:
    """One sheet read with one vocabulary. `titles` and `samples` have what stands over and below
    every column, `passed` why columns were not taken whose titles fit, by their indexes; `unit`
    is that of amounts whose titles name none.
    """

    sheet: str
    lines: list[Line]
    mentions: list[Mention]
    columns: dict[str, HeaderCell]
    rows: list[Row]
    findings: Findings = field(default_factory=Findings)
    titles: dict[int, TitleCell] = field(default_factory=dict)
    samples: dict[int, tuple[str, ...]] = field(default_factory=dict)
    passed: dict[int, str] = field(default_factory=dict)
    unit: Unit | None = None

    @property
    def uses(self) -> list[ColumnUse]:
        """What was made of each column that has a title or a value."""
        by_index = {cell.index: (key, cell) for key, cell in self.columns.items()}
        return [
            self._use(index, title, *by_index.get(index, ("", None)))
            for index, title in self.titles.items()
            if title.title or self.samples[index]
        ]

    def _use(self, index: int, title: TitleCell, key: str, cell: HeaderCell | None) -> ColumnUse:
        said = title.meaning
        notes = [f"按{said.said_by}的指定"] if said else []
        if cell is None:
            notes += [self.passed[index]] if index in self.passed else []
        else:
            unit = cell.unit or (self.unit if cell.is_money else None)
            notes += [f"按{unit.name}换算"] if unit and unit.yuan not in (None, WAN) else []
        return ColumnUse(
            sheet=self.sheet,
            ref=title.ref,
            title=title.title,
            wording=title.wording,
            samples=self.samples[index],
            key=key,
            label=cell.label if cell else "",
            note="，".join(notes),
            is_ignored=cell is None and said is not None,
            meaning=said.kept if said else None,
        )

    @property
    def data(self) -> Iterator[Row]:
        return (row for row in self.rows if row.kind is RowKind.DATA)


@dataclass(frozen=True)
class Book:
    """What was read of one workbook, and what is wrong with it as far as form goes. `unread` are
    the sheets that were not, `not_understood` those of them whose titles nobody knows."""

    tables: list[Table]
    findings: Findings
    unread: list[SheetUse] = field(default_factory=list)
    not_understood: list[Table] = field(default_factory=list)

    def uses(self, tables: Sequence[Table]) -> Uses:
        """What was made of every column and sheet, where ``tables`` were read. Of a sheet that is
        not understood beside one that is, the sheet alone is told."""
        read = {table.sheet for table in tables}
        passed = [
            SheetUse(table.sheet, "没有读取", _first_of(table.samples))
            for table in self.tables
            if table.sheet not in read
        ]
        told = tables or self.not_understood
        return Uses([use for table in told for use in table.uses], [*self.unread, *passed])


def read_workbook(
    content: bytes,
    filename: str,
    vocabulary: Sequence[Column],
    month: Month | None = None,
    extra_aliases: Mapping[str, Sequence[str]] | None = None,
    parsing: Parsing | None = None,
    meanings: Meanings = NO_MEANINGS,
) -> Book:
    """The tables of every visible sheet that has one.

    `extra_aliases` are further titles by column key, as an administrator adds them
    (`workbooks.selectors.aliases_for`), `meanings` what persons said of titles, `parsing` the
    content's where it was begun before. Raises UnreadableWorkbook for a file that is no workbook
    or no safe one.
    """
    vocabulary = extended(vocabulary, extra_aliases or {})
    contents = parsing.contents() if parsing else read_contents(content, filename)
    tables: list[Table] = []
    without_header = Findings()
    unread: list[SheetUse] = []
    not_understood: list[Table] = []
    findings = Findings(Finding(WARNING, filename, "", "", note) for note in contents.notices)
    for sheet in contents.sheets:
        if not sheet.rows and not sheet.far:
            continue
        if not sheet.visible:
            findings.add(Finding(WARNING, sheet.name, "", "", "隐藏的工作表，没有读取"))
            unread.append(SheetUse(sheet.name, "隐藏的工作表", sheet_samples(sheet)))
            continue
        table = read_table(sheet, vocabulary, month, meanings)
        if table.columns:
            tables.append(table)
            findings += table.findings
        else:
            without_header += table.findings
            not_understood.append(table)
            unread.append(SheetUse(sheet.name, "没有找到表头", sheet_samples(sheet)))
    if tables:
        findings += (
            Finding(WARNING, sheet, "", "", "没有找到表头，这张工作表没有读取")
            for sheet in dict.fromkeys(finding.sheet for finding in without_header)
        )
    else:
        findings += without_header
    if not tables and not findings.errors:
        findings.add(Finding(ERROR, filename, "", "", "工作簿里没有内容，请检查是否传错了文件"))
    return Book(tables, findings, unread, not_understood)


def extended(
    vocabulary: Sequence[Column], extra_aliases: Mapping[str, Sequence[str]]
) -> Sequence[Column]:
    """The vocabulary with further aliases; keys it does not have are another import's."""
    if not extra_aliases:
        return vocabulary
    return [
        replace(column, aliases=(*column.aliases, *extra_aliases.get(column.key, ())))
        for column in vocabulary
    ]


def read_table(
    sheet: Sheet,
    vocabulary: Sequence[Column],
    month: Month | None = None,
    meanings: Meanings = NO_MEANINGS,
) -> Table:
    """The sheet's table; without columns, and with errors, where no header was found."""
    header = find_header(sheet, vocabulary, month, meanings)
    if isinstance(header, Findings):
        last_row, found = likeliest_titles(sheet, vocabulary, meanings)
        samples = _samples(sheet, last_row, found)
        return Table(sheet.name, [], [], {}, [], header, found, samples)
    lines = [
        Line(cell_name(row, column), str(value).strip())
        for row in range(header.first_row)
        for column, value in enumerate(sheet.rows[row])
        if not is_blank(value)
    ]
    unit = _declared_unit(lines) or _unit_said(meanings)

    def layout_of(header: Header) -> Layout:
        return Layout(sheet, vocabulary, without_foreign(header, vocabulary, unit), unit)

    def again(row: int) -> Layout | None:
        further = header_at(sheet, vocabulary, row, month, meanings)
        return layout_of(further) if further else None

    reader = RowReader(layout_of(header), [line.text for line in lines], again)
    rows = reader.rows()
    columns: dict[str, HeaderCell] = {}
    for layout in reversed(reader.layouts):
        columns |= layout.header.cells
    columns |= _put_constants(sheet.name, vocabulary, meanings, columns, rows)
    texts = {at for layout in reader.layouts for at in layout.text_columns}
    return Table(
        sheet=sheet.name,
        lines=lines,
        mentions=_mentions(sheet.name, lines),
        columns=columns,
        rows=rows,
        findings=Findings(
            [
                *reader.layouts[0].header.findings,
                *reader.findings,
                *oddities(sheet, header.last_row, rows, texts),
            ]
        ),
        titles=header.titles,
        samples=_samples(sheet, header.last_row, header.titles),
        passed=reader.layouts[0].header.passed,
        unit=unit,
    )


def _samples(
    sheet: Sheet, last_row: int, over: Mapping[int, TitleCell]
) -> dict[int, tuple[str, ...]]:
    return {index: column_samples(sheet, last_row + 1, index) for index in over}


def _first_of(samples: Mapping[int, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(text for texts in samples.values() for text in texts[:1])[:MOST_SAMPLES]


def _unit_said(meanings: Meanings) -> Unit | None:
    said = meanings.constants.get(UNIT_OF_MONEY)
    return titles.unit_in_line(f"单位：{said}") if said else None


def _put_constants(
    sheet: str,
    vocabulary: Sequence[Column],
    meanings: Meanings,
    found: Mapping[str, HeaderCell],
    rows: Sequence[Row],
) -> dict[str, HeaderCell]:
    """What a person said once of all rows stands in each, where the table has no such column."""
    put = {}
    for column in vocabulary:
        said = meanings.constants.get(column.key)
        if said is None or column.key in found:
            continue
        place = HeaderCell(sheet, "", -1, said, True, None, None, None, None, column.label)
        put[column.key] = place
        for row in rows:
            row.cells[column.key] = Cell(sheet, "", said, None, column.label)
    return put


def _declared_unit(lines: list[Line]) -> Unit | None:
    """Of the line nearest above the table."""
    units = (titles.unit_in_line(line.text) for line in reversed(lines))
    return next((unit for unit in units if unit), None)


def _mentions(sheet: str, lines: list[Line]) -> list[Mention]:
    mentions = []
    for ref, text in [*((line.ref, line.text) for line in lines), ("", sheet)]:
        for period in periods_in(text):
            mentions.append(
                Mention(sheet, ref, text, period.year, period.first_month, period.month)
            )
    return mentions
