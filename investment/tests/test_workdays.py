import datetime

import pytest

from investment.workdays import due_date
from measures.months import Month


@pytest.mark.parametrize(
    ("month", "due"),
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
def test_a_month_is_due_on_the_fifth_or_the_next_workday(month, due):
    assert due_date(month) == datetime.date.fromisoformat(due)


def test_a_year_without_a_published_calendar_goes_by_the_weekday():
    assert due_date(Month(2098, 6)) == datetime.date(2098, 7, 7)  # the 5th is a Saturday
