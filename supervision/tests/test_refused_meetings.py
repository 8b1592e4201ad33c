"""A form about a meeting that is refused: it keeps what was typed, says why where the person looks,
and where another was faster shows what stands now, and overwrites nothing that was not shown."""

import re

import pytest
from django.urls import reverse

from conftest import page_text
from supervision.meetings import services
from supervision.meetings.forms import DecisionForm, FulfilForm, MeetingForm, SendBackForm
from supervision.models import AgendaItem, JointMeeting
from supervision.tests.scene_meetings import *  # noqa: F403 - the same scene
from supervision.tests.scene_meetings import TODAY, sign_in, versions

NUL = "含有无法保存的特殊字符，请删去后再提交"
TOO_LONG = "最多1000字，现有5000字，请缩短"


def decide(client, item, **changes):
    typed = {"text": "拨付资金", "owner": "", "due_on": "2019-08-31"}
    address = reverse("supervision:decide", args=[item.meeting_id, item.pk])
    return client.post(address, typed | changes)


def opened(answer, word):
    """Whether the <details> of this name stands open."""
    tag = re.search(rf"<details([^>]*)><summary>{word}", page_text(answer))[1]
    return "open" in tag


# --- Decisions ---------------------------------------------------------------------------


def test_a_decision_due_before_the_meeting_is_said_beside_its_day(client, item, unit_a, approver):
    sign_in(client, approver)
    answer = decide(client, item, owner=unit_a.pk, due_on="2019-07-31")
    form = answer.context["lines"][0].form
    assert (answer.status_code, form.errors) == (
        400,
        {"due_on": ["完成时限不能早于会议日期8月1日"]},
    )
    assert (form["text"].value(), form["owner"].value()) == ("拨付资金", str(unit_a.pk))
    assert opened(answer, "记下议定事项")
    assert list(answer.context["messages"]) == []


def test_a_decision_on_an_item_taken_off_meanwhile_is_kept_beside_the_reason(
    client, item, unit_a, approver
):
    services.take_off_agenda(item=item, by=approver)
    sign_in(client, approver)
    answer = decide(client, item, owner=unit_a.pk)
    assert answer.status_code == 409
    refusal = answer.context["refusal"]
    assert refusal.at is None
    assert refusal.sentence == "这个议题已撤下，请先重新列入"
    assert refusal.differences == [
        ("议定事项", "", "拨付资金"),
        ("责任单位", "", "交通运输局"),
        ("完成时限", "", "2019-08-31"),
    ]
    assert answer.content.decode().count("拨付资金") == 1


def test_what_is_typed_wrong_under_an_item_taken_off_meanwhile_is_kept_too(client, item, approver):
    services.take_off_agenda(item=item, by=approver)
    sign_in(client, approver)
    answer = decide(client, item, owner="")
    assert answer.status_code == 400
    refusal = answer.context["refusal"]
    assert (refusal.at, refusal.sentence) == (None, "没有保存：责任单位，请选择责任单位")
    assert refusal.differences == [("议定事项", "", "拨付资金"), ("完成时限", "", "2019-08-31")]


def test_a_decision_before_the_meeting_is_kept_and_the_page_says_when(
    client, item, unit_a, approver
):
    JointMeeting.objects.update(held_on="2019-08-10")
    sign_in(client, approver)
    page = reverse("supervision:meeting", args=[item.meeting_id])
    hint = "会议在8月10日召开，开会之后在这里记下议定事项。"
    assert client.get(page).content.decode().count(hint) == 1
    answer = decide(client, item, owner=unit_a.pk)
    refusal = answer.context["refusal"]
    assert answer.status_code == 409
    assert refusal.sentence == "会议在8月10日召开，开会之后再记议定事项"
    assert refusal.at == item
    assert answer.context["lines"][0].form["text"].value() == "拨付资金"


def fulfil(client, decision, **changes):
    typed = {"outcome": "指标已下达", "done_on": "2019-08-02", "version": 1}
    return client.post(reverse("supervision:fulfil", args=[decision.pk]), typed | changes)


@pytest.mark.parametrize("who", ["reporter", "approver"])
def test_a_day_on_which_it_was_not_done_is_said_beside_it(client, request, decision, who):
    sign_in(client, request.getfixturevalue(who))
    answer = fulfil(client, decision, done_on="2019-08-03")
    context = answer.context
    line = context["own"][0] if who == "reporter" else context["lines"][0].decisions[0]
    assert line.form.errors == {"done_on": ["完成日期不能晚于今天"]}
    assert line.form["outcome"].value() == "指标已下达"
    assert versions(answer, "fulfil", decision.pk) == ["1"]
    if who == "approver":
        assert opened(answer, "登记落实")


def test_a_report_after_another_shows_both(client, decision, reporter, approver):
    services.fulfil_decision(
        decision=decision, outcome="没有落实", done_on=TODAY, by=approver, version=1, today=TODAY
    )
    sign_in(client, reporter)
    answer = fulfil(client, decision)
    assert answer.status_code == 409
    refusal = answer.context["refusal"]
    assert refusal.at == decision
    assert refusal.sentence == "这件议定事项已登记落实：没有落实"
    assert refusal.differences == [("落实情况", "没有落实", "指标已下达")]
    # Done with: there is nothing left to send.
    assert versions(answer, "fulfil", decision.pk) == []


# --- The meeting -------------------------------------------------------------------------


