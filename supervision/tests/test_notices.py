"""Notices: drafted from the facts, issued under the next number, unchangeable, withdrawn later."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.tests.trail import told
from assessment.ledger import ledger_faults
from assessment.models import ScoreLine
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import MonthlyEntry
from measures.money import WAN
from supervision.models import NoticeItem, SupervisionNotice
from supervision.notices.body import body_of
from supervision.notices.services import (
    add_item,
    change_draft,
    discard_draft,
    draft_notice,
    escalate_order,
    issue_notice,
    remove_item,
    withdraw_in_next,
    withdraw_item,
)
from supervision.numbering.services import numbering_faults
from supervision.orders.services import reply_to_order
from supervision.tests.conftest import read_of

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


def test_a_notice_is_drafted_from_the_facts(client, notice, write, approver):
    write(notice)
    body = sign_in(client, approver).get(f"/supervision/notices/{notice.pk}/").context["body"]
    assert [(paragraph.style.name, paragraph.text) for paragraph in body.paragraphs] == [
        ("BODY", "现将截至2019年6月底县级重点建设项目情况通报如下（各单位完成情况附后）："),
        ("CHAPTER", "一、总体情况"),
        (
            "BODY",
            "截至2019年6月底，县级重点建设项目1个，年度计划投资1000万元，完成投资200万元，"
            "占年度计划的20%，欠序时30.0个百分点。亮灯情况：红灯1个"
            "（已报送）。",
        ),
        ("BODY", "新建项目1个，已开工1个，开工率100%，完成投资200万元，占年度计划的20%。"),
        ("CHAPTER", "二、滞后项目"),
        ("BODY", "投资滞后1个：滨河路（交通运输局）欠序时30.0个百分点。"),
        ("CHAPTER", "三、通报批评"),
        ("BODY", "交通运输局（填报单位）：滨河路，进度滞后。"),
    ]
    assert [text_of(cell) for cell in body.table.rows[0]] == [
        *("1", "交通运输局", "1", "1,000", "200", "20.00", "−30.00", "1")
    ]


def test_each_figure_of_a_notice_opens_its_rows(client, notice, write, approver):
    write(notice)
    page = sign_in(client, approver).get(f"/supervision/notices/{notice.pk}/")
    unit = "县级.全部.填报单位=交通运输局"
    assert [(run.text, run.key) for run in page.context["body"].document.figures] == [
        ("1", "县级.全部.项目数"),
        ("1000万元", "县级.全部.年度计划投资"),
        ("200万元", "县级.全部.完成投资"),
        ("20%", "县级.全部.完成率"),
        ("30.0个百分点", "县级.全部.超序时"),
        ("1", "县级.全部.红灯数"),
        ("1", "县级.新建.项目数"),
        ("1", "县级.新建.开工数"),
        ("100%", "县级.新建.开工率"),
        ("200万元", "县级.新建.完成投资"),
        ("20%", "县级.新建.完成率"),
        ("1", "县级.全部.投资滞后数"),
        ("30.0个百分点", "县级.全部.项目=滨河路.超序时"),
        ("1", f"{unit}.项目数"),
        ("1,000", f"{unit}.年度计划投资"),
        ("200", f"{unit}.完成投资"),
        ("20.00", f"{unit}.完成率"),
        ("−30.00", f"{unit}.超序时"),
        ("1", f"{unit}.落后数"),
    ]
    address = reverse("figures:rows", args=[JUNE, f"{unit}.完成率"])
    assert f'<a class="figure-link" href="{address}">20.00</a>' in page.content.decode()


def test_a_notice_that_an_earlier_version_issued_is_read(notice, write, issue):
    write(notice)
    issued = issue(notice)
    now = body_of(issued)
    issued.body = {
        "paragraphs": [
            [paragraph.style.name.lower(), paragraph.text] for paragraph in now.paragraphs
        ],
        "table": {
            "title": now.table_title,
            "unit": now.table.unit,
            "head": list(now.table.heads[0]),
            "rows": [[text_of(cell) for cell in row] for row in now.table.rows],
        },
        "light_source": now.light_source,
    }
    assert body_of(issued).document.text == now.document.text
    assert list(body_of(issued).document.figures) == []


def text_of(cell):
    return "".join(run.text for run in cell)


def test_an_issued_notice_keeps_its_text_whatever_becomes_of_the_facts(
    client, notice, write, issue, project, approver
):
    write(notice)
    issued = issue(notice)
    kept = body_of(issued)
    assert issued.issue_words == "2019年第1期"
    MonthlyEntry.objects.filter(project=project).update(year_to_date=900 * WAN)
    page = sign_in(client, approver).get(f"/supervision/notices/{notice.pk}/")
    assert page.context["body"] == kept
    assert ">20%</a>" in page.content.decode()


def test_an_issued_notice_changes_no_more(notice, write, issue, inspector, today):
    item = write(notice)
    issue(notice)
    words = "通报已印发，不能改动；要撤销其中的事项，请在下一期通报中撤销"
    for change in (
        lambda: change_draft(notice=notice, values={"title": "改"}, by=inspector, version=9),
        lambda: write(notice, text="又一条"),
        lambda: remove_item(notice=notice, item=item, by=inspector),
        lambda: discard_draft(notice=notice, by=inspector, version=9),
    ):
        with pytest.raises(WrongState) as error:
            change()
        assert str(error.value) == words
    assert SupervisionNotice.objects.get().items.get() == item


def test_a_second_press_issues_nothing_more(notice, write, issue, approver, today):
    write(notice)
    issued = issue(notice)
    again = issue_notice(notice=notice, by=approver, version=1, read="", today=today)
    assert (again.number, issued.number) == (1, 1)
    assert ScoreLine.objects.count() == 0


def test_only_the_approver_issues(notice, write, inspector, reviewer, today):
    write(notice)
    for person in (inspector, reviewer):
        with pytest.raises(NotAllowed) as error:
            issue_notice(notice=notice, by=person, version=2, read="", today=today)
        assert str(error.value) == "只有审定员可以印发督查通报"


def test_figures_that_changed_since_the_approver_read_are_not_issued(
    notice, write, inspector, approver, project, today
):
    write(notice)
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version)
    given = {"notice": notice, "by": approver, "version": notice.version, "today": today}
    read = read_of(notice)
    MonthlyEntry.objects.filter(project=project).update(year_to_date=900 * WAN)
    with pytest.raises(Stale) as error:
        issue_notice(read=read, **given)
    assert str(error.value) == "打开页面之后数字有变动，正文已按现在的数字写成，请看过后再印发"
    assert issue_notice(read=read_of(notice), **given).number == 1


def test_what_the_approver_did_not_read_is_not_issued(notice, write, inspector, approver, today):
    write(notice)
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version)
    read = notice.version
    write(notice, text="后来加的一条")
    with pytest.raises(Stale) as error:
        issue_notice(notice=notice, by=approver, version=read, read=read_of(notice), today=today)
    assert str(error.value) == "打开页面之后草稿又有改动，请看过后再办"


@pytest.mark.parametrize(
    ("signer", "words"),
    [
        ("", "请先在“文头和要求”中填写签发人并保存"),
        ("赵局长", "通报里还没有事项：请列出表扬、提醒、批评或约谈的单位"),
    ],
)
def test_an_unfinished_notice_is_not_issued_and_takes_no_number(
    notice, write, issue, inspector, approver, today, signer, words
):
    change_draft(notice=notice, values={"signer": signer}, by=inspector, version=1)
    with pytest.raises(DomainError) as error:
        issue_notice(
            notice=notice,
            by=approver,
            version=notice.version,
            read=read_of(notice),
            today=today,
        )
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
    assert line.reckoning == "2019年第1期督查通报，通报批评1次−0.5分：滨河路，进度滞后"
    assert ledger_faults() == []


def test_a_withdrawal_takes_effect_as_the_later_notice_is_issued(
    county, notice, write, issue, annual, inspector, approver, unit_a, today
):
    item = write(notice)
    issue(notice)
    later = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    withdraw_item(notice=later, item=item, reason="经核实用地原因", by=approver)
    assert ScoreLine.objects.filter(unit=unit_a).total() == -50
    issued = issue(later)
    assert ScoreLine.objects.filter(unit=unit_a).total() == 0
    opposite = ScoreLine.objects.latest("pk")
    assert (opposite.hundredths, opposite.reverses.notice_item) == (50, item)
    assert opposite.reckoning == "2019年第2期督查通报撤销：经核实用地原因"
    assert body_of(issued).paragraphs[-1].text == (
        "撤销2019年第1期督查通报对交通运输局的通报批评（进度滞后）。理由：经核实用地原因。"
    )
    assert ledger_faults() == []


def test_an_item_is_taken_back_once(county, notice, write, issue, inspector, approver, today):
    item = write(notice)
    with pytest.raises(WrongState) as error:
        withdraw_item(notice=notice, item=item, reason="写错", by=approver)
    assert str(error.value) == "只能撤销已印发通报中的事项"
    issue(notice)
    first, second = (
        draft_notice(county=county, month=JUNE, plan_key="县级", by=person, today=today)
        for person in (inspector, approver)
    )
    once = withdraw_item(notice=first, item=item, reason="写错", by=approver)
    assert withdraw_item(notice=first, item=item, reason="写错", by=approver) == once
    with pytest.raises(WrongState) as error:
        withdraw_item(notice=second, item=item, reason="写错", by=approver)
    assert str(error.value) == "这一事项已列入撤销（草稿），不能重复撤销"


def test_only_the_approver_takes_back_and_a_refusal_leaves_no_draft(
    notice, write, issue, inspector, approver, today
):
    item = write(notice)
    issue(notice)
    with pytest.raises(NotAllowed) as error:
        withdraw_in_next(item=item, reason="写错", by=inspector, today=today)
    assert str(error.value) == "只有审定员可以撤销通报事项"
    with pytest.raises(DomainError) as error:
        withdraw_in_next(item=item, reason=" ", by=approver, today=today)
    assert str(error.value) == "请写明撤销的理由"
    assert SupervisionNotice.objects.drafts().count() == 0
    withdraw_in_next(item=item, reason="写错", by=approver, today=today)
    assert SupervisionNotice.objects.drafts().get().withdrawals.get().item == item


def test_an_untouched_draft_is_not_drafted_again(county, notice, inspector, approver, today):
    given = {"county": county, "month": JUNE, "plan_key": "县级", "today": today}
    assert draft_notice(by=inspector, **given) == notice
    assert draft_notice(by=approver, **given) != notice
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=1)
    assert draft_notice(by=inspector, **given) != notice


def test_a_unit_is_named_in_a_part_that_it_has(notice, write, unit_b):
    with pytest.raises(DomainError) as error:
        write(notice, part="construction")
    assert str(error.value) == "交通运输局不是滨河路的建设单位，请核对身份，或先在项目库登记"
    assert write(notice, unit=unit_b, part="linked").get_part_display() == "包抓单位"
    with pytest.raises(DomainError) as error:
        write(notice, part="addressee")
    assert str(error.value) == (
        "交通运输局按承办单位通报，须从逾期的调度单列入；其他情况请按它在项目中的身份列入"
    )
    with pytest.raises(DomainError) as error:
        write(notice, project=None, part="construction")
    assert str(error.value) == "交通运输局不是任何项目的建设单位，请核对身份，或选定项目"
    assert write(notice, project=None, text="6月迟报").words == "6月迟报"


def test_one_matter_costs_a_unit_once(notice, write):
    assert write(notice) == write(notice)
    with pytest.raises(WrongState) as error:
        write(notice, part="responsible")
    assert str(error.value) == "交通运输局已因此按填报单位列入，不能重复列入"


def test_an_overdue_order_is_escalated_into_a_notice(notice, order, inspector, today):
    later = datetime.date(2019, 8, 12)
    with pytest.raises(WrongState) as error:
        escalate_order(order=order, notice=notice, by=inspector, today=today)
    assert str(error.value) == "调度单没有逾期，不能转入通报"
    item = escalate_order(order=order, notice=notice, by=inspector, today=later)
    assert (item.order, item.problem, item.kind) == (order, order.problem, "criticise")
    assert item.get_part_display() == "承办单位"
    assert item.text == "滨河路用地问题，〔2019〕1号调度单要求8月9日前办结，逾期3天未回复"
    again = escalate_order(
        order=order, notice=notice, by=inspector, today=datetime.date(2019, 8, 13)
    )
    assert again == item


def test_an_order_that_was_answered_is_not_told_as_unanswered(
    notice, order, issue, inspector, reporter
):
    later = datetime.date(2019, 8, 12)
    escalate_order(order=order, notice=notice, by=inspector, today=later)
    reply_to_order(order=order, text="已移交", by=reporter, version=1, today=later)
    with pytest.raises(DomainError) as error:
        issue(notice)
    assert str(error.value) == (
        "〔2019〕1号调度单已有回复，不能再按“未回复”通报；请移出这些事项，或另行写明事由列入"
    )


def test_a_unit_reads_of_a_notice_what_it_says_of_the_unit(
    client, notice, write, issue, unit_b, reporter, approver, today
):
    item = write(notice)
    write(notice, unit=unit_b, part="linked", text="包抓不力")
    issue(notice)
    withdraw_in_next(item=item, reason="内部讨论", by=approver, today=today)
    answer = sign_in(client, reporter).get(f"/supervision/notices/{notice.pk}/")
    page = answer.content.decode()
    assert "进度滞后" in page
    for others in ("包抓不力", "水利局", "总体情况", "内部讨论"):
        assert others not in page
    assert client.get(f"/notices/{notice.pk}/notice.docx").status_code == 404


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
    with pytest.raises(Stale) as error:
        discard_draft(notice=notice, by=inspector, version=1)
    assert str(error.value) == "打开页面之后草稿又有改动，请看过后再办"
    discard_draft(notice=notice, by=inspector, version=notice.version)
    line = AuditEvent.objects.get(action="notice.discard")
    assert told(line)["通报批评"] == ["交通运输局：进度滞后", "（空）"]
    assert told(line)["标题"] == ["关于2019年6月重点项目建设情况的督查通报", "（空）"]
    with pytest.raises(WrongState) as error:
        change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=2)
    assert str(error.value) == "这份草稿已被删除，操作记录中留有原文"
    assert (SupervisionNotice.objects.count(), NoticeItem.objects.count()) == (0, 0)


def test_a_month_without_reports_prints_no_zero(client, county, unit_b, notice, inspector):
    make_line(unit_b, "水厂", 500)
    enter(make_line(unit_b, "泵站", 100).project, 5, month_amount=None, year_to_date=None)
    page = sign_in(client, inspector).get(f"/supervision/notices/{notice.pk}/")
    last = [text_of(cell) for cell in page.context["body"].table.rows[-1]]
    assert last == ["—", "水利局", "2", "600", "未报", "—", "—", "0"]
