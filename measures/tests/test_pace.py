from fractions import Fraction

import pytest

from measures.months import Month
from measures.pace import LINEAR, PaceCurve, linear_pace

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
