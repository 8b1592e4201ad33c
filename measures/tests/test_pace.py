import datetime
import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.months import Month
from measures.pace import HALVES, LINEAR, PaceCurve, by_quarters, fixed, linear_pace

a_share = st.integers(0, 10_000).map(lambda number: Fraction(number, 10_000))
a_curve = st.lists(a_share, min_size=11, max_size=11).map(
    lambda shares: PaceCurve((*sorted(shares), Fraction(1)))
)
quarters = st.lists(a_share, min_size=4, max_size=4).map(lambda shares: by_quarters(sorted(shares)))
any_pace = st.one_of(st.just(LINEAR), st.just(HALVES), a_curve, quarters, a_share.map(fixed))

TWELFTHS = {month: Fraction(month, 12) for month in range(1, 13)}


def test_the_linear_pace_is_the_elapsed_share_of_the_year() -> None:
    assert linear_pace(Month(2019, 1)) == Fraction(1, 12)
    assert linear_pace(Month(2019, 6)) == Fraction(1, 2)
    assert linear_pace(Month(2019, 12)) == 1


def test_the_default_curve_is_linear() -> None:
    for month in Month(2019, 12).since_january():
        assert LINEAR.at(month) == linear_pace(month)


def test_a_curve_of_its_own_gives_its_own_pace() -> None:
    tenths = {month: min(Fraction(month, 10), Fraction(1)) for month in range(1, 13)}
    curve = PaceCurve.of(tenths)
    assert curve.at(Month(2019, 6)) == Fraction(60, 100)
    assert curve.at(Month(2019, 11)) == 1


def test_a_winter_stop_may_stand_still() -> None:
    curve = PaceCurve.of(TWELFTHS | {1: Fraction(0), 2: Fraction(0)})
    assert curve.at(Month(2019, 2)) == 0


def test_a_curve_cannot_be_changed_behind_its_back() -> None:
    shares = dict(TWELFTHS)
    curve = PaceCurve.of(shares)
    shares[6] = Fraction(1)
    assert curve.at(Month(2019, 6)) == Fraction(1, 2)
    assert curve == LINEAR


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({1: Fraction(-1, 12)}, "进度曲线1月的累计进度不能小于0"),
        ({6: Fraction(1, 12)}, "进度曲线6月的累计进度低于5月，累计进度不能下降"),
        ({11: Fraction(13, 12)}, "进度曲线12月的累计进度低于11月，累计进度不能下降"),
        ({12: Fraction(11, 12)}, "进度曲线12月的累计进度应为100%"),
        ({12: Fraction(13, 12)}, "进度曲线12月的累计进度应为100%"),
        ({13: Fraction(1)}, "进度曲线应逐月给出1至12月的累计进度，不多不少"),
    ],
)
def test_a_curve_that_is_none_is_refused(change: dict[int, Fraction], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        PaceCurve.of(TWELFTHS | change)


def test_a_curve_needs_every_month() -> None:
    with pytest.raises(ValueError, match="逐月给出1至12月"):
        PaceCurve.of({12: Fraction(1)})
    with pytest.raises(ValueError, match="应有12个月，现有1个月"):
        PaceCurve((Fraction(1),))


@given(any_pace)
def test_no_pace_falls_over_the_year_and_each_ends_at_its_target(curve: PaceCurve) -> None:
    year = Month(2019, 12).since_january()
    halves = [curve.at(month, month.next().first_day.replace(day=15)) for month in year]
    paces = list(itertools.chain(*zip(map(curve.at, year), halves, strict=True)))
    assert paces == sorted(paces)
    assert paces[-1] == curve.target <= 1


@pytest.mark.parametrize(
    ("day", "pace"),
    [
        (datetime.date(2019, 7, 31), Fraction(7, 12)),
        (datetime.date(2019, 8, 14), Fraction(7, 12)),
        (datetime.date(2019, 8, 15), Fraction(625, 1000)),
        (datetime.date(2019, 8, 30), Fraction(625, 1000)),
        (datetime.date(2020, 8, 20), Fraction(7, 12)),
    ],
)
def test_half_a_month_that_is_over_calls_for_half_of_it(day: datetime.date, pace: Fraction) -> None:
    assert HALVES.at(Month(2019, 7), day) == pace
    assert LINEAR.at(Month(2019, 7), day) == Fraction(7, 12)


def test_nothing_of_the_next_year_is_due_in_this() -> None:
    assert HALVES.at(Month(2019, 12), datetime.date(2020, 1, 20)) == 1


def test_a_month_is_held_against_the_target_of_its_quarter() -> None:
    curve = by_quarters(
        [Fraction(20, 100), Fraction(50, 100), Fraction(80, 100), Fraction(95, 100)]
    )
    assert [curve.at(Month(2019, month)) * 100 for month in (1, 3, 4, 9, 12)] == [
        20,
        20,
        50,
        80,
        95,
    ]


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ([1, 2, 3], "季度目标应有4个，现有3个"),
        ([30, 20, 80, 100], "2季度的累计目标低于1季度，累计目标不能下降"),
        ([20, 50, 80, 110], "累计进度不能超过100%"),
    ],
)
def test_targets_that_are_none_are_refused(targets: list[int], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        by_quarters([Fraction(target, 100) for target in targets])
