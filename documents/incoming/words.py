"""The words of a Word file. Nothing but its main part is read: no relation is followed, no field
computed, no linked or embedded file opened. Deleted words of tracked changes are left out, inserted
ones are read."""

from documents.incoming.guard import LARGEST_PART, WordPackage
from workbooks.guard.markup import Attributes, Markup

_UNREAD = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText"})


def words_of(package: WordPackage) -> str:
    """A line a paragraph. Raises Refused."""
    words = _Words()
    Markup(words.start, words.end, words.text).read(package.chunks(package.book, LARGEST_PART))
    return "".join(words.found)


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
