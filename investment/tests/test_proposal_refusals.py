"""Each guard of proposed 核定数, and of an estimate that is confirmed, by itself: taken away, its
test fails."""

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.tests.crowd import overlapping
from accounts.trail.proposals import ProposalState, accept, refuse, withdraw
from investment import services
from investment.models import EntryProposal, EntryState, MonthlyEntry
from measures.money import WAN

pytestmark = pytest.mark.django_db

ACCEPTED = "这条申请已经处理过了（已采纳）"


@pytest.fixture
def entry(make_entry, project):
    return make_entry(project, EntryState.SUBMITTED)


@pytest.fixture
def propose(entry, reviewer):
    def proposed(**values):
        given = {
            "entry": entry,
            "month_amount": 80 * WAN,
            "year_to_date": None,
            "reason": "现场只完成八成",
            "by": reviewer,
            "version": 1,
        }
        return services.propose_verified(**(given | values))

    return proposed


def told(error_class, act):
    with pytest.raises(DomainError) as error:
        act()
    assert error.type is error_class
    return str(error.value)


def actions():
    trail = AuditEvent.objects.filter(object_type="investment.entryproposal")
    return list(trail.order_by("sequence").values_list("action", flat=True))


# --- Proposing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["reporter", "approver", "inspector", "leader", "auditor", "administrator"]
)
def test_nobody_but_the_reviewer_proposes(propose, request, who):
    by = request.getfixturevalue(who)
    assert told(NotAllowed, lambda: propose(by=by)) == "只有审核员可以提出核定数"
    assert EntryProposal.objects.count() == 0


@pytest.mark.parametrize("state", [EntryState.DRAFT, EntryState.RETURNED])
def test_what_the_unit_has_not_sent_is_not_verified(entry, propose, state):
    MonthlyEntry.objects.update(state=state)
    assert told(WrongState, propose) == "单位还没有报送，不能核定"
    assert EntryProposal.objects.count() == 0


def test_what_was_sent_since_the_page_was_read_is_looked_at_anew(entry, propose):
    MonthlyEntry.objects.update(state=EntryState.RETURNED)
    entry.state = EntryState.SUBMITTED
    assert told(WrongState, propose) == "单位还没有报送，不能核定"


def test_the_same_figure_for_another_reason_is_another_proposal(propose):
    propose()
    assert told(WrongState, lambda: propose(reason="监理签证")) == (
        "这一条已有一份核定申请待审定，请先撤回或等待答复"
    )
    assert EntryProposal.objects.get().reason == "现场只完成八成"


def test_the_same_twice_is_told_once(propose):
    propose()
    propose()
    assert actions() == ["entry.propose_verified"]


def test_one_waits_in_the_database_too(propose):
    waiting = EntryProposal.objects.filter(pk=propose().pk).values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryProposal(**waiting | {"id": None}).save()


# --- Answering ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["reporter", "reviewer", "inspector", "leader", "auditor", "administrator"]
)
def test_nobody_but_the_approver_answers(propose, entry, request, today, who):
    by, proposal = request.getfixturevalue(who), propose()

    def accepting():
        return accept(proposal=proposal, by=by, today=today)

    def refusing():
        return refuse(proposal=proposal, decision="不", by=by)

    assert told(NotAllowed, accepting) == "只有审定员可以采纳更正申请"
    assert told(NotAllowed, refusing) == "只有审定员可以答复更正申请"
    assert EntryProposal.objects.get().state == ProposalState.WAITING
    assert MonthlyEntry.objects.get().verified_month_amount is None


def test_only_who_proposed_it_takes_it_back(propose, approver, reviewer):
    proposal = propose()

    def withdrawing(by):
        return withdraw(proposal=proposal, by=by)

    assert told(NotAllowed, lambda: withdrawing(approver)) == "只有提出人可以撤回更正申请"
    assert withdrawing(reviewer).state == ProposalState.WITHDRAWN
    assert withdrawing(reviewer).state == ProposalState.WITHDRAWN
    assert actions() == ["entry.propose_verified", "entry.answer_proposal"]


def test_what_was_accepted_is_neither_refused_nor_taken_back(propose, approver, reviewer, today):
    proposal = propose()
    for _ in range(2):
        accept(proposal=proposal, by=approver, today=today)

    def refusing():
        return refuse(proposal=proposal, decision="不", by=approver)

    assert told(WrongState, refusing) == ACCEPTED
    assert told(WrongState, lambda: withdraw(proposal=proposal, by=reviewer)) == ACCEPTED
    assert EntryProposal.objects.get().state == ProposalState.ACCEPTED
    assert actions() == ["entry.propose_verified", "entry.answer_proposal"]


@pytest.mark.parametrize(("end", "label"), [("refuse", "未采纳"), ("withdraw", "已撤回")])
def test_what_was_refused_or_taken_back_is_not_accepted(
    propose, approver, reviewer, today, end, label
):
    proposal = propose()
    if end == "refuse":
        refuse(proposal=proposal, decision="以计量单为准", by=approver)
    else:
        withdraw(proposal=proposal, by=reviewer)

    def accepting():
        return accept(proposal=proposal, by=approver, today=today)

    assert told(WrongState, accepting) == f"这条申请已经处理过了（{label}）"
    assert MonthlyEntry.objects.get().verified_month_amount is None


# --- Two at once: see investment/tests/test_races.py ---------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_presses_propose_once(propose):
    first, second = overlapping(propose, propose)
    assert first == second == EntryProposal.objects.get()


@pytest.mark.django_db(transaction=True)
def test_what_is_being_taken_back_is_not_accepted(propose, approver, reviewer, today):
    proposal = propose()
    _, answer = overlapping(
        lambda: withdraw(proposal=proposal, by=reviewer),
        lambda: accept(proposal=proposal, by=approver, today=today),
    )
    assert (type(answer), str(answer)) == (WrongState, "这条申请已经处理过了（已撤回）")
    assert MonthlyEntry.objects.get().verified_month_amount is None
    assert EntryProposal.objects.get().state == ProposalState.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_what_is_being_accepted_is_not_refused(propose, approver, make_user, today):
    proposal, colleague = propose(), make_user("shending2", "approver")
    _, answer = overlapping(
        lambda: accept(proposal=proposal, by=approver, today=today),
        lambda: refuse(proposal=proposal, decision="不", by=colleague),
    )
    assert (type(answer), str(answer)) == (WrongState, ACCEPTED)
    assert MonthlyEntry.objects.get().verified_month_amount == 80 * WAN


# --- An estimate that is confirmed -------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["other_reporter", "reviewer", "approver", "inspector", "leader", "administrator"]
)
def test_only_the_unit_confirms_its_estimate(make_entry, project, request, who):
    entry = make_entry(project, EntryState.SUBMITTED, is_estimate=True)
    by = request.getfixturevalue(who)

    def confirm():
        return services.confirm_estimate(entry=entry, version=1, by=by)

    assert told(NotAllowed, confirm) == "只有填报单位可以确认预计数"
    assert MonthlyEntry.objects.get().is_estimate


@pytest.mark.parametrize(
    ("state", "label"), [(EntryState.DRAFT, "草稿"), (EntryState.RETURNED, "已退回")]
)
def test_an_estimate_that_was_not_sent_is_not_confirmed(
    make_entry, project, reporter, state, label
):
    entry = make_entry(project, state, is_estimate=True)

    def confirm():
        return services.confirm_estimate(entry=entry, version=1, by=reporter)

    assert told(WrongState, confirm) == f"“镇区道路改造工程”现为“{label}”，不能确认预计数"
    assert MonthlyEntry.objects.get().is_estimate
