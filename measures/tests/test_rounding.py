from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rounding import plain, round_half_up

EXACT = Context(prec=80, rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1005, 1000), 2, "1.01"),
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(-1, 100), 1, "0.0"),
        (7, 2, "7.00"),
        (1250, -2, "1300"),
    ],
)
def test_halves_round_away_from_zero(value: Fraction | int, digits: int, printed: str) -> None:
    assert plain(round_half_up(value, digits)) == printed


def test_rounding_stays_exact_beyond_the_28_digits_of_the_decimal_context() -> None:
    assert str(round_half_up(10**40 + Fraction(1, 2))) == "1" + "0" * 39 + "1"


@given(st.decimals(-(10**15), 10**15, places=6), st.integers(0, 6))
def test_rounding_agrees_with_decimal_round_half_up(value: Decimal, digits: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-digits), context=EXACT)
    assert round_half_up(Fraction(value), digits) == expected


@given(st.fractions(), st.integers(0, 6))
def test_rounding_moves_a_value_by_at_most_half_a_step(value: Fraction, digits: int) -> None:
    step = Fraction(1, 10**digits)
    assert abs(Fraction(round_half_up(value, digits)) - value) <= step / 2


@pytest.mark.parametrize(
    ("decimal", "trim", "grouped", "printed"),
    [
        ("40.00", True, False, "40"),
        ("59.60", True, False, "59.6"),
        ("100", True, False, "100"),
        ("1055300", False, True, "1,055,300"),
        ("-1055300.50", True, True, "-1,055,300.5"),
        ("1E+3", False, False, "1000"),
        ("-0.00", False, False, "0.00"),
        ("-0.00", True, False, "0"),
    ],
)
def test_a_decimal_prints_in_ordinary_notation(
    decimal: str, trim: bool, grouped: bool, printed: str
) -> None:
    assert plain(Decimal(decimal), trim=trim, grouped=grouped) == printed
