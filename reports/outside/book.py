"""The figures that a paper may tell: the county's own, and those from outside."""

from collections.abc import Iterator

from figures.book import FigureBook
from figures.facts import Facts
from figures.figure import Figure
from figures.keys import Key, UnknownFigure
from figures.plan_fact import PlanFact
from reports.outside.models import OUTSIDE, OutsideFact


class PaperBook(FigureBook):
    """The book of plan lines, with what stands of the cut-off's month in the register of facts from
    outside (``reports.outside``), under keys that begin with 外部."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        rows = OutsideFact.objects.standing().filter(county=facts.county).of_month(facts.month)
        # The latest day of a month comes first.
        latest = {row.key: row for row in reversed(list(rows))}
        self._outside = {key: row.figure for key, row in latest.items()}
        self._sources = {key: row.source for key, row in latest.items()}

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        yield from self._outside

    def outside(self) -> Iterator[Figure[PlanFact]]:
        yield from self._outside.values()

    def source_of(self, key: str) -> str:
        """Where a fact from outside was published."""
        return self._sources[key]

    def _make(self, key: Key) -> Figure[PlanFact]:
        if key.start != OUTSIDE:
            return super()._make(key)
        if str(key) not in self._outside:
            raise UnknownFigure(str(key))
        return self._outside[str(key)]
