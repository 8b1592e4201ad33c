"""What is to be changed in a line so that it says other words: as little as can be, so that what
stays keeps the formatting of its own runs."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from documents.refilling import WordChange, WordPlace

_TOKEN = re.compile(r"\d[\d,.]*|.", re.DOTALL)
Marks = tuple[tuple[int, int], ...]


class _Edit(NamedTuple):
    start: int
    end: int
    text: str
    marks: Marks


def changes_in(line: int, was: str, words: str, marks: Marks = ()) -> tuple[WordChange, ...]:
    """At the places of ``line``, which says ``was``. ``marks`` are parts of the new words that get
    a yellow ground."""
    if not was:
        raise ValueError("a line without words is worded anew")
    edits = _bearing(list(_edits(was, words, marks)), was)
    return tuple(
        WordChange(
            WordPlace(line, edit.start, edit.end), was[edit.start : edit.end], edit.text,
            marks=edit.marks,
        )
        for edit in edits
    )  # fmt: skip


def _edits(was: str, words: str, marks: Marks) -> Iterator[_Edit]:
    old, new = _tokens(was), _tokens(words)
    marked = [any(start < end_ and start_ < end for start, end in marks) for start_, end_ in new]
    before = [(was[start:end], False) for start, end in old]
    after = [
        (words[start:end], is_marked) for (start, end), is_marked in zip(new, marked, strict=True)
    ]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        start = old[i1][0] if i1 < len(old) else len(was)
        end = old[i2 - 1][1] if i2 > i1 else start
        begin = new[j1][0] if j1 < len(new) else len(words)
        stop = new[j2 - 1][1] if j2 > j1 else begin
        own = tuple(
            (max(left, begin) - begin, min(right, stop) - begin)
            for left, right in marks
            if left < stop and begin < right
        )
        yield _Edit(start, end, words[begin:stop], own)


def _bearing(edits: Sequence[_Edit], was: str) -> list[_Edit]:
    """New words stand in place of some: with those before them, or at the beginning after them."""
    found: list[_Edit] = []
    for edit in edits:
        if edit.start < edit.end:
            found.append(edit)
            continue
        if edit.start == 0:
            found.append(_Edit(0, 1, edit.text + was[0], edit.marks))
            continue
        beside = edit.start - 1
        if found and found[-1].end > beside:
            former = found.pop()
            moved = tuple((s + len(former.text), e + len(former.text)) for s, e in edit.marks)
            found.append(
                _Edit(former.start, former.end, former.text + edit.text, former.marks + moved)
            )
            continue
        moved = tuple((start + 1, end + 1) for start, end in edit.marks)
        found.append(_Edit(beside, edit.start, was[beside] + edit.text, moved))
    return found


def _tokens(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _TOKEN.finditer(text)]
