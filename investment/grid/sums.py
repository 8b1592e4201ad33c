"""The last line of a sheet: what its rows add up to. The page adds them up again as one types
(static/js/grid/sums.js)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.models import Unit
from investment.grid.rows import GridRow
from investment.pacing import paces_of_projects
from measures.months import Month
from measures.rates import against_pace, points, rate, rate_in_words


@dataclass(frozen=True)
class SheetSums:
    """Amounts in yuan, of the projects that owe a report. ``month`` is None while none says it.
    ``total`` counts a project that says nothing yet with its last known total. ``filled`` of
    ``owing`` projects say something. ``aside`` is the month of preliminary projects, which are in
    no plan: None where they have none. ``pace`` is None where the lists of the projects have paces
    of their own."""

    planned: int | None
    before: int
    month: int | None
    total: int
    filled: int
    owing: int
    aside: int | None
    pace: Fraction | None

    @property
    def completion(self) -> Fraction | None:
        return rate(self.total, self.planned)

    @property
    def pace_as_fraction(self) -> str:
        """7/12, as the page's script reads it; "" where there is no one pace."""
        return "" if self.pace is None else f"{self.pace.numerator}/{self.pace.denominator}"

    @property
    def words(self) -> str:
        """完成69%，超序时10.7个百分点; 完成— where nothing is planned."""
        lead = points(self.completion, self.pace)
        told = f"完成{rate_in_words(self.completion, self.pace)}"
        return told if lead is None else f"{told}，{against_pace(lead)}"


def sums_of(rows: Sequence[GridRow], county: Unit, month: Month) -> SheetSums:
    """The sums of what the rows hold. One query, four where a list has its own rule of pace."""
    owing = [each for each in rows if each.row.owes]
    ids = [each.row.project.pk for each in rows if each.row.counted_plan]
    others = [each for each in rows if not each.row.owes]
    plans = [plan for each in rows if (plan := each.row.counted_plan) is not None]
    return SheetSums(
        planned=sum(plans) if plans else None,
        before=sum(each.row.last_total or 0 for each in owing),
        month=_month(owing),
        total=sum(_total(each) for each in owing),
        filled=sum(each.held is not None for each in owing),
        owing=len(owing),
        aside=_month(others) or None,
        pace=paces_of_projects(county, month, ids).over(ids, month),
    )


def _month(rows: Sequence[GridRow]) -> int | None:
    amounts = [
        amount
        for each in rows
        if each.held is not None and (amount := each.row.around.month_money(each.held)) is not None
    ]
    return sum(amounts) if amounts else None


def _total(each: GridRow) -> int:
    total = None if each.held is None else each.row.around.running_total(each.held)
    return (each.row.last_total or 0) if total is None else total
