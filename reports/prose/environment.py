"""The sandbox in which prose templates run, and the words they may use.

Names are figures: ``{{ 县级.新建.完成率|百分比 }}``. A name that is not a figure is an error,
never an empty place in a sentence (StrictUndefined).
"""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from figures.book import FigureBook
from figures.figure import Figure
from figures.indicators import GROUPS, INDICATORS
from measures.money import WAN, YI, format_money
from measures.rates import format_points, percent
from measures.rounding import NO_VALUE
from reports.prose.marks import mark, unmarked

SMALLEST_POINTS = "0.01"


class Group(Mapping[str, Figure]):
    """One group of one list in a template: ``县级.新建``."""

    def __init__(self, book: FigureBook, plan: str, group: str) -> None:
        self._book, self._plan, self._group = book, plan, group

    def __getitem__(self, indicator: str) -> Figure:
        return self._book.of(self._plan, self._group, indicator)

    def __iter__(self) -> Iterator[str]:
        return iter(INDICATORS)

    def __len__(self) -> int:
        return len(INDICATORS)


def plan_names(book: FigureBook, plan: str) -> dict[str, Group]:
    """One list in a template: ``县级``."""
    return {group: Group(book, plan, group) for group in GROUPS}


def prose_environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # plain text with marks; the page escapes each run
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printed,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(其余=remainder_of)
    return environment


def _printed(value: Any) -> Any:
    return mark(value.key, value.text()) if isinstance(value, Figure) else value


def percentage(figure: Figure) -> str:
    """53.8%: one decimal, none that is zero."""
    rate = None if figure.value is None else Fraction(figure.value)
    text = percent(rate, 1, trim=True)
    return mark(figure.key, text if rate is None else f"{text}%")


def amount(figure: Figure) -> str:
    """59.6亿元; below 1亿元 in 万元, where two decimals of 亿 would say too little."""
    if figure.value is None:
        return mark(figure.key, NO_VALUE)
    yuan = int(figure)
    if abs(yuan) >= YI:
        return mark(figure.key, f"{format_money(yuan, YI, grouped=False)}亿元")
    return mark(figure.key, f"{format_money(yuan, WAN, grouped=False)}万元")


def distance(figure: Figure) -> str:
    """How many 百分点, without a sign: the sentence says 快于 or 落后."""
    value = None if figure.value is None else Fraction(figure.value)
    text = format_points(value, 1, signed=False)
    if value and text == "0.0":
        # A difference that is there is not printed as none.
        text = format_points(value, 2, signed=False)
        text = f"不足{SMALLEST_POINTS}" if text == "0.00" else text
    return mark(figure.key, f"{text}个百分点")


def project_names(figure: Figure, at_most: int | None = None, besides: Figure | None = None) -> str:
    """The names of a figure's projects, joined, the furthest ahead of pace first; those that
    ``besides`` has named already only when no others are left."""
    named = {row.item_id for row in besides.rows} if besides else set()
    rows = sorted(
        figure.rows, key=lambda row: (row.item_id in named, -(row.lead or 0), row.position)
    )
    return "、".join(unmarked(row.project_name) for row in rows[:at_most])


def remainder_of(whole: Figure, parts: list[str], book: FigureBook) -> Figure:
    """其余: what the named parts leave; raises PartsDoNotAddUp when they overlap."""
    return book["-".join([whole.key, *parts])]


FILTERS: dict[str, Callable[..., str]] = {
    "百分比": percentage,
    "金额": amount,
    "百分点": distance,
    "项目名": project_names,
}
