"""The lights of DESIGN §4.5, in both families of thresholds."""

import datetime
from fractions import Fraction

import pytest

from figures.lights import (
    DEFAULT_SCHEME,
    UNREPORTED,
    WAITING,
    Colour,
    Lag,
    light_before_start,
    light_by_pace,
    light_of,
    scheme_in_force,
)
from figures.models import LightFamily, LightScheme
from investment.standing import EntryRow, stand
from measures.months import Month

HALF = Fraction(1, 2)
WUHAN = LightScheme(
    from_date=datetime.date(2019, 7, 1),
    family=LightFamily.RATIO,
    green_limit=80,
    amber_limit=60,
    source="武汉",
)


def by_pace(rate, scheme):
    done, planned = rate.as_integer_ratio()
    return light_by_pace(done=done, planned=planned, pace=HALF, scheme=scheme)


def before_start(*, planned: int | None, month: int, missing=None):
    return light_before_start(
        planned_start=None if planned is None else datetime.date(2019, planned, 1),
        missing=missing,
        month=Month(2019, month),
        scheme=DEFAULT_SCHEME,
    )


@pytest.mark.parametrize(
    ("planned", "month", "colour"),
    [
        (9, 6, Colour.GREY),  # not due before September
        (6, 6, Colour.AMBER),  # the due month ended without a start
        (4, 6, Colour.AMBER),
        (3, 6, Colour.RED),  # three months late
        (1, 6, Colour.RED),
        (None, 6, Colour.GREY),  # no planned start was given
    ],
)
def test_an_unstarted_project_is_judged_by_its_planned_month(planned, month, colour):
    assert before_start(planned=planned, month=month).colour is colour


def test_an_unstarted_project_that_is_due_is_called_a_lag_of_start():
    light = before_start(planned=3, month=6)
    assert (light.word, light.lag, light.reason) == (
        "开工滞后",
        Lag.START,
        "计划3月开工，已过3个月",
    )


def test_silence_of_an_unstarted_project_that_is_due_shows_no_light():
    assert before_start(planned=3, month=6, missing=UNREPORTED) is UNREPORTED
    assert before_start(planned=3, month=6, missing=WAITING) is WAITING


def test_silence_of_a_project_that_is_not_due_stays_grey():
    assert before_start(planned=9, month=6, missing=UNREPORTED).colour is Colour.GREY


@pytest.mark.parametrize("month", range(1, 13))
def test_no_project_that_is_not_yet_due_is_red_or_yellow(month):
    for planned in range(month + 1, 13):
        assert before_start(planned=planned, month=month).colour is Colour.GREY


@pytest.mark.parametrize(
    ("rate", "colour", "word"),
    [
        (Fraction(60, 100), Colour.GREEN, "达序时"),
        (Fraction(50, 100), Colour.GREEN, "达序时"),
        (Fraction(4999, 10000), Colour.AMBER, "略慢"),
        (Fraction(40, 100), Colour.AMBER, "略慢"),
        (Fraction(3999, 10000), Colour.RED, "滞后"),
        (Fraction(0), Colour.RED, "滞后"),
    ],
)
def test_a_started_project_is_judged_by_its_points_behind_pace(rate, colour, word):
    light = by_pace(rate, DEFAULT_SCHEME)
    assert (light.colour, light.word) == (colour, word)


@pytest.mark.parametrize(
    ("rate", "colour"),
    [
        (Fraction(40, 100), Colour.GREEN),  # 80 % of a pace of 50 %
        (Fraction(39, 100), Colour.AMBER),
        (Fraction(30, 100), Colour.AMBER),
        (Fraction(29, 100), Colour.RED),
    ],
)
def test_the_other_family_judges_by_the_ratio_to_pace(rate, colour):
    assert by_pace(rate, WUHAN).colour is colour


def test_the_reason_names_the_points():
    light = by_pace(Fraction(412, 1000), DEFAULT_SCHEME)
    assert light.reason == "欠序时8.8个百分点"
    assert light.points == Fraction(-88, 10)


def test_a_scheme_is_in_force_from_its_day_on():
    assert scheme_in_force([WUHAN], datetime.date(2019, 6, 30)) is DEFAULT_SCHEME
    assert scheme_in_force([WUHAN], datetime.date(2019, 7, 1)) is WUHAN


def test_a_site_that_stands_still_is_lit_as_any_other_and_says_so():
    facts = {
        "category": "continuing",
        "planned": 1000,
        "planned_start": None,
        "standing": stand([EntryRow(1, 6, None, 412, None, None, None, "", "", "")], through=6),
        "is_started": True,
        "missing": UNREPORTED,
        "month": Month(2019, 6),
        "pace": HALF,
        "scheme": DEFAULT_SCHEME,
    }
    at_work, stopped = light_of(**facts), light_of(**facts, is_suspended=True)
    assert (stopped.colour, stopped.points) == (at_work.colour, at_work.points)
    assert (at_work.reason, stopped.reason) == ("欠序时8.8个百分点", "欠序时8.8个百分点，停工")
