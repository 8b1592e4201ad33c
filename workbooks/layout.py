"""Where a table's columns stand on its sheet, and what the sheet shows there in a row.

Rows are counted from 0 here, as the sheet has them; `Row.number` is Excel's.
"""

from collections.abc import Sequence

from workbooks import titles
from workbooks.cells import Cell, ColumnPlace
from workbooks.columns import Column, ColumnKind
from workbooks.header_cells import Header
from workbooks.reading import Merge, Sheet, column_name, is_blank
from workbooks.units import Unit
from workbooks.values import shown

_FILLED_DOWN = (ColumnKind.SERIAL, ColumnKind.CODE, ColumnKind.NAME, ColumnKind.TEXT)


class Layout:
    """A sheet with the columns that its header has. `unit` is what the amounts are counted in of
    the columns whose own titles name nothing.
    """

    def __init__(
        self, sheet: Sheet, vocabulary: Sequence[Column], header: Header, unit: Unit | None
    ) -> None:
        self.sheet = sheet
        self.header = header
        self.unit = unit
        self.columns = [column for column in vocabulary if column.key in header.cells]
        money = [column.key for column in self.columns if column.kind is ColumnKind.MONEY]
        self.units = {key: header.cells[key].unit or unit for key in money}
        self.relies_on_unit = any(header.cells[key].unit is None for key in money)
        self.serial_key = self._key_of(ColumnKind.SERIAL)
        self.name_key = self._key_of(ColumnKind.NAME)
        self.places = {
            column.key: ColumnPlace(
                column_name(header.cells[column.key].index),
                header.cells[column.key].index,
                _yuan(self.units.get(column.key)),
                column.label,
            )
            for column in self.columns
        }
        self.text_columns = {
            self.places[column.key].at
            for column in self.columns
            if column.kind in (ColumnKind.CODE, ColumnKind.NAME, ColumnKind.TEXT)
        }

    def says_the_same_as(self, other: "Layout") -> bool:
        """Whether the same columns stand in the same places, of the same units and months."""
        cells, others = self.header.cells, other.header.cells
        return cells.keys() == others.keys() and all(
            (at.index, self.units.get(key), at.year, at.first_month, at.month)
            == (
                others[key].index,
                other.units.get(key),
                others[key].year,
                others[key].first_month,
                others[key].month,
            )
            for key, at in cells.items()
        )

    def rows_below_header(self) -> range:
        return range(self.header.last_row + 1, len(self.sheet.rows))

    def cells(self, row: int) -> dict[str, Cell]:
        """Words that are merged downward stand in every row of the merge, amounts in its first."""
        cells = self.own_cells(row)
        if row in self.sheet.merged_rows:
            for column in self.columns:
                index = self.places[column.key].at
                if column.kind in _FILLED_DOWN and self.downward_merge(row, index):
                    shown_here = self.sheet.merged_value(row, index)
                    cells[column.key] = cells[column.key]._replace(raw=shown_here)
        return cells

    def own_cells(self, row: int) -> dict[str, Cell]:
        """The cells as they are written in this row, whatever is merged."""
        values, name, number = self.sheet.rows[row], self.sheet.name, row + 1
        width = len(values)
        return {
            key: Cell(name, f"{letters}{number}", values[at] if at < width else None, unit, label)
            for key, (letters, at, unit, label) in self.places.items()
        }

    def text(self, row: int, key: str | None) -> str:
        """The compact text of the column `key`, "" where there is none."""
        if key is None:
            return ""
        index = self.places[key].at
        value = self.sheet.value(row, index)
        if self.downward_merge(row, index):
            value = self.sheet.merged_value(row, index)
        return "" if is_blank(value) else titles.compact(shown(value))

    def label(self, row: int) -> str:
        column = self.label_column(row)
        value = self.sheet.value(row, column)
        if self.downward_merge(row, column):
            value = self.sheet.merged_value(row, column)
        return "" if is_blank(value) else shown(value)

    def label_column(self, row: int) -> int:
        """The index of the name's column; where that is empty, of the row's first text."""
        if self.name_key:
            index = self.places[self.name_key].at
            value = self.sheet.value(row, index)
            if not is_blank(value) or self.downward_merge(row, index):
                return index
        texts = (
            index
            for index, value in enumerate(self.sheet.rows[row])
            if isinstance(value, str) and not is_blank(value)
        )
        return next(texts, 0)

    def is_name_filled_down(self, row: int) -> bool:
        """Whether the row shows the name of a row above, which is merged over both."""
        key = self.name_key
        return key is not None and bool(self.downward_merge(row, self.places[key].at))

    def stands_alone(self, row: int) -> bool:
        """Whether the row has one value only."""
        return sum(not is_blank(value) for value in self.sheet.rows[row]) == 1

    def spans_columns(self, row: int) -> bool:
        """Whether the row's only value is merged over three columns or more."""
        merge = self.sheet.merge_at(row, self.label_column(row))
        return merge is not None and merge.right - merge.left >= 2 and self.stands_alone(row)

    def downward_merge(self, row: int, index: int) -> Merge | None:
        """The merge that shows the cell of a row above here."""
        if row not in self.sheet.merged_rows:
            return None
        merge = self.sheet.merge_at(row, index)
        return merge if merge and self.header.last_row < merge.top < row else None

    def _key_of(self, kind: ColumnKind) -> str | None:
        return next((column.key for column in self.columns if column.kind is kind), None)


def _yuan(unit: Unit | None) -> int | None:
    return unit.yuan if unit else None
