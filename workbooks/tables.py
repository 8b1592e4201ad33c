"""A sheet as a typed table: what stands above it, its columns, and rows that know what they are."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from measures.months import Month
from workbooks import rowkinds, titles
from workbooks.findings import ERROR, WARNING, Finding, Findings, shortened
from workbooks.headers import Column, ColumnKind, Header, HeaderCell, find_header
from workbooks.oddities import oddities
from workbooks.reading import (
    Merge,
    Parsing,
    Sheet,
    Value,
    cell_name,
    column_name,
    is_blank,
    read_contents,
)
from workbooks.rowkinds import Numbering, RowKind
from workbooks.values import shown

_PERIOD = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年)?"
    r"(?:(?P<first>1[0-2]|0?[1-9])月?[-至到])?"
    r"(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?!(?:底前)?[0-9]{1,2}日)"
    r"|(?P<alone>(?:19|20)[0-9]{2})年(?!(?:1[0-2]|0?[1-9])月)"
)
_MOST_LINES_AGAIN = 3
_STEMS = tuple("甲乙丙丁戊己庚辛壬癸")
_FILLED_DOWN = (ColumnKind.SERIAL, ColumnKind.NAME, ColumnKind.TEXT)
_WORDS = (ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.YES_NO, ColumnKind.YEARS)


class Cell(NamedTuple):
    """A value and its place; `unit` is the yuan in one of a money column's amounts, if known."""

    sheet: str
    ref: str
    raw: Value
    unit: int | None
    label: str

    @property
    def shown(self) -> str:
        """The value as the user sees it, for messages."""
        return shown(self.raw)


@dataclass(frozen=True)
class Group:
    """A group row: `二、续建项目（34个）` has the title 续建项目 and the count 34."""

    sheet: str
    ref: str
    label: str
    title: str
    count: int | None
    numbering: Numbering

    @property
    def shown(self) -> str:
        return self.label


class _Place(NamedTuple):
    """Where a column stands, for all of its cells: `letters` and `at` say the same."""

    letters: str
    at: int
    unit: int | None
    label: str


class Cells(Mapping[str, Cell]):
    """The cells of a row by the keys of its columns. A large table has very many, of which most
    are looked at once: each is made when it is asked for.
    """

    __slots__ = ("_filled", "_number", "_places", "_sheet", "_values")

    def __init__(
        self,
        sheet: str,
        number: int,
        places: dict[str, _Place],
        values: list[Value],
        filled: dict[str, Value],
    ) -> None:
        self._sheet = sheet
        self._number = number
        self._places = places
        self._values = values
        self._filled = filled

    def __getitem__(self, key: str) -> Cell:
        place = self._places[key]
        if key in self._filled:
            value = self._filled[key]
        else:
            value = self._values[place.at] if place.at < len(self._values) else None
        ref = f"{place.letters}{self._number}"
        return Cell(self._sheet, ref, value, place.unit, place.label)

    @property
    def sheet(self) -> str:
        return self._sheet

    def get(self, key: str, default: Any = None) -> Any:
        """Without the exception that a Mapping's own passes through for a column not there."""
        return self[key] if key in self._places else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places


@dataclass(slots=True)
class Row:
    """A row below the header. `number` is Excel's, `label` its name or first text, `groups`
    the group rows it stands under, outermost first. `continues` says that it goes on with the
    project of the row above (one project, several fund sources); its name is then that one's.
    """

    number: int
    kind: RowKind
    label: str
    cells: Cells
    groups: tuple[Group, ...] = ()
    count: int | None = None
    continues: bool = False

    def get(self, key: str) -> Cell | None:
        return self.cells.get(key)


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
    """One sheet read with one vocabulary."""

    sheet: str
    lines: list[Line]
    mentions: list[Mention]
    columns: dict[str, HeaderCell]
    rows: list[Row]
    findings: Findings = field(default_factory=Findings)

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
    reader = _RowReader(sheet, vocabulary, header, lines)
    rows = reader.rows()
    return Table(
        sheet=sheet.name,
        lines=lines,
        mentions=_mentions(sheet.name, lines),
        columns=header.cells,
        rows=rows,
        findings=Findings(
            [
                *header.findings,
                *reader.findings,
                *oddities(sheet, header.last_row, rows, reader.text_columns),
            ]
        ),
    )


