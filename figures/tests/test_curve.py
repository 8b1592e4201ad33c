"""The sums of a curve are read quickly, and are what the indicators say of its lines each month."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from figures.curve import row_at
from figures.curve_sums import MonthSums, sums_by_month
from figures.indicators import INDICATORS
from figures.tests.factories import fact
from figures.tests.scene import JUNE
from investment.models import PaceKind, PaceRule
from investment.pacing import LINEAR_PACING, Pacing
from investment.standing import EntryRow, stand
from projects.models import PlanCategory

HALVES = Pacing(own=(PaceRule(pk=1, from_date=JUNE.first_day, kind=PaceKind.HALVES),))
AMOUNT = st.none() | st.integers(0, 10**9)


@st.composite
def lines(draw):
    """A line of which some months are silent, covered by a later total, or sent together."""
    entries = []
    for month in sorted(draw(st.sets(st.integers(1, 6)))):
        amount, total = draw(AMOUNT), draw(AMOUNT)
        together = draw(st.integers(1, min(2, month)))
        columns = (None, draw(AMOUNT), draw(AMOUNT), "", "", "", together)
        entries.append(EntryRow(1, month, amount, total, *columns))
    row = fact(planned=draw(AMOUNT), category=draw(st.sampled_from(PlanCategory)))
    pacing = draw(st.sampled_from([LINEAR_PACING, HALVES]))
    return replace(row, standing=stand(entries, through=6), pacing=pacing, pace=Fraction(1, 2))


@given(st.lists(lines(), max_size=5))
def test_the_sums_of_a_curve_are_the_indicators_over_its_lines(rows):
    def plainly(month):
        then = [row_at(row, month) for row in rows]
        names = ("本月完成投资", "完成投资", "完成率", "超序时", "报送数")
        return MonthSums(*(INDICATORS[name].over(then, name).value for name in names))

    months = JUNE.since_january()
    assert list(sums_by_month(rows, months)) == [plainly(month) for month in months]


def test_a_line_of_another_month_keeps_nothing_that_was_reckoned():
    row = fact(done=600)
    assert (row.rate, row.lead) == (Fraction(6, 10), 10)
    then = row.with_values(pace=Fraction(1, 4), planned=2 * row.planned)
    assert (then.rate, then.lead) == (Fraction(3, 10), 5)
