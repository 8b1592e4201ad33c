from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.months import Month

MONTHS = st.builds(Month, st.integers(1950, 2900), st.integers(1, 12))


def test_a_month_reads_and_prints_as_year_and_number() -> None:
    june = Month.parse("2019-06")
    assert june == Month(2019, 6)
    assert str(june) == "2019-06"
    assert june.label == "2019年6月"


@pytest.mark.parametrize("text", ["2019-6", "2019年6月", "201906", "2019-06-01", "٢٠١٩-٠٦", ""])
def test_a_month_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^月份“{text}”无法识别，请写成2019-06这样的形式$"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["2019-13", "2019-00", "0000-01", "3000-01"])
def test_a_month_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不对，应在"):
        Month.parse(text)


def test_the_last_day_knows_leap_years() -> None:
    assert Month(2019, 2).first_day == date(2019, 2, 1)
    assert Month(2019, 2).last_day == date(2019, 2, 28)
    assert Month(2020, 2).last_day == date(2020, 2, 29)


def test_months_step_over_the_turn_of_the_year() -> None:
    assert Month(2019, 12).next() == Month(2020, 1)
    assert Month(2020, 1).previous() == Month(2019, 12)
    assert Month(2019, 6).months_after(3) == Month(2019, 9)
    assert Month(2019, 11).months_after(14) == Month(2021, 1)
    assert Month(2019, 2).months_after(-3) == Month(2018, 11)


def test_the_months_since_january_include_the_month_itself() -> None:
    assert Month(2019, 3).since_january() == [Month(2019, 1), Month(2019, 2), Month(2019, 3)]
    assert Month(2019, 1).since_january() == [Month(2019, 1)]


def test_the_difference_of_two_months_is_counted_in_months() -> None:
    assert Month(2020, 1) - Month(2019, 11) == 2
    assert Month(2019, 11) - Month(2020, 1) == -2


@given(MONTHS)
def test_next_and_previous_undo_each_other(month: Month) -> None:
    assert month.next().previous() == month
    assert month.previous().next() == month
    assert month.previous() < month < month.next()


@given(MONTHS)
def test_a_printed_month_parses_back(month: Month) -> None:
    assert Month.parse(str(month)) == month


@given(MONTHS, st.integers(-500, 500))
def test_adding_months_and_subtracting_agree(month: Month, n: int) -> None:
    assert month.months_after(n) - month == n


@given(MONTHS, MONTHS)
def test_months_are_ordered_by_time(a: Month, b: Month) -> None:
    assert (a < b) == (a.first_day < b.first_day)


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_the_month_of_a_day_holds_that_day(day: date) -> None:
    month = Month.of(day)
    assert month.first_day <= day <= month.last_day
