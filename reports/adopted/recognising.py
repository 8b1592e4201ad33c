"""Which figures of the product a typed text prints, and how sure that is.

A figure is sure only where one key alone has its value, in its unit, under its words, and the text
as a whole agrees with the facts: a small number meets a wrong key by chance, and in a text of
another county or time all of them would. What is less than sure is asked of a person, with the keys
that come near. What states the cut-off (2019年, 上半年, 6月底) is asked as well.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from documents.reading.printed import Kind, PrintedFigure
from documents.reading.verdicts import Verdict
from documents.refilling import WordPlace, line_starts
from figures.facts import Facts, own_list
from figures.keys import REST, Key
from measures.months import Month
from reports.adopted.stated import Stated, statements_in
from reports.checking.against_facts import CheckedFigure, Standing, check
from reports.checking.matching import Candidate, Fit, in_printed_unit, is_of_unit, match
from reports.outside.book import PaperBook

_WORDS_ONLY = (Kind.RHYTHM, Kind.PROGRAMME, Kind.THRESHOLD, Kind.SPAN)
"""Numbers that no cut-off changes: 每月, 五大园区, 5000万元以上的项目."""
_MEASURED = (Kind.AMOUNT, Kind.RATE)
_TELLING = 100
"""A number of three digits meets no wrong key by chance."""
_PLAIN, _CLEAR = 2, 4
"""What the words must score (reports.checking.matching) for a telling number, and for a small."""
_MOST_INDICATORS = 2
_MOST_CHOICES = 6
_AROUND = 20
"""Characters on either side of a year or a period, by which a person finds it again."""
_NEAR = 10
"""A value is near another that it misses by no more than a tenth."""


class Certainty(Enum):
    SURE = "sure"
    ASKED = "asked"
    UNMATCHED = "unmatched"


@dataclass(frozen=True)
class Recognised:
    """``key`` is the proposal: a figure's, a ``Stated``, or "" for what stays as typed; ``choices``
    are the keys that come near, the best first. ``unit`` and ``decimals`` are as printed."""

    place: WordPlace
    printed: str
    clause: str
    unit: str
    decimals: int
    certainty: Certainty
    key: str = ""
    choices: tuple[str, ...] = ()


def recognised(text: str, facts: Facts) -> list[Recognised]:
    """In the order of the text, which is one of the facts' cut-off."""
    reader = _Reader(text, facts)
    found = [*reader.figures(), *reader.statements()]
    return sorted(found, key=lambda each: each.place)


