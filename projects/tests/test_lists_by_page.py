"""Lists are made, named, issued and closed by page, and projects are put on them."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError, WrongState
from accounts.models import AuditEvent
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from conftest import page_text
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import enter
from measures.months import Month
from projects.adjustments.in_force import FREE, ISSUED, REPORTED, standing_words
from projects.lists.lines import change_line, put_on_list, take_off_list
from projects.lists.services import change_list, make_list, propose_list, propose_list_change
from projects.models import AnnualPlan, FormerTerms, PlanItem, PlanProposal, PlanState, Tier
from projects.tests.conftest import TODAY
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory

pytestmark = pytest.mark.django_db

YI = 10**8
NEW = {"category": "new", "planned_investment": 1000_0000}


def signed_in(client, user):
    client.force_login(user)
    return client


def filled(**values):
    usual = {
        "name": "2012年县“361”行动计划",
        "year": 2012,
        "tier": "county",
        "key": "县361",
        "base": ["new", "continuing"],
    }
    return usual | values


def test_an_approver_makes_a_list_and_puts_projects_on_it(client, approver, county, unit_a):
    office = signed_in(client, approver)
    project = ProjectFactory(county=county, name="经开区道路", reporting=unit_a)

    made = office.post(reverse("projects:create_plan"), filled(document_number="县发〔2012〕3号"))
    plan = AnnualPlan.objects.get()
    assert made.url == reverse("projects:plan", args=[plan.pk])
    line = {"project": project.pk, "category": "new", "planned_investment": "1,000"}
    office.post(
        reverse("projects:add_line", args=[plan.pk]), line | {"listed_name": "经开区道路工程"}
    )

    assert (plan.key, plan.rate_base, plan.state) == ("县361", ("new", "continuing"), "")
    item = PlanItem.objects.get()
    assert (item.plan, item.project, item.planned_investment, item.listed_name) == (
        plan,
        project,
        1000_0000,
        "经开区道路工程",
    )
    page = office.get(reverse("projects:plan", args=[plan.pk])).content.decode()
    assert "列入名称：经开区道路工程" in page
    assert differences(AnnualPlan, PlanItem) == []


def test_a_reviewer_proposes_a_list_and_the_approver_accepts(client, reviewer, approver):
    signed_in(client, reviewer).post(reverse("projects:create_plan"), filled(reason="县委办文件"))
    assert AnnualPlan.objects.count() == 0
    [proposal] = PlanProposal.objects.all()

    page = signed_in(client, approver).get(reverse("projects:plans"))
    [(shown, words)] = page.context["proposals"]
    assert shown == proposal
    assert ("指标名", "（空）", "县361") in words
    client.post(reverse("projects:answer_list", args=[proposal.pk]), {"accept": "1"})

    assert list(AnnualPlan.objects.values_list("year", "key", "tier")) == [
        (2012, "县361", "county")
    ]


def test_a_change_of_a_list_is_proposed_and_takes_force(county, reviewer, approver):
    plan = AnnualPlanFactory(county=county)
    proposal = propose_list_change(
        plan=plan,
        changes={"base": "new,continuing,preliminary", "state": "issued",
                 "issued_on": datetime.date(2019, 3, 20)},
        reason="市里口径",
        by=reviewer,
        version=1,
        today=TODAY,
    )  # fmt: skip
    accept(proposal=proposal, by=approver, today=TODAY)
    plan.refresh_from_db()
    assert (plan.base, plan.is_issued, plan.issued_on) == (
        "new,continuing,preliminary",
        True,
        datetime.date(2019, 3, 20),
    )


def test_what_no_list_can_be_is_refused_in_words(county, approver):
    make_list(county=county, year=2019, values=named("县级", "甲"), by=approver, today=TODAY)

    def refusal(act, **given):
        with pytest.raises(DomainError) as refused:
            act(by=approver, today=TODAY, **given)
        return refused.value.message

    def of_new(**values):
        values = named("乙", "乙") | values
        return refusal(make_list, county=county, year=2019, values=values)

    assert of_new(key="县级") == "这一年已有清单用指标名“县级”，请另取一个。"
    assert of_new(key="县.级") == "指标名里不能有空格、顿号和 . = + - % 这些符号。"
    assert of_new(state="issued") == "已印发的清单要填印发日期；文号可以以后补。"
    to_come = datetime.date(2019, 12, 1)
    assert of_new(closed_on=to_come) == "不能填以后的日期，请到那一天再登记。"
    plan = AnnualPlan.objects.get(key="县级")
    assert refusal(change_list, plan=plan, version=1, changes={"base": "new"}) == (
        "改了计入完成率，各月的数字会随之变动，请写明理由和依据。"
    )
    issued = {"state": PlanState.ISSUED, "issued_on": TODAY}
    change_list(plan=plan, version=1, changes=issued, by=approver, today=TODAY)
    assert refusal(change_list, plan=plan, version=2, changes={"state": ""}) == (
        "清单已经印发，不能退回征求意见；要改内容的，请提出计划调整。"
    )


def named(key, name, tier=Tier.COUNTY):
    return {"key": key, "name": name, "tier": tier}


def test_a_line_is_taken_off_as_if_it_had_never_been_on_and_is_put_on_again(county, unit_a):
    plan = AnnualPlanFactory(county=county)
    project = ProjectFactory(county=county, reporting=unit_a)
    put_on_list(plan=plan, project=project, values=NEW, by=None)
    item = PlanItem.objects.get()
    enter(project, 6, month_amount=1, year_to_date=1)

    take_off_list(item=item, by=None, version=1)
    assert FormerTerms.objects.count() == 0
    assert load_facts(county, Month(2019, 6)).rows == ()
    put_on_list(plan=plan, project=project, values=NEW | {"planned_investment": 5}, by=None)
    [row] = load_facts(county, Month(2019, 6)).rows
    assert (row.planned, PlanItem.objects.count()) == (5, 1)
    assert differences(PlanItem) == []


def test_an_issued_list_takes_no_project_and_loses_none(client, approver, county, unit_a):
    item = PlanItemFactory(project=ProjectFactory(county=county, reporting=unit_a))
    AnnualPlan.objects.update(state="issued", issued_on="2019-03-20")
    other = ProjectFactory(county=county, reporting=unit_a)
    for act in (
        lambda: put_on_list(plan=item.plan, project=other, values=NEW, by=None),
        lambda: change_line(item=item, changes=NEW, by=None, version=1),
        lambda: take_off_list(item=item, by=None, version=1),
    ):
        with pytest.raises(WrongState, match="已印发，增减和修改项目走计划调整"):
            act()
    address = reverse("projects:add_line", args=[item.plan_id])
    assert signed_in(client, approver).get(address).status_code == 404


def test_a_line_needs_its_plan_unless_it_is_preliminary(county, unit_a):
    plan = AnnualPlanFactory(county=county)
    project = ProjectFactory(county=county, reporting=unit_a)
    with pytest.raises(DomainError, match="新建和续建项目要填年度计划投资"):
        put_on_list(plan=plan, project=project, values=NEW | {"planned_investment": None}, by=None)
    values = {"category": "preliminary", "planned_investment": None}
    item = put_on_list(plan=plan, project=project, values=values, by=None)
    with pytest.raises(WrongState, match="已在这个清单上"):
        put_on_list(plan=plan, project=project, values=values, by=None)
    assert item.position == 1


def test_a_changed_line_changes_the_whole_year_and_is_told(county, unit_a):
    item = PlanItemFactory(project=ProjectFactory(county=county, reporting=unit_a))
    change_line(item=item, changes=NEW | {"planned_investment": 7}, by=None, version=1)
    item.refresh_from_db()
    assert (item.planned_investment, item.version, FormerTerms.objects.count()) == (7, 2, 0)
    told = AuditEvent.objects.latest("sequence")
    assert told.rows[0][2]["planned_investment"] == [12_000_000, 7]


def test_a_page_asks_for_another_project_and_shows_what_was_typed(client, reviewer, county):
    plan = AnnualPlanFactory(county=county)
    address = reverse("projects:add_line", args=[plan.pk])
    page = signed_in(client, reviewer).post(address, {"category": "new", "annual_task": "基础"})
    assert page.status_code == 400
    assert page.context["form"]["annual_task"].value() == "基础"


# --- The figures of the seeds, from lists made by page --------------------------------------


def on_list(county, unit, plan, name, planned, done):
    """A project with one line; amounts in 亿元."""
    project = ProjectFactory(county=county, name=name, reporting=unit)
    put_on_list(
        plan=plan,
        project=project,
        values={"category": "continuing", "planned_investment": planned},
        by=None,
    )
    enter(project, 11, month_amount=done, year_to_date=done)
    return project


def make(county, key, name, tier):
    values = named(key, name, tier)
    return make_list(county=county, year=2019, values=values, by=None, today=TODAY)


def printed(county, *keys):
    book = FigureBook(load_facts(county, Month(2019, 11)))
    return [book[key].text() for key in keys]


def test_the_sentence_of_361_1346_and_861(county, unit_a):
    """63亿元 121.8%, 38.8亿元 177%, 20.6亿元 403% (seed 002)."""
    lists = [
        (make(county, "县361", "县“361”行动计划", Tier.COUNTY), 51_7241_0000, 630),
        (make(county, "市1346", "市“1346”行动计划", Tier.MUNICIPAL), 21_9209_0000, 388),
        (make(county, "省861", "省“861”行动计划", Tier.PROVINCIAL), 5_1117_0000, 206),
    ]
    for plan, planned, done in lists:
        on_list(county, unit_a, plan, f"{plan.key}的项目", planned, done * YI // 10)
    names = ("县361", "市1346", "省861")
    done = printed(county, *(f"{key}.全部.完成投资" for key in names))
    assert done == ["630000", "388000", "206000"]
    rates = printed(county, *(f"{key}.全部.完成率" for key in names))
    assert rates == ["121.80", "177.00", "403.00"]


def test_fifty_city_projects_ten_listed_ones_and_two_hundred_of_city_and_county(county, unit_a):
    """50 市级 and 10 挂牌; 市县 200 are the union, each once (seed 004)."""
    city = make(county, "市级", "市级重点项目", Tier.MUNICIPAL)
    listed = make(county, "挂牌", "挂牌重点项目", Tier.LISTED)
    own = make(county, "县级", "县级重点项目", Tier.COUNTY)
    projects = ProjectFactory.create_batch(200, county=county, reporting=unit_a)
    terms = {"category": "new", "planned_investment": YI}
    for plan, chosen in ((city, projects[:50]), (listed, projects[:10]), (own, projects[30:])):
        PlanItem.objects.bulk_create(
            PlanItem(plan=plan, project=project, **terms) for project in chosen
        )
    enter(projects[0], 11, month_amount=YI, year_to_date=YI)
    keys = (
        "市级.全部.项目数",
        "挂牌.全部.项目数",
        "市级+县级.全部.项目数",
        "县级-市级.全部.项目数",
    )
    assert printed(county, *keys, "市级+县级.全部.年度计划投资") == [
        "50",
        "10",
        "200",
        "150",
        "2000000",
    ]


def test_a_proposal_needs_its_words(county, reviewer):
    with pytest.raises(DomainError, match="请写明理由和依据"):
        propose_list(
            county=county,
            year=2019,
            values=named("县361", "甲"),
            reason="",
            by=reviewer,
            today=TODAY,
        )


def test_each_page_of_a_list_says_how_it_changes_and_says_it_once(client, project, approver):
    """A file changes a list no more once an April is approved against it, a page until it is
    issued (DESIGN §4.18)."""
    item = PlanItem.objects.get(project=project)
    plan, office = item.plan, signed_in(client, approver)

    def said():
        plan.refresh_from_db()
        words = standing_words(plan)
        for address in ("projects:plan", "projects:adjustments"):
            page = page_text(office.get(reverse(address, args=[plan.pk])))
            assert [page.count(each) for each in (FREE, REPORTED, ISSUED)] == [
                int(words == each) for each in (FREE, REPORTED, ISSUED)
            ]
        opens = office.get(reverse("projects:edit_line", args=[plan.pk, item.pk])).status_code
        return words, opens

    assert said() == (FREE, 200)
    enter(project, 3, month_amount=1, year_to_date=1)
    assert said() == (FREE, 200)
    enter(project, 4, month_amount=1, year_to_date=2)
    assert said() == (REPORTED, 200)
    issued = {"state": PlanState.ISSUED, "issued_on": TODAY}
    change_list(plan=plan, version=plan.version, changes=issued, by=approver, today=TODAY)
    assert said() == (ISSUED, 404)
