"""Which figures of the product a printed figure may be: by unit, words and value.

The words decide what is asked (list, class, indicator), the value decides among what is left. A
list or class that the clause itself names must be that of the figure; one that is only carried on
from before is preferred, because texts change their subject without saying so. A figure of a
project or of a unit that the clause names is looked for there alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any

from documents.reading.printed import IN_YUAN, Kind, PrintedFigure
from documents.reading.script import simplified
from documents.reading.verdicts import is_cut_to, rounds_to
from figures.book import Book, UnknownFigure
from figures.figure import Figure
from figures.keys import Narrowing, with_cuts
from figures.plan_fact import PlanFact
from figures.units import MONEY, POINTS, RATE, FigureUnit

_GROUP_OF = {"新建": ("新建",), "续建": ("续建",), "在建": ("全部",), "前期": ("前期",)}
_WHOLE = ("全部", "合计")
_INDICATORS: dict[str, tuple[str, ...]] = {
    "任务": ("年度计划投资",),
    "完成投资": ("完成投资", "本月完成投资"),
    "完成率": ("完成率", "本月占年度计划"),
    "项目数占比": ("过亿元项目占比", "五千万元至一亿元项目占比", "达序时比例", "未达序时比例"),
    "年度计划投资占比": ("产业项目投资占比",),
}
_OF_PRODUCTIVE = {"年度计划投资": "产业项目年度计划投资", "项目数": "产业项目数"}
_OF_UNITS = {"%": RATE, "百分点": POINTS} | dict.fromkeys(IN_YUAN, MONEY)
_SAID, _CARRIED, _USUAL = 4, 2, 1
_SHORTEST_NAME = 4
_INVESTORS = ("民间投资", "政府投资")


class Fit(IntEnum):
    """How near the figure is to what is printed; the nearest first."""

    EXACT = 0
    CUT_OFF = 1
    DIFFERS = 2


@dataclass(frozen=True)
class Candidate:
    """``expected`` is the figure in the unit that is printed. ``score`` says how well the words
    agree; ``is_cut``: the clause names its project or unit."""

    figure: Figure[Any]
    expected: Fraction
    fit: Fit
    score: int
    is_cut: bool = False

    @property
    def key(self) -> str:
        return self.figure.key


def match(
    printed: PrintedFigure, books: Iterable[Book[PlanFact]], own: str = ""
) -> tuple[Candidate, ...]:
    """The best first; ``own`` is the list that is meant where none is named."""
    if printed.value is None:
        return ()
    found = [each for book in books for each in _candidates(printed, book, own)]
    return tuple(sorted(found, key=lambda each: (each.fit, -each.score)))


def candidate(printed: PrintedFigure, figure: Figure[Any], score: int) -> Candidate | None:
    """None where they are not of one unit, or nothing is known."""
    if not is_of_unit(printed.unit, figure.unit):
        return None
    expected = in_printed_unit(figure, printed.unit)
    if expected is None:
        return None
    fit = Fit.DIFFERS
    if rounds_to(expected, printed):
        fit = Fit.EXACT
    elif is_cut_to(expected, printed):
        fit = Fit.CUT_OFF
    return Candidate(figure, expected, fit, score)


def is_of_unit(printed_unit: str, unit: FigureUnit) -> bool:
    """Whether a figure that counts in ``unit`` can be printed in the other."""
    if unit.label == printed_unit:
        return True
    expected = _OF_UNITS.get(printed_unit)
    return unit.is_counted if expected is None else expected == unit


def in_printed_unit(figure: Figure[Any], printed_unit: str) -> Fraction | None:
    """The value as it is printed, exactly; a lead without its sign, for the words say it."""
    if figure.value is None:
        return None
    exact = Fraction(figure.value)
    if figure.unit == MONEY:
        return exact / IN_YUAN[printed_unit]
    exact /= Fraction(figure.unit.one)
    return abs(exact) if figure.unit == POINTS else exact


def _candidates(printed: PrintedFigure, book: Book[PlanFact], own: str) -> Iterator[Candidate]:
    cuts = _cuts(printed, book)
    names = _names(printed)
    for start, of_list in _starts(printed, book, own):
        for group, of_group in _groups(printed, is_named=bool(cuts)):
            for name in names:
                key = f"{start}.{with_cuts(group, cuts)}.{name}"
                try:
                    figure = book[key]
                except UnknownFigure:
                    continue
                found = candidate(printed, figure, of_list + of_group)
                if found is not None:
                    yield Candidate(
                        found.figure, found.expected, found.fit, found.score, bool(cuts)
                    )


def _names(printed: PrintedFigure) -> list[str]:
    named = [
        name for said in printed.noun.indicators for name in (_INDICATORS.get(said) or (said,))
    ]
    if "产业项目" in printed.noun.classes:
        named = [_OF_PRODUCTIVE[name] for name in named if name in _OF_PRODUCTIVE] + named
    return list(dict.fromkeys(named))


def _starts(printed: PrintedFigure, book: Book[PlanFact], own: str) -> Iterator[tuple[str, int]]:
    level, keys = printed.noun.level, list(book.facts.keys)
    named = [key for key in keys if level and (key == level or level in key)]
    if "+" in level and set(level.split("+")) <= set(keys):
        named = [level]
    is_said = printed.noun.is_level_said
    for key in named:
        yield key, _SAID if is_said else _CARRIED
    if not is_said:
        for key in keys:
            if key not in named:
                yield key, _USUAL if key == own and not level else 0


def _groups(printed: PrintedFigure, *, is_named: bool) -> Iterator[tuple[str, int]]:
    """Of a project that is named every class, since it is in one alone."""
    classes = printed.noun.classes
    named = [group for name in sorted(classes) for group in _GROUP_OF.get(name, ())]
    if is_named:
        yield from ((group, _USUAL if group in named else 0) for group in (*_WHOLE, "前期"))
        return
    is_said = printed.noun.is_class_said
    for group in named:
        yield group, _SAID if is_said else _CARRIED
    if not (named and is_said):
        for place, group in enumerate(("全部", "合计", "前期")):
            if group not in named:
                yield group, _USUAL if place == 0 and not named else 0


def _cuts(printed: PrintedFigure, book: Book[PlanFact]) -> Sequence[Narrowing]:
    """The project or the unit that the words name, of which the longest name counts; or else who
    invests."""
    words = simplified(f"{printed.before}\n{printed.after}")
    rows = book.facts.rows
    if printed.kind is Kind.AMOUNT:
        projects = {row.project_name for row in rows if simplified(row.project_name) in words}
        if projects:
            return [Narrowing("项目", max(projects, key=len))]
    units = {
        row.unit_name
        for row in rows
        if len(row.unit_name) >= _SHORTEST_NAME and simplified(row.unit_name) in words
    }
    if units:
        return [Narrowing("填报单位", max(units, key=len))]
    investors = [name for name in _INVESTORS if name in printed.noun.classes]
    return [Narrowing("投资主体", name) for name in investors[:1]]
