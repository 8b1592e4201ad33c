"""Joint meetings: called, put before them, decided, and followed until done."""

import datetime
from datetime import date

import pytest
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent, Role, Unit, UnitKind
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from projects.models import AnnualPlan, Part, PlanItem, Project, ProjectUnit, Tier
from supervision.meetings import services
from supervision.meetings.minutes import minutes_of
from supervision.meetings.selectors import proposed_laggards, proposed_problems
from supervision.models import AgendaItem, JointMeeting, MeetingDecision, NumberSeries
from supervision.tests.scene_meetings import *  # noqa: F403 - the same scene
from supervision.tests.scene_meetings import TODAY, done, sign_in

LIST = reverse("supervision:meetings")


@pytest.fixture
def lagging(county, unit_a):
    """Puts projects on the county list with what they did by the end of June of 1200."""
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点项目", key="县级"
    )
    june = ReportingPeriod.objects.create(county=county, year=2019, month=6, due_on="2019-07-05")

    def put(name, done):
        project = Project.objects.create(county=county, name=name, actual_start="2019-01-01")
        ProjectUnit.objects.create(
            project=project, unit=unit_a, part=Part.REPORTING, from_date="2019-01-01"
        )
        PlanItem.objects.create(
            plan=plan, project=project, category="new", planned_investment=1200 * WAN
        )
        MonthlyEntry.objects.create(
            project=project,
            period=june,
            year=2019,
            month=6,
            unit=unit_a,
            year_to_date=done * WAN,
            month_amount=1 * WAN,
            state=EntryState.APPROVED,
        )
        return project

    return put


# --- Calling -----------------------------------------------------------------------------


def test_meetings_of_a_year_are_numbered_without_gaps(county, reviewer, meeting):
    called = [
        services.call_meeting(
            county=county, held_on=on, place="", chair="", attendees="", by=reviewer
        )
        for on in (date(2019, 9, 3), date(2020, 1, 6))
    ]
    assert [str(each) for each in [meeting, *called]] == [
        "2019年第1次联席会议",
        "2019年第2次联席会议",
        "2020年第1次联席会议",
    ]
    assert done() == ["meeting.call"] * 3


def test_calling_twice_with_the_same_words_calls_once(county, approver, client):
    sign_in(client, approver)
    typed = {"held_on": "2019-08-01", "place": "三楼", "chair": "", "attendees": ""}
    answers = [client.post(reverse("supervision:meeting_call"), typed) for _ in range(2)]
    meeting = JointMeeting.objects.get()
    assert {answer.url for answer in answers} == {reverse("supervision:meeting", args=[meeting.pk])}
    assert NumberSeries.objects.get().last == 1
    assert done() == ["meeting.call"]


@pytest.mark.parametrize("who", ["reporter", "leader", "auditor", "administrator"])
def test_who_does_not_supervise_calls_no_meeting(county, request, who):
    with pytest.raises(NotAllowed) as caught:
        services.call_meeting(
            county=county,
            held_on=TODAY,
            place="",
            chair="",
            attendees="",
            by=request.getfixturevalue(who),
        )
    assert str(caught.value) == "只有发改局和督查员可以办理联席会议"
    assert JointMeeting.objects.count() == 0


def edited(meeting, approver, **changes):
    typed = {
        "held_on": meeting.held_on,
        "place": meeting.place,
        "chair": meeting.chair,
        "attendees": meeting.attendees,
        "version": meeting.version,
    }
    return services.edit_meeting(meeting=meeting, by=approver, **(typed | changes))


def test_an_edit_tells_the_trail_what_was_changed(meeting, approver):
    edited(meeting, approver, place="二楼会议室", held_on=date(2019, 8, 2))
    line = AuditEvent.objects.get(action="meeting.update")
    assert line.changes == {
        "held_on": ["2019-08-01", "2019-08-02"],
        "place": ["县政府三楼会议室", "二楼会议室"],
    }
    assert meeting.version == 2


def test_an_edit_that_changes_nothing_leaves_no_line(meeting, approver):
    edited(meeting, approver)
    assert done() == ["meeting.call"]


def test_an_edit_of_what_another_changed_meanwhile_is_refused(meeting, approver):
    edited(meeting, approver, place="二楼会议室")
    with pytest.raises(Stale) as caught:
        edited(meeting, approver, place="一楼会议室", version=1)
    assert str(caught.value) == "打开页面之后会议已由他人修改，没有保存"
    assert JointMeeting.objects.get().place == "二楼会议室"


def test_a_meeting_keeps_its_year(meeting, approver):
    with pytest.raises(DomainError) as caught:
        edited(meeting, approver, held_on=date(2020, 1, 2))
    assert str(caught.value) == "会议按2019年编号，日期只能改到2019年内"


# --- The agenda --------------------------------------------------------------------------


