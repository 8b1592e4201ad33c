"""What became of the words: lines that moved or were copied, sentences that came or went."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from documents.returned.places import Reading, ReturnedLine

_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_NUMBER = re.compile(r"\d[\d,.]*(?:亿元|万元|元|%|个百分点)?")


class ChangeOfWords(Enum):
    """``value`` is what a person reads."""

    ADDED = "新增的话"
    REMOVED = "删去的话"
    MOVED = "移动的段落"
    COPIED = "复制的段落"


@dataclass(frozen=True)
class ChangedWords:
    change: ChangeOfWords
    text: str


@dataclass(frozen=True)
class Lines:
    """``origin``: the line that went out, by the number of the one that came back; none of what is
    new or a copy. ``moved`` and ``copied`` are lines that came back."""

    changes: tuple[ChangedWords, ...]
    origin: Mapping[int, int]
    moved: frozenset[int]
    copied: frozenset[int]


def compare_lines(written: Reading, returned: Reading) -> Lines:
    copies = list(_copies(written.lines, returned.lines))
    copied = frozenset(line.number for line in copies)
    kept = [line for line in returned.lines if line.number not in copied]
    origin = dict(_origins(written.lines, kept))
    in_order = longest_rising(list(origin.values()))
    moved = [line for line in kept if line.number in origin and origin[line.number] not in in_order]
    changes = (
        *(ChangedWords(ChangeOfWords.ADDED, text) for text in _beyond(kept, written.lines)),
        *(ChangedWords(ChangeOfWords.REMOVED, text) for text in _beyond(written.lines, kept)),
        *(ChangedWords(ChangeOfWords.MOVED, line.text.strip()) for line in moved),
        *(ChangedWords(ChangeOfWords.COPIED, line.text.strip()) for line in copies),
    )
    return Lines(changes, origin, frozenset(line.number for line in moved), copied)


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """The numbers that stayed in order: the longest part of the row that rises."""
    ends: list[int] = []
    former: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        former[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    found: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        found.add(last)
        last = former[last]
    return found


def _copies(
    written: Sequence[ReturnedLine], returned: Sequence[ReturnedLine]
) -> Iterator[ReturnedLine]:
    """The lines that stand there more often than they were written: those whose marks are copies
    before those that have the marks of old."""
    before = Counter(line.text.strip() for line in written)
    now: dict[str, list[ReturnedLine]] = defaultdict(list)
    for line in returned:
        now[line.text.strip()].append(line)
    for text, same in now.items():
        if any(line.marked for line in same) or before[text]:
            # A sort keeps the order of equals, so that the first stays.
            same.sort(key=lambda line: all(mark.name.is_copy for mark in line.marked))
            yield from same[max(before[text], 1) :]


def _origins(
    written: Sequence[ReturnedLine], kept: Iterable[ReturnedLine]
) -> Iterator[tuple[int, int]]:
    """By the figures of a line, or by its words."""
    of_number = {mark.name.number: line.number for line in written for mark in line.marked}
    of_words: dict[str, list[int]] = {}
    for line in reversed(written):
        of_words.setdefault(_skeleton(line.text), []).append(line.number)
    taken: set[int] = set()
    for line in kept:
        numbers = [mark.name.number for mark in line.marked if not mark.name.is_copy]
        found = [of_number[number] for number in numbers if number in of_number]
        found += reversed(of_words.get(_skeleton(line.text), []))
        origin = next((number for number in found if number not in taken), None)
        if origin is not None:
            taken.add(origin)
            yield line.number, origin


def _beyond(lines: Iterable[ReturnedLine], others: Iterable[ReturnedLine]) -> Iterator[str]:
    """The sentences that the others have not, whatever numbers stand in them."""
    left = Counter(_skeleton(sentence) for line in others for sentence in _sentences(line))
    for line in lines:
        for sentence in _sentences(line):
            skeleton = _skeleton(sentence)
            if left[skeleton]:
                left[skeleton] -= 1
            else:
                yield sentence


def _sentences(line: ReturnedLine) -> Iterator[str]:
    return (found.strip() for found in _SENTENCE.findall(line.text) if found.strip())


def _skeleton(text: str) -> str:
    return _NUMBER.sub("□", text.strip())
