"""What is let in of Word files: a real .docx, of bearable size and depth, without anything that
acts, and without anything that is fetched from elsewhere.

The archive goes through the guard of workbooks (paths, overlaps, encryption, programs inside,
macros with code, no DTD and no entity). A problem is said in words that follow the file's name.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from files.sizes import MEGABYTE
from workbooks.guard.containers import Package
from workbooks.guard.markup import Attributes, Markup
from workbooks.guard.refusals import Refused
from workbooks.guard.relations import Relation, path_of, relations_of

LARGEST_INFLATED = 48 * MEGABYTE
LARGEST_PART = 16 * MEGABYTE
DEEPEST = 200
"""Elements within one another: a table in a table in a table is at 30."""
_MAIN_TYPES = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroenabled.main+xml",
    "ms-word.template.macroenabledtemplate.main+xml",
)
# Relations to something that is read as a document or run as a program of its own.
_ACTING = {
    "aFChunk": "里嵌有另一份文档（altChunk）",
    "subDocument": "链接了子文档",
    "oleObject": "嵌有 OLE 对象",
    "control": "嵌有控件",
}
_ELSEWHERE = "引用了外部的图片、模板或数据"
# Fields that read a file, ask a program or run one when the file is opened or printed.
_FIELDS = frozenset(
    {"DDE", "DDEAUTO", "LINK", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE", "MACROBUTTON"}
)


class WordPackage(Package):
    """A checked .docx; ``book`` is its main part, ``content`` the file."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused."""
        self.content = content
        super().__init__(content)

    def _exceeds(self, inflated: int) -> bool:
        return inflated > LARGEST_INFLATED or super()._exceeds(inflated)

    def _find_book(self) -> str:
        for relation in relations_of(self, "").values():
            if relation.kind == "officeDocument" and not relation.is_external:
                member = self.find(path_of("", relation.target))
                if member and self._is_main(member):
                    return member
        return ""

    def _is_main(self, member: str) -> bool:
        kind = self.types.get(member.lower(), "")
        return kind.endswith(_MAIN_TYPES) or (not kind and member.endswith("document.xml"))

    def _foreign(self) -> str:
        return "不是 Word 文档"

    def _is_sheet(self, folded: str) -> bool:
        return False

    def _check_member(self, name: str, folded: str) -> None:
        super()._check_member(name, folded)
        if folded.endswith(".rels"):
            for relation in relations_of(self, _source_of(name)).values():
                _check_relation(relation)
        elif folded.endswith(".xml"):
            _Outline().read(self.chunks(name, LARGEST_PART))
        elif folded.endswith(".xlsx"):
            Package(self.part(name))  # the numbers of a chart


def _source_of(rels: str) -> str:
    """word/_rels/document.xml.rels tells the relations of word/document.xml."""
    folder, _, name = rels.rpartition("_rels/")
    return f"{folder}{name.removesuffix('.rels')}"


def _check_relation(relation: Relation) -> None:
    if relation.kind in _ACTING:
        raise Refused(_ACTING[relation.kind])
    if not relation.is_external or relation.kind == "hyperlink":
        return
    if relation.kind == "attachedTemplate" and _is_local(relation.target):
        return
    raise Refused(_ELSEWHERE)


def _is_local(target: str) -> bool:
    r"""file:///C:\…\Normal.dotm: what Word notes of the machine on which a file was made. A path
    to another machine is none."""
    parts = urlsplit(target.replace("\\", "/"))
    if parts.scheme == "file":
        return not parts.netloc and not parts.path.startswith("//")
    return len(parts.scheme) < 2 and not parts.netloc and not parts.path.startswith("//")


class _Outline:
    """Goes through a part for its depth and its fields."""

    def __init__(self) -> None:
        self._depth = 0
        self._instruction: list[str] = []
        self._is_instruction = False

    def read(self, chunks: Iterator[bytes]) -> None:
        """Raises Refused."""
        Markup(self.start, self.end, self.text).read(chunks)
        self._check_field()

    def start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused("内部层次过深")
        if name == "instrText":
            self._is_instruction = True
        elif name == "fldChar":
            self._check_field()
        elif name == "fldSimple":
            instruction = next((v for k, v in attributes.items() if k.endswith("instr")), "")
            _check_instruction(instruction)

    def end(self, name: str) -> None:
        self._depth -= 1
        if name == "instrText":
            self._is_instruction = False

    def text(self, data: str) -> None:
        if self._is_instruction:
            self._instruction.append(data)

    def _check_field(self) -> None:
        """An instruction may be written in pieces, up to the next mark of its field."""
        _check_instruction("".join(self._instruction))
        self._instruction.clear()


def _check_instruction(instruction: str) -> None:
    asked = instruction.split(maxsplit=1)
    if asked and asked[0].upper() in _FIELDS:
        raise Refused("带有会读取其他文件或运行程序的域")
