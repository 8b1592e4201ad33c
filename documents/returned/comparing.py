"""Each figure of a Word file that came back: found, changed by hand, moved, copied, lost, split.

A figure is found by its bookmark, else by the tag of its control, else by its value and the words
beside it. Only what one mark alone names, and what stands there as it was printed, is sure; all
else is asked, and never written anew silently.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from documents.bookmarks import names, prints
from documents.incoming.opening import WordFile
from documents.returned.lines import ChangedWords, Lines, compare_lines
from documents.returned.places import Marked, Reading

_LEAST_AROUND = 2
_ANY_NUMBER = r"\d[\d,.]*(?:亿元|万元|元|%|个百分点)?"


class Standing(Enum):
    """``value`` is what a person reads."""

    FOUND = "找到"
    MOVED = "已移动"
    CHANGED = "手工改过"
    COPIED = "复制的"
    SPLIT = "被拆开"
    BY_WORDS = "没有书签，凭数值和上下文认出"
    LOST = "缺失"

    @property
    def badge(self) -> str:
        """The kind of badge in which a page shows it."""
        return "positive" if self in SURE else "due"


SURE = (Standing.FOUND, Standing.MOVED)


@dataclass(frozen=True)
class ReturnedFigure:
    """``was``: as it went out, "" where that is not known; ``text[start:end]`` is what stands there
    now, both 0 of what is lost. ``number`` is that of its printing."""

    standing: Standing
    key: str
    number: int
    was: str
    now: str = ""
    start: int = 0
    end: int = 0

    @property
    def is_sure(self) -> bool:
        return self.standing in SURE


@dataclass(frozen=True)
class Returned:
    """``figures`` in the order of the text, the lost ones last."""

    reading: Reading
    figures: tuple[ReturnedFigure, ...]
    changes: tuple[ChangedWords, ...]

    def of(self, standing: Standing) -> list[ReturnedFigure]:
        return [figure for figure in self.figures if figure.standing is standing]


def compare(written: WordFile, returned: WordFile, keys: Iterable[str]) -> Returned:
    """``keys``: those of the figures of the file that was ``written``."""
    return _Comparison(Reading(written), Reading(returned), tuple(keys)).told()


class _Comparison:
    def __init__(self, written: Reading, returned: Reading, keys: tuple[str, ...]) -> None:
        self._keys, self._returned, self._written = keys, returned, written
        self._went_out = {mark.name.number: mark for mark in written.marked}
        self._lines: Lines = compare_lines(written, returned)

    def told(self) -> Returned:
        by_name: dict[tuple[str, int], list[Marked]] = defaultdict(list)
        for mark in self._returned.marked:
            by_name[mark.name.key, mark.name.number].append(mark)
        marked = [each for marks in by_name.values() for each in self._of_name(marks)]
        seen = {figure.number for figure in marked}
        missing = [mark for number, mark in self._went_out.items() if number not in seen]
        unmarked = list(self._by_words(missing))
        again = {figure.number for figure in unmarked}
        lost = [
            ReturnedFigure(Standing.LOST, self._key(mark), mark.name.number, mark.text)
            for mark in missing
            if mark.name.number not in again
        ]
        here = sorted((*marked, *unmarked), key=lambda figure: figure.start)
        return Returned(self._returned, (*here, *lost), self._lines.changes)

    def _of_name(self, marks: list[Marked]) -> Iterator[ReturnedFigure]:
        """Of several that bear one name none is sure, but the one that an office program left its
        name while it gave the copies others."""
        own = [mark for mark in marks if not mark.name.is_copy]
        for mark in marks:
            is_only = own == [mark]
            yield self._figure(mark, self._standing(mark) if is_only else Standing.COPIED)

    def _standing(self, mark: Marked) -> Standing:
        was = self._was(mark)
        is_as_printed = prints(mark.name, mark.text) if mark.name.printed else mark.text == was
        if "\n" in mark.text or self._goes_on(mark, was):
            return Standing.SPLIT
        if not is_as_printed:
            return Standing.CHANGED
        return Standing.MOVED if self._has_moved(mark) else Standing.FOUND

    def _goes_on(self, mark: Marked, was: str) -> bool:
        """Whether the rest of what was printed stands outside of the mark, or on another line."""
        if not was or mark.text == was or mark.text not in was:
            return False
        first, _, last = was.partition(mark.text)
        text = self._returned.text
        return text[: mark.start].rstrip("\n").endswith(first) and text[mark.end :].lstrip(
            "\n"
        ).startswith(last)

    def _has_moved(self, mark: Marked) -> bool:
        line = self._returned.line_of(mark.start)
        former = self._went_out.get(mark.name.number)
        if former is None or line in self._lines.moved:
            return True
        return self._lines.origin.get(line) != self._written.line_of(former.start)

    def _figure(self, mark: Marked, standing: Standing) -> ReturnedFigure:
        return ReturnedFigure(
            standing, self._key(mark), mark.name.number, self._was(mark), mark.text, mark.start,
            mark.end,
        )  # fmt: skip

    def _key(self, mark: Marked) -> str:
        return next((key for key in self._keys if names(mark.name, key)), "")

    def _was(self, mark: Marked) -> str:
        """The file may have gone out when another number stood there."""
        former = self._went_out.get(mark.name.number)
        if former is None or former.name.key != mark.name.key:
            return ""
        is_same = not mark.name.printed or prints(mark.name, former.text)
        return former.text if is_same else ""

    def _by_words(self, missing: list[Marked]) -> Iterator[ReturnedFigure]:
        """Numbers without a mark. One that went out and is missing may also be another number by
        now, where the words on both sides are those of old."""
        taken: list[tuple[int, int]] = []
        numbers = {mark.name.number for mark in missing}
        for mark in [*missing, *self._went_out.values()]:
            is_missing = mark.name.number in numbers
            for start, end in self._alike(mark, is_missing=is_missing):
                if any(start < right and left < end for left, right in taken):
                    continue
                taken.append((start, end))
                standing = Standing.BY_WORDS if is_missing else Standing.COPIED
                now = self._returned.text[start:end]
                yield ReturnedFigure(
                    standing, self._key(mark), mark.name.number, mark.text, now, start, end
                )
                if is_missing:
                    numbers.discard(mark.name.number)
                    break

    def _alike(self, mark: Marked, *, is_missing: bool) -> Iterator[tuple[int, int]]:
        before, after = self._written.around(mark.start, mark.end)
        number = re.escape(mark.text)
        if len(before) + len(after) < _LEAST_AROUND:
            return  # alone in a cell: any 2 of the text would be its like
        patterns = [f"{re.escape(before)}({number}){re.escape(after)}"]
        if len(before) >= _LEAST_AROUND:
            patterns.append(f"{re.escape(before)}({number})(?![\\d.])")
        if len(after) >= _LEAST_AROUND:
            patterns.append(f"(?<![\\d.])({number}){re.escape(after)}")
        if is_missing and min(len(before), len(after)) >= _LEAST_AROUND:
            patterns.append(f"{re.escape(before)}({_ANY_NUMBER}){re.escape(after)}")
        for pattern in patterns:
            for found in re.finditer(pattern, self._returned.text):
                if self._returned.is_free(*found.span(1)):
                    yield found.span(1)
