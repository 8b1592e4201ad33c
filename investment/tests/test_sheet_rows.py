"""A row of the sheet: what may be done with it, what it adds up to, what is said of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from conftest import page_text
from investment import services
from investment.drafts import EntryDraft
from investment.grid import Offer
from investment.models import EntryState, KeyedConsent, MonthlyEntry, ReportingPeriod
from investment.selectors import RowState
from investment.tests.test_entry_page import typed
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)
KEYED = {"keyed_source": "8月2日电话"}


@pytest.fixture
def url(unit_a, period):
    return reverse("investment:entry", args=[unit_a.pk, JULY])


@pytest.fixture
def page(client, reporter):
    client.force_login(reporter)
    return client


@pytest.fixture
def june(county):
    return ReportingPeriod.objects.create(
        county=county, year=2019, month=6, due_on=datetime.date(2019, 7, 5)
    )


@pytest.fixture
def reported(make_entry, june):
    """Give projects a June of 400万元 by the end of the month."""

    def reported(*projects, **values):
        facts = {"month_amount": None, "year_to_date": 400 * WAN, "progress": "路基"} | values
        for project in projects:
            make_entry(project, EntryState.APPROVED, period=june, month=6, **facts)

    return reported


# --- What may be done ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "state", "offers"),
    [
        ({"state": EntryState.DRAFT}, RowState.DRAFT, set()),
        ({"state": EntryState.RETURNED}, RowState.RETURNED, set()),
        ({"state": EntryState.SUBMITTED}, RowState.SENT, {Offer.WITHDRAW}),
        (
            {"state": EntryState.SUBMITTED, "is_estimate": True},
            RowState.SENT,
            {Offer.WITHDRAW, Offer.SETTLE},
        ),
        ({"state": EntryState.APPROVED}, RowState.HELD, set()),
        ({"state": EntryState.APPROVED, "is_estimate": True}, RowState.HELD, {Offer.SETTLE}),
        (
            {"state": EntryState.SUBMITTED, "keyed_consent": KeyedConsent.WAITING, **KEYED},
            RowState.KEYED,
            {Offer.CONFIRM, Offer.OBJECT},
        ),
        (
            {"state": EntryState.APPROVED, "keyed_consent": KeyedConsent.OBJECTED, **KEYED},
            RowState.OBJECTED,
            {Offer.CONFIRM},
        ),
        (
            {"state": EntryState.SUBMITTED, "keyed_consent": KeyedConsent.CONFIRMED, **KEYED},
            RowState.HELD,
            set(),
        ),
    ],
)
def test_what_a_row_offers_follows_from_where_it_is(
    entry, state, offers, page, url, project, make_entry
):
    make_entry(project, **entry)
    [row] = page.get(url).context["rows"]
    assert (row.row.at, row.offers, row.is_open) == (state, offers, state.is_editable)


def test_nothing_saved_is_a_state_too(page, url, project):
    [row] = page.get(url).context["rows"]
    assert (row.row.at, row.offers, row.is_open) == (RowState.EMPTY, frozenset(), True)


# --- What it adds up to ----------------------------------------------------------------


def test_the_total_stands_in_grey_in_a_draft_and_is_sent(page, url, project, reported):
    reported(project)
    form = typed(project, month_amount="50", correction="-20", explanation="冲减", progress="路面")
    page.post(url, form)
    assert MonthlyEntry.objects.get(month=7).year_to_date is None
    [row] = page.get(url).context["rows"]
    total = row.everyday[1]
    assert (total.value, total.grey) == ("", "430")
    page.post(url, typed(project, version="1", month_amount="50", correction="-20",
                         explanation="冲减", progress="路面") | {"submit": "1"})  # fmt: skip
    entry = MonthlyEntry.objects.get(month=7)
    assert (entry.state, entry.year_to_date) == (EntryState.SUBMITTED, 430 * WAN)


def test_a_total_that_was_typed_is_sent_as_it_is(page, url, project, reported):
    reported(project)
    form = typed(project, month_amount="50", year_to_date="460", explanation="补报10万元")
    page.post(url, form | {f"p{project.pk}-progress": "路面", "submit": "1"})
    assert MonthlyEntry.objects.get(month=7).year_to_date == 460 * WAN


def test_without_a_known_last_total_nothing_is_made_up(page, url, project):
    page.post(url, typed(project, month_amount="50", progress="路面") | {"submit": "1"})
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.year_to_date) == (EntryState.SUBMITTED, None)


def test_the_bureau_sends_the_total_that_it_saw_in_grey(project, period, reported, reviewer, today):
    reported(project)
    drafts = [EntryDraft(project.pk, month_amount=50 * WAN, progress="路面")]
    services.key_entries(period=period, drafts=drafts, source="电话", by=reviewer, today=today)
    assert MonthlyEntry.objects.get(month=7).year_to_date == 450 * WAN


def test_a_workbook_without_totals_is_taken_as_it_is(project, period, reported, reporter, today):
    reported(project)
    drafts = [EntryDraft(project.pk, month_amount=50 * WAN, progress="路面")]
    services.send_entries(period=period, drafts=drafts, by=reporter, today=today)
    assert MonthlyEntry.objects.get(month=7).year_to_date is None


def test_the_last_line_counts_a_silent_project_with_its_last_total(
    page, url, project, second_project, make_project, unit_a, make_entry, reported
):
    reported(project, second_project)
    preliminary = make_project("旅游环线二期", unit_a, category="preliminary")
    make_entry(project, month_amount=50 * WAN)
    make_entry(preliminary, month_amount=5 * WAN)
    sums = page.get(url).context["sums"]
    assert (sums.planned, sums.before, sums.month, sums.total, sums.filled, sums.owing) == (
        2000 * WAN, 800 * WAN, 50 * WAN, 850 * WAN, 1, 2,
    )  # fmt: skip
    assert (sums.aside, sums.words) == (5 * WAN, "完成42.5%，欠序时15.8个百分点")


def test_the_receipt_tells_of_the_last_sending(
    page, url, project, second_project, make_entry, reporter
):
    assert page.get(url).context["receipt"] is None
    sent = {"submitted_by": reporter, "submitted_at": clock.now()}
    make_entry(project, EntryState.SUBMITTED, **sent)
    make_entry(second_project, EntryState.SUBMITTED, month_amount=None, **sent)
    response = page.get(url)
    receipt = response.context["receipt"]
    assert (receipt.count, receipt.amount, receipt.by, receipt.at) == (
        2, 100 * WAN, reporter, sent["submitted_at"],
    )  # fmt: skip
    assert f"{reporter}报送 2 项，本月合计 100 万元。" in page_text(response)


def test_last_months_words_stand_in_grey(page, url, project, reported):
    reported(project, problem="雨季")
    [row] = page.get(url).context["rows"]
    assert [(cell.grey, cell.last) for cell in row.everyday] == [
        ("", ""), ("", ""), ("6月：路基", "路基"), ("6月：雨季", "雨季"),
    ]  # fmt: skip


def test_a_drawer_is_open_where_something_in_it_is_called_for(
    page, url, project, second_project, make_entry
):
    make_entry(project, month_amount=0)
    make_entry(second_project, zero_reason="", suggestion="协调用地")
    first, second = page.get(url).context["rows"]
    assert (first.is_drawn, second.is_drawn, second.is_filled_aside) == (True, False, True)


def test_about_is_an_estimate(page, url, project):
    page.post(url, typed(project, month_amount="约50", progress="路面"))
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.is_estimate) == (50 * WAN, True)


# --- What is said as a row is left -----------------------------------------------------


def check(page, unit, project, **boxes):
    where = reverse("investment:check_row", args=[unit.pk, JULY, project.pk])
    return page.post(where, typed(project, **boxes))


def said(response):
    noted = (cell for cell in response.context["each"].cells if cell.has_messages)
    return [
        (cell.column, *cell.errors, *(result.message for result in cell.results)) for cell in noted
    ]


def test_the_same_checks_speak_before_anything_is_saved(page, url, unit_a, project, reported):
    reported(project)
    assert said(check(page, unit_a, project, month_amount="50", year_to_date="460")) == [
        ("year_to_date", "本年累计460万元，而上月累计400＋本月50＝450万元，请改正或说明"),
        ("progress", "本月有投资50万元，请填写形象进度，确实没有的在“情况说明”写明原因"),
    ]
    explained = {"month_amount": "50", "year_to_date": "460", "explanation": "补报"}
    assert said(check(page, unit_a, project, **explained)) == []
    assert not MonthlyEntry.objects.filter(month=7).exists()


def test_a_row_that_says_nothing_is_left_in_peace(page, url, unit_a, project):
    assert said(check(page, unit_a, project)) == []


def test_what_cannot_be_read_is_said_at_its_cell(page, url, unit_a, project):
    [(column, sentence)] = said(check(page, unit_a, project, month_amount="12o0"))
    assert (column, sentence[:13]) == ("month_amount", "金额“12o0”无法识别，")


def test_another_units_row_does_not_exist(page, url, unit_a, unit_b, project, other_project):
    assert check(page, unit_b, other_project).status_code == 404
    assert check(page, unit_a, other_project).status_code == 404


def test_a_row_is_checked_with_as_many_queries_on_a_long_sheet(
    page, url, unit_a, project, make_project
):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            check(page, unit_a, project, month_amount="50")
        return len(captured)

    asked()
    before = asked()
    for number in range(30):
        make_project(f"第{number}号路", unit_a)
    assert asked() == before
