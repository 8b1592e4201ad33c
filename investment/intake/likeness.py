"""How alike two names of projects are, for a person to decide: pure, no database.

The score is what their pairs of characters share. What tells two stages or two sites of one
undertaking apart is a single character in a long name (一期／二期, 东校区／西校区): such names are
very alike and yet not the same, and are always said to differ.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from projects.naming import name_key

Known = TypeVar("Known", bound=Hashable)

LEAST = Fraction(1, 2)
"""Of less likeness than this nothing is proposed."""
NEARLY_THE_SAME = Fraction(9, 10)
MOST_PROPOSALS = 3

_PUNCTUATION = re.compile(r"[^\w]|_")
_ENDING = re.compile(r"(?<=..)(?:建设项目|建设工程|项目|工程)$")
_ORDINAL = re.compile(
    r"第?([0-9]+|[一二三四五六七八九十]+)(期|标段|标|号|阶段|批|段|级|组|线|区|条|座|中学|小学|中|小)"
)
_NUMBER = re.compile(r"[0-9]+|[a-z]+")
_SITE = frozenset("东西南北上下左右新旧老内外")
_DIGITS = {digit: str(value) for value, digit in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True)
class Likeness:
    """``differs`` has what tells the two names apart beside their spelling: 一期／二期."""

    score: Fraction
    differs: str = ""

    @property
    def is_certain(self) -> bool:
        """Nearly the same, and nothing tells them apart. Even so a person confirms it."""
        return self.score >= NEARLY_THE_SAME and not self.differs


@dataclass(frozen=True)
class Near(Generic[Known]):
    """Something known by a name that is like the one asked for."""

    known: Known
    name: str
    likeness: Likeness


def likeness(one: str, other: str) -> Likeness:
    """How alike two names are, and what tells them apart nevertheless."""
    return Likeness(_score(_pairs(one), _pairs(other)), _difference(one, other))


class Names(Generic[Known]):
    """Known names, searched for those near to another one."""

    def __init__(self, names: Iterable[tuple[str, Known]]) -> None:
        self._names = list(names)
        self._pairs = [_pairs(name) for name, _ in self._names]
        self._holding: dict[str, list[int]] = {}
        for place, pairs in enumerate(self._pairs):
            for pair in pairs:
                self._holding.setdefault(pair, []).append(place)

    def near(self, name: str) -> list[Near[Known]]:
        """The few most alike, each thing once; those that something tells apart come last."""
        asked = _pairs(name)
        places = {place for pair in asked for place in self._holding.get(pair, ())}
        scored = [(_score(asked, self._pairs[place]), place) for place in places]
        scored = [found for found in scored if found[0] >= LEAST]
        found = [self._near(name, score, place) for score, place in scored]
        found.sort(key=lambda near: (bool(near.likeness.differs), -near.likeness.score, near.name))
        best: dict[Known, Near[Known]] = {}
        for near in found:
            best.setdefault(near.known, near)
        return list(best.values())[:MOST_PROPOSALS]

    def _near(self, name: str, score: Fraction, place: int) -> Near[Known]:
        known_name, known = self._names[place]
        return Near(known, known_name, Likeness(score, _difference(name, known_name)))


def _score(one: Mapping[str, int], other: Mapping[str, int]) -> Fraction:
    """Dice: twice the pairs they share ÷ the pairs of both."""
    both = sum(one.values()) + sum(other.values())
    shared = sum(min(count, other.get(pair, 0)) for pair, count in one.items())
    return Fraction(2 * shared, both) if both else Fraction(0)


def _pairs(name: str) -> Counter[str]:
    """The pairs of neighbouring characters, without punctuation and endings such as 建设项目."""
    key = _ORDINAL.sub(_as_number, _PUNCTUATION.sub("", name_key(name)))
    while (shorter := _ENDING.sub("", key)) != key:
        key = shorter
    if not key:
        return Counter()
    return Counter(key[place : place + 2] for place in range(max(len(key) - 1, 1)))


def _difference(one: str, other: str) -> str:
    """一期／二期, where numbers, letters or sides of the two names differ; "" where they agree."""
    marks, others = _marks(one), _marks(other)
    if marks == others:
        return ""
    left = "".join((marks - others).elements()) or "没有写明"
    right = "".join((others - marks).elements()) or "没有写明"
    return f"{left}／{right}"


def _marks(name: str) -> Counter[str]:
    key = name_key(name)
    ordinals = [_as_number(found) for found in _ORDINAL.finditer(key)]
    rest = _ORDINAL.sub("", key)
    return Counter([*ordinals, *_NUMBER.findall(rest), *(c for c in rest if c in _SITE)])


def _as_number(found: re.Match[str]) -> str:
    """第二期 as 2期, 十一标段 as 11标段."""
    number, counter = found.groups()
    tens, ten, ones = number.rpartition("十")
    if ten:
        number = f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"
    return _DIGITS.get(number, number) + counter
