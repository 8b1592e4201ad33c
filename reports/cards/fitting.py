"""How much of long words a card has room for: it never takes a second page.

Reckoned in points and characters, a little on the safe side of what Word, LibreOffice and typst
take; the tests measure the pages with the longest of everything. Each character counts as a whole
one: digits are half as wide in the fonts that a paper names, but wider, and set apart from Chinese,
where others stand in for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

AROUND = 4.5
"""Of a row: what stands around its lines, in points."""
INSET_MM = 3
MORE = "……"
LINES_WITHOUT_END = 10_000
"""All that there are."""


@dataclass(frozen=True)
class Size:
    """Of the type of a form: the pitch of its lines in points, and the width of a character in mm;
    ``photo``: the height of photos beside it, in mm, 0 where they have no room; ``least``: the
    lines that each of the long words has at least, else the next size is taken; ``most`` those of a
    cell of half the width."""

    is_dense: bool
    line: int
    character: float
    photo: int
    least: int
    most: int

    def room(self, width: int) -> int:
        """The characters of a line in a cell of so many mm."""
        return int((width - INSET_MM) / self.character)

    def height(self, lines: int) -> float:
        """Of a row, in points."""
        return lines * self.line + AROUND


SIZES = (
    Size(is_dense=False, line=20, character=4.3, photo=62, least=LINES_WITHOUT_END, most=4),
    Size(is_dense=False, line=20, character=4.3, photo=50, least=LINES_WITHOUT_END, most=4),
    Size(is_dense=True, line=15, character=3.75, photo=50, least=LINES_WITHOUT_END, most=4),
    Size(is_dense=True, line=15, character=3.75, photo=40, least=2, most=2),
    Size(is_dense=True, line=15, character=3.75, photo=0, least=0, most=2),
)
"""From large to small."""


@dataclass(frozen=True)
class LongWords:
    """A row of a card: its label, and words of any length."""

    label: str
    text: str


def lines_of(text: str, room: int) -> int:
    return sum(max(-int(-len(line) // room), 1) for line in text.split("\n"))


def cut(text: str, room: int, lines: int) -> str:
    """The words as far as so many lines hold them."""
    if lines_of(text, room) <= lines:
        return text
    kept: list[str] = []
    left = lines
    for line in text.split("\n"):
        taken = lines_of(line, room)
        if taken >= left:
            begun = line[: left * room - len(MORE)]
            return "\n".join([*kept, begun.rstrip("，。；、 ") + MORE])
        kept.append(line)
        left -= taken
    return text


def fitted(rows: Sequence[LongWords], room: int, lines: int) -> list[LongWords]:
    """Cut so that together they take at most so many lines: the short ones stay whole, the long
    ones have as many lines as one another, or one more."""
    asked = [lines_of(row.text, room) for row in rows]
    given = [1] * len(rows)
    while (left := lines - sum(given)) > 0:
        lacking = [at for at, each in enumerate(asked) if given[at] < each]
        if not lacking:
            break
        for at in lacking[:left]:
            given[at] += 1
    return [
        LongWords(row.label, cut(row.text, room, most))
        for row, most in zip(rows, given, strict=True)
    ]
