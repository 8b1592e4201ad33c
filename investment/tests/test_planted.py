"""What the edit checks find among planted reports (benchmarks/planted.py)."""

import pytest

from benchmarks.planted import EACH, KINDS, count, table


@pytest.fixture(scope="module")
def result():
    return count()


def test_thirty_seven_of_forty_false_reports_are_spoken_of(result):
    assert (result.false_reports, sum(result.caught.values())) == (40, 37)


def test_what_is_false_throughout_is_seen_by_chance_alone(result):
    """Figures that agree with one another tell nothing: that is what inspections are for."""
    assert {kind for kind in KINDS if result.caught[kind] < EACH} == {"各数一致地多报一半"}


def test_eight_of_five_hundred_honest_units_are_held_up_and_seventy_three_hear_something(result):
    assert (result.honest, result.honest_held, result.honest_noticed) == (500, 8, 73)


def test_the_table_tells_each_check(result):
    told = table(result)
    assert "虚报40条，如实500条" in told
    assert "与上月金额相同\t8\t8" in told
