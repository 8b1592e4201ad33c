"""The one page of a project: its tabs, what each role sees of them, and its timeline."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.trail import remembered
from accounts.trail.proposals import ProposalState
from figures.tests.scene import JUNE, make_line, sign_in
from investment.models import EntryProposal, MonthlyEntry, ProposalKind
from measures.money import WAN
from projects.happenings import told_of
from projects.journal.services import write_note
from projects.models import Project
from reports.one_page.head import owed_on
from reports.one_page.views import TABS
from reports.papers.models import IssuedPaper, PaperKind
from supervision.meetings.services import call_meeting, decide, put_on_agenda
from supervision.models import ProblemSource
from supervision.orders.services import issue_order
from supervision.problems.services import raise_problem

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)


@pytest.fixture
def bridge(unit_a):
    made = make_line(unit_a, "乙大桥", 2000, {1: 200, 6: 100}).project
    made.entries.filter(month=6).update(progress="主体施工")
    return Project.objects.select_related("county").get(pk=made.pk)


@pytest.fixture
def order(bridge, unit_b, reviewer):
    problem = raise_problem(
        project=bridge,
        category="land",
        severity="general",
        text="用地手续未办",
        source=ProblemSource.CONTACT,
        by=reviewer,
        today=datetime.date(2019, 7, 1),
    )
    return issue_order(
        problem=problem,
        addressee=unit_b,
        request="限期移交用地",
        workdays=5,
        by=reviewer,
        today=datetime.date(2019, 7, 2),
    )


def addresses(project):
    return {name: tab.address(project, 2019) for name, tab in TABS.items()}


def lines(user, project, topic=""):
    told = told_of(user, project, topic)
    return [(each.day.isoformat(), each.kind, each.words) for each in told]


def test_each_tab_opens_for_a_leader_and_its_unit_and_leads_to_all_others(
    client, bridge, order, leader, reporter
):
    for user in (leader, reporter):
        sign_in(client, user)
        for name, address in addresses(bridge).items():
            page = client.get(address)
            assert page.status_code == 200, name
            text = page.content.decode()
            assert "乙大桥" in text
            assert [other for other in addresses(bridge).values() if other not in text] == []


def test_who_does_not_see_the_project_sees_none_of_its_tabs(client, bridge, other_reporter):
    sign_in(client, other_reporter)
    assert {client.get(each).status_code for each in addresses(bridge).values()} == {404}


@pytest.mark.django_db(transaction=True)
def test_a_tab_asks_at_most_thirty_questions_however_much_there_is_to_tell(
    client, bridge, order, leader, reviewer, settings
):
    """Of a county that was read before, as a server at work has it: the county itself, read anew,
    is twenty more, as on every page of figures."""
    settings.REMEMBERS_WHAT_WAS_READ = True
    remembered.forget_everything()
    sign_in(client, leader)

    def asked():
        counts = {}
        for name, address in addresses(bridge).items():
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts[name] = len(queries)
        return counts

    before = asked()
    assert {name: count for name, count in before.items() if count > 30} == {}
    for number in range(30):
        write_note(
            project=bridge,
            day=datetime.date(2019, 7, number + 1),
            text=f"第{number}天",
            by=reviewer,
            today=TODAY,
        )
    after = asked()
    # Whom the notes name, once there are notes.
    assert after.pop("journal") <= before.pop("journal") + 1
    assert after == before


def test_above_the_fold_who_owes_what_by_when(client, bridge, order, leader):
    page = sign_in(client, leader).get(reverse("projects:detail", args=[bridge.pk]))
    (owed,) = page.context["owed"]
    assert (owed.what, owed.words, owed.owner) == (
        "〔2019〕1号调度单",
        "限期移交用地",
        "水利局（待签收）",
    )
    assert (owed.due_on, owed.is_overdue) == (datetime.date(2019, 7, 9), True)
    assert "7月9日前，已逾期" in page.content.decode()


def test_a_problem_that_nobody_was_given_and_a_decision_are_owed_too(
    bridge, order, reviewer, unit_b, leader
):
    problem = raise_problem(
        project=bridge,
        category="funds",
        severity="major",
        text="资金未到位",
        source=ProblemSource.CONTACT,
        by=reviewer,
        today=TODAY,
    )
    meeting = call_meeting(
        county=bridge.county, held_on=TODAY, place="", chair="", attendees="", by=reviewer
    )
    item = put_on_agenda(meeting=meeting, problem=problem, by=reviewer)
    decide(
        item=item,
        text="月底前拨付",
        owner=unit_b,
        due_on=datetime.date(2019, 8, 31),
        by=reviewer,
        today=TODAY,
    )
    found = [(each.what, each.words, each.due_on) for each in owed_on(leader, bridge, TODAY)]
    assert found == [
        ("〔2019〕1号调度单", "限期移交用地", datetime.date(2019, 7, 9)),
        ("议定事项", "月底前拨付", datetime.date(2019, 8, 31)),
        ("重大问题", "资金未到位", None),
    ]


def test_without_a_list_the_page_says_so(client, county, unit_a, leader):
    project = Project.objects.create(county=county, name="远期项目")
    page = sign_in(client, leader).get(reverse("projects:detail", args=[project.pk]))
    assert page.status_code == 200
    assert "没有列入已有数据的年度计划清单，不亮灯。" in page.content.decode()


def test_what_was_reported_and_supervised_is_told_by_its_day(bridge, order, leader):
    assert lines(leader, bridge, "月度进度") == [
        ("2019-06-30", "月度进度", "2019年6月完成100万元，累计300万元；主体施工"),
        ("2019-01-31", "月度进度", "2019年1月完成200万元，累计200万元"),
    ]
    assert lines(leader, bridge, "督查督办") == [
        ("2019-07-09", "期限", "〔2019〕1号调度单应由水利局办结"),
        ("2019-07-02", "调度单", "〔2019〕1号调度单（水利局）：限期移交用地"),
        ("2019-07-01", "一般问题", "用地：用地手续未办"),
    ]


def test_a_unit_is_not_told_of_an_order_to_another(bridge, order, reporter):
    assert lines(reporter, bridge, "督查督办") == [("2019-07-01", "一般问题", "用地：用地手续未办")]


def test_a_verified_figure_and_a_correction_are_told(bridge, leader, approver):
    entry = bridge.entries.get(month=6)
    MonthlyEntry.objects.filter(pk=entry.pk).update(
        verified_month_amount=80 * WAN,
        verified_by=approver,
        verified_at="2019-07-20T10:00:00+08:00",
        verified_reason="未见发票",
    )
    EntryProposal.objects.create(
        entry=bridge.entries.get(month=1),
        kind=ProposalKind.CORRECTION,
        state=ProposalState.ACCEPTED,
        entry_version=1,
        before={"month_amount": 210 * WAN, "progress": ""},
        after={"month_amount": 200 * WAN, "progress": "桩基"},
        reason="多报",
        proposed_by=approver,
        proposed_at="2019-07-01T10:00:00+08:00",
        decided_by=approver,
        decided_at="2019-07-02T10:00:00+08:00",
    )
    assert lines(leader, bridge, "月度进度")[:2] == [
        ("2019-07-20", "核定数", "2019年6月核定80万元"),
        ("2019-07-02", "更正", "更正2019年1月本月完成投资由210万元改为200万元、形象进度"),
    ]


def test_what_is_planned_for_a_day_to_come_stands_apart(client, bridge, order, leader):
    sign_in(client, leader)
    page = client.get(reverse("projects:timeline", args=[bridge.pk]))
    # The order's day has passed: what became of it is told by the order.
    assert page.context["to_come"] == []
    order.due_on = datetime.date(2019, 8, 9)
    order.save()
    page = client.get(reverse("projects:timeline", args=[bridge.pk]))
    assert [each.words for each in page.context["to_come"]] == ["〔2019〕1号调度单应由水利局办结"]


def test_the_timeline_goes_a_page_at_a_time_and_by_topic(client, bridge, leader, reviewer):
    for number in range(45):
        day = datetime.date(2019, 6, 1) + datetime.timedelta(number)
        write_note(project=bridge, day=day, text=f"第{number}天", by=reviewer, today=TODAY)
    sign_in(client, leader)
    address = reverse("projects:timeline", args=[bridge.pk])
    assert len(client.get(address).context["happened"]) == 40
    page = client.get(address, {"topic": "记事", "page": 2})
    assert [each.words for each in page.context["happened"]] == [
        "第4天",
        "第3天",
        "第2天",
        "第1天",
        "第0天",
    ]
    assert client.get(address, {"topic": "没有"}).status_code == 404


def test_a_paper_about_the_project_stands_among_its_papers(
    client, bridge, order, leader, reporter, approver
):
    paper = {
        "county": bridge.county,
        "kind": PaperKind.CARD,
        "as_of": datetime.date(2019, 6, 30),
        "issued_on": datetime.date(2019, 7, 8),
        "choices_shape": 1,
        "known_at": 0,
    }
    IssuedPaper.objects.create(title="乙大桥简介卡", choices={"about": [str(bridge.pk)]}, **paper)
    IssuedPaper.objects.create(title="别的简介卡", choices={"about": ["99999"]}, **paper)
    address = reverse("projects:papers", args=[bridge.pk])
    page = sign_in(client, leader).get(address)
    assert [each.paper for each in page.context["papers"]] == [
        "乙大桥简介卡（无文号）",
        "〔2019〕1号调度单",
    ]
    # A unit downloads no papers of the bureau, and sees no order to another.
    assert sign_in(client, reporter).get(address).context["papers"] == []


def test_a_month_that_is_asked_for_is_that_of_the_page(client, bridge, leader):
    address = reverse("figures:project", args=[JUNE, bridge.pk])
    page = sign_in(client, leader).get(address, {"list": "县级"})
    assert page.context["row"].month == JUNE
    assert client.get(address, {"list": "没有"}).status_code == 404
