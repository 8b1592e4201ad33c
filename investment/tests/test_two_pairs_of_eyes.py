"""A second pair of eyes before approval, and corrections after it."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent, Role
from accounts.trail.proposals import ProposalState, accept, refuse, withdraw
from accounts.trail.rebuilding import differences
from investment import services
from investment.drafts import EntryDraft
from investment.models import (
    EntryProposal,
    EntryState,
    MonthlyEntry,
    ReportingRule,
)
from measures.money import WAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(period, draft, reporter, today):
    services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
    return MonthlyEntry.objects.get()


# --- Two pairs of eyes -----------------------------------------------------------------


@pytest.fixture
def two_eyes(county):
    return ReportingRule.objects.create(
        county=county, from_date="2019-01-01", has_review=True, source="内控制度"
    )


def versions(entry):
    return {entry.pk: MonthlyEntry.objects.get(pk=entry.pk).version}


def test_what_was_not_reviewed_is_not_approved(two_eyes, sent, reviewer, approver):
    with pytest.raises(WrongState, match="还没有审核"):
        services.approve_entries(versions=versions(sent), by=approver)
    services.review_entries(versions=versions(sent), by=reviewer)
    services.approve_entries(versions=versions(sent), by=approver)
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED


def test_nobody_approves_what_he_reviewed(two_eyes, sent, approver, make_user):
    services.review_entries(versions=versions(sent), by=approver)
    with pytest.raises(NotAllowed, match="由您审核，须由另一位审定员审定"):
        services.approve_entries(versions=versions(sent), by=approver)
    other = make_user("shending2", Role.APPROVER)
    services.approve_entries(versions=versions(sent), by=other)


def test_nobody_reviews_what_he_keyed_unless_the_unit_confirmed_it(
    two_eyes, period, draft, reviewer, reporter, today
):
    services.key_entries(period=period, drafts=[draft], source="电话", by=reviewer, today=today)
    entry = MonthlyEntry.objects.get()
    with pytest.raises(NotAllowed, match="由您代填"):
        services.review_entries(versions=versions(entry), by=reviewer)
    services.confirm_keyed(entry=entry, version=entry.version, by=reporter)
    services.review_entries(versions=versions(entry), by=reviewer)


def test_what_was_reviewed_is_not_taken_back_by_the_unit(two_eyes, sent, reviewer, reporter, today):
    services.review_entries(versions=versions(sent), by=reviewer)
    with pytest.raises(WrongState):
        services.withdraw_entries(versions=versions(sent), by=reporter, today=today)


def test_one_pair_is_enough_where_no_second_is_asked(sent, reviewer, approver):
    with pytest.raises(WrongState, match="不须先审核"):
        services.review_entries(versions=versions(sent), by=reviewer)
    services.approve_entries(versions=versions(sent), by=approver)


def test_a_review_pressed_twice_is_one(two_eyes, sent, reviewer):
    read = versions(sent)
    services.review_entries(versions=read, by=reviewer)
    assert len(services.review_entries(versions=read, by=reviewer).repeated) == 1
    assert AuditEvent.objects.filter(action="entry.review").count() == 1


def test_what_comes_back_is_reviewed_anew_and_counted(two_eyes, sent, reviewer, reporter, today):
    services.review_entries(versions=versions(sent), by=reviewer)
    entry = MonthlyEntry.objects.get()
    services.return_entry(entry=entry, version=entry.version, reason="核对", by=reviewer)
    MonthlyEntry.objects.update(explanation="已核对")
    services.submit_entries(versions=versions(sent), by=reporter, today=today)
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.reviewed_by, entry.returned_times) == ("submitted", None, 1)


# --- Corrections -----------------------------------------------------------------------


@pytest.fixture
def approved(sent, approver):
    services.approve_entries(versions=versions(sent), by=approver)
    return MonthlyEntry.objects.get()


@pytest.fixture
def correct(approved, today):
    def correct(by, amount=80, reason="多报20万元", version=None):
        draft = EntryDraft(
            approved.project_id,
            version=approved.version if version is None else version,
            month_amount=amount * WAN,
            progress="主体施工",
        )
        return services.propose_correction(
            entry=approved, draft=draft, reason=reason, by=by, today=today
        )

    return correct


def amount():
    return MonthlyEntry.objects.get().month_amount // WAN


def test_a_figure_stays_until_the_approver_accepts(correct, reporter, approver, today):
    proposal = correct(reporter)
    assert (amount(), proposal.state) == (100, "waiting")
    proposal = accept(proposal=proposal, by=approver, today=today)
    assert (amount(), proposal.state, proposal.decided_by) == (80, "accepted", approver)
    assert (proposal.before, proposal.after) == (
        {"month_amount": 100 * WAN},
        {"month_amount": 80 * WAN},
    )
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED
    assert differences(MonthlyEntry) == []


def test_an_approver_corrects_at_once_and_the_old_value_stays(correct, approver):
    proposal = correct(approver)
    assert (amount(), proposal.state, proposal.before) == (
        80,
        "accepted",
        {"month_amount": WAN * 100},
    )
    line = AuditEvent.objects.get(action="entry.correct")
    assert (line.changes, line.reason) == (
        {"month_amount": [100 * WAN, 80 * WAN]},
        "多报20万元",
    )
    assert differences(MonthlyEntry) == []


def test_a_refused_correction_changes_nothing(correct, reporter, approver):
    proposal = correct(reporter)
    with pytest.raises(DomainError, match="请写明不采纳的理由"):
        refuse(proposal=proposal, decision="", by=approver)
    proposal = refuse(proposal=proposal, decision="有签证", by=approver)
    assert (amount(), proposal.state, proposal.decision) == (100, "refused", "有签证")


def test_only_who_proposed_takes_it_back(correct, reporter, reviewer):
    proposal = correct(reporter)
    with pytest.raises(NotAllowed):
        withdraw(proposal=proposal, by=reviewer)
    withdraw(proposal=proposal, by=reporter)
    assert correct(reporter).state == ProposalState.WAITING


def test_one_waits_at_a_time_and_the_same_twice_is_one(correct, reporter, reviewer):
    assert correct(reporter) == correct(reporter)
    with pytest.raises(WrongState, match="这一条已有一份更正申请待审定"):
        correct(reviewer, amount=70)
    assert EntryProposal.objects.count() == 1


def test_a_correction_of_what_changed_since_is_stale(correct, reporter, approver, today, approved):
    proposal = correct(reporter)
    services.verify_entry(
        entry=approved,
        version=approved.version,
        month_amount=90 * WAN,
        year_to_date=None,
        reason="监理",
        by=approver,
    )
    with pytest.raises(Stale):
        accept(proposal=proposal, by=approver, today=today)
    assert (amount(), EntryProposal.objects.get().state) == (100, "waiting")


def test_a_correction_that_must_be_mended_is_refused(correct, reporter):
    with pytest.raises(services.ChecksFailed):
        correct(reporter, amount=0)


def test_only_the_approver_accepts(correct, reporter, reviewer, other_reporter, today):
    proposal = correct(reviewer)
    for person in (reporter, reviewer):
        with pytest.raises(NotAllowed):
            accept(proposal=proposal, by=person, today=today)
    with pytest.raises(NotAllowed):
        correct(other_reporter)


def test_what_is_not_approved_is_not_corrected(sent, reporter, today):
    draft = EntryDraft(sent.project_id, version=1, month_amount=80 * WAN, progress="主体施工")
    with pytest.raises(WrongState, match="还没有审定"):
        services.propose_correction(
            entry=sent, draft=draft, reason="多报", by=reporter, today=today
        )


def test_a_correction_tells_the_register_when_the_site_started(approved, approver, today):
    day = datetime.date(2019, 7, 3)
    draft = EntryDraft(
        approved.project_id,
        version=approved.version,
        month_amount=100 * WAN,
        progress="主体施工",
        actual_start=day,
    )
    services.propose_correction(
        entry=approved, draft=draft, reason="漏填开工日期", by=approver, today=today
    )
    approved.project.refresh_from_db()
    assert approved.project.actual_start == day


def test_a_correction_explains_only_what_its_author_has_seen(
    client, approved, correct, reporter, approver
):
    """What wants a word is shown on the form, which takes the reason given after that."""
    with pytest.raises(services.ChecksFailed) as error:
        correct(reporter, amount=800_000, reason="错")
    [found] = error.value.results[approved.project_id]
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("investment:correct", args=[approved.pk])
    names = client.get(address).context["form"]
    typed = {"version": approved.version, "month_amount": "800000", "progress": "主体施工"}
    form = {names[name].html_name: value for name, value in typed.items()} | {"reason": "错"}
    page = client.post(address, form).content.decode()
    assert found.message in page
    assert f'name="told" value="{found.code}"' in page
    assert approved.proposals.count() == 0
    form |= {"reason": "一次性支付土地出让金，见凭证", "told": found.code}
    assert client.post(address, form).url == address
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()
    assert "照申请改了之后，校核有 2 条提示，采纳前请核对：" in page
    assert found.message in page
