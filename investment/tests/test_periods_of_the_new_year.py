"""The months of a new year: offered in order, opened by rule, taken back while they are empty."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from investment import services
from investment.calendar import windows_to_open
from investment.models import EntryState, ReportingPeriod, ReportingRule
from measures.months import Month

pytestmark = pytest.mark.django_db
JANUARY_10 = datetime.date(2020, 1, 10)


def offered(county, today=JANUARY_10):
    periods = ReportingPeriod.objects.filter(county=county)
    return [str(window.month) for window in windows_to_open(county, periods, today)]


def make_period(county, year, month, **values):
    return ReportingPeriod.objects.create(
        county=county, year=year, month=month, due_on=JANUARY_10, **values
    )


@pytest.fixture
def _on_10_january(settings):
    settings.XUSHI_TODAY = JANUARY_10.isoformat()


def test_in_january_december_and_january_are_offered_in_order(county):
    assert offered(county) == ["2019-12", "2020-01"]
    make_period(county, 2019, 11)
    assert offered(county) == ["2019-12", "2020-01"]
    make_period(county, 2019, 12)
    assert offered(county) == ["2020-01"]
    make_period(county, 2020, 1)
    assert offered(county) == []


def test_a_month_that_was_passed_over_is_offered_still(county):
    make_period(county, 2019, 9)
    make_period(county, 2020, 1)
    assert offered(county) == ["2019-10", "2019-11", "2019-12"]


def test_january_waits_for_february_where_they_are_one(county):
    ReportingRule.objects.create(
        county=county, from_date="2020-01-01", has_joint_start=True, source="统计口径"
    )
    make_period(county, 2019, 12)
    assert offered(county) == []
    assert offered(county, datetime.date(2020, 2, 3)) == ["2020-02"]
    make_period(county, 2020, 2, months_covered=2)
    assert offered(county, datetime.date(2020, 3, 3)) == ["2020-03"]


def test_after_months_that_were_brought_in_the_next_one_is_offered(county):
    make_period(county, 2019, 10, is_history=True)
    assert offered(county) == ["2019-11", "2019-12", "2020-01"]


@pytest.mark.usefixtures("_on_10_january")
def test_the_page_opens_december_first_and_keeps_older_months_apart(client, approver, county):
    make_period(county, 2019, 10)
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("investment:periods"))
    buttons = [[str(each.month) for each in page.context[name]] for name in ("to_open", "earlier")]
    assert buttons == [["2019-12", "2020-01"], ["2019-11"]]
    client.post(reverse("investment:open_period"), {"month": "2019-12"})
    assert ReportingPeriod.objects.filter(year=2019, month=12).exists()


@pytest.mark.usefixtures("_on_10_january")
def test_a_month_opened_by_mistake_is_taken_back_and_the_trail_tells_it(client, approver, county):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    period = services.open_period(county=county, month=Month(2020, 1), by=approver)
    said = client.post(reverse("investment:remove_period", args=[period.pk]), follow=True)
    assert [str(each) for each in said.context["messages"]] == ["2020年1月填报期已删除。"]
    assert not ReportingPeriod.objects.exists()
    assert AuditEvent.objects.latest("sequence").action == "period.remove"
    assert differences(ReportingPeriod) == []


def test_one_in_which_something_is_stays(period, project, make_entry, approver, reviewer):
    with pytest.raises(NotAllowed):
        services.remove_period(period=period, by=reviewer)
    make_entry(project, EntryState.DRAFT)
    with pytest.raises(WrongState, match="不能删除；不用的请关闭"):
        services.remove_period(period=period, by=approver)
    assert ReportingPeriod.objects.get() == period


def test_the_months_of_the_new_year_open_by_rule(county):
    from investment.services.reminders import move_periods

    make_period(county, 2019, 12)
    at = datetime.datetime(2020, 1, 24, 9, tzinfo=datetime.UTC)
    assert move_periods(at) == []
    assert move_periods(at + datetime.timedelta(days=1)) == ["2020年1月已开启"]
    assert ReportingPeriod.objects.get(year=2020, month=1).as_month == Month(2020, 1)
