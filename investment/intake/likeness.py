"""How alike two names of projects are, for a person to decide: pure, no database.

The score is what their pairs of characters share. What tells two stages or two sites of one
undertaking apart is a single character in a long name (一期／二期, 东校区／西校区): such names are
very alike and yet not the same, and are always said to differ.
"""

import math
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Generic, TypeVar

from projects.naming import name_key

Known = TypeVar("Known", bound=Hashable)

LEAST = Fraction(1, 2)
"""Of less likeness than this nothing is proposed."""
NEARLY_THE_SAME = Fraction(9, 10)
MOST_PROPOSALS = 3
_LEAST_SHARED = LEAST / (2 - LEAST)
"""Of its pairs a name must share as many with one that is so like it, however short that is."""
_FINE = 10**9
"""Scores are ranked as whole numbers of so much; no two of names on one line are nearer."""

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
    """Known names, searched for those near to another one.

    An optimisation: an index of the pairs counts how many two names share, whole numbers rank
    them, and what tells two apart is put into words only of the few that are proposed. The plain
    way is ``likeness`` with each. Of 2,000 names against 2,000 that are spelt otherwise a form was
    adopted in 1.0 s of the processor, before in 17.0.
    """

    def __init__(self, names: Iterable[tuple[str, Known]]) -> None:
        self._names = list(names)
        self._marks = [_marks(name) for name, _ in self._names]
        self._sizes: list[int] = []
        self._holding: dict[tuple[str, int], list[int]] = {}
        for place, (name, _) in enumerate(self._names):
            pairs = _each(_pairs(name))
            self._sizes.append(len(pairs))
            for pair in pairs:
                self._holding.setdefault(pair, []).append(place)

    def near(self, name: str) -> list[Near[Known]]:
        """The few most alike, each thing once; those that something tells apart come last."""
        asked, marks = _each(_pairs(name)), _marks(name)
        shared = Counter(chain.from_iterable(self._holding.get(pair, ()) for pair in asked))
        fewest = math.ceil(len(asked) * _LEAST_SHARED)
        found = []
        for place in [place for place, number in shared.items() if number >= fewest]:
            twice, both = 2 * shared[place], len(asked) + self._sizes[place]
            if twice * LEAST.denominator >= both * LEAST.numerator:
                rank = -twice * _FINE // both
                found.append((self._marks[place] != marks, rank, self._names[place][0], place))
        best: dict[Known, Near[Known]] = {}
        for _, _, known_name, place in sorted(found):
            known = self._names[place][1]
            if known not in best:
                score = Fraction(2 * shared[place], len(asked) + self._sizes[place])
                alike = Likeness(score, _difference(name, known_name))
                best[known] = Near(known, known_name, alike)
            if len(best) == MOST_PROPOSALS:
                break
        return list(best.values())


def _each(pairs: Mapping[str, int]) -> list[tuple[str, int]]:
    """Every pair as often as it stands there, told apart by their number."""
    return [(pair, number) for pair, count in pairs.items() for number in range(count)]


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