class _Reader:
    def __init__(self, text: str, facts: Facts) -> None:
        self._text, self._month = text, facts.month
        self._starts, self._lines = line_starts(text), text.split("\n")
        self._book = PaperBook(facts)
        plan = own_list(facts.plans)
        self._own = plan.key if plan else ""
        self._checked = check(text, facts)
        self._candidates = {
            each.printed.start: match(each.printed, [self._book], self._own)
            for each in self._checked.figures
        }
        self._exact = {
            place: [found for found in candidates if found.fit is Fit.EXACT]
            for place, candidates in self._candidates.items()
        }
        self._agrees = _agrees(self._checked.figures, self._exact)
        self._wholes = _wholes(self._checked.figures, self._exact)

    def figures(self) -> Iterator[Recognised]:
        sure: set[int] = set()
        for each in self._checked.figures:
            if each.printed.kind in _WORDS_ONLY:
                continue
            found = self._recognised(each, sure)
            if found.certainty is Certainty.SURE:
                sure.add(each.printed.start)
            yield found

    def statements(self) -> Iterator[Recognised]:
        taken = [(each.printed.start, each.printed.end) for each in self._checked.figures]
        for start, end, stated in statements_in(self._text, self._month):
            if any(left < end and start < right for left, right in taken):
                continue
            taken.append((start, end))
            yield self._statement(start, end, stated)

    def _statement(self, start: int, end: int, stated: Stated | None) -> Recognised:
        place = self._place(start, end)
        return Recognised(
            place,
            self._text[start:end],
            self._lines[place.line][max(place.start - _AROUND, 0) : place.end + _AROUND].strip(),
            "",
            0,
            Certainty.ASKED if stated else Certainty.UNMATCHED,
            stated.value if stated else "",
            (stated.value,) if stated else (),
        )

    def _recognised(self, each: CheckedFigure, sure: set[int]) -> Recognised:
        printed = each.printed
        found = Recognised(
            self._place(printed.start, printed.end),
            printed.printed,
            printed.clause,
            printed.unit,
            printed.decimals,
            Certainty.UNMATCHED,
        )
        if printed.kind is Kind.CUT_OFF:
            return _cut_off(found, printed, self._month)
        is_outside = each.standing is Standing.APART or each.own.verdict is Verdict.OUTSIDE
        if is_outside:
            return self._from_outside(found, printed)
        if each.figure is None or not printed.value:
            return found
        key = each.figure.key
        asked = replace(found, certainty=Certainty.ASKED, choices=self._choices(each, key))
        if each.standing is Standing.REPRODUCED and self._is_sure(each, sure):
            return replace(asked, certainty=Certainty.SURE, key=key)
        return replace(asked, key=key if self._is_worth_proposing(each) else "")

    def _from_outside(self, found: Recognised, printed: PrintedFigure) -> Recognised:
        """Asked where the register of facts from outside has the number."""
        keys = tuple(
            figure.key
            for figure in self._book.outside()
            if is_of_unit(printed.unit, figure.unit)
            and in_printed_unit(figure, printed.unit) == printed.value
        )
        if not keys:
            return found
        return replace(found, certainty=Certainty.ASKED, key=keys[0], choices=keys[:_MOST_CHOICES])

    def _is_sure(self, each: CheckedFigure, sure: set[int]) -> bool:
        printed, figure = each.printed, each.figure
        if not self._agrees or not printed.value or figure is None:
            return False
        if REST in Key.parse(figure.key).indicator:
            return all(other.start in sure for other in each.own.others)
        candidates = self._exact[printed.start]
        best = next((every for every in candidates if every.key == figure.key), None)
        if best is None or len(printed.noun.indicators) > _MOST_INDICATORS:
            return False
        rivals = [every for every in candidates if every.key not in (best.key, self._twin(best))]
        if rivals or (self._twin(best) in map(_key, candidates) and self._is_whole(printed)):
            return False
        is_telling = printed.value / printed.step >= _TELLING
        return best.score >= (_PLAIN if is_telling and not best.is_cut else _CLEAR)

    @staticmethod
    def _twin(candidate: Candidate) -> str:
        """合计 beside 全部: a figure is of 全部 where nothing is said (DESIGN §4.4)."""
        key = Key.parse(candidate.key)
        return str(replace(key, group="合计")) if key.group == "全部" else ""

    def _is_whole(self, printed: PrintedFigure) -> bool:
        """Whether the text speaks of 合计 here, with the projects that are only prepared."""
        return self._wholes.get(printed.start, False) or "合计" in printed.noun.words

    def _is_worth_proposing(self, each: CheckedFigure) -> bool:
        """In a text that agrees with the facts, of a figure that has its value or comes near it; in
        another one, where the words name the list."""
        figure = each.figure
        if not self._agrees:
            return bool(each.printed.noun.level)
        if each.standing is Standing.REPRODUCED or figure is None:
            return figure is not None
        mine = next((c for c in self._candidates[each.printed.start] if c.key == figure.key), None)
        if mine is None:
            return False
        off = abs((each.printed.value or 0) - mine.expected)
        return mine.fit is Fit.CUT_OFF or off * _NEAR <= abs(mine.expected)

    def _choices(self, each: CheckedFigure, first: str) -> tuple[str, ...]:
        keys = [first, *map(_key, self._candidates[each.printed.start])]
        return tuple(dict.fromkeys(keys))[:_MOST_CHOICES]

    def _place(self, start: int, end: int) -> WordPlace:
        line = bisect_right(self._starts, start) - 1
        return WordPlace(line, start - self._starts[line], end - self._starts[line])


def _key(candidate: Candidate) -> str:
    return candidate.key


def _cut_off(found: Recognised, printed: PrintedFigure, month: Month) -> Recognised:
    if printed.value != month.month:
        return found
    return replace(
        found, certainty=Certainty.ASKED, key=Stated.MONTH.value, choices=(Stated.MONTH.value,)
    )


def _agrees(figures: Sequence[CheckedFigure], exact: Mapping[int, Sequence[Candidate]]) -> bool:
    """Whether at least half of the telling amounts and rates for which there is a figure have its
    value."""
    telling = [
        each
        for each in figures
        if each.printed.kind in _MEASURED
        and each.figure is not None
        and each.printed.value is not None
        and each.printed.value / each.printed.step >= _TELLING
    ]
    right = sum(bool(exact[each.printed.start]) for each in telling)
    return bool(telling) and 2 * right >= len(telling)


def _wholes(
    figures: Sequence[CheckedFigure], exact: Mapping[int, Sequence[Candidate]]
) -> dict[int, bool]:
    """For each figure, by its place, whether the last group that its paragraph named for certain is
    合计."""
    found: dict[int, bool] = {}
    for _, together in groupby(figures, key=lambda each: each.printed.paragraph):
        is_whole = False
        for each in together:
            groups = {Key.parse(every.key).group for every in exact[each.printed.start]}
            if len(groups) == 1:
                is_whole = groups == {"合计"}
            found[each.printed.start] = is_whole
    return found
