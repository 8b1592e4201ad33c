"""Figures made of other figures, by name: 完成投资同比增长, 完成率较上月, 完成投资占比, 完成率名次.

A name that is no indicator is read as one followed by what is asked of it. A difference is taken
before any rounding, of rates in 百分点, of amounts and counts in their own unit; a growth is in per
cent of what there was. Where one of the two is not known, or there was nothing, there is no value.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from figures.cuts import UNTOLD
from figures.figure import Figure, Terms
from figures.keys import Key, UnknownFigure
from figures.units import PLACES, POINTS, RATE, FigureUnit, Number
from measures.months import Month
from measures.rates import points

if TYPE_CHECKING:
    from figures.book import Book


@dataclass(frozen=True)
class Derived:
    """``of`` makes the figure of a key from the book, where the indicator before ``suffix`` is
    named by ``base``; None where it is not told of that indicator."""

    suffix: str
    of: Callable[["Book[Any]", Key, str], Figure[Any] | None]


def derived(book: "Book[Any]", key: Key) -> Figure[Any] | None:
    """The figure of the key's name, where it is made of another's; the longest suffix that fits."""
    for each in DERIVED:
        base = key.indicator.removesuffix(each.suffix)
        if base != key.indicator and book.indicator_named(base) is not None:
            found = each.of(book, key, base)
            if found is not None:
                return found
    return None


# --- Comparisons --------------------------------------------------------------------------


def _year_before(month: Month) -> Month:
    return Month(month.year - 1, month.month)


def _month_before(month: Month) -> Month:
    return month.previous()


def _quarter_before(month: Month) -> Month:
    """The end of the quarter before the month's own."""
    first = Month(month.year, (month.month - 1) // 3 * 3 + 1)
    return first.previous()


def _compared(
    then: Callable[[Month], Month], *, grows: bool, in_year: bool = False
) -> Callable[["Book[Any]", Key, str], Figure[Any] | None]:
    """``in_year``: what adds up from January on has nothing to be held against in the year before,
    but for the same month."""

    def of(book: "Book[Any]", key: Key, base: str) -> Figure[Any] | None:
        own = book[str(replace(key, indicator=base))]
        if grows and own.unit in (RATE, POINTS):
            return None
        month = then(book.facts.month)
        is_flow = base.startswith("本月")
        is_other_year = in_year and not is_flow and month.year != book.facts.month.year
        earlier = None if is_other_year else book.at(month)
        before = earlier.get(own.key) if earlier is not None else None
        now: Figure[Any] | None = own
        if base in book.subject.reported:
            now, before = _if_reported(book, own), _if_reported(book, before)
        made = _growth if grows else _change
        return made(key, own, now, before, month)

    return of


def _if_reported(book: "Book[Any]", figure: Figure[Any] | None) -> Figure[Any] | None:
    """None of a month that nobody reported: the total before it still stands, and says nothing."""
    is_told = figure is not None and book.subject.is_reported(figure.rows)
    return figure if is_told else None


def _growth(
    key: Key, own: Figure[Any], now: Figure[Any] | None, before: Figure[Any] | None, then: Month
) -> Figure[Any]:
    words = f"与{then.year}年{then.month}月底相比增长的百分比"
    if now is None or before is None:
        return _figure(key, None, RATE, own, Terms(words))
    value = None
    if now.exact is not None and before.exact:
        value = (now.exact - before.exact) / abs(before.exact)
    return _figure(key, value, RATE, now, Terms(words, now, "较", before))


def _change(
    key: Key, own: Figure[Any], now: Figure[Any] | None, before: Figure[Any] | None, then: Month
) -> Figure[Any]:
    unit = POINTS if own.unit in (RATE, POINTS) else own.unit
    words = f"与{then.year}年{then.month}月底相差"
    if now is None or before is None:
        return _figure(key, None, unit, own, Terms(words))
    return _figure(key, difference_of(now, before), unit, now, Terms(words, now, "−", before))


def difference_of(now: Figure[Any], before: Figure[Any]) -> Number | None:
    """Of rates and leads in 百分点, of what is counted and of money in its own unit."""
    if now.value is None or before.value is None:
        return None
    if now.unit == RATE:
        return points(now.exact, before.exact)
    return now.value - before.value


# --- Against the whole --------------------------------------------------------------------

SUMMED = ("项目数", "总投资", "年度计划投资", "完成投资", "本月完成投资", "产业项目数")


def _share(book: "Book[Any]", key: Key, base: str) -> Figure[Any] | None:
    """Of the group in which the key's cuts are taken; of the whole list, where it has none."""
    if base not in SUMMED:
        return None
    _require_whole(book, key)
    part = book[str(replace(key, indicator=base))]
    whole = book[str(_whole(key, base))]
    value = None
    if part.exact is not None and whole.exact:
        value = part.exact / whole.exact
    words = f"{_scope(key)}{base} ÷ {whole_words(key)}{base}"
    return _figure(key, value, RATE, part, Terms(words, part, "÷", whole))


def _require_whole(book: "Book[Any]", key: Key) -> None:
    """Raises UnknownFigure where only a part of the county is seen: a share of it, or a place in
    it, would be called the county's."""
    if not book.facts.is_whole:
        raise UnknownFigure(str(key))


def _against_whole(book: "Book[Any]", key: Key, base: str) -> Figure[Any] | None:
    _require_whole(book, key)
    _refuse_people(book, key)
    own, whole = book[str(replace(key, indicator=base))], book[str(_whole(key, base))]
    unit = POINTS if own.unit in (RATE, POINTS) else own.unit
    words = f"{_scope(key)}{base} − {whole_words(key)}{base}"
    return _figure(key, difference_of(own, whole), unit, own, Terms(words, own, "−", whole))


def _whole(key: Key, base: str) -> Key:
    group = key.group if key.cuts else "合计" if key.group in ("前期", "合计") else "全部"
    return replace(key, group=group, cuts=(), indicator=base)


def whole_words(key: Key) -> str:
    """The base of a share, by name: 县级全部, 县级新建."""
    whole = _whole(key, "")
    return f"{whole.start}{whole.group}"


def _scope(key: Key) -> str:
    return "".join(cut.words for cut in key.cuts) or key.group


PLACE = "名次"


# --- Among peers --------------------------------------------------------------------------


def _rank(*, from_the_best: bool) -> Callable[["Book[Any]", Key, str], Figure[Any] | None]:
    """The place among all values of the key's last cut, within its other cuts; equals share one."""

    def of(book: "Book[Any]", key: Key, base: str) -> Figure[Any] | None:
        if not key.cuts or key.cuts[-1].value is None:
            return None
        *outer, (name, place) = key.cuts
        cut = book.subject.cuts.get(name)
        if cut is None or not cut.is_parted:
            return None
        _require_whole(book, key)
        _refuse_people(book, key)
        own = book[str(replace(key, indicator=base))]
        rows = book.cuts.narrowed(book.rows_of(key.start, key.group, base), outer)
        parts = book.cuts.parts(name, rows)
        indicator = book.indicator_named(base)
        assert indicator is not None
        peers = [
            indicator.over(part, base).exact for value, part in parts.items() if value != UNTOLD
        ]
        known = [peer for peer in peers if peer is not None]
        value: int | None = None
        if own.exact is not None and place in parts and place != UNTOLD:
            exact = own.exact
            value = 1 + sum(peer > exact if from_the_best else peer < exact for peer in known)
        order = "从高到低" if from_the_best else "从低到高"
        words = f"{len(known)}个{name}按{base}{order}的名次"
        return _figure(key, value, PLACES, own, Terms(words))

    return of


def _refuse_people(book: "Book[Any]", key: Key) -> None:
    """Leaders are never ranked (DESIGN §4.22). Raises UnknownFigure."""
    known = (book.subject.cuts.get(cut.name) for cut in key.cuts)
    if any(cut is not None and cut.is_of_people for cut in known):
        raise UnknownFigure(str(key))


def _figure(
    key: Key, value: Number | None, unit: FigureUnit, own: Figure[Any], terms: Terms[Any]
) -> Figure[Any]:
    return Figure(str(key), value, unit, own.rows, own.indicator, terms)


DERIVED: tuple[Derived, ...] = tuple(
    sorted(
        (
            Derived("同比增长", _compared(_year_before, grows=True)),
            Derived("同比增减", _compared(_year_before, grows=False)),
            Derived("同比", _compared(_year_before, grows=False)),
            Derived("环比增长", _compared(_month_before, grows=True, in_year=True)),
            Derived("环比增减", _compared(_month_before, grows=False, in_year=True)),
            Derived("较上月", _compared(_month_before, grows=False, in_year=True)),
            Derived("较上季", _compared(_quarter_before, grows=False, in_year=True)),
            Derived("占比", _share),
            Derived("较全部", _against_whole),
            Derived(PLACE, _rank(from_the_best=True)),
            Derived("倒数名次", _rank(from_the_best=False)),
        ),
        key=lambda each: -len(each.suffix),
    )
)
