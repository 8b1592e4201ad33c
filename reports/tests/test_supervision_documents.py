"""The Word files of supervision: what they say, and that they open."""

import io

import docx
import pytest
import time_machine

from figures.tests.scene import sign_in
from supervision.services.orders import acknowledge_order, reply_to_order
from supervision.services.problems import grade_problem
from supervision.tests.conftest import *  # noqa: F403 - the same scene

pytestmark = pytest.mark.django_db


def opened(answer):
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.getvalue()))


def test_a_dispatch_order_prints_as_a_form(client, order, reporter, today):
    acknowledge_order(order=order, by=reporter, version=1, today=today)
    reply_to_order(order=order, text="已移交\x0b用地", by=reporter, version=2, today=today)
    file = opened(sign_in(client, reporter).get(f"/orders/{order.pk}/order.docx"))
    assert [paragraph.text for paragraph in file.paragraphs] == ["项目调度单", "编号：〔2019〕1号"]
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows == [
        ["项目名称", "滨河路"],
        ["问题", "【用地】用地没有移交"],
        ["调度事项和要求", "8月底前移交用地"],
        ["承办单位", "交通运输局"],
        ["办结期限", "2019年8月9日（5个工作日）"],
        ["签发人", "王审核　　2019年8月2日"],
        ["签收", "2019年8月2日"],
        ["办理情况", "已移交用地\n陈交通　2019年8月2日"],
        ["核查意见", ""],
        ["办结", ""],
    ]


def test_a_major_problem_prints_as_a_special_report(client, problem, reviewer, leader):
    grade_problem(problem=problem, severity="major", by=reviewer, version=1)
    address = f"/problems/{problem.pk}/special-report.docx"
    file = opened(sign_in(client, leader).get(address))
    assert [paragraph.text for paragraph in file.paragraphs] == [
        "关于滨河路重大问题的专报",
        "一、问题",
        "用地：用地没有移交",
        "二、建议",
        "提请联席会议研究。",
        "2019年8月2日",
    ]


@time_machine.travel("2019-08-01T16:05:00Z", tick=False)
def test_the_days_printed_are_the_countys_not_greenwichs(client, problem, reviewer):
    grade_problem(problem=problem, severity="major", by=reviewer, version=1)
    answer = sign_in(client, reviewer).get(f"/problems/{problem.pk}/special-report.docx")
    assert opened(answer).paragraphs[-1].text == "2019年8月2日"


def test_a_notice_prints_with_its_table(client, county, line, inspector, today):
    from figures.tests.scene import JUNE
    from supervision.services.notices import draft_notice

    notice = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    file = opened(sign_in(client, inspector).get(f"/notices/{notice.pk}/notice.docx"))
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[:2] == ["关于2019年6月重点项目建设情况的督查通报", "（草稿）"]
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows == [
        ["名次", "填报单位", "项目数", "年度计划", "完成投资", "完成率%", "超欠序时", "滞后项目"],
        ["1", "交通运输局", "1", "1,000", "200", "20.00", "−30.00", "1"],
    ]


def test_the_minutes_of_a_meeting_print_what_was_decided(client, county, approver, unit_a, today):
    import datetime

    from supervision.services.meetings import call_meeting, decide, put_on_agenda

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
    file = opened(sign_in(client, approver).get(f"/meetings/{meeting.pk}/minutes.docx"))
    assert [paragraph.text for paragraph in file.paragraphs] == [
        "示范县重点项目建设2019年第1次联席会议纪要",
        "一、会议概况",
        "会议时间：2019年8月1日",
        "会议地点：三楼会议室",
        "主持人：李县长",
        "参加人员：发改局",
        "二、会议议题",
        "1．研究滨河路用地。",
        "三、议定事项",
        "（一）研究滨河路用地",
        "1．移交用地。责任单位：交通运输局；完成时限：2019年8月31日。",
    ]
