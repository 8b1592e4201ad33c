"""The pages ask the database as often for thirty projects as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState
from investment.selectors import approved_rows
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("page", ["entry", "review", "review_unit", "key", "periods"])
def test_a_page_asks_a_fixed_number_of_times(
    page, client, reporter, approver, make_project, make_entry, unit_a, period
):
    person = reporter if page == "entry" else approver
    arguments = [] if page in ("review", "periods") else [unit_a.pk, JULY]
    url = reverse(f"investment:{page}", args=arguments)
    client.force_login(person)
    make_entry(make_project("项目0", unit_a), EntryState.SUBMITTED)
    client.get(url)
    one = queries(lambda: client.get(url))
    for number in range(1, 30):
        make_entry(make_project(f"项目{number}", unit_a), EntryState.SUBMITTED)
    assert queries(lambda: client.get(url)) == one


def test_the_facts_are_read_in_one_query(make_project, make_entry, unit_a, county):
    for number in range(5):
        make_entry(make_project(f"项目{number}", unit_a), EntryState.APPROVED)
    assert queries(lambda: approved_rows(county, JULY)) == 1


def test_a_sheet_of_thirty_is_saved_sent_and_approved_in_few_queries(
    make_project, unit_a, period, reporter, approver, today
):
    projects = [make_project(f"项目{number}", unit_a) for number in range(30)]
    drafts = [EntryDraft(p.pk, month_amount=WAN, progress="主体施工") for p in projects]
    saved = []
    assert (
        queries(
            lambda: saved.append(
                services.save_entries(period=period, drafts=drafts, by=reporter, today=today)
            )
        )
        <= 20
    )
    versions = {entry.pk: 1 for entry in saved[0].added}
    submitted = queries(
        lambda: services.submit_entries(versions=versions, by=reporter, today=today)
    )
    assert submitted <= 20
    versions = dict.fromkeys(versions, 2)
    assert queries(lambda: services.approve_entries(versions=versions, by=approver)) <= 20