def test_open_major_problems_are_proposed_those_never_discussed_first(
    county, meeting, problem, approver
):
    later, earlier = problem("甲"), problem("乙", on=date(2019, 7, 1))
    problem("一般", severity="general")
    problem("已解决", state="solved")
    services.put_on_agenda(meeting=meeting, by=approver, problem=problem("已列入本次"))
    discussed = problem("上过会", on=date(2019, 6, 1))
    july, june = (
        services.call_meeting(
            county=county, held_on=on, place="", chair="", attendees="", by=approver
        )
        for on in (date(2019, 7, 10), date(2019, 6, 10))
    )
    for held in (july, june):
        services.put_on_agenda(meeting=held, by=approver, problem=discussed)
    proposed = proposed_problems(meeting)
    assert [(each.problem, each.last) for each in proposed] == [
        (earlier, None),
        (later, None),
        (discussed, july),
    ]


def test_a_problem_that_a_meeting_did_not_solve_says_which_it_was_on_last(
    client, county, meeting, item, approver
):
    september = services.call_meeting(
        county=county, held_on=date(2019, 9, 3), place="", chair="", attendees="", by=approver
    )
    sign_in(client, approver)
    page = client.get(reverse("supervision:meeting", args=[september.pk])).content.decode()
    assert page.count("上次列入2019年第1次联席会议（8月1日），仍未解决") == 1
    page = client.get(reverse("supervision:meeting", args=[meeting.pk])).content.decode()
    assert page.count("没有尚未列入的重大问题。") == 1


def test_laggards_are_proposed_red_first_and_the_furthest_behind_before_others(
    meeting, lagging, approver
):
    lagging("略慢", 550)
    lagging("滞后", 300)
    lagging("更滞后", 200)
    lagging("达序时", 700)
    taken = lagging("已列入", 100)
    services.put_on_agenda(meeting=meeting, by=approver, project=taken)
    proposed = proposed_laggards(meeting)
    assert [row.project_name for row in proposed] == ["更滞后", "滞后", "略慢"]


def test_at_most_twenty_laggards_are_proposed(meeting, lagging):
    for number in range(21):
        lagging(f"滞后{number}", 100)
    assert len(proposed_laggards(meeting)) == 20


def test_without_an_approved_month_nothing_lags(meeting):
    assert proposed_laggards(meeting) == []


def test_one_press_puts_a_problem_a_laggard_and_a_matter_on_the_agenda(
    client, meeting, problem, lagging, inspector
):
    sign_in(client, inspector)
    address = reverse("supervision:agenda_add", args=[meeting.pk])
    for chosen in (
        {"problem": problem("城南学校").pk},
        {"project": lagging("城北大桥", 100).pk},
        {"title": "三季度开工项目安排"},
    ):
        client.post(address, chosen)
        client.post(address, chosen)
    assert list(AgendaItem.objects.values_list("title", flat=True)) == [
        "研究解决城南学校用地问题",
        "研究加快城北大桥建设进度",
        "三季度开工项目安排",
    ]
    assert done() == ["meeting.call", *["meeting.put_on_agenda"] * 3]


@pytest.mark.parametrize("change", [{"severity": "general"}, {"state": "solved"}])
def test_a_problem_that_is_general_or_solved_is_not_put_on(meeting, problem, approver, change):
    with pytest.raises(WrongState) as caught:
        services.put_on_agenda(meeting=meeting, by=approver, problem=problem(**change))
    assert str(caught.value) == "只有未解决的重大问题列入联席会议，这个问题已销号或已改为一般问题"


def test_another_countys_project_does_not_exist(client, meeting, approver):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    project = Project.objects.create(county=elsewhere, name="邻县大桥")
    sign_in(client, approver)
    address = reverse("supervision:agenda_add", args=[meeting.pk])
    for chosen in ({"project": project.pk}, {"project": "9" * 30}, {"problem": ""}):
        assert client.post(address, chosen).status_code == 404
    assert AgendaItem.objects.count() == 0


def test_an_item_is_taken_off_once_while_nothing_is_decided(client, meeting, item, approver):
    sign_in(client, approver)
    address = reverse("supervision:agenda_remove", args=[meeting.pk, item.pk])
    for _ in range(2):
        assert client.post(address).url == reverse("supervision:meeting", args=[meeting.pk])
    assert AgendaItem.objects.count() == 0
    assert done() == ["meeting.call", "meeting.put_on_agenda", "meeting.take_off_agenda"]


def test_an_item_with_a_decision_stays(item, decision, approver):
    with pytest.raises(WrongState) as caught:
        services.take_off_agenda(item=item, by=approver)
    assert str(caught.value) == "这个议题已有议定事项，不能撤下"
    assert AgendaItem.objects.get() == item


# --- Decisions ---------------------------------------------------------------------------


