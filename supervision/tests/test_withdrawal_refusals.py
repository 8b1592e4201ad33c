"""What is refused of taking back what a notice said: each guard by itself, taken away, fails a
test."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from supervision.models import NoticeWithdrawal, SupervisionNotice
from supervision.notices.services import discard_draft, keep_item, withdraw_in_next, withdraw_item
from supervision.tests.refusals import NOT_SUPERVISING, told

pytestmark = pytest.mark.django_db


def test_a_withdrawal_wants_a_reason_and_an_issued_item_of_its_county(
    draft, write, issue, elsewhere, approver
):
    item = write(first := draft())
    issue(first)
    notice = draft()

    def withdraw(reason="核实"):
        return withdraw_item(notice=notice, item=item, reason=reason, by=approver)

    assert told(DomainError, lambda: withdraw(" ")) == "请写明撤销的理由"
    SupervisionNotice.objects.filter(pk=first.pk).update(county=elsewhere)
    item.refresh_from_db()
    assert told(WrongState, withdraw) == "只能撤销已印发通报中的事项"
    assert NoticeWithdrawal.objects.count() == 0


def test_an_item_withdrawn_by_an_issued_notice_is_told_by_its_number(draft, write, issue, approver):
    item = write(first := draft())
    issue(first)
    second = draft()
    withdraw_item(notice=second, item=item, reason="核实", by=approver)
    issue(second)
    third = draft()

    def withdraw():
        return withdraw_item(notice=third, item=item, reason="核实", by=approver)

    assert told(WrongState, withdraw) == "这一事项已列入撤销（2019年第2期），不能重复撤销"


def test_a_withdrawal_is_struck_once_and_from_its_own_draft_only(
    draft, write, issue, reviewer, inspector, approver
):
    item = write(first := draft())
    issue(first)
    notice, other = draft(), draft(by=reviewer)
    taken = withdraw_item(notice=notice, item=item, reason="核实", by=approver)
    keep_item(notice=other, withdrawal=taken, by=inspector)
    assert notice.withdrawals.get() == taken
    for _ in range(2):
        keep_item(notice=notice, withdrawal=taken, by=inspector)
    assert NoticeWithdrawal.objects.count() == 0
    assert AuditEvent.objects.filter(action="notice.remove_item").count() == 1
    assert withdraw_item(notice=other, item=item, reason="再核实", by=approver).notice == other


def test_the_draft_of_a_withdrawal_is_thrown_away_with_it(draft, write, issue, inspector, approver):
    item = write(first := draft())
    issue(first)
    notice = draft()
    withdraw_item(notice=notice, item=item, reason="核实", by=approver)
    discard_draft(notice=notice, by=inspector, version=notice.version)
    assert (NoticeWithdrawal.objects.count(), SupervisionNotice.objects.get()) == (0, first)


@pytest.mark.parametrize("who", [*NOT_SUPERVISING, "reviewer", "inspector"])
def test_nobody_but_the_approver_takes_back(draft, write, issue, request, today, who):
    item = write(first := draft())
    issue(first)
    notice, by = draft(), request.getfixturevalue(who)
    for act in (
        lambda: withdraw_item(notice=notice, item=item, reason="核实", by=by),
        lambda: withdraw_in_next(item=item, reason="核实", by=by, today=today),
    ):
        assert told(NotAllowed, act) == "只有审定员可以撤销通报事项"
    assert NoticeWithdrawal.objects.count() == 0


def test_what_is_taken_back_stands_in_the_draft_at_hand(draft, write, issue, approver, today):
    item = write(first := draft())
    issue(first)
    at_hand = draft()
    taken = withdraw_in_next(item=item, reason="核实", by=approver, today=today)
    assert (taken.notice, SupervisionNotice.objects.drafts().get()) == (at_hand, at_hand)
    at_hand.refresh_from_db()
    assert at_hand.version == 2


def test_what_is_taken_back_already_begins_no_draft(draft, write, issue, approver, today):
    item = write(first := draft())
    issue(first)
    withdraw_in_next(item=item, reason="核实", by=approver, today=today)
    issue(SupervisionNotice.objects.drafts().get())

    def again():
        later = today + datetime.timedelta(days=1)
        return withdraw_in_next(item=item, reason="又核实", by=approver, today=later)

    assert told(WrongState, again) == "这一事项已列入撤销（2019年第2期），不能重复撤销"
    assert SupervisionNotice.objects.drafts().count() == 0
