"""An .xlsx from its checked container to rows: each sheet through the sieve, then calamine.

calamine sees a package made here, of the sieved sheets, the shared strings and the styles, and
nothing of what came.
"""

import io
import re
import zipfile
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from workbooks.guard.containers import Package
from workbooks.guard.limits import LARGEST_KEPT, LARGEST_PART, MOST_CELLS, MOST_SHEETS
from workbooks.guard.markup import Attributes, Markup, utf_8
from workbooks.guard.references import column_index
from workbooks.guard.refusals import Refused, damaged, irregular
from workbooks.guard.relations import Relation, path_of, relations_of
from workbooks.guard.sheets import Sieved, sieve
from workbooks.parsing.formats import shown, telling_formats
from workbooks.parsing.formulas import formulas_in, stale

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TRUE = ("1", "true")
_VALUED = re.compile(rb"<c r=\"([A-Z]{1,3}[0-9]{1,7})\"[^<>]*(?<!/)>")


class _Listed(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    is_visible: bool


def read(content: bytes) -> dict[str, Any]:
    """Sheets and notices, in the form that `parsing.child` passes on. Raises Refused."""
    package = Package(content)
    book = package.book
    listed, from_1904 = _listed_sheets(package, book)
    relations = relations_of(package, book)
    sieved = []
    kept = cells = 0
    for sheet in listed:
        relation = relations.get(sheet.relation)
        if relation is None or relation.kind != "worksheet":
            continue
        member = package.find(path_of(book, relation.target))
        if member is None or relation.is_external:
            raise damaged()
        found = sieve(package.chunks(member), LARGEST_KEPT - kept)
        kept += len(found.xml)
        cells += found.cells
        if cells > MOST_CELLS:
            raise Refused("里的内容过多，请分成几个文件上传")
        sieved.append((sheet, found))
    parts = {
        name: _declared_nothing(package, book, relations, name)
        for name in ("sharedStrings", "styles")
    }
    made = _made_anew([found for _, found in sieved], parts, from_1904)
    rows = _rows(made, len(sieved))
    formats = telling_formats(parts["styles"])
    return {
        "notices": _notices(package, book, relations),
        "sheets": [
            _told(sheet, found, rows[n], formats) for n, (sheet, found) in enumerate(sieved)
        ],
    }


def _told(
    sheet: _Listed, found: Sieved, rows: list[list[Any]], formats: dict[int, str]
) -> dict[str, Any]:
    _refuse_doubled(found, rows)
    broken = {(row, column) for row, column, _, _ in found.faults}
    faults = [*found.faults, *stale(formulas_in(found.xml), rows, broken)]
    _show(found, rows, formats)
    return {
        "name": sheet.name,
        "visible": sheet.is_visible,
        "rows": rows,
        "merges": found.merges,
        "faults": faults,
        "hidden_rows": found.hidden_rows,
        "hidden_columns": found.hidden_columns,
        "far": found.far,
        "far_count": found.far_count,
    }


def _refuse_doubled(found: Sieved, rows: list[list[Any]]) -> None:
    """Of a cell that stands twice every reader shows another value. Rarely are the cells looked at
    one by one: only where the parser has fewer values than the sheet."""
    read = sum(len(row) - row.count("") for row in rows)
    if read == found.cells or read == found.xml.count(b"<v>") + found.xml.count(b"<is>"):
        return
    met: set[bytes] = set()
    for cell in _VALUED.finditer(found.xml):
        if cell[1] in met:
            raise irregular(f"单元格{cell[1].decode()}写了两次")
        met.add(cell[1])


def _show(found: Sieved, rows: list[list[Any]], formats: dict[int, str]) -> None:
    """Put beside a number what its cell shows, where that is more than the number."""
    if not formats:
        return
    styles = "|".join(map(str, formats)).encode()
    styled = re.compile(
        rb"<c r=\"([A-Z]{1,3})([0-9]{1,7})\"(?: t=\"n\")? s=\"(" + styles + rb")\"(?: t=\"n\")?>"
    )
    for cell in styled.finditer(found.xml):
        row, column = int(cell[2]) - 1, column_index(cell[1].decode())
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            text = shown(formats[int(cell[3])], value)
            if text is not None:
                rows[row][column] = {"~shown": [value, text]}


def _listed_sheets(package: Package, book: str) -> tuple[list[_Listed], bool]:
    listed: list[_Listed] = []
    epochs: list[bool] = []

    def start(name: str, attributes: Attributes) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "workbookPr":
            epochs.append(plain.get("date1904") in _TRUE)
        elif name == "sheet":
            visible = plain.get("state", "visible") == "visible"
            listed.append(_Listed(plain.get("name", ""), plain.get("id", ""), visible))

    Markup(start).read(package.chunks(book, LARGEST_PART))
    if len(listed) > MOST_SHEETS:
        raise Refused(f"里的工作表过多（超过 {MOST_SHEETS} 张），请分成几个文件上传")
    if len({sheet.name.lower() for sheet in listed}) < len(listed):
        raise irregular("有重名的工作表")
    return listed, any(epochs)


def _declared_nothing(
    package: Package, book: str, relations: dict[str, Relation], kind: str
) -> bytes:
    """A part of the workbook, whole and in UTF-8, once expat has been through it."""
    targets = [r.target for r in relations.values() if r.kind == kind and not r.is_external]
    member = package.find(path_of(book, targets[0])) if targets else None
    if member is None:
        return b""
    content = b"".join(utf_8(package.chunks(member, LARGEST_PART)))
    Markup().feed(content, last=True)
    # An XML declaration could still name the encoding that it had.
    start = content.index(b"?>") + 2 if content.lstrip().startswith(b"<?xml") else 0
    return _HEAD + content[start:].replace(_STRICT, _MAIN.encode(), 1)


def _notices(package: Package, book: str, relations: dict[str, Relation]) -> list[str]:
    notices = []
    links = [r.target for r in relations.values() if r.kind == "externalLink"]
    if links:
        names = [name for link in links for name in _linked(package, path_of(book, link))]
        told = f"（{'、'.join(names[:3])}）" if names else ""
        notices.append(f"引用了其他工作簿{told}，读取的是上次保存时的数值，请核对")
    if package.find("xl/connections.xml") or any(
        relation.kind == "connections" for relation in relations.values()
    ):
        notices.append("带有外部数据连接，读取的是上次保存时的数值，请核对")
    return notices


def _linked(package: Package, link: str) -> list[str]:
    """The names of the files that an external link leads to, without their folders."""
    targets = [r.target for r in relations_of(package, link).values()]
    return [target.replace("\\", "/").rpartition("/")[2] for target in targets if target]


def _made_anew(sheets: list[Sieved], parts: dict[str, bytes], from_1904: bool) -> bytes:
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    ) + "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name, part in parts.items()
        if part
    )
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{related}</Relationships>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts.items():
            archive.writestr(name, _HEAD + text.encode())
        for name, part in parts.items():
            if part:
                archive.writestr(f"xl/{name}.xml", part)
        for number, sheet in enumerate(sheets, start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet.xml)
    return stream.getvalue()


def _rows(content: bytes, count: int) -> list[list[list[Any]]]:
    """The rows of each sheet, without the empty cells at their ends."""
    if not count:
        raise Refused("里没有工作表，请检查是否传错")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for index in range(count):
        rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
        for row in rows:
            while row and row[-1] == "":
                row.pop()
        sheets.append(rows)
    return sheets