def test_a_decision_posted_twice_is_made_once(client, item, unit_a, approver):
    sign_in(client, approver)
    typed = {"text": "拨付资金", "owner": unit_a.pk, "due_on": "2019-08-31"}
    for _ in range(2):
        client.post(reverse("supervision:decide", args=[item.meeting_id, item.pk]), typed)
    made = MeetingDecision.objects.values_list("text", "owner__name", "due_on")
    assert list(made) == [("拨付资金", "交通运输局", date(2019, 8, 31))]
    assert done().count("meeting.decide") == 1


def test_a_decision_without_owner_goes_back_with_its_words(client, item, approver):
    sign_in(client, approver)
    typed = {"text": "拨付资金", "owner": "", "due_on": "2019-08-31"}
    answer = client.post(reverse("supervision:decide", args=[item.meeting_id, item.pk]), typed)
    form = answer.context["lines"][0].form
    assert form.errors == {"owner": ["请选择责任单位"]}
    assert form["text"].value() == "拨付资金"
    assert MeetingDecision.objects.count() == 0


def refusal(item, approver, unit, **changes):
    typed = {"text": "拨付资金", "owner": unit, "due_on": date(2019, 8, 31), "today": TODAY}
    with pytest.raises(DomainError) as caught:
        services.decide(item=item, by=approver, **(typed | changes))
    return str(caught.value)


def test_what_cannot_be_decided_is_refused_with_a_reason(item, approver, unit_a):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    assert refusal(item, approver, unit_a, text=" ") == "请写明议定事项"
    assert (
        refusal(item, approver, unit_a, today=date(2019, 7, 31))
        == "会议在8月1日召开，开会之后再记议定事项"
    )
    assert (
        refusal(item, approver, unit_a, due_on=date(2019, 7, 31))
        == "完成时限不能早于会议日期8月1日"
    )
    assert refusal(item, approver, elsewhere) == "没有这个单位"
    AgendaItem.objects.all().delete()
    assert refusal(item, approver, unit_a) == "这个议题已撤下，请先重新列入"


# --- Pages -------------------------------------------------------------------------------


def test_a_unit_sees_what_it_was_asked_and_no_other_units(
    client, decision, reporter, other_reporter
):
    shown = {}
    for user in (reporter, other_reporter):
        sign_in(client, user)
        shown[user] = [line.decision for line in client.get(LIST).context["own"]]
        address = reverse("supervision:meeting", args=[decision.item.meeting_id])
        assert client.get(address).status_code == 404
    assert shown == {reporter: [decision], other_reporter: []}
    assert "没有要本单位落实的议定事项" in client.get(LIST).content.decode()


def test_what_is_past_its_day_is_marked_until_it_is_done(client, decision, reporter):
    MeetingDecision.objects.update(due_on=TODAY - datetime.timedelta(days=1), version=2)
    sign_in(client, reporter)
    badge = '<span class="badge badge-overdue">已逾期</span>'
    assert client.get(LIST).content.decode().count(badge) == 1
    decision.refresh_from_db()
    services.fulfil_decision(
        decision=decision, outcome="已办", done_on=TODAY, by=reporter, version=2, today=TODAY
    )
    assert client.get(LIST).content.decode().count(badge) == 0


def test_meetings_are_listed_by_year_with_what_is_left_of_them(
    client, county, decision, unit_b, other_reporter, approver, leader
):
    late = services.decide(
        item=decision.item,
        text="拨款",
        owner=unit_b,
        due_on=date(2019, 8, 1),
        by=approver,
        today=TODAY,
    )
    services.call_meeting(
        county=county, held_on=date(2018, 5, 4), place="", chair="", attendees="", by=approver
    )
    sign_in(client, leader)
    context = client.get(LIST).context
    assert (context["years"], context["year"]) == ([2019, 2018], 2019)

    def counted():
        rows = client.get(LIST).context["meetings"]
        return [(m.number, m.items, m.decided, m.left, m.waiting, m.late) for m in rows]

    assert counted() == [(1, 1, 2, 2, 0, 1)]
    told = {"outcome": "已拨", "done_on": TODAY, "today": TODAY}
    services.fulfil_decision(decision=late, by=other_reporter, version=1, **told)
    assert counted() == [(1, 1, 2, 1, 1, 0)]
    services.confirm_decision(decision=late, by=approver, version=2)
    assert counted() == [(1, 1, 2, 1, 0, 0)]
    earlier = client.get(LIST, {"year": "2018"}).context
    assert [str(m) for m in earlier["meetings"]] == ["2018年第1次联席会议"]


