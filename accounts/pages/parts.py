"""A long list in parts with headings (a unit, its projects), shown a page at a time.

What a heading counts and a part adds up stays the whole part's; a page that begins within a part
says that it goes on, and the sum stands where the part ends.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator

Head = TypeVar("Head")
Line = TypeVar("Line")

LINES_A_PAGE = 250


@dataclass(frozen=True)
class Part(Generic[Head, Line]):
    """Of what stands under ``head`` the ``lines`` of one page, ``before`` them that many on pages
    before."""

    head: Head
    lines: Sequence[Line]
    before: int
    is_ended: bool

    @property
    def is_continued(self) -> bool:
        return self.before > 0


@dataclass(frozen=True)
class PartsPage(Generic[Head, Line]):
    """``page_obj`` is what the template of pages takes."""

    page_obj: Page
    parts: Sequence[Part[Head, Line]]


def page_of_parts(
    heads: Iterable[Head], lines_of: Callable[[Head], Sequence[Line]], asked: str | None
) -> PartsPage[Head, Line]:
    """The page that is asked for by its number, as a query string has it, of all lines."""
    whole = [(head, place, line) for head in heads for place, line in enumerate(lines_of(head))]
    page = Paginator(whole, LINES_A_PAGE).get_page(asked)
    parts = []
    for _, found in groupby(page.object_list, key=lambda each: id(each[0])):
        shown = list(found)
        head, first, _ = shown[0]
        parts.append(
            Part(
                head,
                [line for _, _, line in shown],
                before=first,
                is_ended=first + len(shown) == len(lines_of(head)),
            )
        )
    return PartsPage(page, parts)
