"""The list of the next year is drafted from what this year's list leaves unfinished."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from measures.money import WAN
from projects.lists.lines import change_line
from projects.lists.services import change_list, remove_list
from projects.models import (
    AnnualPlan,
    FormerTerms,
    PlanCategory,
    PlanItem,
    Stage,
    YearEndAnswer,
    YearEndFate,
)
from projects.selectors import Tally, plan_groups
from projects.tests.factories import AnnualPlanFactory
from projects.tests.turn_scene import (
    DECEMBER_20,
    JANUARY_10,
    MARCH,
    draft,
    enter,
    usual,
)
from projects.turn.carried import carried_lines, next_list
from projects.turn.drafting import propose_next_list
from projects.turn.selectors import left_out, year_to_turn_to

pytestmark = pytest.mark.django_db

NEW, CONTINUING, PRELIMINARY = PlanCategory.NEW, PlanCategory.CONTINUING, PlanCategory.PRELIMINARY


def not_as_told():
    """What of the year 2020 the trail tells otherwise; 2019 was made without it."""
    found = differences(AnnualPlan, PlanItem, FormerTerms)
    return [each for each in found if "2019年" not in each]


def on(plan):
    found = PlanItem.objects.filter(plan=plan).order_by("position")
    return [(item.project.name, str(item.category), item.planned_investment) for item in found]


# --- What goes over ------------------------------------------------------------------------


def test_what_goes_over_is_said_with_its_class_and_why_a_line_does_not(this_year, lines):
    told = [(each.project.name, str(each.category), each.why) for each in carried_lines(this_year)]
    assert told == [
        ("已开工厂", "continuing", ""),
        ("未开工站", "new", ""),
        ("终止馆", "", "已终止"),
        ("续建路", "continuing", ""),
        ("建成园", "", "已竣工"),
        ("前期桥", "new", ""),
    ]


def test_the_draft_has_the_unfinished_lines_in_their_order_and_plans_nothing_yet(
    this_year, lines, approver
):
    PlanItem.objects.filter(project=lines["已开工厂"]).update(
        listed_name="已开工厂（一期）",
        planned_completion=datetime.date(2021, 6, 1),
        planned_start=MARCH,
        annual_task="主体",
    )
    drafted = draft(this_year, approver)
    assert (drafted.year, drafted.key, drafted.tier, drafted.place, drafted.state) == (
        2020, "县级", this_year.tier, 2, "",
    )  # fmt: skip
    assert (drafted.drafted_from, drafted.titles) == (this_year, "全县重点建设项目计划表")
    assert on(drafted) == [
        ("已开工厂", "continuing", None),
        ("未开工站", "new", None),
        ("续建路", "continuing", None),
        ("前期桥", "new", None),
    ]
    item = PlanItem.objects.get(plan=drafted, project=lines["已开工厂"])
    assert (item.listed_name, item.planned_completion, item.planned_start, item.annual_task) == (
        "已开工厂（一期）", datetime.date(2021, 6, 1), None, "",
    )  # fmt: skip
    assert not_as_told() == []


def test_each_line_is_chosen_and_what_is_left_out_is_asked_for(this_year, lines, approver, county):
    classes = usual(this_year) | {
        lines["前期桥"].pk: "preliminary",
        lines["已开工厂"].pk: "new",
        lines["续建路"].pk: "",
    }
    assert on(draft(this_year, approver, classes)) == [
        ("已开工厂", "new", None),
        ("未开工站", "new", None),
        ("前期桥", "preliminary", None),
    ]
    assert [each.project.name for each in left_out(county, 2020)] == ["续建路"]


def test_what_was_answered_at_the_end_of_the_year_goes_over_as_it_was_answered(this_year, lines):
    """They are asked for where another list of the new year stands already."""
    for name, fate in (("续建路", YearEndFate.CARRIED), ("未开工站", YearEndFate.ENDED)):
        YearEndAnswer.objects.create(
            project=lines[name], year=2020, fate=fate, day=DECEMBER_20, reason="会议"
        )
    told = {each.project.name: each for each in carried_lines(this_year)}
    assert [
        (str(told[name].category), told[name].why, told[name].may_go)
        for name in ("续建路", "未开工站")
    ] == [("", "年末去向：结转，不列入清单", True), ("", "年末去向：终止", False)]


def test_a_project_of_which_money_was_reported_has_begun(this_year, listed):
    project = listed("已报站", PRELIMINARY)
    enter(project, 12, month_amount=5 * WAN, year_to_date=5 * WAN)
    assert [str(each.category) for each in carried_lines(this_year)] == ["continuing"]


# --- What was invested ---------------------------------------------------------------------


def invested(this_year, name):
    [found] = [each.invested for each in carried_lines(this_year) if each.project.name == name]
    return found.amount, found.done, found.through, found.is_whole


def test_invested_before_is_what_was_known_with_what_was_done_in_the_year(this_year, listed):
    road = listed("续建路", CONTINUING, invested_before=600 * WAN, invested_before_year=2018)
    assert invested(this_year, "续建路") == (None, None, 0, False)
    enter(road, 10, year_to_date=250 * WAN)
    assert invested(this_year, "续建路") == (850 * WAN, 250 * WAN, 10, False)
    enter(road, 12, year_to_date=300 * WAN)
    assert invested(this_year, "续建路") == (900 * WAN, 300 * WAN, 12, True)


def test_what_nobody_said_of_the_years_before_is_not_nothing_but_of_what_was_new(this_year, listed):
    for name, category in (("续建路", CONTINUING), ("新建厂", NEW)):
        enter(listed(name, category), 12, year_to_date=300 * WAN)
    assert invested(this_year, "续建路")[0] is None
    assert invested(this_year, "新建厂")[0] == 300 * WAN


def test_what_the_register_has_of_the_years_end_itself_stands(this_year, listed):
    road = listed("续建路", CONTINUING, invested_before=950 * WAN, invested_before_year=2019)
    enter(road, 12, year_to_date=300 * WAN)
    assert invested(this_year, "续建路")[0] == 950 * WAN


# --- Once, and by whom ---------------------------------------------------------------------


def test_a_second_press_makes_no_second_list(this_year, lines, approver):
    first = draft(this_year, approver)
    change_list(
        plan=first, changes={"key": "县级新"}, by=approver, version=1, today=JANUARY_10,
        reason="改称",
    )  # fmt: skip
    assert draft(this_year, approver).pk == first.pk
    assert AnnualPlan.objects.count() == 2


def test_where_the_next_year_has_the_list_already_none_is_drafted(this_year, lines, approver):
    AnnualPlanFactory(county=this_year.county, year=2020, name="2020年重点项目")
    with pytest.raises(WrongState, match="2020年已有清单“2020年重点项目”（县级），没有另拟一个。"):
        draft(this_year, approver)


def test_what_changed_since_the_page_was_read_is_looked_at_first(
    this_year, lines, listed, approver
):
    before = usual(this_year)
    listed("新增路", CONTINUING)
    with pytest.raises(Stale, match="没有拟订"):
        draft(this_year, approver, before)
    finished = usual(this_year) | {lines["建成园"].pk: "continuing"}
    with pytest.raises(Stale, match="没有拟订"):
        draft(this_year, approver, finished)
    with pytest.raises(DomainError, match="请至少勾选一个"):
        draft(this_year, approver, dict.fromkeys(usual(this_year), ""))


def test_a_closed_list_has_none_after_it_and_a_reviewer_drafts_none(
    this_year, lines, approver, reviewer
):
    with pytest.raises(NotAllowed):
        draft(this_year, reviewer)
    AnnualPlan.objects.update(closed_on=datetime.date(2019, 11, 1))
    with pytest.raises(WrongState, match="已停用"):
        draft(this_year, approver)


def test_a_reviewer_proposes_and_what_moved_meanwhile_is_not_taken_as_it_was(
    this_year, lines, reviewer, approver
):
    def proposed():
        return propose_next_list(
            plan=this_year,
            name="2020年县级重点建设项目",
            classes=usual(this_year),
            reason="县重办会议",
            by=reviewer,
            today=JANUARY_10,
        )

    proposal = proposed()
    assert AnnualPlan.objects.count() == 1
    lines["续建路"].stage = Stage.COMPLETED
    lines["续建路"].save()
    with pytest.raises(Stale, match="没有拟订"):
        accept(proposal=proposal, by=approver, today=JANUARY_10)
    lines["续建路"].stage = Stage.CONSTRUCTION
    lines["续建路"].save()
    accept(proposal=proposal, by=approver, today=JANUARY_10)
    assert len(on(next_list(this_year))) == 4


# --- What it is then -----------------------------------------------------------------------


def test_its_plan_is_unknown_until_it_is_told_and_it_is_not_issued_before(
    this_year, lines, approver
):
    drafted = draft(this_year, approver)
    _, tally, _ = plan_groups(drafted, approver)
    assert tally.whole == Tally(4, None, open=4)
    item = drafted.items.get(project=lines["未开工站"])
    values = {"category": "continuing", "planned_investment": None}
    change_line(item=item, changes=values, by=approver, version=1)
    item.refresh_from_db()
    assert (item.category, item.planned_investment) == ("continuing", None)
    change_line(item=item, changes=values | {"planned_investment": 5}, by=approver, version=2)
    _, tally, _ = plan_groups(drafted, approver)
    assert tally.whole == Tally(4, 5, open=3)
    with pytest.raises(DomainError, match="还有 3 个新建、续建项目没有年度计划投资"):
        change_list(
            plan=drafted, changes={"state": "issued", "issued_on": JANUARY_10}, by=approver,
            version=1, today=JANUARY_10,
        )  # fmt: skip


def test_a_draft_on_which_nothing_rests_is_removed_and_drafted_again(this_year, lines, approver):
    drafted = draft(this_year, approver)
    item = drafted.items.first()
    change_line(
        item=item, changes={"category": "new", "planned_investment": 7}, by=approver, version=1
    )
    remove_list(plan=drafted, by=approver, version=1)
    assert list(AnnualPlan.objects.all()) == [this_year]
    assert not_as_told() == []
    assert len(on(draft(this_year, approver))) == 4


def test_a_list_on_which_something_rests_is_not_removed(this_year, lines, approver, reviewer):
    drafted = draft(this_year, approver)
    with pytest.raises(NotAllowed):
        remove_list(plan=drafted, by=reviewer, version=1)
    with pytest.raises(WrongState, match="据它拟订的清单"):
        remove_list(plan=this_year, by=approver, version=1)
    enter(lines["续建路"], 1, year=2020, month_amount=1, year_to_date=1)
    with pytest.raises(WrongState, match="已有审定的月报"):
        remove_list(plan=drafted, by=approver, version=1)


# --- By page -------------------------------------------------------------------------------


def test_an_approver_drafts_it_by_page(client, this_year, lines, approver, settings):
    settings.XUSHI_TODAY = DECEMBER_20.isoformat()
    enter(lines["已开工厂"], 12, year_to_date=300 * WAN)
    client.force_login(approver)
    address = reverse("projects:draft_next", args=[this_year.pk])
    assert address in client.get(reverse("projects:plan", args=[this_year.pk])).content.decode()
    page = client.get(address)
    form = page.context["form"]
    assert page.context["going_words"] == "新建 2 个、续建 2 个"
    sent = {"name": "2020年县级重点建设项目", "shown": form.every, "version": 0}
    for line, tick, box in form.rows:
        if line.project.name != "前期桥":
            sent |= {tick.html_name: "on"} | ({box.html_name: line.category} if box else {})
    said = client.post(address, sent | {"shown": "1"})
    assert said.status_code == 400
    assert "没有拟订" in said.content.decode()
    said = client.post(address, sent)
    drafted = next_list(this_year)
    assert said.url == reverse("projects:plan", args=[drafted.pk])
    assert [name for name, _, _ in on(drafted)] == ["已开工厂", "未开工站", "续建路"]
    assert client.post(address, sent).url == said.url
    shown = client.get(said.url).content.decode()
    assert "3 个项目的年度计划投资待定" in shown
    assert "至2019年底 300" in shown
    assert reverse("projects:left_out", args=[2020]) in shown
    assert "不再另拟一个" in client.get(address).content.decode()


def test_a_reviewer_proposes_it_by_page_and_the_approver_reads_what_it_is(
    client, this_year, lines, reviewer, approver, settings
):
    settings.XUSHI_TODAY = DECEMBER_20.isoformat()
    client.force_login(reviewer)
    address = reverse("projects:draft_next", args=[this_year.pk])
    form = client.get(address).context["form"]
    sent = {"name": "2020年县级重点建设项目", "shown": form.every, "version": 0}
    sent |= {tick.html_name: "on" for _, tick, _ in form.rows}
    assert client.post(address, sent).status_code == 400
    client.post(address, sent | {"reason": "县重办会议"})
    client.force_login(approver)
    [(_, words)] = client.get(reverse("projects:plans")).context["proposals"]
    assert words[-2:] == [
        ("拟自清单", "（空）", this_year.name),
        ("列入的项目", "（空）", "新建 2 个、续建 2 个，不列入 2 个"),
    ]
    assert (
        "新建 2 个、续建 2 个，不列入 2 个"
        in client.get(reverse("accounts:trail")).content.decode()
    )


@pytest.mark.parametrize(
    ("day", "year"), [("2019-10-31", None), ("2019-11-01", 2020), ("2020-01-31", 2020)]
)
def test_the_lists_lead_to_what_they_leave_out_at_the_turn_of_the_year(
    client, this_year, approver, settings, day, year
):
    settings.XUSHI_TODAY = day
    client.force_login(approver)
    page = client.get(reverse("projects:plans")).content.decode()
    assert year_to_turn_to(datetime.date.fromisoformat(day)) == year
    assert ("年末项目去向" in page) == (year is not None)


def test_the_page_asks_no_more_of_thirty_lines_than_of_one(client, listed, this_year, approver):
    client.force_login(approver)
    address = reverse("projects:draft_next", args=[this_year.pk])

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    listed("第一条", CONTINUING, invested_before=1, invested_before_year=2018)
    client.get(address)
    of_one = queries()
    for number in range(29):
        listed(f"第{number}号", NEW, invested_before=1, invested_before_year=2018)
    assert queries() == of_one
