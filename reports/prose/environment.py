"""The sandbox in which prose templates run, and the words they may use.

Names are figures: ``{{ 县级.新建.完成率|百分比 }}``. A name that is not a figure is an error,
never an empty place in a sentence (StrictUndefined).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from documents.runs import mark
from figures import words
from figures.book import FigureBook
from figures.figure import Figure
from figures.indicators import GROUPS, INDICATORS


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
    return environment


def _printed(value: Any) -> Any:
    return mark(value.key, value.text()) if isinstance(value, Figure) else value


def percentage(figure: Figure) -> str:
    return mark(figure.key, words.rate(figure.exact))


def amount(figure: Figure) -> str:
    return mark(figure.key, words.amount(figure.yuan))


def distance(figure: Figure) -> str:
    """How many 百分点, without a sign, for a sentence that says itself which way."""
    return mark(figure.key, words.distance(figure.exact))


FILTERS: dict[str, Callable[..., str]] = {
    "百分比": percentage,
    "金额": amount,
    "百分点": distance,
}
