"""What became of a decision: its owner reports it, the bureau confirms it or sends it back."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.tests.trail import told
from projects.models import Project
from supervision.meetings import services
from supervision.models import MeetingDecision
from supervision.tests.scene_meetings import *  # noqa: F403 - the same scene
from supervision.tests.scene_meetings import TODAY, done, sign_in

LIST = reverse("supervision:meetings")
TYPED = {"outcome": "指标已下达", "done_on": "2019-08-02", "version": "1"}


def fulfil(decision, by, version=1, **changes):
    told = {"outcome": "指标已下达", "done_on": TODAY, "today": TODAY}
    return services.fulfil_decision(decision=decision, by=by, version=version, **(told | changes))


def state(decision):
    decision.refresh_from_db()
    return (decision.outcome, decision.reported_on, decision.done_on, decision.checked_by)


def post(client, name, decision, **typed):
    return client.post(reverse(f"supervision:{name}", args=[decision.pk]), typed)


def meeting_page(decision):
    return reverse("supervision:meeting", args=[decision.item.meeting_id])


# --- Reporting ---------------------------------------------------------------------------


def test_what_the_owner_reports_waits_for_the_bureau(client, decision, reporter, leader):
    sign_in(client, reporter)
    for _ in range(2):
        assert post(client, "fulfil", decision, **TYPED).url == LIST
    assert state(decision) == ("指标已下达", TODAY, TODAY, None)
    assert (decision.is_waiting, decision.is_done) == (True, False)
    line = AuditEvent.objects.get(action="meeting.fulfil")
    assert line.changes["reported_on"] == [None, "2019-08-02"]
    assert "checked_by_id" not in line.changes
    page = client.get(LIST).content.decode()
    assert (page.count("待核查</span>"), page.count("报告落实</button>")) == (1, 0)
    sign_in(client, leader)
    assert client.get(meeting_page(decision)).content.decode().count("待核查</span>") == 1


@pytest.mark.parametrize("who", ["reviewer", "approver", "inspector"])
def test_what_the_bureau_records_is_done(client, request, decision, who):
    by = request.getfixturevalue(who)
    sign_in(client, by)
    for _ in range(2):
        assert post(client, "fulfil", decision, **TYPED).url == meeting_page(decision)
    assert state(decision) == ("指标已下达", TODAY, TODAY, by)
    assert done().count("meeting.fulfil") == 1
    line = AuditEvent.objects.get(action="meeting.fulfil")
    assert line.changes["checked_by_id"] == [None, by.pk]


@pytest.mark.parametrize("who", ["other_reporter", "leader", "auditor", "administrator"])
def test_nobody_else_says_what_became_of_it(client, request, decision, who):
    by = request.getfixturevalue(who)
    sign_in(client, by)
    assert post(client, "fulfil", decision, **TYPED).status_code == 404
    with pytest.raises(NotAllowed) as caught:
        fulfil(decision, by)
    assert str(caught.value) == "只有发改局、督查员和责任单位可以登记落实情况"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"outcome": " "}, "请写明落实情况"),
        ({"done_on": date(2019, 8, 3)}, "完成日期不能晚于今天"),
        ({"done_on": date(2019, 7, 31)}, "完成日期不能早于会议日期8月1日"),
    ],
)
def test_what_did_not_happen_is_not_reported(decision, reporter, changes, told):
    with pytest.raises(DomainError) as caught:
        fulfil(decision, reporter, **changes)
    assert str(caught.value) == told


def test_another_word_on_what_was_reported_is_refused(decision, reporter, approver):
    fulfil(decision, reporter)
    with pytest.raises(WrongState) as caught:
        fulfil(decision, approver, outcome="没有落实")
    assert str(caught.value) == "这件议定事项已登记落实：指标已下达"
    assert state(decision) == ("指标已下达", TODAY, TODAY, None)


# --- Checking ----------------------------------------------------------------------------


def test_the_bureau_confirms_once(client, decision, reporter, inspector):
    fulfil(decision, reporter)
    sign_in(client, inspector)
    for _ in range(2):
        answer = post(client, "decision_confirm", decision, version=2)
        assert answer.url == meeting_page(decision)
    assert state(decision) == ("指标已下达", TODAY, TODAY, inspector)
    assert done().count("meeting.confirm") == 1
    assert AuditEvent.objects.get(action="meeting.confirm").changes == {
        "checked_by_id": [None, inspector.pk]
    }


def test_the_bureau_sends_back_with_a_word_and_the_owner_mends_its_report(
    client, decision, reporter, reviewer
):
    fulfil(decision, reporter)
    sign_in(client, reviewer)
    for _ in range(2):
        answer = post(client, "decision_send_back", decision, version=2, word="没有文号")
        assert answer.url == meeting_page(decision)
    assert state(decision) == ("指标已下达", None, None, None)
    line = AuditEvent.objects.get(action="meeting.send_back")
    assert (line.reason, told(line)) == (
        "没有文号",
        {
            "报告日期": ["2019年8月2日", "（空）"],
            "完成日期": ["2019年8月2日", "（空）"],
            "退回意见": ["", "没有文号"],
        },
    )
    sign_in(client, reporter)
    answer = client.get(LIST)
    assert answer.content.decode().count("已退回：没有文号") == 1
    assert answer.context["own"][0].form["outcome"].value() == "指标已下达"
    post(client, "fulfil", decision, outcome="县自然资〔2019〕8号", done_on="2019-08-02", version=3)
    assert state(decision) == ("县自然资〔2019〕8号", TODAY, TODAY, None)


def test_the_owner_does_not_check_itself(client, decision, reporter):
    fulfil(decision, reporter)
    sign_in(client, reporter)
    for name in ("decision_confirm", "decision_send_back"):
        assert post(client, name, decision, version=2, word="改").status_code == 404
    for deed in (
        lambda: services.confirm_decision(decision=decision, by=reporter, version=2),
        lambda: services.send_decision_back(decision=decision, word="改", by=reporter, version=2),
    ):
        with pytest.raises(NotAllowed) as caught:
            deed()
        assert str(caught.value) == "只有发改局和督查员可以办理联席会议"
    assert state(decision) == ("指标已下达", TODAY, TODAY, None)


def test_a_report_is_not_sent_back_without_a_word(decision, reporter, approver):
    fulfil(decision, reporter)
    with pytest.raises(DomainError) as caught:
        services.send_decision_back(decision=decision, word=" ", by=approver, version=2)
    assert str(caught.value) == "请写明退回意见"


def test_a_report_that_was_never_shown_is_neither_confirmed_nor_sent_back(
    client, decision, reporter, reviewer, approver
):
    """The reviewer reads the first report; the approver sends it back, and a second one comes."""
    fulfil(decision, reporter)
    services.send_decision_back(decision=decision, word="没有文号", by=approver, version=2)
    fulfil(decision, reporter, version=3, outcome="第二次报告")
    told = "打开页面之后这件议定事项已有变化，请核对现在的情况"
    for deed in (
        lambda: services.confirm_decision(decision=decision, by=reviewer, version=2),
        lambda: services.send_decision_back(decision=decision, word="改", by=reviewer, version=2),
    ):
        with pytest.raises(Stale) as caught:
            deed()
        assert str(caught.value) == told
    sign_in(client, reviewer)
    for name in ("decision_confirm", "decision_send_back"):
        answer = post(client, name, decision, version=2, word="还缺文号")
        assert answer.status_code == 409
        page = answer.content.decode()
        assert page.count(told) == 1
        assert page.count("第二次报告") >= 1
    line = answer.context["lines"][0].decisions[0]
    assert (line.back["word"].value(), line.version) == ("还缺文号", 4)
    assert state(decision) == ("第二次报告", TODAY, TODAY, None)


def test_what_is_overdue_is_so_while_its_owner_has_it(decision, reporter, approver):
    def overdue():
        return list(MeetingDecision.objects.overdue(date(2019, 9, 2)))

    assert overdue() == [decision]
    fulfil(decision, reporter)
    assert overdue() == []
    services.send_decision_back(decision=decision, word="没有文号", by=approver, version=2)
    assert overdue() == [decision]


def test_a_word_on_a_report_that_was_sent_back_already_is_kept_beside_the_other(
    client, decision, reporter, reviewer, approver
):
    fulfil(decision, reporter)
    services.send_decision_back(decision=decision, word="没有文号", by=approver, version=2)
    sign_in(client, reviewer)
    answer = post(client, "decision_send_back", decision, version=2, word="请附文件")
    assert answer.status_code == 409
    line = answer.context["lines"][0].decisions[0]
    assert answer.context["refusal"].differences[1] == ("退回意见", "没有文号", "请附文件")
    assert line.back is None


# --- One click on ------------------------------------------------------------------------


def test_a_decision_on_a_problem_leads_to_a_dispatch_order(client, decision, approver, leader):
    address = reverse("supervision:order_issue", args=[decision.item.problem_id])
    link = f'<a href="{address}?decision={decision.pk}">下达调度单</a>'
    shown = {}
    for user in (approver, leader):
        sign_in(client, user)
        shown[user] = client.get(meeting_page(decision)).content.decode().count(link)
    assert shown == {approver: 1, leader: 0}
    fulfil(decision, approver)
    sign_in(client, approver)
    assert client.get(meeting_page(decision)).content.decode().count(link) == 0


def test_an_item_with_a_project_and_no_problem_leads_to_raising_one(
    client, county, meeting, item, approver
):
    project = Project.objects.create(county=county, name="城北大桥")
    services.put_on_agenda(meeting=meeting, by=approver, project=project)
    sign_in(client, approver)
    page = client.get(reverse("supervision:meeting", args=[meeting.pk])).content.decode()
    address = reverse("supervision:raise", args=[project.pk])
    assert page.count(f'<a class="button button-small" href="{address}">提出问题</a>') == 1
    assert page.count("提出问题</a>") == 1
