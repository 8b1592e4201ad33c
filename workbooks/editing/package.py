"""A workbook's parts: which sheets it has and where, its styles and defined names."""

import io
import posixpath
import zipfile
from functools import cached_property

from lxml import etree

from workbooks.editing.checks import Checks
from workbooks.editing.markup import REL_ID, parsed, tag, written
from workbooks.editing.sheets import EditedSheet
from workbooks.editing.styles import Styles
from workbooks.errors import UnreadableWorkbook

_TYPES = "[Content_Types].xml"
_MEND = "请用 Excel 或 WPS 另存为 .xlsx 后上传"
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


class EditedWorkbook:
    """An .xlsx that passed the guard. Raises UnreadableWorkbook where it is written otherwise than
    programs usually do (the strict kind, without styles): it can be read, and not filled."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._trees: dict[str, etree._Element] = {}
        self._as_read: dict[str, bytes] = {}
        self._sheets: dict[str, EditedSheet] = {}
        found = self._related("", "/officeDocument")
        if not found:
            raise UnreadableWorkbook(f"文件里没有工作簿，{_MEND}")
        self._path = found[0]
        self._book = self._tree(self._path)
        if self._book.tag != tag("workbook") or not self._related(self._path, "/styles"):
            raise UnreadableWorkbook(f"文件不是普通的 .xlsx 格式，不能原样填写，{_MEND}")

    # --- What there is ---------------------------------------------------------------------

    @cached_property
    def styles(self) -> Styles:
        (path,) = self._related(self._path, "/styles")
        return Styles(self._tree(path))

    @cached_property
    def sheet_names(self) -> list[str]:
        return list(self._paths)

    def sheet(self, name: str) -> EditedSheet:
        """Raises KeyError for a name that no sheet has."""
        if name not in self._sheets:
            self._sheets[name] = EditedSheet(name, self._tree(self._paths[name]), self.texts)
        return self._sheets[name]

    def checks(self, name: str) -> Checks:
        """What the cells of a sheet may hold, by its own rules."""
        return Checks(self.sheet(name).root, self._named_values)

    @property
    def starts_in_1904(self) -> bool:
        """Whether days are counted from 1904, as some programs do."""
        properties = self._book.find(tag("workbookPr"))
        return properties is not None and properties.get("date1904") in ("1", "true")

    def beside(self, name: str, kind: str) -> list[etree._Element]:
        """The parts of one kind (``/comments``) that hang on a sheet."""
        return [self._tree(path) for path in self._related(self._paths[name], kind)]

    @property
    def defined_names(self) -> list[etree._Element]:
        return list(self._book.iter(tag("definedName")))

    @cached_property
    def texts(self) -> list[str]:
        """The texts that cells share."""
        found = self._related(self._path, "/sharedStrings")
        items = self._tree(found[0]).iter(tag("si")) if found else ()
        return ["".join(t.text or "" for t in item.iter(tag("t"))) for item in items]

    def _named_values(self, reference: str) -> list[str] | None:
        """The texts of a named range, or of one of a sheet; None of what is neither."""
        for name in self.defined_names:
            if name.get("name") == reference:
                reference = name.text or ""
        sheet, mark, area = reference.rpartition("!")
        sheet = sheet.strip("'").replace("''", "'")
        if not mark or sheet not in self._paths:
            return None
        return self.sheet(sheet).texts_in(area.replace("$", ""))

    # --- The file --------------------------------------------------------------------------

    def saved(self) -> bytes:
        """The file anew: parts that were changed are written, all others copied. The program that
        opens it computes every formula."""
        dropped = self._compute_on_opening()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for member in self._archive.infolist():
                if member.filename in dropped:
                    continue
                entry = zipfile.ZipInfo(member.filename, member.date_time)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, self._content(member.filename))
        return out.getvalue()

    def _content(self, path: str) -> bytes:
        as_read = self._archive.read(path)
        if path not in self._trees:
            return as_read
        now = written(self._trees[path])
        return as_read if now == self._as_read[path] else now

    def _compute_on_opening(self) -> list[str]:
        """Ask for it, and drop the order of computing, which names cells that were moved."""
        properties = self._book.find(tag("calcPr"))
        if properties is None:
            properties = etree.Element(tag("calcPr"))
            places = (self._book.find(tag(name)) for name in _BEFORE_CALCULATION)
            next(place for place in places if place is not None).addnext(properties)
        properties.set("fullCalcOnLoad", "1")
        dropped = self._related(self._path, "/calcChain")
        for relation in list(self._tree(_relations_of(self._path))) if dropped else ():
            if self._target(self._path, relation) in dropped:
                relation.getparent().remove(relation)
        for override in list(self._tree(_TYPES)) if dropped else ():
            if str(override.get("PartName")).lstrip("/") in dropped:
                override.getparent().remove(override)
        return dropped

    @cached_property
    def _paths(self) -> dict[str, str]:
        relations = self._tree(_relations_of(self._path))
        by_id = {each.get("Id"): self._target(self._path, each) for each in relations}
        return {
            str(sheet.get("name")): by_id[sheet.get(REL_ID)]
            for sheet in self._book.iter(tag("sheet"))
        }

    def _related(self, path: str, kind: str) -> list[str]:
        """The parts that ``path`` names as being of a kind, by the end of their type."""
        relations = _relations_of(path)
        if relations not in self._archive.namelist():
            return []
        return [
            self._target(path, each)
            for each in self._tree(relations)
            if str(each.get("Type")).endswith(kind) and each.get("TargetMode") != "External"
        ]

    def _target(self, path: str, relation: etree._Element) -> str:
        target = str(relation.get("Target"))
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))

    def _tree(self, path: str) -> etree._Element:
        if path not in self._trees:
            self._trees[path] = parsed(self._archive.read(path))
            self._as_read[path] = written(self._trees[path])
        return self._trees[path]


def _relations_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{name}.rels")