def edit(client, meeting, **changes):
    typed = {"held_on": "2019-08-01", "place": "一楼", "chair": "李县长", "attendees": "发改局"}
    address = reverse("supervision:meeting_edit", args=[meeting.pk])
    return client.post(address, typed | {"version": 1} | changes)


def test_a_stale_edit_shows_both_and_the_second_press_is_of_what_was_shown(
    client, meeting, reviewer, approver
):
    kept = {"held_on": meeting.held_on, "chair": "李县长", "attendees": "发改局"}
    services.edit_meeting(meeting=meeting, place="二楼", by=reviewer, version=1, **kept)
    sign_in(client, approver)
    answer = edit(client, meeting)
    assert answer.status_code == 409
    refusal = answer.context["refusal"]
    assert refusal.sentence == "打开页面之后会议已由他人修改，没有保存"
    assert refusal.differences == [("地点", "二楼", "一楼")]
    assert 'name="version" value="2"' in answer.content.decode()
    # While it is looked at, the reviewer changes it once more.
    meeting.refresh_from_db()
    services.edit_meeting(meeting=meeting, place="三楼", by=reviewer, version=2, **kept)
    again = edit(client, meeting, version=2)
    assert again.status_code == 409
    assert again.context["refusal"].differences == [("地点", "三楼", "一楼")]
    assert edit(client, meeting, version=3).status_code == 302
    assert JointMeeting.objects.get().place == "一楼"


def test_an_edit_refused_for_another_reason_stays_of_the_version_that_was_read(
    client, meeting, reviewer, approver
):
    kept = {"held_on": meeting.held_on, "chair": "李县长", "attendees": "发改局"}
    services.edit_meeting(meeting=meeting, place="二楼", by=reviewer, version=1, **kept)
    sign_in(client, approver)
    for held_on, told in (
        ("2020-01-02", "会议按2019年编号，日期只能改到2019年内"),
        ("", "请填写会议日期"),
    ):
        answer = edit(client, meeting, held_on=held_on)
        assert answer.status_code == 400
        assert 'name="version" value="1"' in answer.content.decode()
        assert answer.context["form"].errors == {"held_on": [told]}
        assert answer.context["form"]["place"].value() == "一楼"


@pytest.mark.parametrize("version", [2**31 - 1, 2**31, 2**63 - 1, 2**63, 10**30])
def test_a_version_that_no_row_has_is_answered(client, meeting, decision, approver, version):
    sign_in(client, approver)
    assert edit(client, meeting, version=version).status_code in (404, 409)
    assert fulfil(client, decision, version=version).status_code in (404, 409)


# --- Odd input ---------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "told"), [("拨\x00付", NUL), ("拨" * 5000, TOO_LONG)])
def test_a_text_that_cannot_be_kept_is_refused_in_words(
    client, meeting, item, decision, approver, words, told
):
    sign_in(client, approver)
    faults = {}
    for name, key, field, typed in (
        ("meeting_edit", [meeting.pk], "attendees", {"held_on": "2019-08-01", "version": 1}),
        ("decide", [meeting.pk, item.pk], "text", {"owner": decision.owner_id, "due_on": TODAY}),
        ("fulfil", [decision.pk], "outcome", {"done_on": TODAY, "version": 1}),
    ):
        answer = client.post(reverse(f"supervision:{name}", args=key), typed | {field: words})
        faults[name] = (answer.status_code, told in answer.content.decode())
    assert faults == dict.fromkeys(("meeting_edit", "decide", "fulfil"), (400, True))


@pytest.mark.parametrize("words", ["东\x00楼", "东" * 5000])
def test_a_line_that_cannot_be_kept_is_refused_in_words(client, meeting, approver, words):
    sign_in(client, approver)
    faults = []
    for name, key, field in (
        ("meeting_call", [], "place"),
        ("meeting_call", [], "chair"),
        ("agenda_add", [meeting.pk], "title"),
    ):
        typed = {"held_on": "2019-08-03", field: words}
        page = client.post(reverse(f"supervision:{name}", args=key), typed).content.decode()
        faults.append(NUL in page or re.search(r"最多\d+字，现有5000字，请缩短", page) is not None)
    assert faults == [True] * 3
    assert (JointMeeting.objects.count(), AgendaItem.objects.count()) == (1, 0)


def test_nothing_filled_in_is_said_in_the_words_of_this_house(decision):
    empty = [
        MeetingForm({}),
        DecisionForm({}, units=[], key=1),
        FulfilForm({}, decision=decision, today=TODAY),
        SendBackForm({}, key=1),
    ]
    assert [dict(form.errors) for form in empty] == [
        {"held_on": ["请填写会议日期"]},
        {"text": ["请填写议定事项"], "owner": ["请选择责任单位"], "due_on": ["请填写完成时限"]},
        {"outcome": ["请填写落实情况"], "done_on": ["请填写完成日期"]},
        {"word": ["请填写退回意见"]},
    ]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("八月", "会议日期请填成2019-08-31的样子"),
        ("2019-08-01\x00", "会议日期请填成2019-08-31的样子"),
        ("0219-08-01", "会议日期要在2000年到2099年之间"),
        ("9999-12-31", "会议日期要在2000年到2099年之间"),
    ],
)
def test_what_is_no_day_of_a_meeting_is_refused_in_words(day, told):
    assert MeetingForm({"held_on": day}).errors == {"held_on": [told]}
