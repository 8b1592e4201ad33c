"""A unit is merged while a month is open: what it sent counts under, and is in the hands of, the
unit that answers for the month now; wherever it is counted."""

import datetime

import pytest
from django.urls import reverse

from accounts.people.waiting import waiting_for
from accounts.trail.proposals import accept
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, KeyedConsent, MonthlyEntry
from investment.selectors import entry_sheet, review_matrix
from investment.selectors.board import board_of
from investment.selectors.queue import review_queue
from investment.selectors.unit_months import month_of_units
from investment.tests.conftest import JULY, TODAY
from measures.money import WAN
from projects.mergers.services import propose_merger
from projects.models import PlanCategory

AUGUST_1 = datetime.date(2019, 8, 1)


@pytest.fixture
def preliminary(make_project, unit_a):
    return make_project("通用机场前期", unit_a, PlanCategory.PRELIMINARY)


@pytest.fixture
def sent(period, project, second_project, other_project, preliminary, make_entry, unit_a):
    """Of A's three projects two were sent and one was sent back; B has sent nothing."""
    return [
        make_entry(project, EntryState.SUBMITTED),
        make_entry(second_project, EntryState.RETURNED, returned_reason="请核对"),
        make_entry(preliminary, EntryState.SUBMITTED),
    ]


@pytest.fixture
def merge(unit_a, unit_b, administrator, approver):
    def merge():
        merger = propose_merger(
            unit=unit_a,
            successor=unit_b,
            from_day=AUGUST_1,
            document="县机构改革方案",
            by=administrator,
            today=TODAY,
        )
        accept(proposal=merger, by=approver, today=TODAY)

    return merge


def counted(period, user):
    """Under which unit each of the bureau's pages counts what was sent."""
    county = period.county
    return {
        "审核": [
            (each.unit.name, each.owed, each.sent, each.preliminary)
            for each in month_of_units(period, TODAY).units
        ],
        "年度": [
            (row.unit.name, [(c.total, c.sent, c.preliminary) for c in row.cells])
            for row in review_matrix(county, period.year, TODAY).rows
        ],
        "看板": [
            (each.unit_name, each.total, each.reported) for each in board_of(county, period).units
        ],
        "待办": [
            (each.text, each.note) for each in waiting_for(user, TODAY) if each.what == "审核"
        ],
        "逐条审核": [line.unit.name for line in review_queue(period, user).lines],
    }


def test_what_a_merged_unit_sent_of_an_open_month_counts_under_its_successor_on_every_page(
    period, sent, merge, reviewer
):
    july = "水利局 2019年7月"
    merge()
    assert counted(period, reviewer) == {
        "审核": [("水利局", 3, 1, 1)],
        "年度": [("水利局", [(3, 1, 1)])],
        "看板": [("水利局", 3, 1)],
        "待办": [(july, "2 个项目还没有看")],
        "逐条审核": ["水利局", "水利局"],
    }


def test_once_the_month_is_over_it_counts_for_who_reported_it_on_every_page(
    period, sent, merge, reviewer
):
    before = counted(period, reviewer)
    assert before["看板"] == [("交通运输局", 2, 1), ("水利局", 1, 0)]
    merge()
    # The successor sends what was left; with the month it is told under who reported it then.
    MonthlyEntry.objects.filter(pk=sent[0].pk).update(
        unit=period.county.county_units.get(name="水利局")
    )
    period.closed_at = datetime.datetime(2019, 8, 9, tzinfo=datetime.UTC)
    period.save()
    assert counted(period, reviewer) == before


# --- What the successor does with it --------------------------------------------------------


def waits(user):
    return [(each.what, each.url) for each in waiting_for(user, TODAY) if "镇区道路" in each.text]


@pytest.mark.parametrize(
    ("what", "press", "found"),
    [
        ("退回修改", "", {"state": EntryState.RETURNED}),
        (
            "确认代填",
            "answer_keyed",
            {
                "state": EntryState.SUBMITTED,
                "keyed_source": "电话",
                "keyed_consent": KeyedConsent.WAITING,
            },
        ),
        ("确认预计数", "confirm_estimate", {"state": EntryState.SUBMITTED, "is_estimate": True}),
        (
            "核定数",
            "note_verified",
            {
                "state": EntryState.APPROVED,
                "verified_month_amount": 80 * WAN,
                "verified_at": "2019-08-01T09:00:00+08:00",
                "verified_reason": "监理签证",
            },
        ),
    ],
)
def test_what_waits_for_the_merged_unit_waits_for_its_successor(
    client, period, project, make_entry, merge, unit_b, other_reporter, what, press, found
):
    make_entry(project, **found)
    merge()
    sheet = reverse("investment:entry", args=[unit_b.pk, JULY])
    assert waits(other_reporter) == [(what, f"{sheet}#project-{project.pk}")]
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(sheet).content.decode()
    entry = MonthlyEntry.objects.get()
    if press:
        address = reverse(f"investment:{press}", args=[unit_b.pk, JULY])
        assert f'action="{address}"' in page
        sent = dict.fromkeys(("confirm", "note"), f"{entry.pk}:{entry.version}")
        assert client.post(address, sent).status_code == 302
    else:
        draft = EntryDraft(project.pk, version=1, month_amount=90 * WAN, progress="主体施工")
        services.send_entries(period=period, drafts=[draft], by=other_reporter, today=TODAY)
    assert waits(other_reporter) == []


def test_the_successor_takes_back_mends_and_corrects_what_the_merged_unit_sent(
    period, project, make_entry, merge, unit_b, other_reporter, approver
):
    entry = make_entry(project, EntryState.SUBMITTED, received_on=AUGUST_1)
    merge()
    services.withdraw_entries(versions={entry.pk: 1}, by=other_reporter, today=TODAY)
    [row] = entry_sheet(unit_b, period, TODAY).rows
    assert row.entry == entry
    draft = EntryDraft(project.pk, version=2, month_amount=90 * WAN, progress="主体施工")
    services.send_entries(period=period, drafts=[draft], by=other_reporter, today=TODAY)
    services.approve_entries(versions={entry.pk: 3}, by=approver)
    entry = MonthlyEntry.objects.get()
    assert (entry.unit, entry.month_amount, entry.state) == (unit_b, 90 * WAN, "approved")
    MonthlyEntry.objects.update(unit=unit_b.predecessors.get())
    draft = EntryDraft(project.pk, version=4, month_amount=95 * WAN, progress="主体施工")
    proposal = services.propose_correction(
        entry=entry, draft=draft, reason="多报", by=other_reporter, today=TODAY
    )
    assert proposal.proposed_by == other_reporter


def test_the_bureau_returns_from_the_page_of_the_entry_what_the_merged_unit_sent(
    client, period, project, make_entry, merge, unit_b, approver
):
    entry = make_entry(project, EntryState.SUBMITTED)
    merge()
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("investment:review_entry", args=[entry.pk])).content.decode()
    address = reverse("investment:return", args=[unit_b.pk, JULY])
    assert f'action="{address}"' in page
    sent = {"entry": f"{entry.pk}:1", "reason": "请核对", "page": entry.pk}
    assert client.post(address, sent).status_code == 302
    assert MonthlyEntry.objects.get().state == EntryState.RETURNED


def test_a_month_that_is_over_still_opens_under_the_unit_that_reported_it(
    client, period, project, make_entry, merge, unit_a, reviewer
):
    make_entry(project, EntryState.APPROVED)
    period.closed_at = datetime.datetime(2019, 8, 1, tzinfo=datetime.UTC)
    period.save()
    merge()
    [row] = entry_sheet(unit_a, period, TODAY).rows
    assert row.project == project
