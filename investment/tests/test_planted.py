"""What the edit checks find among planted reports (benchmarks/planted.py)."""

import pytest

from benchmarks.planted import count, table


@pytest.fixture(scope="module")
def result():
    return count()


def test_33_of_43_false_reports_are_held_up(result):
    assert (result.planted.total(), result.held.total()) == (43, 33)


def test_thirty_five_of_five_hundred_honest_ones_are_held_up_too(result):
    assert (result.honest, result.honest_held) == (500, 35)


def test_notices_speak_of_seven_more_and_of_fourteen_honest_ones(result):
    assert (result.caught.total(), result.honest_noticed) == (40, 49)


def test_what_is_false_throughout_is_seen_by_chance_alone(result):
    """Figures that agree with one another tell nothing: that is what inspections are for."""
    missed = {kind: many - result.held[kind] for kind, many in result.planted.items()}
    assert {kind: many for kind, many in missed.items() if many} == {
        "逐月估报整数": 3,
        "季末凑足序时": 3,
        "一次补足年度计划": 2,
        "各数一致地多报一半": 2,
    }


def test_the_table_tells_each_check(result):
    told = table(result)
    assert "虚报43条，如实500条" in told
    assert "与上月金额相同\t须说明\t8\t5" in told
    assert "有投资没有形象进度\t须说明\t3\t0" in told
    assert "形象进度与上月完全相同\t只提示\t0\t0" in told
