"""One sheet's cells and rows, read and changed in its XML. Rows and columns are zero-based."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from decimal import Decimal
from functools import cached_property

from lxml import etree

from measures.rounding import plain
from workbooks.editing.areas import Area, Insertion, areas_in, place_of, reference_of
from workbooks.editing.markup import SPACE, tag
from workbooks.parsing.formulas import moved
from workbooks.writing import printable

Written = str | Decimal

_BEFORE_MERGES = (
    "customSheetViews", "dataConsolidate", "sortState", "autoFilter", "scenarios",
    "protectedRanges", "sheetProtection", "sheetCalcPr", "sheetData",
)  # fmt: skip


class EditedSheet:
    def __init__(self, name: str, root: etree._Element, texts: Sequence[str]) -> None:
        self.name = name
        self.root = root
        self._texts = texts
        self._data = root.find(tag("sheetData"))
        self._number_rows()
        self._write_out_shared()

    # --- Reading ---------------------------------------------------------------------------

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, as text; "" of an empty one and of a formula."""
        cell = self._cell(row, column)
        if cell is None or cell.find(tag("f")) is not None:
            return ""
        return self._text(cell)

    def texts_in(self, area: str) -> list[str]:
        found = []
        for top, left, bottom, right in areas_in(area):
            for row in range(top, bottom + 1):
                found += [self.text(row, column) for column in range(left, right + 1)]
        return [text for text in found if text]

    def formula(self, row: int, column: int) -> str | None:
        cell = self._cell(row, column)
        found = None if cell is None else cell.find(tag("f"))
        return None if found is None else found.text or ""

    def style(self, row: int, column: int) -> int:
        cell = self._cell(row, column)
        return 0 if cell is None else int(cell.get("s", 0))

    def is_free(self, row: int, column: int) -> bool:
        """Whether something may be written there: neither a value nor a formula stands there, and
        no merged range hides it."""
        if self.formula(row, column) is not None or self.text(row, column).strip():
            return False
        return not self.is_hidden(row, column)

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether a merged range that begins elsewhere lies over the cell."""
        return (row, column) in self._hidden

    def has_row(self, row: int) -> bool:
        return row in self._rows

    def is_blank_row(self, row: int) -> bool:
        """Whether it is laid out and nothing stands in it."""
        cells = list(self._rows[row]) if row in self._rows else []
        return bool(cells) and not any(
            self._text(cell).strip() or cell.find(tag("f")) is not None for cell in cells
        )

    @property
    def last_row(self) -> int:
        return max(self._rows, default=-1)

    @property
    def width(self) -> int:
        cells = (cell for row in self._rows.values() for cell in row)
        return 1 + max((place_of(cell.get("r"))[1] for cell in cells), default=-1)

    @cached_property
    def merges(self) -> list[Area]:
        return [
            area for each in self.root.iter(tag("mergeCell")) for area in areas_in(each.get("ref"))
        ]

    @cached_property
    def _hidden(self) -> set[tuple[int, int]]:
        return {
            (row, column)
            for top, left, bottom, right in self.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }

    # --- Writing ---------------------------------------------------------------------------

    def write(self, row: int, column: int, value: Written) -> None:
        """A text or a number, in the style of the cell."""
        cell = self._cell_made(row, column)
        for child in list(cell):
            cell.remove(child)
        if isinstance(value, Decimal):
            cell.attrib.pop("t", None)
            etree.SubElement(cell, tag("v")).text = plain(value, trim=True)
            return
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, tag("is")), tag("t"))
        text.text = printable(value)
        text.set(SPACE, "preserve")

    def set_style(self, row: int, column: int, style: int) -> None:
        self._cell_made(row, column).set("s", str(style))

    def set_result(self, row: int, column: int, result: Decimal | None) -> None:
        """What a formula is taken to give until it is computed; None where that is not known."""
        cell = self._cell_made(row, column)
        cell.attrib.pop("t", None)
        for old in cell.findall(tag("v")):
            cell.remove(old)
        if result is not None:
            etree.SubElement(cell, tag("v")).text = plain(result, trim=True)

    def forget_results(self) -> None:
        """Of all formulas: they were those of an empty form."""
        for formula in self._data.iter(tag("f")):
            row, column = place_of(formula.getparent().get("r"))
            self.set_result(row, column, None)

    def set_formula(self, row: int, column: int, formula: str) -> None:
        found = self._cell_made(row, column).find(tag("f"))
        assert found is not None
        found.text = formula

    def map_formulas(self, change: Callable[[str], str]) -> None:
        for formula in self._data.iter(tag("f")):
            if formula.text:
                formula.text = change(formula.text)

    def add_merge(self, area: Area) -> None:
        if area in self.merges:
            return
        found = self.root.find(tag("mergeCells"))
        if found is None:
            found = etree.Element(tag("mergeCells"))
            places = (self.root.find(tag(name)) for name in _BEFORE_MERGES)
            next(place for place in places if place is not None).addnext(found)
        top, left, bottom, right = area
        reference = f"{reference_of(top, left)}:{reference_of(bottom, right)}"
        etree.SubElement(found, tag("mergeCell"), ref=reference)
        found.set("count", str(len(found)))
        self._forget_merges()

    # --- Rows ------------------------------------------------------------------------------

    def open_gap(self, by: Insertion) -> None:
        """Rows and their cells from ``by.before`` on get their numbers after the insertion."""
        for row, element in sorted(self._rows.items(), reverse=True):
            if row + 1 >= by.before:
                self._put(element, row + by.count)
                del self._rows[row]
                self._rows[row + by.count] = element
        self._forget_merges()

    def copy_row(self, pattern: int, row: int) -> None:
        """Make ``row`` what ``pattern`` is: its height, styles, formulas and merges. Formulas stand
        as the pattern has them, for the caller to move."""
        made = deepcopy(self._rows[pattern])
        self._put(made, row)
        if row in self._rows:
            self._data.replace(self._rows[row], made)
        else:
            self._add(made, row)
        self._rows[row] = made
        for top, left, bottom, right in list(self.merges):
            if top == bottom == pattern:
                self.add_merge((row, left, row, right))

    def formulas_of(self, row: int) -> Iterator[tuple[int, str]]:
        """The columns of a row that have formulas, and these."""
        for cell in self._rows[row]:
            found = cell.find(tag("f"))
            if found is not None:
                yield place_of(cell.get("r"))[1], found.text or ""

    def _add(self, made: etree._Element, row: int) -> None:
        before = [number for number in self._rows if number < row]
        if before:
            self._rows[max(before)].addnext(made)
        else:
            self._data.insert(0, made)

    def _put(self, element: etree._Element, row: int) -> None:
        element.set("r", str(row + 1))
        for cell in element:
            cell.set("r", reference_of(row, place_of(cell.get("r"))[1]))

    # --- Cells -----------------------------------------------------------------------------

    def _cell(self, row: int, column: int) -> etree._Element | None:
        if row not in self._rows:
            return None
        reference = reference_of(row, column)
        return next((cell for cell in self._rows[row] if cell.get("r") == reference), None)

    def _cell_made(self, row: int, column: int) -> etree._Element:
        found = self._cell(row, column)
        if found is not None:
            return found
        if row not in self._rows:
            element = etree.Element(tag("row"), r=str(row + 1))
            self._add(element, row)
            self._rows[row] = element
        cells = self._rows[row]
        made = etree.Element(tag("c"), r=reference_of(row, column))
        after = sum(place_of(cell.get("r"))[1] < column for cell in cells)
        cells.insert(after, made)
        return made

    def _text(self, cell: etree._Element) -> str:
        if cell.get("t") == "inlineStr":
            return "".join(part.text or "" for part in cell.iter(tag("t")))
        value = cell.findtext(tag("v")) or ""
        if cell.get("t") == "s" and value:
            return self._texts[int(value)]
        return value

    def _number_rows(self) -> None:
        """Rows and cells may leave out where they stand."""
        self._rows: dict[int, etree._Element] = {}
        last = -1
        for element in self._data.iter(tag("row")):
            last = int(element.get("r", last + 2)) - 1
            element.set("r", str(last + 1))
            self._rows[last] = element
            column = -1
            for cell in element:
                column = place_of(cell.get("r"))[1] if cell.get("r") else column + 1
                cell.set("r", reference_of(last, column))

    def _write_out_shared(self) -> None:
        """Each cell gets the formula that it shares with others."""
        masters: dict[str, tuple[int, int, str]] = {}
        for cell in self._data.iter(tag("c")):
            formula = cell.find(tag("f"))
            if formula is None or formula.get("t") != "shared":
                continue
            row, column = place_of(cell.get("r"))
            if formula.text:
                masters[formula.get("si")] = row, column, formula.text
            top, left, text = masters[formula.get("si")]
            formula.text = moved(text, row - top, column - left)
            for name in ("t", "si", "ref"):
                formula.attrib.pop(name, None)

    def _forget_merges(self) -> None:
        self.__dict__.pop("merges", None)
        self.__dict__.pop("_hidden", None)
