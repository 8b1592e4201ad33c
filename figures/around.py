"""What stands around a figure on its page: the same by another cut, and its months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from figures.book import Book
from figures.derived import PLACE
from figures.figure import Figure, Row
from figures.keys import Key, Narrowing
from figures.reckoning import PACE_WORDS
from investment.basis import Basis
from investment.pacing import WITHOUT_SHARES
from measures.months import Month


@dataclass(frozen=True)
class CutLine(Generic[Row]):
    """The figure at one place of a cut; ``figure`` opens its own rows."""

    place: str
    figure: Figure[Row]


@dataclass(frozen=True)
class MonthLine(Generic[Row]):
    """The figure at the end of a month, and of the same month a year before; None where that is
    not known."""

    month: Month
    figure: Figure[Row] | None
    year_before: Figure[Row] | None


def cuts_offered(book: Book[Row], key: str, *, with_people: bool) -> list[str]:
    """The dimensions by which the figure is not cut yet; those of people only ``with_people``. A
    place among peers is of the cut it has, and is cut no further."""
    asked = Key.parse(key)
    if asked.indicator.endswith(PLACE):
        return []
    taken = {cut.name for cut in asked.cuts}
    return [
        name
        for name, cut in book.subject.cuts.items()
        if name not in taken and (with_people or not cut.is_of_people)
    ]


@dataclass(frozen=True)
class Reckoned:
    """The figure by another basis or pace: what it is called, and its key."""

    words: str
    key: str
    is_current: bool


def bases_offered(book: Book[Row], key: str) -> list[Reckoned]:
    """The figure by each of the three numbers; empty of a subject that has but one."""
    asked, own = Key.parse(key), book.facts.reckoning
    if not book.subject.is_reckoned:
        return []
    return [
        Reckoned(each.words, str(asked.by(replace(own, basis=each))), each is own.basis)
        for each in Basis
    ]


def paces_offered(book: Book[Row], key: str) -> list[Reckoned]:
    """The figure by the rules that are in force, and by each kind of pace of which there is a rule
    for its lists; empty where none has been set, and the pace is that of the months."""
    asked, own = Key.parse(key), book.facts.reckoning
    known = book.facts.paces_told(asked.start)
    if len(known) <= len(WITHOUT_SHARES) and own.pace is None:
        return []
    return [
        Reckoned(
            "现行规则" if each is None else PACE_WORDS[each].removeprefix("序时按"),
            str(asked.by(replace(own, pace=each))),
            each is own.pace,
        )
        for each in (None, *known)
    ]


def is_of_people(book: Book[Row], key: str) -> bool:
    """Whether the key itself cuts by leaders."""
    known = book.subject.cuts
    return any(cut.name in known and known[cut.name].is_of_people for cut in Key.parse(key).cuts)


def cut_by(book: Book[Row], key: str, name: str) -> list[CutLine[Row]]:
    """The figure at each place where some of its group stands."""
    whole = Key.parse(key)
    rows = book.rows_under(whole)
    lines = []
    for place in book.cuts.values(name, rows):
        cut = replace(whole, cuts=(*whole.cuts, Narrowing(name, place)))
        lines.append(CutLine(place, book[str(cut)]))
    return lines


def months_of(book: Book[Row], key: str) -> list[MonthLine[Row]]:
    """January to the cut-off, each month by the facts of its own; empty of a subject whose past is
    not asked, and of what is a comparison itself. Reads each month anew."""
    month = book.facts.month
    if not has_months(book, key) or book.at(month.previous()) is None:
        return []
    return [
        MonthLine(each, _at(book, key, each), _at(book, key, Month(each.year - 1, each.month)))
        for each in month.since_january()
    ]


def has_months(book: Book[Row], key: str) -> bool:
    return book.indicator_named(Key.parse(key).indicator) is not None


def _at(book: Book[Row], key: str, month: Month) -> Figure[Row] | None:
    then = book.at(month)
    return None if then is None else then.get(key)


def months_chart(lines: Sequence[MonthLine[Any]], year: int) -> dict[str, Any]:
    """As a chart draws them: numbers as strings, so that none is a float."""
    known = [line.figure for line in lines if line.figure is not None]
    now = [_number(line.figure) for line in lines]
    series = [{"name": f"{year}年", "data": now, "role": "done"}]
    before = [_number(line.year_before) for line in lines]
    if any(before):
        series.append({"name": f"{year - 1}年", "data": before, "role": "pace"})
    return {
        "categories": [f"{line.month.month}月" for line in lines],
        "series": series,
        "unit": known[-1].unit.label if known else "",
    }


def _number(figure: Figure[Any] | None) -> str | None:
    return None if figure is None else figure.number()
