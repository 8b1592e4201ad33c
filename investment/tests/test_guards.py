"""Each guard of an entry's steps by itself: taken away, its test fails."""

import pytest
from django.urls import reverse

from accounts.errors import Stale, WrongState
from investment import services
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from investment.transitions import TRANSITIONS, claim, due, load
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db


def test_what_is_taken_back_loses_its_verified_figures(
    make_entry, project, reporter, approver, today
):
    entry = make_entry(project, EntryState.SUBMITTED, submitted_by=reporter)
    services.verify_entry(
        entry=entry, version=1, month_amount=WAN, year_to_date=None, reason="监理", by=approver
    )
    services.withdraw_entries(versions={entry.pk: 2}, by=reporter, today=today)
    entry = MonthlyEntry.objects.get()
    assert (entry.verified_month_amount, entry.verified_by, entry.verified_reason) == (
        None,
        None,
        "",
    )


def test_a_period_that_closes_under_ones_hands_shuts_the_claim(make_entry, project, today):
    entry = make_entry(project)
    entries = load({entry.pk: 1})
    ReportingPeriod.objects.update(closed_at="2019-08-06T00:00:00+08:00")
    with pytest.raises(WrongState, match="填报期刚刚关闭"):
        claim(TRANSITIONS["submit"], entries, today=today)
    assert MonthlyEntry.objects.get().version == 1


def test_a_state_that_changes_under_ones_hands_shuts_the_claim(make_entry, project, today):
    entry = make_entry(project)
    entries = load({entry.pk: 1})
    MonthlyEntry.objects.update(state=EntryState.APPROVED)
    with pytest.raises(Stale):
        claim(TRANSITIONS["submit"], entries, today=today)
    assert MonthlyEntry.objects.get().version == 1


def test_another_version_in_the_same_state_is_stale(make_entry, project):
    entry = make_entry(project, version=2)
    with pytest.raises(Stale):
        due(TRANSITIONS["submit"], load({entry.pk: 1}), {entry.pk: 1}, lambda e: False)


def test_a_form_of_one_unit_does_not_speak_for_anothers_entry(
    client, approver, make_entry, project, other_project, unit_a
):
    other = make_entry(other_project, EntryState.SUBMITTED)
    client.force_login(approver)
    page = reverse("investment:approve", args=[unit_a.pk, Month(2019, 7)])
    assert client.post(page, {"entry": [f"{other.pk}:1"]}).status_code == 404
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED


def test_a_step_that_needs_an_open_period_is_not_taken_without_the_day(make_entry, project):
    make_entry(project)
    entries = load({entry.pk: entry.version for entry in MonthlyEntry.objects.all()})
    with pytest.raises(TypeError):
        claim(TRANSITIONS["submit"], entries)
    assert MonthlyEntry.objects.get().version == 1
