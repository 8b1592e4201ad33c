"""How a text is laid out: clauses, sentences, paragraphs, headings, brackets."""

import re
from bisect import bisect_right
from itertools import pairwise

_CLAUSE = re.compile(r"(?<!\d)[,，]|[,，](?!\d{3}(?!\d))|[。；;：:！!？?\n（）()]")
_SENTENCE = re.compile(r"[。！!？?\n]")
_PARAGRAPH = re.compile(r"\n")
_OPENING, _CLOSING = "（(", "）)"
_HEADING = re.compile(r"[一二三四五六七八九十]+、|[（(] *[一二三四五六七八九十]+ *[）)]")
LONGEST_HEADING = 30
LONGEST_CLAUSE = 200
"""Characters on either side of a figure: no clause that people write is longer."""
LONGEST_TEXT = 50_000
"""Characters of a text that is checked."""


class Layout:
    """``text`` in simplified characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._clauses = _ends(_CLAUSE, text)
        self._sentences = _ends(_SENTENCE, text)
        self._paragraphs = _ends(_PARAGRAPH, text)
        self._depths = _depths(text)
        self._headings = self._headings_so_far()

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """From where to where the clause goes in which ``start`` to ``end`` stand."""
        left, right = self._around(self._clauses, start, end)
        return max(left, start - LONGEST_CLAUSE), min(right, end + LONGEST_CLAUSE)

    def sentence_around(self, place: int) -> tuple[int, int]:
        return self._around(self._sentences, place, place)

    def sentence(self, place: int) -> int:
        return bisect_right(self._sentences, place)

    def paragraph(self, place: int) -> int:
        return bisect_right(self._paragraphs, place)

    def is_aside(self, place: int) -> bool:
        """In brackets."""
        return self._depths[place] > 0

    def heading_before(self, place: int) -> tuple[int, int] | None:
        """The last heading before a place; None where there is none."""
        return self._headings[self.paragraph(place)]

    def _headings_so_far(self) -> list[tuple[int, int] | None]:
        """For each paragraph the last heading up to it."""
        found: list[tuple[int, int] | None] = []
        last = None
        for start, end in pairwise([0, *self._paragraphs, len(self.text)]):
            line = self.text[start:end].strip()
            if len(line) <= LONGEST_HEADING and _HEADING.match(line) and "。" not in line:
                last = start, end
            found.append(last)
        return found

    def _around(self, ends: list[int], start: int, end: int) -> tuple[int, int]:
        at = bisect_right(ends, start)
        left = ends[at - 1] if at else 0
        after = bisect_right(ends, max(start, end - 1))
        right = ends[after] - 1 if after < len(ends) else len(self.text)
        return left, max(right, end)


def _ends(pattern: re.Pattern[str], text: str) -> list[int]:
    return [found.end() for found in pattern.finditer(text)]


def _depths(text: str) -> list[int]:
    """How deep each place stands in brackets; those that a line leaves open end with it."""
    depth, depths = 0, []
    for sign in text:
        if sign == "\n":
            depth = 0
        depth += sign in _OPENING
        depths.append(depth)
        depth -= sign in _CLOSING and depth > 0
    return [*depths, 0]
