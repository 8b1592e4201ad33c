"""Due dates: the rule's day, or the next workday by the county's table, the calendar, the week."""

import datetime

import pytest

from investment.calendar import DEFAULT_RULE, rule_in_force, window, window_of
from investment.models import ReportingRule
from measures.months import Month
from projects.models import Holiday
from projects.workdays import Workdays, workdays_of

D = datetime.date.fromisoformat


def due(month, own=None):
    return window(month, DEFAULT_RULE, Workdays(own or {})).due_on


@pytest.mark.parametrize(
    ("month", "day"),
    [
        (Month(2019, 1), "2019-02-11"),  # the 5th is the first day of the Spring Festival
        (Month(2019, 3), "2019-04-08"),  # Qingming, then a weekend
        (Month(2019, 4), "2019-05-05"),  # a Sunday that was worked
        (Month(2019, 6), "2019-07-05"),
        (Month(2019, 7), "2019-08-05"),
        (Month(2019, 9), "2019-10-08"),  # the National Day holidays
        (Month(2019, 12), "2020-01-06"),
    ],
)
def test_a_month_is_due_on_the_fifth_or_the_next_workday(month, day):
    assert due(month) == D(day)


def test_a_year_without_a_published_calendar_goes_by_the_weekday():
    assert due(Month(2098, 6)) == D("2098-07-07")  # the 5th is a Saturday
    assert window(Month(2098, 6), DEFAULT_RULE, Workdays()).is_guessed
    assert not window(Month(2019, 6), DEFAULT_RULE, Workdays()).is_guessed


def test_the_countys_own_table_goes_before_the_calendar():
    assert due(Month(2019, 6), {D("2019-07-05"): False}) == D("2019-07-08")
    assert due(Month(2019, 3), {D("2019-04-06"): True}) == D("2019-04-06")


def test_a_year_with_a_line_in_the_table_is_not_guessed():
    own = {D("2098-01-01"): False}
    assert not window(Month(2098, 6), DEFAULT_RULE, Workdays(own)).is_guessed


@pytest.mark.django_db
def test_the_table_is_the_countys_own(county):
    Holiday.objects.create(county=county, day=D("2019-07-05"), name="县庆")
    assert workdays_of(county).own == {D("2019-07-05"): False}
    assert window_of(county, Month(2019, 6)).due_on == D("2019-07-08")


@pytest.mark.django_db
def test_a_rule_takes_force_on_its_day(county):
    ReportingRule.objects.create(
        county=county,
        from_date=D("2019-07-01"),
        due_day=3,
        close_after=7,
        source="县政办〔2019〕9号",
    )
    assert rule_in_force(county, D("2019-06-30")).due_day == 5
    assert rule_in_force(county, D("2019-07-01")).due_day == 3
    june, july = window_of(county, Month(2019, 6)), window_of(county, Month(2019, 7))
    assert (june.due_on, june.closes_on) == (D("2019-07-05"), None)
    assert (july.due_on, july.closes_on) == (D("2019-08-05"), D("2019-08-12"))  # 3 August: Saturday


@pytest.mark.django_db
def test_january_and_february_may_be_one_period(county):
    ReportingRule.objects.create(
        county=county,
        from_date=D("2019-01-01"),
        has_joint_start=True,
        open_day=31,
        source="统计口径",
    )
    january, february = window_of(county, Month(2019, 1)), window_of(county, Month(2019, 2))
    assert january == february
    assert (february.month, february.months_covered) == (Month(2019, 2), 2)
    assert (february.opens_on, february.due_on) == (D("2019-02-28"), D("2019-03-05"))
    assert window_of(county, Month(2019, 3)).months_covered == 1
