"""The text of a file: .txt as people save it, .docx behind a guard.

A .docx is hostile until shown otherwise. The archive goes through the guard of workbooks (paths,
overlaps, encryption, programs inside, no DTD and no entity in any part), inflates to no more than
``LARGEST_INFLATED``, and nothing but the words of its main part is read: no relation is followed,
no field computed, no linked or embedded file opened. Deleted words of tracked changes are left
out, inserted ones are read.
"""

from collections.abc import Iterator

from documents.reading.clauses import LONGEST_TEXT
from documents.reading.printed import figures_in
from files.sizes import MEGABYTE
from workbooks.guard.containers import Package
from workbooks.guard.macros import refuse_code
from workbooks.guard.markup import Attributes, Markup
from workbooks.guard.refusals import Refused
from workbooks.guard.relations import path_of, relations_of

MOST_FIGURES = 1_000
"""Each is held against all others: a second for as many."""
LARGEST_FILE = 10 * MEGABYTE
LARGEST_INFLATED = 48 * MEGABYTE
LARGEST_PART = 16 * MEGABYTE
_MARK = b"PK\x03\x04"
_UNREAD = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})
_SAVE_AS = "请在 Word 或 WPS 中打开后另存为 .docx 或纯文本（.txt）再核对"


class UnreadableText(ValueError):
    """The message says in Chinese what the file is and what to do."""


def text_of(content: bytes, filename: str = "") -> str:
    """Raises UnreadableText."""
    named = f"文件“{filename}”" if filename else "文件"
    if not content:
        raise UnreadableText(f"{named}是空的，请检查是否传错")
    if len(content) > LARGEST_FILE:
        raise UnreadableText(f"{named}超过 {LARGEST_FILE // MEGABYTE} MB，请删去图片后再核对")
    text = _of_word(content, named) if content.startswith(_MARK) else _of_plain(content, named)
    require_bearable(text, named)
    return text


def require_bearable(text: str, named: str) -> None:
    """Raises UnreadableText for more than is checked at once."""
    if len(text) > LONGEST_TEXT:
        raise UnreadableText(f"{named}超过 {LONGEST_TEXT} 字，请分成几份核对")
    if len(figures_in(text)) > MOST_FIGURES:
        raise UnreadableText(f"{named}里的数字超过{MOST_FIGURES}个，请分成几份核对")


def _of_plain(content: bytes, named: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableText(f"{named}不是文本，也不是 .docx 文档，{_SAVE_AS}")


def _of_word(content: bytes, named: str) -> str:
    try:
        package = WordPackage(content)
        words = _Words()
        Markup(words.start, words.end, words.text).read(package.chunks(package.book, LARGEST_PART))
    except Refused as refused:
        problem = refused.problem.partition("，")[0]
        raise UnreadableText(f"{named}{problem}，{_SAVE_AS}") from refused
    return "".join(words.found)


class WordPackage(Package):
    """A checked .docx; ``book`` is its main part."""

    def _exceeds(self, inflated: int) -> bool:
        return inflated > LARGEST_INFLATED or super()._exceeds(inflated)

    def _check_package(self) -> None:
        main = next(iter(self._main_parts()), None)
        if main is None:
            raise Refused("不是 Word 文档")
        self.book = main
        for name in self.names:
            folded = name.lower()
            if folded.endswith("vbaproject.bin"):
                refuse_code(self.part(name))
            self._check_member(name, folded)

    def _main_parts(self) -> Iterator[str]:
        for relation in relations_of(self, "").values():
            if relation.kind == "officeDocument" and not relation.is_external:
                member = self.find(path_of("", relation.target))
                if member is not None and member.lower().endswith("document.xml"):
                    yield member


class _Words:
    """Collects the words of runs; a paragraph, a break and a cell end a line."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._unread = 0
        self._in_run = False

    def start(self, name: str, attributes: Attributes) -> None:
        self._unread += name in _UNREAD
        if self._unread:
            return
        self._in_run = name == "t"
        if name in ("br", "cr"):
            self.found.append("\n")
        elif name == "tab":
            self.found.append(" ")

    def end(self, name: str) -> None:
        if name in _UNREAD:
            self._unread -= 1
        elif name == "t":
            self._in_run = False
        elif name == "p" and not self._unread:
            self.found.append("\n")

    def text(self, data: str) -> None:
        if self._in_run and not self._unread:
            self.found.append(data)
