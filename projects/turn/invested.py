"""What was invested in projects by the end of a year: what the register said until then, and what
was done in the year. Of what was done a higher room tells (``investment``)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from accounts.models import Unit
from projects.models import PlanCategory, PlanItem

DECEMBER = 12


@dataclass(frozen=True)
class InvestedBy:
    """Amounts in yuan; None what is not known. ``before`` is what the register has of the end of
    the year ``before_year``, ``since`` what was reported of the whole years after that, ``done``
    of the year itself, January to the month ``through``. ``is_whole`` where that is all of it."""

    year: int
    before: int | None
    before_year: int | None
    since: int = 0
    done: int | None = None
    through: int = 0
    is_whole: bool = False

    @property
    def is_stated(self) -> bool:
        """Whether the register has the figure of this year's end itself."""
        return self.before_year is not None and self.before_year >= self.year

    @property
    def before_with_since(self) -> int | None:
        """By the end of the year before."""
        return None if self.before is None else self.before + self.since

    @property
    def until_words(self) -> str:
        """2019年底, or 2019年10月 where no later month is in."""
        is_told = self.is_stated or self.is_whole
        return f"{self.year}年底" if is_told else f"{self.year}年{self.through}月"

    @property
    def amount(self) -> int | None:
        """By the end of the month ``through``."""
        if self.is_stated:
            return self.before
        before = self.before_with_since
        return None if before is None or self.done is None else before + self.done


Teller = Callable[[Unit, Collection[int], int], Mapping[int, InvestedBy]]
"""Of the county's projects, by their ids, until the end of the year; none of what it knows nothing
of."""

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    _tellers.append(teller)


def invested_by(county: Unit, project_ids: Collection[int], year: int) -> dict[int, InvestedBy]:
    """By the end of ``year``. In a project that is 新建 in the year's lists nothing was invested
    before it, where the register says nothing else. One query, and those of who tells."""
    if not project_ids:
        return {}
    told: dict[int, InvestedBy] = {}
    for teller in _tellers:
        told.update(teller(county, project_ids, year))
    lines = PlanItem.objects.standing().filter(plan__county=county, plan__year=year)
    begun = set(
        lines.filter(project__in=project_ids, category=PlanCategory.NEW).values_list(
            "project", flat=True
        )
    )
    return {
        pk: replace(each, before=0) if each.before is None and pk in begun else each
        for pk, each in told.items()
    }