def compare_period(table: Table, month: Month, keys: Sequence[str] = ()) -> Findings:
    """What says that the table is of another month than `month`: the lines above it and the
    titles of the columns `keys` (errors), the name of the sheet (a warning).
    """
    findings = Findings()
    for level, in_lines in ((ERROR, True), (WARNING, False)):
        mentions = [mention for mention in table.mentions if bool(mention.ref) is in_lines]
        dated = [mention for mention in mentions if mention.month]
        of_a_year = [mention for mention in mentions if mention.year]
        if dated and not any(_agrees(mention, month) for mention in dated):
            findings.add(_other_period(level, dated[0], month))
        elif of_a_year and not any(mention.year == month.year for mention in of_a_year):
            findings.add(_other_period(level, of_a_year[0], month))
    for key in keys:
        title = table.columns.get(key)
        if title and not _agrees(title, month):
            findings.add(_other_period(ERROR, title, month))
    return findings


def compare_counts(table: Table) -> Findings:
    """Warnings where a label declares another number of projects than stand under it."""
    findings = Findings()
    under: Counter[str] = Counter()
    everything: set[tuple[str, str]] = set()
    for row in table.data:
        place = (row.groups[-1].ref if row.groups else "", row.label)
        if place not in everything:
            everything.add(place)
            under.update(group.ref for group in row.groups)
    for row in table.rows:
        if row.count is None:
            continue
        if row.kind is RowKind.GROUP:
            read = under[row.groups[-1].ref]
        elif row.kind is RowKind.TOTAL and rowkinds.is_grand_total(titles.compact(row.label)):
            read = len(everything)
        else:
            continue
        if read != row.count:
            findings.add(
                Finding(
                    WARNING,
                    table.sheet,
                    _label_ref(row),
                    shortened(row.label),
                    f"写明{row.count}个项目，实际读到{read}个，请核对",
                )
            )
    return findings


def _agrees(declared: Mention | HeaderCell, month: Month) -> bool:
    return declared.year in (None, month.year) and declared.month in (None, month.month)


def _other_period(level: str, place: Mention | HeaderCell, month: Month) -> Finding:
    year = f"{place.year}年" if place.year else ""
    first = f"{place.first_month}-" if place.first_month else ""
    own = f"{year}{first}{place.month}月" if place.month else year
    where = "写的是" if place.ref else "工作表名称写的是"
    return Finding(
        level,
        place.sheet,
        place.ref,
        shortened(place.shown),
        f"{where}{own}，而这次导入的是{month.label}，请核对是否传错了文件",
    )


def _label_ref(row: Row) -> str:
    return next((cell.ref for cell in row.cells.values() if cell.shown == row.label), "")


def _declared_unit(lines: list[Line]) -> int | None:
    """Of the line nearest above the table."""
    units = (titles.unit_in_line(line.text) for line in reversed(lines))
    return next((unit for unit in units if unit), None)


def _mentions(sheet: str, lines: list[Line]) -> list[Mention]:
    mentions = []
    for ref, text in [*((line.ref, line.text) for line in lines), ("", sheet)]:
        for found in _PERIOD.finditer(titles.arabic_months(titles.compact(text))):
            mentions.append(
                Mention(
                    sheet=sheet,
                    ref=ref,
                    shown=text,
                    year=_number(found["year"] or found["alone"]),
                    first_month=_number(found["first"]),
                    month=_number(found["month"]),
                )
            )
    return mentions


def _numbers_columns(values: list[Value]) -> bool:
    """The row 甲 乙 1 2 3 that official forms have below the header."""
    written = [titles.compact(shown(value)) for value in values]
    numbers = [text for text in written if text not in _STEMS]
    if len(written) < 3 or not all(text.isdecimal() for text in numbers):
        return False
    return [int(text) for text in numbers] == list(range(1, len(numbers) + 1))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


