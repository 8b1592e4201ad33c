"""What is refused of drafts and of issuing them: each guard by itself, taken away, fails a test."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent, Unit
from projects.models import Project, ProjectUnit
from supervision.models import (
    NoticeItem,
    SupervisionNotice,
)
from supervision.notices.services import (
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
from supervision.orders.services import reply_to_order, void_order
from supervision.tests.conftest import read_of
from supervision.tests.refusals import NOT_SUPERVISING, stored, told

pytestmark = pytest.mark.django_db

NO_DRAFTER = "只有发改局和督查员可以起草督查通报"
ISSUED = "通报已印发，不能改动；要撤销其中的事项，请在下一期通报中撤销"


@pytest.fixture
def notice(draft):
    return draft()


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


@pytest.mark.parametrize("read", ["", "0" * 64])
def test_a_text_that_was_not_read_is_not_issued(notice, write, inspector, approver, today, read):
    write(notice)
    change_draft(notice=notice, values={"signer": "赵"}, by=inspector, version=notice.version)

    def issue():
        return issue_notice(
            notice=notice, by=approver, version=notice.version, read=read, today=today
        )

    assert told(Stale, issue) == "打开页面之后数字有变动，正文已按现在的数字写成，请看过后再印发"
    notice.refresh_from_db()
    assert not notice.is_issued


def test_a_draft_that_was_thrown_away_is_not_issued(notice, write, inspector, approver, today):
    write(notice)
    change_draft(notice=notice, values={"signer": "赵"}, by=inspector, version=notice.version)
    read_before, version = SupervisionNotice.objects.get(), notice.version
    read = read_of(notice)
    discard_draft(notice=notice, by=inspector, version=version)

    def issue():
        return issue_notice(
            notice=read_before, by=approver, version=version, read=read, today=today
        )

    assert told(WrongState, issue) == "这份草稿已被删除，操作记录中留有原文"


# --- Orders ------------------------------------------------------------------------------


@pytest.fixture
def write_of_order(notice, write, order):
    """Name a unit for how it answers the order."""

    def named(text="推诿", part="addressee", **values):
        return write(notice, text=text, part=part, order=order, **values)

    return named


def test_an_order_is_told_of_once_in_a_notice_whatever_the_words(write_of_order, unit_a):
    assert write_of_order() == write_of_order()
    assert told(WrongState, lambda: write_of_order("另一句")) == "〔2019〕1号调度单已列入这份通报"
    words = told(WrongState, lambda: write_of_order(part="responsible"))
    assert words == "交通运输局已因此按承办单位列入，不能重复列入"
    assert NoticeItem.objects.get().unit == unit_a


def test_a_unit_is_no_addressee_of_anothers_order(write_of_order, unit_b):
    assert told(DomainError, lambda: write_of_order(unit=unit_b)) == (
        "水利局按承办单位通报，须从逾期的调度单列入；其他情况请按它在项目中的身份列入"
    )
    assert NoticeItem.objects.count() == 0


def answered(order, by, today):
    reply_to_order(order=order, text="已移交", by=by, version=1, today=today)


def ended(order, by, today):
    void_order(order=order, text="发错单位", by=by, version=1, today=today)


@pytest.mark.parametrize(("end", "who"), [(answered, "reporter"), (ended, "reviewer")])
def test_only_a_criticism_of_an_order_wants_it_unanswered(
    notice, write_of_order, order, issue, inspector, request, today, end, who
):
    item = write_of_order()
    end(order, request.getfixturevalue(who), today)
    assert told(DomainError, lambda: issue(notice)) == (
        "〔2019〕1号调度单已有回复，不能再按“未回复”通报；请移出这些事项，或另行写明事由列入"
    )
    remove_item(notice=notice, item=item, by=inspector)
    add_item(
        notice=notice,
        kind="praise",
        unit=order.addressee,
        part="addressee",
        text="办理及时",
        order=order,
        by=inspector,
    )
    assert issue(notice).number == 1
