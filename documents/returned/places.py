"""Where the figures of a Word file stand, and in which of its lines."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from documents.bookmarks import FigureName, said_by
from documents.incoming.opening import WordFile
from documents.marks import Mark
from documents.refilling import WordPlace, line_starts

_AROUND = 4
"""Characters on either side by which a figure is known again that has lost its mark."""


@dataclass(frozen=True)
class Marked:
    """A figure that stands in a bookmark, or in a control where it has none."""

    name: FigureName
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class ReturnedLine:
    """``marked``: the figures that begin in it."""

    number: int
    text: str
    marked: tuple[Marked, ...]


class Reading:
    """The lines of a Word file with their figures; blank lines left out."""

    def __init__(self, file: WordFile) -> None:
        self.text = file.text
        self.marked = list(_marked(file))
        self._starts = line_starts(file.text)
        self.lines = [line for line in self._lines() if line.text.strip()]

    def place(self, start: int, end: int) -> WordPlace:
        line = self.line_of(start)
        return WordPlace(line, start - self._starts[line], end - self._starts[line])

    def line_of(self, start: int) -> int:
        return bisect_right(self._starts, start) - 1

    def before(self, start: int) -> str:
        """The words of the line before a place."""
        return self.text[self._starts[self.line_of(start)] : start]

    def after(self, end: int) -> str:
        return self.text[end:].partition("\n")[0]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """The nearest words before and after."""
        return self.before(start)[-_AROUND:], self.after(end)[:_AROUND]

    def is_free(self, start: int, end: int) -> bool:
        """Whether no figure is marked there."""
        return not any(each.start < end and start < each.end for each in self.marked)

    def _lines(self) -> Iterator[ReturnedLine]:
        here: dict[int, list[Marked]] = defaultdict(list)
        for mark in self.marked:
            here[self.line_of(mark.start)].append(mark)
        for number, text in enumerate(self.text.split("\n")):
            yield ReturnedLine(number, text, tuple(here[number]))


def _marked(file: WordFile) -> Iterator[Marked]:
    """In the order of the text; a control says nothing where its bookmark stands."""
    bookmarks: dict[str, list[Mark]] = defaultdict(list)
    for mark in file.marks:
        if not mark.is_control:
            bookmarks[mark.name].append(mark)
    for mark in file.marks:
        is_told = mark.is_control and any(
            each.start < mark.end and mark.start < each.end for each in bookmarks[mark.name]
        )
        name = said_by(mark.name)
        text = file.text[mark.start : mark.end]
        if name is not None and text.strip() and not is_told:
            yield Marked(name, mark.start, mark.end, text)
