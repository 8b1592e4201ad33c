"""The rows below a header: which are projects, and the groups they stand under."""

from collections.abc import Callable, Mapping, Sequence

from workbooks import rowkinds, titles
from workbooks.cells import Cell, Group, Row
from workbooks.columns import ColumnKind
from workbooks.findings import ERROR, WARNING, Finding, Findings, shortened
from workbooks.layout import Layout
from workbooks.plain_rows import PlainRows
from workbooks.printed_pages import PrintedPages
from workbooks.reading import cell_name, is_blank
from workbooks.rowkinds import Numbering, RowKind
from workbooks.shared_cells import refuse_shared

_WORDS = (
    ColumnKind.CODE,
    ColumnKind.TEXT,
    ColumnKind.DATE,
    ColumnKind.YES_NO,
    ColumnKind.YEARS,
)


class RowReader:
    """Reads the rows of one table from the top down. What it finds is in `findings`.

    `lines` are the texts above the table; `again` reads a header anew that stands further down,
    None where it cannot be read. `layouts` are those of all headers, the first first.
    """

    def __init__(
        self, layout: Layout, lines: Sequence[str], again: Callable[[int], Layout | None]
    ) -> None:
        self.sheet = layout.sheet
        self.findings = Findings()
        self.layouts: list[Layout] = []
        self._lines = lines
        self._again = again
        self._enter(layout)
        self._groups: list[Group] = []
        self._above: Row | None = None
        self._in_notes = False
        self._serials_used = any(
            rowkinds.is_serial_number(layout.text(row, layout.serial_key))
            for row in layout.rows_below_header()
        )

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        begun = 0
        for number in self.layout.rows_below_header():
            row = self._plain.read(number, self._groups)
            if row is not None:
                self._in_notes = False
            else:
                row = self._row(number)
                if row.kind is RowKind.HEADER and self._reads_anew(number):
                    self.findings += refuse_shared(self.layouts[-2], rows[begun:])
                    begun = len(rows)
            if row.kind is not RowKind.BLANK:
                self._above = row
            rows.append(row)
        self.findings += refuse_shared(self.layout, rows[begun:])
        if len(self.layouts) > 1:
            self._even_out(rows)
        return rows

    # --- A header further down ---------------------------------------------------------------

    def _enter(self, layout: Layout) -> None:
        self.layout = layout
        self.layouts.append(layout)
        self.columns = layout.columns
        self._pages = PrintedPages(layout, self._lines)
        self._plain = PlainRows(layout)

    def _reads_anew(self, row: int) -> bool:
        """Whether the header repeated in `row` has its columns in another order, unit or month, so
        that the rows below are read by it."""
        if row <= self.layout.header.last_row or not self._pages.repeat_header(row):
            return False
        if self._pages.is_word_for_word(row) or self._pages.numbers_columns(row):
            return False
        layout = self._again(row)
        if layout is None:
            self._refuse_header(row)
            return False
        if layout.says_the_same_as(self.layout):
            return False
        self.findings += layout.header.findings
        self._enter(layout)
        return True

    def _refuse_header(self, row: int) -> None:
        """A part of a header of two rows says nothing by itself; a whole one must be understood."""
        texts = [value for value in self.sheet.rows[row] if not is_blank(value)]
        if len(texts) * 2 > len(self.columns):
            self.findings.add(
                Finding(
                    ERROR,
                    self.sheet.name,
                    cell_name(row, 0),
                    shortened(str(texts[0])),
                    "这里又有一个表头，与上面的不同而看不明白，请统一列名，或分成两张工作表",
                )
            )

    def _even_out(self, rows: list[Row]) -> None:
        """Every row has a cell of every column, blank where its own header has none."""
        labels = {column.key: column.label for each in self.layouts for column in each.columns}
        for row in rows:
            for key in labels.keys() - row.cells.keys():
                row.cells[key] = Cell(row.sheet, f"A{row.number}", None, None, labels[key])

    def _row(self, row: int) -> Row:
        cells = self.layout.cells(row)
        label = self.layout.label(row)
        kind = self._kind(row, cells, label)
        self._in_notes = kind is RowKind.NOTE or (self._in_notes and kind is RowKind.BLANK)
        count = None
        if kind in (RowKind.GROUP, RowKind.TOTAL):
            count = rowkinds.declared_count(titles.compact(label))
        if kind is RowKind.GROUP:
            self._enter_group(row, label, count)
        groups = tuple(self._groups) if kind in (RowKind.DATA, RowKind.GROUP) else ()
        continues = kind is RowKind.DATA and self.layout.is_name_filled_down(row)
        if kind is RowKind.DATA and not continues and self._goes_on(row, cells):
            return self._continuation(row, groups)
        return Row(self.sheet.name, row + 1, kind, label, cells, groups, count, continues)

    # --- A project on two rows -----------------------------------------------------------

    def _goes_on(self, row: int, cells: dict[str, Cell]) -> bool:
        """A second fund source below its project: no number, no name, but a text and an amount.

        An amount alone is a total somebody left without a label.
        """
        above, name_key = self._above, self.layout.name_key
        if name_key is None or above is None or above.kind is not RowKind.DATA:
            return False
        if not above.label or not is_blank(cells[name_key].raw):
            return False
        if self.layout.text(row, self.layout.serial_key) or self._has_code(cells):
            return False
        values = self.sheet.rows[row]
        has_text = any(isinstance(value, str) and not is_blank(value) for value in values)
        has_amount = any(
            column.kind is ColumnKind.MONEY and not is_blank(cells[column.key].raw)
            for column in self.columns
        )
        return has_text and has_amount

    def _has_code(self, cells: dict[str, Cell]) -> bool:
        return any(
            column.kind is ColumnKind.CODE and not is_blank(cells[column.key].raw)
            for column in self.columns
        )

    def _continuation(self, row: int, groups: tuple[Group, ...]) -> Row:
        above, name_key = self._above, self.layout.name_key
        assert above is not None
        assert name_key is not None
        cells = self.layout.own_cells(row)
        cells[name_key] = cells[name_key]._replace(raw=above.cells[name_key].raw)
        self.findings.warning(
            cells[name_key],
            f"这一行没有序号和名称，按上一行项目“{above.label}”的续行处理（如另一资金来源），请核对",
        )
        return Row(
            self.sheet.name, row + 1, RowKind.DATA, above.label, cells, groups, continues=True
        )

    # --- What kind of row it is ----------------------------------------------------------

    def _kind(self, row: int, cells: dict[str, Cell], label: str) -> RowKind:
        if not label and _is_blank(cells):
            return RowKind.BLANK
        if row <= self.layout.header.last_row or self._pages.repeat_header(row):
            return RowKind.HEADER
        text = titles.compact(label)
        serial = self.layout.text(row, self.layout.serial_key)
        if self._instructs(row, serial):
            return RowKind.NOTE
        numbered = rowkinds.is_serial_number(serial)
        if rowkinds.is_total(text, numbered):
            return RowKind.TOTAL
        if numbered:
            return self._kind_of_numbered(cells)
        if rowkinds.is_note(text):
            return RowKind.NOTE
        if rowkinds.is_signature(text):
            self.findings += self._pages.other_units(row)
            return RowKind.SIGNATURE
        if self._in_notes and self.layout.stands_alone(row):
            return RowKind.NOTE
        if self._pages.repeat_lines(row):
            self.findings += self._pages.other_units(row)
            return RowKind.HEADER
        return self._kind_of_unnumbered(row, cells, label, serial)

    def _instructs(self, row: int, serial: str) -> bool:
        """A row between the header and the first project that says how to fill the columns in, or
        shows it. Said once."""
        if self._above is not None and self._above.kind is RowKind.DATA:
            return False
        values = [value for value in self.sheet.rows[row] if not is_blank(value)]
        is_example = rowkinds.is_example(serial)
        if not is_example:
            if not all(isinstance(value, str) for value in values):
                return False
            texts = [titles.compact(value) for value in values if isinstance(value, str)]
            telling = sum(map(rowkinds.instructs, texts))
            if telling < 2 or telling * 2 < len(texts):
                return False
        self.findings.add(
            Finding(
                WARNING,
                self.sheet.name,
                cell_name(row, self.layout.label_column(row)),
                shortened(str(values[0])),
                "这一行是示例，没有读取" if is_example else "这一行是填表说明，没有读取",
            )
        )
        return True

    def _kind_of_numbered(self, cells: dict[str, Cell]) -> RowKind:
        """A form printed in advance has numbers in rows nobody filled in."""
        others = {key: cell for key, cell in cells.items() if key != self.layout.serial_key}
        return RowKind.BLANK if _is_blank(others) else RowKind.DATA

    def _kind_of_unnumbered(
        self, row: int, cells: dict[str, Cell], label: str, serial: str
    ) -> RowKind:
        text = titles.compact(label)
        has_words = any(
            not is_blank(cells[column.key].raw) for column in self.columns if column.kind in _WORDS
        )
        if rowkinds.numbering_of(serial, text) not in (Numbering.NONE, Numbering.ARABIC):
            return RowKind.GROUP
        counted = rowkinds.declared_count(text) is not None
        if counted and (self._serials_used or not has_words):
            return RowKind.GROUP
        if self.layout.spans_columns(row):
            return RowKind.GROUP
        if self._goes_on(row, cells):
            return RowKind.DATA
        is_unnumbered = self._serials_used and not has_words and label
        if is_unnumbered and not self.layout.is_name_filled_down(row):
            self._warn_of_unnumbered(row, cells, label)
            return RowKind.GROUP
        return RowKind.DATA

    def _warn_of_unnumbered(self, row: int, cells: dict[str, Cell], label: str) -> None:
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
        serial = self.layout.text(row, self.layout.serial_key)
        numbering = rowkinds.numbering_of(serial, titles.compact(label))
        group = Group(
            sheet=self.sheet.name,
            ref=cell_name(row, self.layout.label_column(row)),
            label=label,
            title=rowkinds.group_title(label),
            count=count,
            numbering=numbering,
        )
        for depth, above in enumerate(self._groups):
            if above.numbering is numbering:
                del self._groups[depth:]
                break
        self._groups.append(group)


def _is_blank(cells: Mapping[str, Cell]) -> bool:
    """Formulas copied below the table leave zeros there."""
    return all(is_blank(cell.raw) or cell.raw == 0 for cell in cells.values())
