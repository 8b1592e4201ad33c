"""预计数: stated by the unit, marked wherever its figure stands, until the unit confirms it."""

import pytest

from accounts.errors import NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.people.waiting import waiting_for
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, KeyedConsent, MonthlyEntry
from investment.selectors import entry_sheet
from measures.money import WAN

pytestmark = pytest.mark.django_db

ADDRESS = "/investment/{}/2019-07/"


@pytest.fixture
def estimate(period, project, reporter, approver, today):
    """Saved, sent and approved as an estimate, by the services."""
    draft = EntryDraft(project.pk, month_amount=100 * WAN, progress="主体施工", is_estimate=True)
    [entry] = services.save_entries(period=period, drafts=[draft], by=reporter, today=today).written
    services.submit_entries(versions={entry.pk: 1}, by=reporter, today=today)
    services.approve_entries(versions={entry.pk: 2}, by=approver)
    return MonthlyEntry.objects.get()


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_unit_ticks_the_box_and_the_entry_is_an_estimate(client, period, project, reporter):
    prefix = f"p{project.pk}"
    form = {f"{prefix}-version": "", f"{prefix}-month_amount": "100", f"{prefix}-is_estimate": "on"}
    unit = project.unit_parts.get(part="reporting").unit_id
    signed_in(client, reporter).post(ADDRESS.format(unit), form)
    assert MonthlyEntry.objects.get().is_estimate
    assert differences(MonthlyEntry) == []
    page = client.get(ADDRESS.format(unit)).content.decode()
    assert f'name="{prefix}-is_estimate"' in page
    assert "checked" in page


def test_the_box_tells_what_is_stored_when_a_refused_sheet_comes_back(
    client, period, project, reporter
):
    prefix = f"p{project.pk}"
    unit = project.unit_parts.get(part="reporting").unit_id
    form = {f"{prefix}-version": "", f"{prefix}-month_amount": "1o", f"{prefix}-is_estimate": "on"}
    page = signed_in(client, reporter).post(ADDRESS.format(unit), form)
    [row] = page.context["rows"]
    assert row.estimate_widget == (
        f'<input type="checkbox" name="{prefix}-is_estimate" aria-label="镇区道路改造工程 预计数"'
        f' data-original="" id="{prefix}-is_estimate" checked>'
    )
    assert row.estimate_widget in page.content.decode()


def test_a_ticked_box_alone_is_no_entry(client, period, project, reporter):
    prefix = f"p{project.pk}"
    unit = project.unit_parts.get(part="reporting").unit_id
    form = {f"{prefix}-version": "", f"{prefix}-is_estimate": "on"}
    signed_in(client, reporter).post(ADDRESS.format(unit), form)
    assert MonthlyEntry.objects.count() == 0


def test_zero_is_something_and_an_empty_box_is_not():
    assert not EntryDraft(1, month_amount=0).is_blank
    assert EntryDraft(1, is_estimate=True).is_blank


def test_the_unit_confirms_its_estimate(client, estimate, reporter, today):
    unit, period = estimate.unit, estimate.period
    assert entry_sheet(unit, period, today).estimates == 1
    page = signed_in(client, reporter).get(ADDRESS.format(unit.pk)).content.decode()
    assert "2019年7月有 1 个项目是预计数。" in page
    answer = client.post(
        ADDRESS.format(unit.pk) + "confirm-estimate/", {"confirm": f"{estimate.pk}:3"}
    )
    assert answer.status_code == 302
    estimate.refresh_from_db()
    assert (estimate.is_estimate, estimate.state) == (False, EntryState.APPROVED)
    line = AuditEvent.objects.get(action="entry.settle")
    assert line.changes == {"is_estimate": [True, False]}
    assert differences(MonthlyEntry) == []


def test_confirming_twice_is_confirming_once(estimate, reporter):
    for _ in range(2):
        services.confirm_estimate(entry=estimate, version=3, by=reporter)
    assert AuditEvent.objects.filter(action="entry.settle").count() == 1


def test_what_was_changed_meanwhile_is_not_confirmed_unseen(estimate, reporter, approver):
    services.verify_entry(
        entry=estimate,
        version=3,
        month_amount=90 * WAN,
        year_to_date=None,
        reason="现场核实",
        by=approver,
    )
    with pytest.raises(Stale):
        services.confirm_estimate(entry=estimate, version=3, by=reporter)


def test_nobody_confirms_for_the_unit(estimate, approver, other_reporter):
    for person in (approver, other_reporter):
        with pytest.raises(NotAllowed) as error:
            services.confirm_estimate(entry=estimate, version=3, by=person)
        assert str(error.value) == "只有填报单位可以确认预计数"


def test_an_estimate_is_not_final_while_the_unit_objects_to_how_it_was_keyed(
    client, make_entry, project, period, reporter, today
):
    keyed = make_entry(
        project,
        EntryState.SUBMITTED,
        is_estimate=True,
        keyed_source="8月2日电话",
        keyed_consent=KeyedConsent.WAITING,
    )
    services.object_keyed(entry=keyed, version=1, reason="应为80万元", by=reporter)
    with pytest.raises(WrongState) as error:
        services.confirm_estimate(entry=keyed, version=2, by=reporter)
    assert str(error.value) == ("本单位对代填提出的异议还没有处理，请先确认代填或等发改局退回")
    page = signed_in(client, reporter).get(ADDRESS.format(keyed.unit_id))
    assert [row.may_confirm for row in page.context["rows"]] == [False]
    assert [each.what for each in waiting_for(reporter, today)] == []
    services.confirm_keyed(entry=keyed, version=2, by=reporter)
    page = client.get(ADDRESS.format(keyed.unit_id))
    assert [row.may_confirm for row in page.context["rows"]] == [True]
    assert [each.what for each in waiting_for(reporter, today)] == ["确认预计数"]
    services.confirm_estimate(entry=keyed, version=3, by=reporter)
    keyed.refresh_from_db()
    assert not keyed.is_estimate


def test_an_estimate_that_came_out_otherwise_is_corrected(estimate, reporter, approver, today):
    draft = EntryDraft(estimate.project_id, version=3, month_amount=95 * WAN, progress="主体施工")
    proposal = services.propose_correction(
        entry=estimate, draft=draft, reason="结算后核实", by=reporter, today=today
    )
    assert proposal.after == {"month_amount": 95 * WAN, "is_estimate": False}
    accept(proposal=proposal, by=approver, today=today)
    estimate.refresh_from_db()
    assert (estimate.month_amount, estimate.is_estimate) == (95 * WAN, False)
    assert differences(MonthlyEntry) == []


def test_the_reviewer_sees_that_it_is_an_estimate(client, estimate, reviewer):
    page = signed_in(client, reviewer).get(f"/investment/entries/{estimate.pk}/")
    if page.status_code == 404:
        from django.urls import reverse

        page = client.get(reverse("investment:review_entry", args=[estimate.pk]))
    assert "预计数" in page.content.decode()
