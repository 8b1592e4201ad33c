"""Notices: drafted from the facts, issued under the next number, unchangeable, withdrawn later."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from figures.tests.scene import JUNE, enter, sign_in
from investment.models import MonthlyEntry
from measures.money import WAN
from supervision.ledger import ledger_faults
from supervision.models import NoticeItem, ScoreLine, SupervisionNotice
from supervision.numbering import numbering_faults
from supervision.services.notices import (
    add_item,
    change_draft,
    discard_draft,
    draft_notice,
    escalate_order,
    issue_notice,
    remove_item,
    withdraw_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(county, line, inspector, today):
    return draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)


@pytest.fixture
def write(inspector, unit_a, project):
    """Name unit A in a draft."""

    def named(notice, kind="criticise", text="进度滞后", **values):
        given = {"unit": unit_a, "part": "reporting", "project": project} | values
        return add_item(notice=notice, kind=kind, text=text, by=inspector, **given)

    return named


@pytest.fixture
def issue(inspector, approver, today):
    def issued(notice):
        change_draft(
            notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version
        )
        return issue_notice(notice=notice, by=approver, version=notice.version, today=today)

    return issued


def test_a_notice_is_drafted_from_the_facts(client, notice, write, approver):
    write(notice)
    body = sign_in(client, approver).get(f"/supervision/notices/{notice.pk}/").context["body"]
    assert body["paragraphs"] == [
        ["chapter", "一、总体情况"],
        [
            "body",
            "截至2019年6月底，县级重点建设项目1个，年度计划投资0.1亿元，完成投资0.02亿元，"
            "占年度计划的20.0%，落后序时进度30.0个百分点。达到或超过序时进度的0个，黄灯0个，"
            "红灯1个，未报送0个（1个项目中报送1个）。",
        ],
        [
            "body",
            "新建项目1个，已开工1个，开工率100.0%，完成投资0.02亿元，占年度计划的20.0%。",
        ],
        ["chapter", "二、滞后项目"],
        ["body", "投资滞后1个：滨河路（交通运输局）落后序时30.0个百分点。"],
        ["chapter", "三、通报批评"],
        ["body", "1．交通运输局（填报单位）：进度滞后。"],
    ]
    assert body["table"]["rows"] == [
        ["1", "交通运输局", "1", "1,000", "200", "20.00", "−30.00", "1"]
    ]


def test_an_issued_notice_keeps_its_text_whatever_becomes_of_the_facts(
    client, notice, write, issue, project, approver
):
    write(notice)
    issued = issue(notice)
    kept = issued.body
    assert issued.issue_words == "2019年第1期"
    MonthlyEntry.objects.filter(project=project).update(year_to_date=900 * WAN)
    page = sign_in(client, approver).get(f"/supervision/notices/{notice.pk}/")
    assert page.context["body"] == kept
    assert "占年度计划的20.0%" in page.content.decode()


def test_an_issued_notice_changes_no_more(notice, write, issue, inspector, today):
    item = write(notice)
    issue(notice)
    words = "通报已印发，不能改动；要撤销其中的事项，请在下一期通报中撤销"
    for change in (
        lambda: change_draft(notice=notice, values={"title": "改"}, by=inspector, version=9),
        lambda: write(notice, text="又一条"),
        lambda: remove_item(notice=notice, item=item, by=inspector),
        lambda: discard_draft(notice=notice, by=inspector),
    ):
        with pytest.raises(WrongState) as error:
            change()
        assert str(error.value) == words
    assert SupervisionNotice.objects.get().items.get() == item


def test_a_second_press_issues_nothing_more(notice, write, issue, approver, today):
    write(notice)
    issued = issue(notice)
    again = issue_notice(notice=notice, by=approver, version=1, today=today)
    assert (again.number, issued.number) == (1, 1)
    assert ScoreLine.objects.count() == 0


def test_only_the_approver_issues(notice, write, inspector, reviewer, today):
    write(notice)
    for person in (inspector, reviewer):
        with pytest.raises(NotAllowed) as error:
            issue_notice(notice=notice, by=person, version=2, today=today)
        assert str(error.value) == "只有审定员可以印发督查通报"


def test_what_the_approver_did_not_read_is_not_issued(notice, write, inspector, approver, today):
    write(notice)
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version)
    read = notice.version
    write(notice, text="后来加的一条")
    with pytest.raises(Stale) as error:
        issue_notice(notice=notice, by=approver, version=read, today=today)
    assert str(error.value) == "打开页面之后草稿又有改动，请看过后再办"


@pytest.mark.parametrize(
    ("signer", "words"),
    [
        ("", "请先填写签发人"),
        ("赵局长", "通报里还没有事项：请列出表扬、提醒、批评或约谈的单位"),
    ],
)
def test_an_unfinished_notice_is_not_issued_and_takes_no_number(
    notice, write, issue, inspector, approver, today, signer, words
):
    change_draft(notice=notice, values={"signer": signer}, by=inspector, version=1)
    with pytest.raises(DomainError) as error:
        issue_notice(notice=notice, by=approver, version=notice.version, today=today)
    assert str(error.value) == words
    write(notice)
    assert issue(notice).number == 1
    assert numbering_faults() == []


def test_a_criticism_costs_half_a_point_on_the_annual_ledger(notice, write, issue, annual, unit_a):
    write(notice, kind="remind", text="提醒一次")
    item = write(notice)
    issue(notice)
    line = ScoreLine.objects.get()
    assert (line.unit, line.term, line.hundredths, line.notice_item) == (unit_a, 1, -50, item)
    assert line.reckoning == "2019年第1期督查通报通报批评1次，每次−0.5分：进度滞后"
    assert ledger_faults() == []


def test_a_withdrawal_takes_effect_as_the_later_notice_is_issued(
    county, notice, write, issue, annual, inspector, unit_a, today
):
    item = write(notice)
    issue(notice)
    later = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    withdraw_item(notice=later, item=item, reason="经核实用地原因", by=inspector)
    assert ScoreLine.objects.filter(unit=unit_a).total() == -50
    issued = issue(later)
    assert ScoreLine.objects.filter(unit=unit_a).total() == 0
    opposite = ScoreLine.objects.latest("pk")
    assert (opposite.hundredths, opposite.reverses.notice_item) == (50, item)
    assert opposite.reckoning == "2019年第2期督查通报撤销：经核实用地原因"
    assert [
        "body",
        "撤销2019年第1期督查通报对交通运输局的通报批评（进度滞后）。理由：经核实用地原因。",
    ] in issued.body["paragraphs"]
    assert ledger_faults() == []


def test_an_item_is_taken_back_once(county, notice, write, issue, inspector, today):
    item = write(notice)
    with pytest.raises(WrongState) as error:
        withdraw_item(notice=notice, item=item, reason="写错", by=inspector)
    assert str(error.value) == "只能撤销已印发通报中的事项"
    issue(notice)
    drafts = [
        draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
        for _ in range(2)
    ]
    withdraw_item(notice=drafts[0], item=item, reason="写错", by=inspector)
    withdraw_item(notice=drafts[0], item=item, reason="写错", by=inspector)
    with pytest.raises(WrongState) as error:
        withdraw_item(notice=drafts[1], item=item, reason="写错", by=inspector)
    assert str(error.value) == "这一事项已列入撤销（草稿），不能重复撤销"


def test_a_unit_is_named_in_a_part_that_it_has(notice, write, unit_b):
    with pytest.raises(DomainError) as error:
        write(notice, part="construction")
    assert str(error.value) == "交通运输局不是滨河路的建设单位，请核对身份，或先在项目库登记"
    assert write(notice, unit=unit_b, part="linked").get_part_display() == "包抓单位"


def test_an_overdue_order_is_escalated_into_a_notice(notice, order, inspector, today):
    later = datetime.date(2019, 8, 12)
    with pytest.raises(WrongState) as error:
        escalate_order(order=order, notice=notice, by=inspector, today=today)
    assert str(error.value) == "调度单没有逾期，不能转入通报"
    item = escalate_order(order=order, notice=notice, by=inspector, today=later)
    assert (item.order, item.problem, item.kind) == (order, order.problem, "criticise")
    assert item.get_part_display() == "承办单位"
    assert item.text == "滨河路用地问题，〔2019〕1号调度单要求8月9日前办结，逾期3天未回复"


def test_a_unit_sees_the_notices_that_name_it_once_they_are_issued(
    client, notice, write, issue, reporter, other_reporter
):
    write(notice)
    address = f"/supervision/notices/{notice.pk}/"
    assert sign_in(client, reporter).get(address).status_code == 404
    issue(notice)
    assert sign_in(client, reporter).get(address).status_code == 200
    assert sign_in(client, other_reporter).get(address).status_code == 404


def test_the_year_is_held_against_its_target(client, notice, write, issue, leader):
    write(notice)
    issue(notice)
    page = sign_in(client, leader).get("/supervision/notices/").content.decode()
    assert "2019年已印发 1 期，全年目标不少于 10 期。" in page


def test_a_draft_is_thrown_away_with_its_items(notice, write, inspector):
    write(notice)
    discard_draft(notice=notice, by=inspector)
    assert (SupervisionNotice.objects.count(), NoticeItem.objects.count()) == (0, 0)


def test_a_month_without_reports_prints_no_zero(client, county, unit_b, notice, inspector):
    from figures.tests.scene import make_line

    make_line(unit_b, "水厂", 500)
    enter(make_line(unit_b, "泵站", 100).project, 5, month_amount=None, year_to_date=None)
    page = sign_in(client, inspector).get(f"/supervision/notices/{notice.pk}/")
    rows = page.context["body"]["table"]["rows"]
    assert rows[-1] == ["—", "水利局", "2", "600", "未报", "—", "—", "0"]