def test_an_empty_agenda_says_what_to_do(client, meeting, approver, leader):
    for user, hint in (
        (approver, "从旁边列入未解决的重大问题和滞后项目，或写下其他议题。"),
        (leader, "由发展和改革局或督查员列入议题后在此查看。"),
    ):
        sign_in(client, user)
        page = client.get(reverse("supervision:meeting", args=[meeting.pk])).content.decode()
        assert page.count(hint) == 1


def test_readers_are_shown_no_button(client, decision, leader):
    sign_in(client, leader)
    page = client.get(reverse("supervision:meeting", args=[decision.item.meeting_id]))
    sheet = page.content.decode().partition('id="content"')[2]
    assert (sheet.count("<form"), sheet.count("由交通运输局牵头调剂用地指标")) == (0, 1)


def test_the_list_asks_as_many_questions_for_thirty_meetings_as_for_one(
    client, county, decision, leader, approver, django_assert_num_queries
):
    sign_in(client, leader)
    client.get(LIST)
    with django_assert_num_queries(6):
        client.get(LIST)
    for number in range(2, 31):
        meeting = JointMeeting.objects.create(
            county=county, year=2019, number=number, held_on=TODAY, called_by=approver
        )
        AgendaItem.objects.create(meeting=meeting, title="议题")
    with django_assert_num_queries(6):
        assert len(client.get(LIST).context["meetings"]) == 30


def test_a_units_list_asks_as_many_questions_for_thirty_decisions_as_for_one(
    client, decision, reporter, django_assert_num_queries
):
    sign_in(client, reporter)
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
    for number in range(29):
        MeetingDecision.objects.create(
            item=decision.item, text=f"事项{number}", owner=decision.owner, due_on=TODAY
        )
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["own"]) == 30


def test_the_meeting_asks_as_many_questions_for_thirty_items_as_for_one(
    client, decision, meeting, unit_a, problem, approver, django_assert_max_num_queries
):
    sign_in(client, approver)
    address = reverse("supervision:meeting", args=[meeting.pk])
    client.get(address)
    with django_assert_max_num_queries(30) as asked:
        client.get(address)
    for number in range(29):
        item = AgendaItem.objects.create(meeting=meeting, title="议", problem=problem(f"{number}"))
        MeetingDecision.objects.create(item=item, text="办", owner=unit_a, due_on=TODAY)
    with django_assert_max_num_queries(len(asked)):
        assert len(client.get(address).context["lines"]) == 30


def test_a_meeting_of_another_county_does_not_exist(client, meeting, make_user):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    sign_in(client, make_user("linxian", Role.APPROVER, elsewhere))
    for name in ("meeting", "meeting_edit"):
        assert client.get(reverse(f"supervision:{name}", args=[meeting.pk])).status_code == 404
    assert list(client.get(LIST).context["meetings"]) == []


# --- Minutes -----------------------------------------------------------------------------


def test_the_minutes_tell_the_circumstances_the_agenda_and_what_was_decided(
    meeting, decision, approver
):
    services.put_on_agenda(meeting=meeting, by=approver, title="三季度开工项目安排")
    assert minutes_of(meeting) == [
        ("title", "示范县重点项目建设2019年第1次联席会议纪要"),
        ("chapter", "一、会议概况"),
        ("body", "会议时间：2019年8月1日"),
        ("body", "会议地点：县政府三楼会议室"),
        ("body", "主持人：李县长"),
        ("body", "参加人员：发改局 赵审定、交通运输局 陈交通"),
        ("chapter", "二、会议议题"),
        ("body", "1．研究解决城南学校用地问题。"),
        ("body", "主要问题：用地指标没有落实。"),
        ("body", "2．三季度开工项目安排。"),
        ("chapter", "三、议定事项"),
        ("section", "研究解决城南学校用地问题"),
        (
            "body",
            "由交通运输局牵头调剂用地指标。责任单位：交通运输局；完成时限：2019年8月31日。",
        ),
    ]


def test_the_minutes_of_an_empty_meeting_say_so(county, approver):
    meeting = services.call_meeting(
        county=county, held_on=TODAY, place="", chair="", attendees="", by=approver
    )
    assert minutes_of(meeting)[2:] == [
        ("body", "会议时间：2019年8月2日"),
        ("chapter", "二、会议议题"),
        ("body", "本次会议没有列入议题。"),
        ("chapter", "三、议定事项"),
        ("body", "本次会议没有形成议定事项。"),
    ]


def test_the_eleventh_and_the_twentieth_section_are_numbered_in_chinese(meeting, unit_a):
    for _ in range(21):
        item = AgendaItem.objects.create(meeting=meeting, title="议题")
        MeetingDecision.objects.create(item=item, text="办", owner=unit_a, due_on=TODAY)
    sections = [text for style, text in minutes_of(meeting) if style == "section"]
    assert [sections[place] for place in (9, 10, 19, 20)] == [
        "（十）议题",
        "（十一）议题",
        "（二十）议题",
        "（二十一）议题",
    ]
