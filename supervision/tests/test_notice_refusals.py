"""What is refused of notices: each guard by itself, taken away, fails a test."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent, Unit
from projects.models import Project, ProjectUnit
from supervision.models import (
    NoticeItem,
    NoticeWithdrawal,
    SupervisionNotice,
)
from supervision.services.notices import (
    AlreadyIssued,
    add_item,
    change_draft,
    discard_draft,
    escalate_order,
    issue_notice,
    keep_item,
    remove_item,
    withdraw_item,
)
from supervision.tests.conftest import read_of
from supervision.tests.refusals import NOT_SUPERVISING, stored, told

pytestmark = pytest.mark.django_db

NO_DRAFTER = "只有发改局和督查员可以起草督查通报"
ISSUED = "通报已印发，不能改动；要撤销其中的事项，请在下一期通报中撤销"


@pytest.fixture
def notice(draft):
    return draft()


@pytest.fixture
def write(inspector, unit_a, project):
    """Name unit A in a draft."""

    def named(notice, text="进度滞后", **values):
        given = {"unit": unit_a, "part": "reporting", "project": project, "by": inspector}
        return add_item(notice=notice, kind="criticise", text=text, **(given | values))

    return named


def actions():
    trail = AuditEvent.objects.filter(object_type="supervision.supervisionnotice")
    return list(trail.order_by("sequence").values_list("action", flat=True))


# --- Drafts ------------------------------------------------------------------------------


@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_who_does_not_supervise_touches_no_draft(
    draft, write, issue, order, approver, request, who
):
    item = write(first := draft())
    issue(first)
    notice = draft()
    taken = withdraw_item(notice=notice, item=item, reason="核实", by=approver)
    own, before, by = write(notice), stored(notice), request.getfixturevalue(who)
    later = datetime.date(2019, 8, 12)
    for act in (
        lambda: draft(by=by),
        lambda: change_draft(notice=notice, values={"title": "改"}, by=by, version=notice.version),
        lambda: write(notice, text="又一条", by=by),
        lambda: remove_item(notice=notice, item=own, by=by),
        lambda: keep_item(notice=notice, withdrawal=taken, by=by),
        lambda: discard_draft(notice=notice, by=by, version=notice.version),
        lambda: escalate_order(order=order, notice=notice, by=by, today=later),
    ):
        assert told(NotAllowed, act) == NO_DRAFTER
    assert stored(notice) == before
    assert (notice.items.get(), notice.withdrawals.get()) == (own, taken)
    assert SupervisionNotice.objects.count() == 2


def test_a_list_that_the_year_has_not_is_not_drafted(draft):
    words = told(DomainError, lambda: draft(plan_key="市级"))
    assert words == "这个月没有这份清单，请重新选择"
    assert SupervisionNotice.objects.count() == 0


def test_a_draft_changed_meanwhile_is_told_so(notice, inspector):
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=1)

    def from_an_old_page():
        return change_draft(notice=notice, values={"signer": "钱局长"}, by=inspector, version=1)

    assert told(Stale, from_an_old_page) == "打开页面之后草稿又有改动，请看过后再办"
    assert SupervisionNotice.objects.get().signer == "赵局长"


def test_the_same_words_again_change_nothing_however_old_the_page(notice, inspector):
    for _ in range(2):
        change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=1)
    assert notice.version == 2
    assert actions() == ["notice.draft", "notice.update"]


def test_an_item_names_a_unit_and_a_project_of_its_county_in_words(notice, write, elsewhere):
    theirs = Unit.objects.create(parent=elsewhere, name="邻县水利局", kind="department")
    bridge = Project.objects.create(county=elsewhere, name="邻县大桥")
    assert told(NotAllowed, lambda: write(notice, unit=theirs)) == "没有这个单位"
    assert told(NotAllowed, lambda: write(notice, project=bridge)) == "没有这个项目"
    assert told(DomainError, lambda: write(notice, text=" ")) == "请写明事由"
    assert NoticeItem.objects.count() == 0


def test_a_part_that_a_unit_has_no_more_is_not_its_part(notice, write, unit_b):
    ProjectUnit.objects.filter(unit=unit_b).update(until="2019-06-01")
    words = told(DomainError, lambda: write(notice, unit=unit_b, part="linked"))
    assert words == "水利局不是滨河路的包抓单位，请核对身份，或先在项目库登记"


def test_the_same_item_twice_is_one(notice, write):
    assert write(notice) == write(notice)
    assert actions() == ["notice.draft", "notice.add_item"]


def test_an_item_is_removed_once_and_from_its_own_draft_only(draft, write, reviewer, inspector):
    notice, other = draft(), draft(by=reviewer)
    item = write(notice)
    remove_item(notice=other, item=item, by=inspector)
    assert notice.items.get() == item
    for _ in range(2):
        remove_item(notice=notice, item=item, by=inspector)
    assert NoticeItem.objects.count() == 0
    assert actions() == [*["notice.draft"] * 2, "notice.add_item", "notice.remove_item"]


def test_whatever_is_done_to_a_draft_is_told_to_who_is_to_issue_it(
    draft, write, issue, inspector, approver, today
):
    item = write(first := draft())
    issue(first)
    notice = draft()
    own = write(notice)
    taken = withdraw_item(notice=notice, item=item, reason="核实", by=approver)
    change_draft(notice=notice, values={"signer": "赵"}, by=inspector, version=notice.version)
    for act in (
        lambda: write(notice, text="又一条"),
        lambda: remove_item(notice=notice, item=own, by=inspector),
        lambda: keep_item(notice=notice, withdrawal=taken, by=inspector),
        lambda: withdraw_item(notice=notice, item=item, reason="核实", by=approver),
    ):
        read = notice.version
        act()

        def issue_what_was_read(version=read):
            return issue_notice(
                notice=notice, by=approver, version=version, read=read_of(notice), today=today
            )

        assert told(Stale, issue_what_was_read) == "打开页面之后草稿又有改动，请看过后再办"


def test_a_draft_that_was_issued_under_ones_hands_changes_no_more(
    draft, write, issue, inspector, approver
):
    item = write(first := draft())
    issue(first)
    notice = draft()
    own = write(notice)
    taken = withdraw_item(notice=notice, item=item, reason="核实", by=approver)

    def read_before():
        """As a page read it before it was issued."""
        return SupervisionNotice(**stored_before)

    stored_before = stored(notice)
    issue(notice)
    kept = stored(notice)
    for act in (
        lambda: change_draft(
            notice=read_before(), values={"title": "改"}, by=inspector, version=notice.version
        ),
        lambda: change_draft(
            notice=read_before(),
            values={"title": "改"},
            by=inspector,
            version=stored_before["version"],
        ),
        lambda: write(read_before(), text="又一条"),
        lambda: remove_item(notice=read_before(), item=own, by=inspector),
        lambda: withdraw_item(notice=read_before(), item=own, reason="核实", by=approver),
        lambda: keep_item(notice=read_before(), withdrawal=taken, by=inspector),
        lambda: discard_draft(notice=read_before(), by=inspector, version=stored_before["version"]),
    ):
        assert told(AlreadyIssued, act) == ISSUED
    assert stored(notice) == kept
    assert (notice.items.get(), notice.withdrawals.get()) == (own, taken)


def test_not_even_what_an_issued_notice_says_already_is_typed_into_it(
    draft, write, issue, inspector
):
    write(notice := draft())
    issue(notice)

    def type_the_same():
        return change_draft(
            notice=notice,
            values={"signer": notice.signer},
            by=inspector,
            version=notice.version,
        )

    assert told(AlreadyIssued, type_the_same) == ISSUED


# --- Withdrawals -------------------------------------------------------------------------


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
    assert actions().count("notice.remove_item") == 1
    assert withdraw_item(notice=other, item=item, reason="再核实", by=approver).notice == other


def test_the_draft_of_a_withdrawal_is_thrown_away_with_it(draft, write, issue, inspector, approver):
    item = write(first := draft())
    issue(first)
    notice = draft()
    withdraw_item(notice=notice, item=item, reason="核实", by=approver)
    discard_draft(notice=notice, by=inspector, version=notice.version)
    assert (NoticeWithdrawal.objects.count(), SupervisionNotice.objects.get()) == (0, first)


# --- Issuing -----------------------------------------------------------------


@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_nobody_but_the_approver_issues(notice, write, inspector, request, today, who):
    write(notice)
    change_draft(notice=notice, values={"signer": "赵"}, by=inspector, version=notice.version)
    by = request.getfixturevalue(who)

    def issue():
        return issue_notice(
            notice=notice, by=by, version=notice.version, read=read_of(notice), today=today
        )

    assert told(NotAllowed, issue) == "只有审定员可以印发督查通报"
    assert SupervisionNotice.objects.get().state == "draft"
