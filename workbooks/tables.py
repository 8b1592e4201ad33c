"""A sheet as a typed table: what stands above it, its columns, and rows that know what they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from measures.months import Month
from workbooks import titles
from workbooks.cells import Row
from workbooks.columns import Column
from workbooks.findings import ERROR, WARNING, Finding, Findings
from workbooks.headers import Header, HeaderCell, find_header, header_at, without_foreign
from workbooks.layout import Layout
from workbooks.oddities import oddities
from workbooks.periods import periods_in
from workbooks.reading import Parsing, Sheet, cell_name, is_blank, read_contents
from workbooks.rowkinds import RowKind
from workbooks.rows import RowReader
from workbooks.units import Unit


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
    """One sheet read with one vocabulary. `passed` says why columns were not taken whose titles
    fit, by their indexes."""

    sheet: str
    lines: list[Line]
    mentions: list[Mention]
    columns: dict[str, HeaderCell]
    rows: list[Row]
    findings: Findings = field(default_factory=Findings)
    passed: dict[int, str] = field(default_factory=dict)

    @property
    def data(self) -> Iterator[Row]:
        return (row for row in self.rows if row.kind is RowKind.DATA)


@dataclass(frozen=True)
class Book:
    """What was read of one workbook, and what is wrong with it as far as form goes."""

    tables: list[Table]
    findings: Findings


def read_workbook(
    content: bytes,
    filename: str,
    vocabulary: Sequence[Column],
    month: Month | None = None,
    extra_aliases: Mapping[str, Sequence[str]] | None = None,
    parsing: Parsing | None = None,
) -> Book:
    """The tables of every visible sheet that has one.

    `extra_aliases` are further titles by column key, as an administrator adds them
    (`workbooks.selectors.aliases_for`), `parsing` the content's where it was begun before. Raises
    UnreadableWorkbook for a file that is no workbook or no safe one.
    """
    vocabulary = extended(vocabulary, extra_aliases or {})
    contents = parsing.contents() if parsing else read_contents(content, filename)
    tables: list[Table] = []
    without_header = Findings()
    findings = Findings(Finding(WARNING, filename, "", "", note) for note in contents.notices)
    for sheet in contents.sheets:
        if not sheet.rows and not sheet.far:
            continue
        if not sheet.visible:
            findings.add(Finding(WARNING, sheet.name, "", "", "隐藏的工作表，没有读取"))
            continue
        table = read_table(sheet, vocabulary, month)
        if table.columns:
            tables.append(table)
            findings += table.findings
        else:
            without_header += table.findings
    if tables:
        findings += (
            Finding(WARNING, sheet, "", "", "没有找到表头，这张工作表没有读取")
            for sheet in dict.fromkeys(finding.sheet for finding in without_header)
        )
    else:
        findings += without_header
    if not tables and not findings.errors:
        findings.add(Finding(ERROR, filename, "", "", "工作簿里没有内容，请检查是否传错了文件"))
    return Book(tables, findings)


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


def read_table(sheet: Sheet, vocabulary: Sequence[Column], month: Month | None = None) -> Table:
    """The sheet's table; without columns, and with errors, where no header was found."""
    header = find_header(sheet, vocabulary, month)
    if isinstance(header, Findings):
        return Table(sheet.name, [], [], {}, [], header)
    lines = [
        Line(cell_name(row, column), str(value).strip())
        for row in range(header.first_row)
        for column, value in enumerate(sheet.rows[row])
        if not is_blank(value)
    ]
    unit = _declared_unit(lines)

    def layout_of(header: Header) -> Layout:
        return Layout(sheet, vocabulary, without_foreign(header, vocabulary, unit), unit)

    def again(row: int) -> Layout | None:
        further = header_at(sheet, vocabulary, row, month)
        return layout_of(further) if further else None

    reader = RowReader(layout_of(header), [line.text for line in lines], again)
    rows = reader.rows()
    columns: dict[str, HeaderCell] = {}
    for layout in reversed(reader.layouts):
        columns |= layout.header.cells
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
        passed=reader.layouts[0].header.passed,
    )


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
