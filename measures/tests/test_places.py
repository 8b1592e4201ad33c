from fractions import Fraction

from measures.places import places


def test_equal_values_share_the_better_place_and_the_next_is_left_out() -> None:
    assert places({"a": 3, "b": Fraction(7, 2), "c": 3, "d": -1}) == {
        "a": 2,
        "b": 1,
        "c": 2,
        "d": 4,
    }


def test_nobody_has_no_place() -> None:
    assert places({}) == {}
