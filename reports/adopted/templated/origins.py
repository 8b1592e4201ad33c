"""Which line of the file each line of a template is, as people change it: a line that was changed
is the one that it was; one that was added is none, and one that was moved still looks as it did."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from documents.templating.lines import is_statement

Origins = list[int | None]


def carried(text: str, former: str, origins: Sequence[int | None]) -> Origins:
    """For each line of ``text``, by those of the lines of the ``former`` version."""
    before = [
        (line, origin)
        for line, origin in zip(former.split("\n"), origins, strict=True)
        if origin is not None
    ]
    lines = text.split("\n")
    told = [place for place, line in enumerate(lines) if not is_statement(line)]
    found: Origins = [None] * len(lines)
    pairs = dict(_pairs([line for line, _ in before], [lines[place] for place in told]))
    for new, old in pairs.items():
        found[told[new]] = before[old][1]
    left = {line: origin for old, (line, origin) in enumerate(before) if old not in pairs.values()}
    for place in told:
        if found[place] is None and lines[place].strip():
            found[place] = left.pop(lines[place], None)
    return found


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of lines that are one another's, of the new ones and the old ones."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            yield from zip(range(j1, j2), range(i1, i2), strict=True)
        elif tag == "replace":
            yield from _likest(old, range(i1, i2), new, range(j1, j2))


def _likest(
    old: Sequence[str], places: range, new: Sequence[str], among: range
) -> Iterator[tuple[int, int]]:
    """In order, each new line with the next old one that is like it."""
    free = list(places)
    for place in among:
        for at, other in enumerate(free):
            if _are_alike(old[other], new[place]):
                yield place, other
                del free[: at + 1]
                break


def _are_alike(old: str, new: str) -> bool:
    if not old.strip() or not new.strip():
        return old.strip() == new.strip()
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= 0.5


def in_place(origins: Sequence[int | None]) -> set[int]:
    """The places at which a line of the file stands where it stood: of those that come out in
    another order as many as can, and each once."""
    best: list[int] = []  # places, by the length of the row that ends there
    before: dict[int, int | None] = {}
    for place, origin in enumerate(origins):
        if origin is None:
            continue
        length = _first_not_below(best, origins, origin)
        before[place] = best[length - 1] if length else None
        # Of a line that comes out more than once the first is the one that stays.
        if length == len(best) or origins[best[length]] != origin:
            best[length : length + 1] = [place]
    found: set[int] = set()
    at = best[-1] if best else None
    while at is not None:
        found.add(at)
        at = before[at]
    return found


def _first_not_below(best: Sequence[int], origins: Sequence[int | None], origin: int) -> int:
    low, high = 0, len(best)
    while low < high:
        middle = (low + high) // 2
        if (origins[best[middle]] or 0) < origin:
            low = middle + 1
        else:
            high = middle
    return low
