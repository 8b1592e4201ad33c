"""The Word files of supervision: what they say, and that they open."""

import pytest
import time_machine
from docx.enum.text import WD_ALIGN_PARAGRAPH

from documents.tests.opened import opened, paragraph_of, rows_of, texts_of, words_of
from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import EntryState, MonthlyEntry
from measures.money import WAN
from projects.models import Tier
from projects.tests.factories import AnnualPlanFactory, LeadOfficialFactory, PlanItemFactory
from supervision.notices.services import add_item, change_draft, draft_notice, issue_notice
from supervision.orders.services import acknowledge_order, reply_to_order
from supervision.problems.services import grade_problem
from supervision.tests.conftest import *  # noqa: F403 - the same scene
from supervision.tests.conftest import read_of

pytestmark = pytest.mark.django_db


def read(answer):
    assert answer.status_code == 200
    return opened(answer.getvalue())


def test_a_dispatch_order_prints_as_a_form(client, order, reporter, today):
    acknowledge_order(order=order, by=reporter, version=1, today=today)
    reply_to_order(order=order, text="已移交\x0b用地", by=reporter, version=2, today=today)
    file = read(sign_in(client, reporter).get(f"/orders/{order.pk}/order.docx"))
    assert texts_of(file) == ["项目调度单"]
    assert rows_of(file.tables[0]) == [
        ["编号", "〔2019〕1号"],
        ["项目名称", "滨河路"],
        ["问题", "【用地】用地没有移交"],
        ["调度事项和要求", "8月底前移交用地"],
        ["承办单位", "交通运输局"],
        ["办结期限", "2019年8月9日（5个工作日）"],
        ["签发单位", "示范县发展和改革局（盖章）"],
        ["签发人", "王审核　　2019年8月2日"],
        ["签收", "签收人：陈交通\n\n承办单位（盖章）：\n\n2019年8月2日"],
        ["办理情况", "已移交用地\n陈交通　2019年8月2日"],
        ["核查意见", ""],
        ["办结", ""],
    ]


def test_an_order_on_paper_leaves_room_to_sign_and_to_stamp(client, order, reporter):
    file = read(sign_in(client, reporter).get(f"/orders/{order.pk}/order.docx"))
    rows = file.tables[0].rows
    assert rows_of(file.tables[0])[8] == [
        "签收",
        "签收人：\n\n承办单位（盖章）：\n\n　　　　年　　月　　日",
    ]
    heights = {words_of(row.cells[0]._element): row.height for row in rows if row.height}
    assert {label: round(height.mm) for label, height in heights.items()} == {
        "签收": 32,
        "办理情况": 42,
        "核查意见": 32,
        "办结": 14,
    }


@pytest.fixture
def report(client, problem, reviewer, leader):
    """The special report on the problem, from its first chapter on."""
    grade_problem(problem=problem, severity="major", by=reviewer, version=problem.version)

    def printed():
        address = f"/problems/{problem.pk}/special-report.docx"
        return texts_of(read(sign_in(client, leader).get(address)))

    return printed


def test_a_major_problem_prints_as_a_special_report(report, project, order):
    LeadOfficialFactory(project=project, name="李县长")
    project.content = "全长5公里，\n双向四车道。"
    project.save()
    assert report() == [
        "关于滨河路重大问题的专报",
        "县委、县人民政府：",
        "一、项目概况",
        "滨河路总投资1亿元，列入2019年县级重点项目清单。",
        "建设内容：全长5公里， 双向四车道。",
        "县级（新建）年度计划投资1000万元，截至2019年6月底，完成投资200万元，完成率20.0%，"
        "欠序时30.0个百分点。",
        "填报单位、责任单位：交通运输局；包抓单位：水利局；包抓领导：李县长。",
        "二、存在问题",
        "用地：用地没有移交",
        "三、调度情况",
        "〔2019〕1号调度单：交通运输局承办，8月底前移交用地，办结期限2019年8月9日，待签收。",
        "四、建议",
        "提请联席会议研究。",
        "示范县发展和改革局",
        "2019年8月2日",
    ]


def test_a_special_report_tells_the_lists_apart_where_they_plan_differently(
    report, project, county
):
    plan = AnnualPlanFactory(county=county, tier=Tier.MUNICIPAL)
    PlanItemFactory(plan=plan, project=project, planned_investment=800 * WAN, category="continuing")
    assert report()[3:6] == [
        "滨河路总投资1亿元，列入2019年市级、县级重点项目清单。",
        "市级（续建）年度计划投资800万元，截至2019年6月底，完成投资200万元，完成率25.0%，"
        "欠序时25.0个百分点。",
        "县级（新建）年度计划投资1000万元，截至2019年6月底，完成投资200万元，完成率20.0%，"
        "欠序时30.0个百分点。",
    ]


def test_a_special_report_prints_no_zero_of_a_silent_month(report, project, unit_b):
    make_line(unit_b, "水厂", 500, {7: 10})
    assert report()[4] == (
        "县级（新建）年度计划投资1000万元，截至2019年7月底，当月进度未报送，此前完成投资200万元。"
    )
    enter(project, 7, month_amount=50 * WAN, state=EntryState.SUBMITTED)
    assert report()[4] == (
        "县级（新建）年度计划投资1000万元，截至2019年7月底，当月进度已报送待审定，"
        "此前完成投资200万元。"
    )


def test_a_special_report_reaches_no_month_that_had_not_ended(report, project):
    enter(project, 8, month_amount=300 * WAN, year_to_date=900 * WAN)
    assert "截至2019年7月底" in report()[4]