class _RowReader:
    """The rows below a header, read from the top down with the groups they stand under."""

    def __init__(
        self, sheet: Sheet, vocabulary: Sequence[Column], header: Header, lines: list[Line]
    ) -> None:
        self.sheet = sheet
        self.header = header
        self.unit = unit = _declared_unit(lines)
        self.lines = {titles.line_pattern(line.text) for line in lines} - {""}
        self.columns = [column for column in vocabulary if column.key in header.cells]
        self.units = {
            column.key: header.cells[column.key].unit or unit
            for column in self.columns
            if column.kind is ColumnKind.MONEY
        }
        self._relies_on_lines = any(header.cells[key].unit is None for key in self.units)
        self.serial_key = self._key_of(ColumnKind.SERIAL)
        self.name_key = self._key_of(ColumnKind.NAME)
        self.serial_index = self._index_of(self.serial_key)
        self.name_index = self._index_of(self.name_key)
        self._name_titles = self._titles_of(self.name_key)
        self.places = {
            column.key: _Place(
                column_name(header.cells[column.key].index),
                header.cells[column.key].index,
                self.units.get(column.key),
                column.label,
            )
            for column in self.columns
        }
        self.text_columns = {
            header.cells[column.key].index
            for column in self.columns
            if column.kind in (ColumnKind.NAME, ColumnKind.TEXT)
        }
        self.findings = Findings()
        self.groups: list[Group] = []
        self.above: Row | None = None
        self.in_notes = False
        self.serials_used = any(
            rowkinds.is_serial_number(self._text(row, self.serial_key))
            for row in range(header.last_row + 1, len(sheet.rows))
        )

    def rows(self) -> list[Row]:
        rows = []
        for number in range(self.header.last_row + 1, len(self.sheet.rows)):
            row = self._plain(number) or self._row(number)
            if row.kind is not RowKind.BLANK:
                self.above = row
            rows.append(row)
        return rows

    def _plain(self, row: int) -> Row | None:
        """A project's row as most are: a whole number, a name, nothing merged. The way through
        `_row` gives the same; it takes ten times as long.
        """
        values = self.sheet.rows[row]
        if self.serial_index is None or self.name_index is None or row in self.sheet.merged_rows:
            return None
        if max(self.serial_index, self.name_index) >= len(values):
            return None
        serial, name = values[self.serial_index], values[self.name_index]
        if type(serial) is not int or not 0 <= serial < 100_000 or type(name) is not str:
            return None
        label = name.strip()
        if not label or rowkinds.may_be_total(label) or row == self.header.last_row + 1:
            return None
        self.in_notes = False
        cells = Cells(self.sheet.name, row + 1, self.places, values, {})
        return Row(row + 1, RowKind.DATA, label, cells, tuple(self.groups))

    def _row(self, row: int) -> Row:
        cells = self._cells(row)
        label = self._label(row)
        kind = self._kind(row, cells, label)
        self.in_notes = kind is RowKind.NOTE or (self.in_notes and kind is RowKind.BLANK)
        count = None
        if kind in (RowKind.GROUP, RowKind.TOTAL):
            count = rowkinds.declared_count(titles.compact(label))
        if kind is RowKind.GROUP:
            self._enter_group(row, label, count)
        groups = tuple(self.groups) if kind in (RowKind.DATA, RowKind.GROUP) else ()
        continues = kind is RowKind.DATA and self._filled_down(row, self.name_key)
        if kind is RowKind.DATA and not continues and self._goes_on(row, cells):
            return self._continuation(row, groups)
        return Row(row + 1, kind, label, cells, groups, count, continues)

    def _goes_on(self, row: int, cells: Cells) -> bool:
        """A second fund source below its project: no number, no name, but a text and an amount.

        An amount alone is a total somebody left without a label.
        """
        above = self.above
        if self.name_key is None or above is None or above.kind is not RowKind.DATA:
            return False
        if not above.label or not is_blank(cells[self.name_key].raw):
            return False
        if self._text(row, self.serial_key):
            return False
        values = self.sheet.rows[row]
        has_text = any(isinstance(value, str) and not is_blank(value) for value in values)
        has_amount = any(
            column.kind is ColumnKind.MONEY and not is_blank(cells[column.key].raw)
            for column in self.columns
        )
        return has_text and has_amount

    def _continuation(self, row: int, groups: tuple[Group, ...]) -> Row:
        above = self.above
        assert above is not None
        assert self.name_key is not None
        name = above.cells[self.name_key].raw
        cells = Cells(
            self.sheet.name, row + 1, self.places, self.sheet.rows[row], {self.name_key: name}
        )
        self.findings.warning(
            cells[self.name_key],
            f"这一行没有序号和名称，按上一行项目“{above.label}”的续行处理（如另一资金来源），请核对",
        )
        return Row(row + 1, RowKind.DATA, above.label, cells, groups, None, True)

    def _kind(self, row: int, cells: Cells, label: str) -> RowKind:
        if not label and self._is_blank(cells):
            return RowKind.BLANK
        if self._repeats_header(row):
            return RowKind.HEADER
        text = titles.compact(label)
        serial = self._text(row, self.serial_key)
        numbered = rowkinds.is_serial_number(serial)
        if rowkinds.is_total(text, numbered):
            return RowKind.TOTAL
        if numbered:
            return self._kind_of_numbered(cells)
        if rowkinds.is_note(text):
            return RowKind.NOTE
        if rowkinds.is_signature(text):
            self._compare_units(row)
            return RowKind.SIGNATURE
        if self.in_notes and self._stands_alone(row):
            return RowKind.NOTE
        if self._repeats_lines(row):
            self._compare_units(row)
            return RowKind.HEADER
        return self._kind_of_unnumbered(row, cells, label, serial)

    def _kind_of_numbered(self, cells: Cells) -> RowKind:
        """A form printed in advance has numbers in rows nobody filled in."""
        others = {key: cell for key, cell in cells.items() if key != self.serial_key}
        return RowKind.BLANK if self._is_blank(others) else RowKind.DATA

    def _kind_of_unnumbered(self, row: int, cells: Cells, label: str, serial: str) -> RowKind:
        text = titles.compact(label)
        has_words = any(
            not is_blank(cells[column.key].raw) for column in self.columns if column.kind in _WORDS
        )
        if rowkinds.numbering_of(serial, text) not in (Numbering.NONE, Numbering.ARABIC):
            return RowKind.GROUP
        counted = rowkinds.declared_count(text) is not None
        if counted and (self.serials_used or not has_words):
            return RowKind.GROUP
        if self._spans_columns(row):
            return RowKind.GROUP
        if self._goes_on(row, cells):
            return RowKind.DATA
        if self.serials_used and not has_words and label and not self._continues(row):
            self._warn_of_unnumbered(row, cells, label)
            return RowKind.GROUP
        return RowKind.DATA

    def _warn_of_unnumbered(self, row: int, cells: Cells, label: str) -> None:
        place = next((cell for cell in cells.values() if cell.shown == label), None)
        self.findings.add(
            Finding(
                WARNING,
                self.sheet.name,
                place.ref if place else cell_name(row, 0),
                shortened(label),
                "这一行没有序号，按分组行处理，没有作为项目读入；如果是项目，请补上序号",
            )
        )

    def _enter_group(self, row: int, label: str, count: int | None) -> None:
        text = titles.compact(label)
        serial = self._text(row, self.serial_key)
        numbering = rowkinds.numbering_of(serial, text)
        group = Group(
            sheet=self.sheet.name,
            ref=cell_name(row, self._label_column(row)),
            label=label,
            title=rowkinds.group_title(label),
            count=count,
            numbering=numbering,
        )
        for depth, above in enumerate(self.groups):
            if above.numbering is numbering:
                del self.groups[depth:]
                break
        self.groups.append(group)

    def _cells(self, row: int) -> Cells:
        filled = {}
        if row in self.sheet.merged_rows:
            for column in self.columns:
                index = self.places[column.key].at
                if column.kind in _FILLED_DOWN and self._downward_merge(row, index):
                    filled[column.key] = self.sheet.merged_value(row, index)
        return Cells(self.sheet.name, row + 1, self.places, self.sheet.rows[row], filled)

    def _label(self, row: int) -> str:
        column = self._label_column(row)
        value = self.sheet.value(row, column)
        if self._downward_merge(row, column):
            value = self.sheet.merged_value(row, column)
        return "" if is_blank(value) else shown(value)

    def _label_column(self, row: int) -> int:
        """Of the name; where that is empty, of the row's first text."""
        if self.name_key:
            index = self.header.cells[self.name_key].index
            value = self.sheet.value(row, index)
            if not is_blank(value) or self._downward_merge(row, index):
                return index
        texts = (
            index
            for index, value in enumerate(self.sheet.rows[row])
            if isinstance(value, str) and not is_blank(value)
        )
        return next(texts, 0)

    def _text(self, row: int, key: str | None) -> str:
        if key is None:
            return ""
        index = self.header.cells[key].index
        value = self.sheet.value(row, index)
        if self._downward_merge(row, index):
            value = self.sheet.merged_value(row, index)
        return "" if is_blank(value) else titles.compact(shown(value))

    def _index_of(self, key: str | None) -> int | None:
        return None if key is None else self.header.cells[key].index

    def _key_of(self, kind: ColumnKind) -> str | None:
        return next((column.key for column in self.columns if column.kind is kind), None)

    def _titles_of(self, key: str | None) -> frozenset[str]:
        if key is None:
            return frozenset()
        return self.header.patterns.get(self.header.cells[key].index, frozenset())

    def _is_blank(self, cells: Mapping[str, Cell]) -> bool:
        """Formulas copied below the table leave zeros there."""
        return all(is_blank(cell.raw) or cell.raw == 0 for cell in cells.values())

    def _repeats_header(self, row: int) -> bool:
        """A header printed again on each page, or the row that numbers its columns."""
        values = [
            (index, value)
            for index, value in enumerate(self.sheet.rows[row])
            if not is_blank(value)
        ]
        if len(values) < 2:
            return False
        if row == self.header.last_row + 1 and _numbers_columns([value for _, value in values]):
            return True
        name = self._text(row, self.name_key)
        if name and titles.read_title(name).pattern not in self._name_titles:
            return False
        patterns = [
            (titles.read_title(shown(value)).pattern, self.header.patterns.get(index, frozenset()))
            for index, value in values
        ]
        repeated = sum(pattern in known for pattern, known in patterns if pattern)
        return repeated * 2 > len(values)

    def _repeats_lines(self, row: int) -> bool:
        """What each printed page has below and above its part of the table: its number; the
        title and the unit again. Without a header after it, a title is a group's.
        """
        has_title = False
        for value in self.sheet.rows[row]:
            if is_blank(value):
                continue
            text = titles.line_pattern(value) if isinstance(value, str) else ""
            if titles.unit_in_line(text) or rowkinds.is_page_number(text):
                continue
            if text not in self.lines:
                return False
            has_title = True
        return not has_title or self._precedes_header(row)

    def _precedes_header(self, row: int) -> bool:
        below = range(row + 1, min(row + 1 + _MOST_LINES_AGAIN, len(self.sheet.rows)))
        return any(self._repeats_header(number) for number in below)

    def _compare_units(self, row: int) -> None:
        """Another unit than above the header is an error: amounts read in the first would be
        ten thousand times what is meant.
        """
        for index, value in enumerate(self.sheet.rows[row]):
            unit = titles.unit_in_line(value) if isinstance(value, str) else None
            if unit and unit != self.unit and self._relies_on_lines:
                first = f"的单位是{titles.unit_name(self.unit)}" if self.unit else "没有注明单位"
                self.findings.add(
                    Finding(
                        ERROR,
                        self.sheet.name,
                        cell_name(row, index),
                        titles.unit_name(unit),
                        f"从这里起金额单位写的是{titles.unit_name(unit)}，而表头上方{first}，"
                        "请统一单位，或分成两张工作表",
                    )
                )

    def _stands_alone(self, row: int) -> bool:
        return sum(not is_blank(value) for value in self.sheet.rows[row]) == 1

    def _spans_columns(self, row: int) -> bool:
        merge = self.sheet.merge_at(row, self._label_column(row))
        return merge is not None and merge.right - merge.left >= 2 and self._stands_alone(row)

    def _continues(self, row: int) -> bool:
        return self._filled_down(row, self.name_key)

    def _filled_down(self, row: int, key: str | None) -> bool:
        return key is not None and bool(self._downward_merge(row, self.header.cells[key].index))

    def _downward_merge(self, row: int, index: int) -> Merge | None:
        """The merge that shows the cell of a row above here."""
        if row not in self.sheet.merged_rows:
            return None
        merge = self.sheet.merge_at(row, index)
        return merge if merge and self.header.last_row < merge.top < row else None
