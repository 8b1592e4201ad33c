"""How a leader says a number, each beside the exact one."""

from fractions import Fraction

import pytest

from measures.aloud import amount_aloud, rate_aloud
from measures.money import WAN, YI


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        ("8.2", "8.2%"),
        ("30", "三成"),
        ("31.2", "三成多"),
        ("48.4", "近一半"),
        ("50", "一半"),
        ("50.4", "过半"),
        ("56.48", "五成六"),
        ("82.4", "八成二"),
        ("88.1", "近九成"),
        ("87.9", "八成八"),
        ("90", "九成"),
        ("98.6", "九成九"),
        ("99.9", "九成九"),
        ("100", "全部"),
        ("121.84", "121.8%"),
    ],
)
def test_a_rate_is_said_in_tenths(percent, said):
    assert rate_aloud(Fraction(percent) / 100) == said


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        (132_5812 * WAN, "132.6亿元"),
        (8_1234 * WAN, "8.12亿元"),
        (10 * YI, "10亿元"),
        (3598 * WAN + 4999, "3598万元"),
        (3598 * WAN + 5000, "3599万元"),
    ],
)
def test_an_amount_is_said_with_the_decimals_that_can_be_heard(yuan, said):
    assert amount_aloud(yuan) == said
