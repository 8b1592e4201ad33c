"""分期计划: a year's amount as it is spread over months, quarters or halves, and what of it is due
by the end of a month.

Phases may be of any length and lie within one another: 上半年, of it 一季度 and 二季度. What is not
told of a month is not known, but where the phases come to the whole year's amount already.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from measures.money import in_wan

MONTHS = 12

_NAMES = {
    (1, 3): "一季度",
    (4, 6): "二季度",
    (7, 9): "三季度",
    (10, 12): "四季度",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 9): "前三季度",
    (1, 12): "全年",
}
_WRITTEN = re.compile(r"(?<![0-9])([0-9]{1,2})-([0-9]{1,2}):([0-9]{1,18})(?![0-9])")

Span = tuple[int, int]
"""The first and the last month of a stretch of the year."""


def span_label(first: int, last: int) -> str:
    """一季度, 上半年, 5月, 1—5月."""
    if first == last:
        return f"{first}月"
    return _NAMES.get((first, last)) or f"{first}—{last}月"


def reading_order(span: Span) -> tuple[int, int]:
    """A whole before its parts: 上半年, 一季度, 1月."""
    first, last = span
    return first, -last


@dataclass(frozen=True)
class Phase:
    """An amount of the months ``first`` to ``last``."""

    first: int
    last: int
    amount: int

    @property
    def span(self) -> Span:
        return self.first, self.last

    @property
    def label(self) -> str:
        return span_label(self.first, self.last)

    def holds(self, other: "Phase") -> bool:
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Phase") -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Phases:
    """The phases of one year's amount, in the order in which one reads them."""

    parts: tuple[Phase, ...] = ()

    @classmethod
    def of(cls, amounts: Iterable[tuple[Span, int]]) -> Self:
        """Of each span its amount."""
        parts = [Phase(first, last, amount) for (first, last), amount in amounts]
        return cls(tuple(sorted(parts, key=lambda phase: reading_order(phase.span))))

    @classmethod
    def read(cls, text: str | None) -> Self:
        """What ``text`` wrote."""
        found = _WRITTEN.findall(text or "")
        return cls.of(((int(a), int(b)), int(amount)) for a, b, amount in found)

    @property
    def text(self) -> str:
        """As a column keeps it: 1-3:30000000 4-6:50000000; "" of none."""
        return " ".join(f"{each.first}-{each.last}:{each.amount}" for each in self.parts)

    @property
    def words(self) -> str:
        """一季度3,000万元，二季度5,000万元."""
        return "，".join(f"{each.label}{in_wan(each.amount)}" for each in self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def amount(self, span: Span) -> int | None:
        return next((each.amount for each in self.parts if each.span == span), None)

    def told_anew(self, told: "Phases") -> "Phases":
        """These, where ``told`` says nothing of their months; else what that says."""
        kept = [each for each in self.parts if not any(map(each.meets, told.parts))]
        return Phases.of((each.span, each.amount) for each in (*kept, *told.parts))

    # --- What is due -----------------------------------------------------------------------

    def through(self, month: int, whole: int | None) -> int | None:
        """What is planned from January through ``month``; ``whole`` is the year's amount. None
        where nothing is spread, or the month lies within a phase of which no parts are known."""
        if not self.parts:
            return None
        known = self._from_january().get(month)
        if known is None and whole is not None:
            known = self._before_december(whole).get(month)
        if known is None and whole is not None:
            known = self._where_complete(month, whole)
        return known

    def _from_january(self) -> dict[int, int]:
        """By the month through which phases join without a gap."""
        sums = {0: 0}
        for each in sorted(self.parts, key=lambda phase: (phase.last, phase.first)):
            if each.first - 1 in sums:
                sums.setdefault(each.last, sums[each.first - 1] + each.amount)
        return sums

    def _before_december(self, whole: int) -> dict[int, int]:
        """The year's amount without the phases that join up to its end."""
        rests = {MONTHS: whole}
        for each in sorted(self.parts, key=lambda phase: (-phase.first, -phase.last)):
            if each.last in rests and rests[each.last] >= each.amount:
                rests.setdefault(each.first - 1, rests[each.last] - each.amount)
        return rests

    def _where_complete(self, month: int, whole: int) -> int | None:
        """Nothing is planned for the months of which nothing is told."""
        finest = _finest(self.parts)
        if finest is None or sum(each.amount for each in finest) != whole:
            return None
        if any(each.first <= month < each.last for each in finest):
            return None
        return sum(each.amount for each in finest if each.last <= month)

    # --- What does not add up --------------------------------------------------------------

    def mismatch(self, whole: int | None) -> str:
        """What parts and wholes contradict: 分期合计600万元，超过年度计划投资500万元; ""
        where they add up, or too little is told."""
        wholes = [(each, each.label) for each in self.parts]
        if whole is not None:
            wholes.append((Phase(1, MONTHS, whole), "年度计划投资"))
        faults = (_fault(each, label, self.parts) for each, label in wholes)
        return "；".join(filter(None, faults))


def spans_of(every: Iterable[Phases]) -> list[Span]:
    """The spans of all of them, as columns of a table stand beside one another."""
    return sorted({each.span for phases in every for each in phases.parts}, key=reading_order)


NO_PHASES = Phases()


def _fault(whole: Phase, label: str, parts: Iterable[Phase]) -> str:
    inner = _finest([each for each in parts if whole.holds(each) and each.span != whole.span])
    if not inner:
        return ""
    total = sum(each.amount for each in inner)
    is_whole = sum(each.last - each.first + 1 for each in inner) == whole.last - whole.first + 1
    if total > whole.amount:
        return f"分期合计{in_wan(total)}，超过{label}{in_wan(whole.amount)}"
    if is_whole and total < whole.amount:
        return f"分期合计{in_wan(total)}，少于{label}{in_wan(whole.amount)}"
    return ""


def _finest(parts: Iterable[Phase]) -> list[Phase] | None:
    """Those of the phases that hold no other; None where two of them lie across each other."""
    every = list(parts)
    finest = [
        each
        for each in every
        if not any(each.holds(other) and each.span != other.span for other in every)
    ]
    for place, each in enumerate(finest):
        if any(each.meets(other) for other in finest[place + 1 :]):
            return None
    return finest
