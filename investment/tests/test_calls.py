"""The month unit by unit, who is silent first; whom to call, and a call recorded in one press."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed
from accounts.models import AuditEvent
from investment import services
from investment.models import (
    CallAnswer,
    CheckFinding,
    EntryState,
    ReportingCall,
    UnitContact,
    Verdict,
)
from investment.selectors.unit_months import month_of_units
from measures.money import WAN

pytestmark = pytest.mark.django_db

TODAY, LATER = datetime.date(2019, 8, 2), datetime.date(2019, 8, 7)


@pytest.fixture
def chen(unit_b):
    return UnitContact.objects.create(
        unit=unit_b, role="reporter", name="陈水利", phone="0818-1234567"
    )


def lines(period, today=TODAY):
    return [
        (line.unit.name, line.word, line.sent, line.owed, line.days_late)
        for line in month_of_units(period, today).units
    ]


def test_who_is_silent_stands_first_and_a_sheet_that_did_not_come_back_is_a_state(
    period, project, second_project, other_project, make_entry, unit_a
):
    entry = make_entry(project, EntryState.SUBMITTED)
    make_entry(second_project, EntryState.APPROVED, month_amount=500 * WAN)
    CheckFinding.objects.create(
        entry=entry,
        code="slip",
        check_class="explain",
        message="相差",
        found_at="2019-08-01T09:00:00+08:00",
        verdict=Verdict.FALSE,
    )
    assert lines(period) == [
        ("水利局", "未报送", 0, 1, 0),
        ("交通运输局", "已报，未回签章表", 2, 2, 0),
    ]
    assert lines(period, LATER)[0] == ("水利局", "未报送", 0, 1, 2)
    month = month_of_units(period, LATER)
    unit = month.units[1]
    assert (unit.month_amount, unit.total, unit.planned) == (600 * WAN, 600 * WAN, 2000 * WAN)
    assert (unit.approved, unit.unjudged, unit.doubted, unit.false) == (1, 0, 0, 1)
    assert month.due_words == "已于8月5日截止，逾期2天"
    assert month.sentence == "2个单位中报送1个、报齐1个，3个项目中报送2个、审定1个"


def test_a_call_is_recorded_in_one_press_and_shown_at_the_unit(
    client, period, other_project, chen, unit_b, reviewer, leader
):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("investment:review")).content.decode()
    assert "0818-1234567" in page
    assert '<option value="填报员陈水利">' in page
    address = reverse("investment:call", args=[unit_b.pk, period.as_month])
    sent = {"whom": "填报员陈水利", "answer": "promised", "promised_on": "2019-08-04", "note": ""}
    page = client.post(address, sent, follow=True).content.decode()
    assert "已登记：水利局填报员陈水利，答应补报（8月4日前）。" in page
    assert "填报员陈水利：答应补报（8月4日前）" in page
    line = AuditEvent.objects.get(action="period.call")
    assert line.changes["promised_on"] == [None, "2019-08-04"]
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "登记催报" not in client.get(reverse("investment:review")).content.decode()


def test_a_promise_is_not_of_a_day_gone_by_and_a_leader_records_none(
    period, other_project, unit_b, reviewer, leader
):
    call = {"period": period, "unit": unit_b, "whom": "局长", "answer": CallAnswer.PROMISED}
    with pytest.raises(DomainError) as error:
        services.record_call(
            **call, promised_on=datetime.date(2019, 8, 1), by=reviewer, today=TODAY
        )
    assert str(error.value) == "承诺日期不能早于今天"
    with pytest.raises(NotAllowed):
        services.record_call(**call, by=leader, today=TODAY)
    assert not ReportingCall.objects.exists()


@pytest.mark.parametrize("rows", [1, 30])
def test_the_month_asks_the_same_number_of_questions_of_many_units(
    rows, county, period, make_project, make_entry, django_assert_num_queries
):
    for number in range(rows):
        unit = county.children.create(name=f"单位{number}", kind="department", county=county)
        make_entry(make_project(f"项目{number}", unit), EntryState.SUBMITTED)
    with django_assert_num_queries(19):
        month_of_units(period, TODAY)
