from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measures.rates import format_points, lead, percent, points, rate, share
from measures.rounding import plain, round_half_up


def test_the_first_source_document_truncates_and_we_round() -> None:
    completion = rate(5_960_000_000, 10_553_000_000)
    assert percent(completion, 2) == "56.48"
    assert percent(completion, 1) == "56.5"


@pytest.mark.parametrize(
    ("part", "count", "printed"), [(42, 51, "82.4"), (24, 85, "28.2"), (34, 85, "40")]
)
def test_published_shares_recompute(part: int, count: int, printed: str) -> None:
    assert percent(share(part, count), 1, trim=True) == printed


def test_a_rate_above_one_hundred_is_normal() -> None:
    assert percent(rate(403, 100), 1) == "403.0"
    assert percent(rate(1234, 1), 0) == "123,400"


@pytest.mark.parametrize("plan", [None, 0])
def test_without_a_plan_there_is_no_rate(plan: int | None) -> None:
    assert rate(5, plan) is None
    assert percent(rate(5, plan), 1) == "—"


def test_a_share_of_nothing_is_no_share() -> None:
    assert share(0, 0) is None


def test_nothing_done_is_a_rate_of_zero() -> None:
    assert percent(rate(0, 100), 1) == "0.0"


def test_points_subtract_first_and_round_last() -> None:
    """江门, 1—10月: 629.0 of 647.4亿元 against 10/12, printed 13.8, not 97.2 − 83.3 = 13.9."""
    completion = rate(62_900_000_000, 64_740_000_000)
    pace = Fraction(10, 12)
    assert percent(completion, 4) == "97.1579"
    assert percent(pace, 4) == "83.3333"
    assert format_points(points(completion, pace)) == "+13.8"


@pytest.mark.parametrize(
    ("lead", "printed", "distance"),
    [
        (Fraction(103, 10), "+10.3", "10.3"),
        (Fraction(-88, 10), "−8.8", "8.8"),
        (Fraction(0), "0.0", "0.0"),
        (Fraction(-4, 100), "−0.04", "0.04"),
        (Fraction(-5, 100), "−0.1", "0.1"),
        (Fraction(5, 100), "+0.1", "0.1"),
    ],
)
def test_points_print_with_a_true_minus_or_as_a_distance(
    lead: Fraction, printed: str, distance: str
) -> None:
    assert format_points(lead) == printed
    assert format_points(lead, signed=False) == distance


@pytest.mark.parametrize(
    ("lead", "printed", "in_tables"),
    [
        (Fraction(647, 100), "+6.5", "+6.47"),
        (Fraction(1, 20), "+0.1", "+0.05"),
        (Fraction(-49, 1000), "−0.05", "−0.05"),
        (Fraction(-3, 100), "−0.03", "−0.03"),
        (Fraction(-4, 1000), "−不足0.01", "−不足0.01"),
        (Fraction(0), "0.0", "0.00"),
        (None, "—", "—"),
    ],
)
def test_points_that_are_there_are_never_printed_as_none(
    lead: Fraction | None, printed: str, in_tables: str
) -> None:
    assert (format_points(lead), format_points(lead, 2)) == (printed, in_tables)


def test_points_against_nothing_are_no_points() -> None:
    assert points(None, Fraction(1, 2)) is None
    assert points(Fraction(1, 2), None) is None
    assert format_points(None) == "—"


@given(st.fractions(0, 5), st.fractions(0, 1))
def test_printed_points_are_the_exact_difference_rounded_once(a: Fraction, b: Fraction) -> None:
    exact = (a - b) * 100
    assert points(a, b) == exact
    assume(round_half_up(exact, 1) or not exact)
    printed = format_points(points(a, b)).replace("−", "-").removeprefix("+")
    assert printed == plain(round_half_up(exact, 1))


@given(
    st.integers(-(10**12), 10**12), st.integers(1, 10**12), st.fractions(0, 2, max_denominator=1200)
)
def test_a_lead_in_one_step_is_that_of_rate_and_pace(done: int, plan: int, pace: Fraction) -> None:
    assert lead(done, plan, pace) == points(rate(done, plan), pace)