def test_a_special_report_of_a_project_on_no_list_says_so(report, line):
    MonthlyEntry.objects.all().delete()
    line.delete()
    assert report()[3:5] == [
        "滨河路总投资1亿元，未列入年度重点项目清单。",
        "填报单位、责任单位：交通运输局；包抓单位：水利局。",
    ]


def test_a_special_report_keeps_the_light_that_showed_the_problem(report, problem):
    problem.light_month, problem.light_reason = "2019-06", "欠序时30.0个百分点"
    problem.save()
    assert report()[4:9] == [
        "县级（新建）年度计划投资1000万元，截至2019年6月底，完成投资200万元，完成率20.0%。",
        "填报单位、责任单位：交通运输局；包抓单位：水利局。",
        "二、存在问题",
        "用地：用地没有移交",
        "截至2019年6月底，该项目欠序时30.0个百分点。",
    ]


@time_machine.travel("2019-08-01T16:05:00Z", tick=False)
def test_the_days_printed_are_the_countys_not_greenwichs(client, problem, reviewer):
    grade_problem(problem=problem, severity="major", by=reviewer, version=1)
    answer = sign_in(client, reviewer).get(f"/problems/{problem.pk}/special-report.docx")
    assert texts_of(read(answer))[-1] == "2019年8月2日"


@pytest.fixture
def notice(county, line, inspector, today):
    return draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)


def test_a_notice_prints_with_its_table(client, notice, inspector):
    file = read(sign_in(client, inspector).get(f"/notices/{notice.pk}/notice.docx"))
    assert texts_of(file)[:4] == [
        "督查通报",
        "草稿",
        "关于2019年6月重点项目\n建设情况的督查通报",
        "现将截至2019年6月底县级重点建设项目情况通报如下（各单位完成情况附后）：",
    ]
    assert texts_of(file)[-6:] == [
        "附件：截至2019年6月底各单位县级重点项目完成情况（从低到高）",
        "示范县发展和改革局",
        "　　　　年　　月　　日",
        "附件",
        "截至2019年6月底各单位县级重点项目\n完成情况（从低到高）",
        "单位：万元、%、百分点、个",
    ]
    assert rows_of(file.tables[0]) == [
        ["名次", "填报单位", "项目数", "年度计划", "完成投资", "完成率%", "超/欠序时", "滞后项目"],
        ["1", "交通运输局", "1", "1,000", "200", "20.00", "−30.00", "1"],
    ]


def test_an_issued_notice_prints_as_an_official_document(
    client, notice, project, unit_a, inspector, approver, today
):
    add_item(
        notice=notice,
        kind="criticise",
        unit=unit_a,
        part="responsible",
        project=project,
        text="进度滞后",
        by=inspector,
    )
    typed = {
        "document_number": "示督〔2019〕3号",
        "signer": "赵局长",
        "joint_issuers": "县委督查室、县人民政府督查室",
    }
    change_draft(notice=notice, values=typed, by=inspector, version=notice.version)
    issue_notice(
        notice=notice,
        by=approver,
        version=notice.version,
        read=read_of(notice),
        today=today,
    )
    file = read(sign_in(client, inspector).get(f"/notices/{notice.pk}/notice.docx"))
    texts = texts_of(file)
    assert texts[:6] == [
        "督查通报",
        "第1期",
        "示督〔2019〕3号",
        "关于2019年6月重点项目\n建设情况的督查通报",
        "现将截至2019年6月底县级重点建设项目情况通报如下（各单位完成情况附后）：",
        "一、总体情况",
    ]
    assert texts[-9:-2] == [
        "交通运输局（责任单位）：滨河路，进度滞后。",
        "附件：截至2019年6月底各单位县级重点项目完成情况（从低到高）",
        "示范县发展和改革局",
        "县委督查室",
        "县人民政府督查室",
        "2019年8月2日",
        "附件",
    ]
    signed = [paragraph_of(file, text) for text in texts[-7:-3]]
    assert {paragraph.alignment for paragraph in signed} == {WD_ALIGN_PARAGRAPH.RIGHT}
    assert [p.paragraph_format.right_indent.pt for p in signed] == [40, 72, 48, 64]


def test_the_minutes_of_a_meeting_print_what_was_decided(client, county, approver, unit_a, today):
    import datetime

    from supervision.meetings.services import call_meeting, decide, put_on_agenda

    meeting = call_meeting(
        county=county,
        held_on=datetime.date(2019, 8, 1),
        place="三楼会议室",
        chair="李县长",
        attendees="发改局",
        by=approver,
    )
    item = put_on_agenda(meeting=meeting, title="研究滨河路用地", by=approver)
    due_on = datetime.date(2019, 8, 31)
    decide(item=item, text="移交用地", owner=unit_a, due_on=due_on, by=approver, today=today)
    file = read(sign_in(client, approver).get(f"/meetings/{meeting.pk}/minutes.docx"))
    assert texts_of(file) == [
        "会议纪要",
        "2019年第1次",
        "示范县发展和改革局\t2019年8月1日",
        "示范县重点项目建设\n2019年第1次联席会议纪要",
        "一、会议概况",
        "会议时间：2019年8月1日",
        "会议地点：三楼会议室",
        "主持人：李县长",
        "参加人员：发改局",
        "二、会议议题",
        "研究滨河路用地。",
        "三、议定事项",
        "研究滨河路用地",
        "移交用地。责任单位：交通运输局；完成时限：2019年8月31日。",
    ]
