"""A 核定数 is told to the unit until it has said that it has read it, and counts in the sums of the
pages of review."""

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed, WrongState
from accounts.people.waiting import waiting_for
from accounts.trail.rebuilding import differences
from conftest import page_text
from investment import services
from investment.models import EntryLook, EntryState, LookKind
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def verified(make_entry, project, approver):
    entry = make_entry(project, EntryState.SUBMITTED)
    return services.verify_entry(
        entry=entry,
        version=1,
        month_amount=80 * WAN,
        year_to_date=None,
        reason="监理签证",
        by=approver,
    )


def lines(user, today):
    return [(each.what, each.note) for each in waiting_for(user, today) if each.what == "核定数"]


def test_it_waits_for_the_unit_until_a_press(client, verified, reporter, today):
    told = "本月上报数100万元，核定80万元：监理签证（赵审定），看过请按“知道了”"
    assert lines(reporter, today) == [("核定数", told)]
    client.force_login(reporter)
    sheet = page_text(client.get(reverse("investment:entry", args=[verified.unit_id, JULY])))
    assert "本月上报数100万元，核定80万元：监理签证（赵审定）" in sheet
    noted = client.post(
        reverse("investment:note_verified", args=[verified.unit_id, JULY]),
        {"note": f"{verified.pk}:{verified.version}"},
        follow=True,
    )
    assert "已记下：核定数已知悉。" in page_text(noted)
    assert lines(reporter, today) == []
    look = EntryLook.objects.get()
    assert (look.kind, look.by, look.version) == (LookKind.VERIFIED, reporter, 2)
    assert differences(EntryLook) == []


def test_another_one_is_told_anew(verified, reporter, approver, today):
    services.note_verified(versions={verified.pk: 2}, by=reporter)
    services.verify_entry(
        entry=verified,
        version=2,
        month_amount=70 * WAN,
        year_to_date=None,
        reason="再核",
        by=approver,
    )
    assert len(lines(reporter, today)) == 1


def test_only_its_unit_notes_it_and_only_where_there_is_one(
    verified, other_reporter, reporter, make_entry, second_project
):
    with pytest.raises(NotAllowed):
        services.note_verified(versions={verified.pk: 2}, by=other_reporter)
    plain = make_entry(second_project, EntryState.SUBMITTED)
    with pytest.raises(WrongState, match="没有核定数"):
        services.note_verified(versions={plain.pk: 1}, by=reporter)


def test_it_counts_in_the_sum_of_the_unit_and_the_page_says_so(
    client, verified, make_entry, second_project, approver
):
    make_entry(second_project, EntryState.SUBMITTED)
    client.force_login(approver)
    page = client.get(reverse("investment:review_unit", args=[verified.unit_id, JULY]))
    assert page.context["sheet"].total_month == 180 * WAN
    assert "其中 1 项用核定数" in page_text(page)
