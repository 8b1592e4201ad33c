"""The sandbox in which prose templates run, and the words they may use.

Names are figures: ``{{ 县级.新建.完成率|百分比 }}``. A name that is not a figure is an error,
never an empty place in a sentence (StrictUndefined).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.runs import mark, unmarked
from figures import words
from figures.book import FigureBook
from figures.figure import Figure
from figures.indicators import COMPLETION, GROUPS, INDICATORS, PACE
from figures.order import best_first
from measures.rounding import NO_VALUE


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
    """53.8%; a completion rate that is near to the pace 49.97%."""
    is_held_against = figure.indicator is COMPLETION
    pace = PACE.over(figure.rows, PACE.name).exact if is_held_against else None
    return mark(figure.key, words.rate(figure.exact, pace))


def amount(figure: Figure) -> str:
    return mark(figure.key, words.amount(figure.yuan))


def distance(figure: Figure) -> str:
    """How many 百分点, without a sign, for a sentence that says itself which way."""
    return mark(figure.key, words.distance(figure.exact))


def against_pace(figure: Figure) -> str:
    """超序时8.8个百分点, 欠序时8.8个百分点."""
    lead = figure.exact
    return mark(figure.key, NO_VALUE if lead is None else words.against_pace(lead))


def waiting(figure: Figure) -> str:
    """待审核, 待审定 or both: what the projects of a figure wait for."""
    return words.waiting(figure.rows)


def project_names(figure: Figure, at_most: int | None = None, besides: Figure | None = None) -> str:
    """The names of a figure's projects, joined, the furthest ahead of pace first; those that
    ``besides`` has named already only when no others are left."""
    named = {row.item_id for row in besides.rows} if besides else set()
    rows = sorted(best_first(figure.rows), key=lambda row: row.item_id in named)
    return "、".join(unmarked(row.project_name) for row in rows[:at_most])


def remainder_of(whole: Figure, parts: list[str], book: FigureBook) -> Figure:
    """其余: what the named parts leave; raises PartsDoNotAddUp when they overlap."""
    return book["-".join([whole.key, *parts])]


FILTERS: dict[str, Callable[..., str]] = {
    "百分比": percentage,
    "金额": amount,
    "百分点": distance,
    "比序时": against_pace,
    "等待": waiting,
    "项目名": project_names,
}
