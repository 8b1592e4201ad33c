"""Rows put into a sheet, and everything in the file that names rows below them."""

from lxml import etree

from workbooks.editing.areas import (
    Insertion,
    areas_in,
    moved_areas,
    moved_formula,
    over_block,
)
from workbooks.editing.markup import tag
from workbooks.editing.package import EditedWorkbook
from workbooks.editing.sheets import EditedSheet

_VML = "{urn:schemas-microsoft-com:office:excel}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

_NAMED_BY = (
    ("mergeCell", "ref"),
    ("hyperlink", "ref"),
    ("autoFilter", "ref"),
    ("dimension", "ref"),
    ("dataValidation", "sqref"),
    ("conditionalFormatting", "sqref"),
    ("protectedRange", "sqref"),
    ("ignoredError", "sqref"),
)
"""What names cells in a sheet, and by which attribute."""

_MAY_REACH_ON = ("dataValidation", "conditionalFormatting")
"""What is laid over empty rows far below (down to row 1000), and stays so where nothing moves."""


def insert_rows(book: EditedWorkbook, name: str, last: int, count: int, pattern: int) -> None:
    """Put ``count`` rows into a sheet before the one at ``last``, the last of the rows that are to
    be filled, each a copy of ``pattern``. Zero-based; ranges over these rows grow as they do when a
    person inserts rows there."""
    sheet = book.sheet(name)
    by = Insertion(last + 1, count)
    is_end = last >= sheet.last_row
    sheet.open_gap(by)
    _move_formulas(book, name, by)
    _move_named(sheet, by, is_end)
    _move_beside(book, name, by)
    pattern = by.row(pattern + 1) - 1
    for row in range(last, last + count):
        become(sheet, row, pattern)


def become(sheet: EditedSheet, row: int, pattern: int) -> None:
    """Make a row what the pattern is, its formulas moved to where it stands."""
    if row == pattern:
        return
    sheet.copy_row(pattern, row)
    for column, formula in list(sheet.formulas_of(row)):
        moved = over_block(formula, pattern + 1, 0, row + 1, 0)
        sheet.set_formula(row, column, moved)


def _move_formulas(book: EditedWorkbook, name: str, by: Insertion) -> None:
    for each in book.sheet_names:
        sheet = book.sheet(each)
        sheet.map_formulas(lambda text, of=each: moved_formula(text, of, name, by))  # type: ignore[misc]
        for formula in sheet.root.iter(tag("formula1"), tag("formula2"), tag("formula")):
            if formula.text:
                formula.text = moved_formula(formula.text, each, name, by)
    for defined in book.defined_names:
        if defined.text:
            defined.text = moved_formula(defined.text, "", name, by)


def _move_named(sheet: EditedSheet, by: Insertion, is_end: bool) -> None:
    for kind, attribute in _NAMED_BY:
        for element in sheet.root.iter(tag(kind)):
            references = str(element.get(attribute))
            bottom = max(area[2] for area in areas_in(references))
            if is_end and kind in _MAY_REACH_ON and bottom >= by.before + by.count - 1:
                continue
            element.set(attribute, moved_areas(references, by))
    for stop in sheet.root.iter(tag("brk")):
        if stop.getparent().tag == tag("rowBreaks"):
            stop.set("id", str(by.row(int(stop.get("id")) + 1) - 1))


def _move_beside(book: EditedWorkbook, name: str, by: Insertion) -> None:
    """Comments with their boxes, tables, and pictures."""
    for comments in book.beside(name, "/comments"):
        for comment in comments.iter(tag("comment")):
            comment.set("ref", moved_areas(comment.get("ref"), by))
    for table in book.beside(name, "/table"):
        for element in table.iter(tag("table"), tag("autoFilter")):
            element.set("ref", moved_areas(element.get("ref"), by))
    for drawing in book.beside(name, "/vmlDrawing"):
        for row in drawing.iter(f"{_VML}Row"):
            _move_number(row, by)
    for drawing in book.beside(name, "/drawing"):
        for row in drawing.iter(f"{_DRAWING}row"):
            _move_number(row, by)


def _move_number(element: etree._Element, by: Insertion) -> None:
    """A zero-based row that an element says."""
    element.text = str(by.row(int(element.text or 0) + 1) - 1)
