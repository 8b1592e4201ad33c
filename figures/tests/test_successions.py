"""A project split in May and one replaced in July: money counted once in every list, month and
cut, the past as it was (issue 15)."""

import datetime

import pytest

from accounts.errors import DomainError, WrongState
from accounts.models import AuditEvent
from accounts.trail.unwinding import AsKnown
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import enter, make_line, tell_made
from investment.models import EntryState, SuccessionShare
from investment.successions.asked import Asked, AskedLine, AskedShare, Successor
from investment.successions.faults import succession_faults
from investment.successions.services import succeed, take_back_succession
from measures.money import WAN
from measures.months import Month
from projects.models import PlanItem, Project, Tier
from projects.tests.factories import PlanItemFactory

MAY, JULY, TODAY = datetime.date(2019, 5, 6), datetime.date(2019, 7, 10), datetime.date(2019, 8, 2)


@pytest.fixture
def road(unit_a):
    return make_line(unit_a, "环城路", 1_200, {1: 100, 2: 100, 3: 150, 4: 50})


@pytest.fixture
def plant(unit_b, road):
    line = make_line(unit_b, "老厂技改", 600, {1: 60, 2: 0, 3: 60, 4: 0, 5: 30, 6: 30})
    return line


def split(
    line, by, *, shares=({"permille": 400}, {}), ends=True, kept=(), plans=(500, 700), **more
):
    project = line.project
    return succeed(
        project=project,
        kind="split",
        from_day=MAY,
        asked=Asked(
            (project.pk,),
            ends=ends,
            kept=tuple(kept),
            successors=tuple(
                Successor(
                    name=f"{project.name}{place}标", lines=(AskedLine(line.plan_id, plan * WAN),)
                )
                for place, plan in enumerate(plans, 1)
            ),
            shares=tuple(
                AskedShare(project.pk, place, **share) for place, share in enumerate(shares)
            ),
            **more,
        ),
        reason="分两段建设",
        document_number="发改〔2019〕12号",
        by=by,
        today=TODAY,
    )


def replace(line, by, **share):
    project = line.project
    return succeed(
        project=project,
        kind="replace",
        from_day=JULY,
        asked=Asked(
            (project.pk,),
            successors=(Successor(name="新厂一期", lines=(AskedLine(line.plan_id, 800 * WAN),)),),
            shares=(AskedShare(project.pk, 0, **share),),
        ),
        reason="业主变更",
        by=by,
        today=TODAY,
    )


def lines(county, month, known=None):
    """Each project of the county's list with its plan, the year to date and the months."""
    return {
        row.project_name: (
            (row.planned or 0) // WAN,
            None if row.done is None else row.done // WAN,
            [None if m.amount is None else m.amount // WAN for m in row.standing.months],
        )
        for row in load_facts(county, Month(2019, month), known).rows
    }


def named(name):
    return Project.objects.get(name=name)


def last_line():
    return AuditEvent.objects.order_by("-sequence").first().sequence


def test_each_yuan_stands_with_one_of_them(county, road, approver):
    before = {month: lines(county, month) for month in (3, 4)}
    assert before[4] == {"环城路": (1200, 400, [100, 100, 150, 50])}
    split(road, approver)
    # The past is as it was, and April's own months go on by their shares.
    assert {month: lines(county, month) for month in (3, 4)} == before
    assert lines(county, 5) == {
        "环城路1标": (500, 160, [40, 40, 60, 20, None]),
        "环城路2标": (700, 240, [60, 60, 90, 30, None]),
    }
    enter(named("环城路1标"), 5, month_amount=30 * WAN, year_to_date=190 * WAN)
    enter(named("环城路2标"), 5, month_amount=50 * WAN)
    assert lines(county, 5) == {
        "环城路1标": (500, 190, [40, 40, 60, 20, 30]),
        "环城路2标": (700, 290, [60, 60, 90, 30, 50]),
    }
    book = FigureBook(load_facts(county, Month(2019, 5)))
    assert book["县级.全部.完成投资"].value == 480 * WAN
    assert succession_faults() == []


def test_who_goes_on_owes_nothing_of_the_months_before(county, road, approver):
    split(road, approver)
    enter(named("环城路1标"), 5, year_to_date=190 * WAN)
    facts = load_facts(county, Month(2019, 5))
    first, second = facts.rows
    assert (first.is_comparable, first.is_reported, first.done_this_month) == (True, True, 30 * WAN)
    assert (second.is_reported, second.light.word, second.is_started) == (False, "未报", True)
    assert [row.started_on for row in facts.rows] == [datetime.date(2019, 1, 15)] * 2


def test_a_predecessor_that_goes_on_keeps_what_is_left(county, road, approver):
    split(
        road,
        approver,
        shares=({"amount": 150 * WAN},),
        plans=(500,),
        ends=False,
        kept=(AskedLine(road.plan_id, 700 * WAN),),
    )
    enter(road.project, 5, month_amount=20 * WAN, year_to_date=270 * WAN)
    enter(named("环城路1标"), 5, month_amount=10 * WAN, year_to_date=160 * WAN)
    facts = lines(county, 5)
    assert facts["环城路"][:2] == (700, 270)
    assert facts["环城路1标"][:2] == (500, 160)
    rows = load_facts(county, Month(2019, 5)).rows
    assert [sum(row.standing.months[m].amount for row in rows) // WAN for m in range(5)] == [
        100,
        100,
        150,
        50,
        30,
    ]


def test_a_correction_of_a_month_before_reaches_who_goes_on(county, road, approver):
    split(road, approver)
    enter(named("环城路1标"), 5, month_amount=30 * WAN, year_to_date=190 * WAN)
    april = road.project.entries.get(month=4)
    april.month_amount, april.year_to_date = 150 * WAN, 500 * WAN
    april.save()
    facts = lines(county, 5)
    # 40 % and 60 % of the 100 that came to it.
    assert (facts["环城路1标"][1], facts["环城路2标"][1]) == (230, 300)


def test_what_is_told_in_yuan_stays_and_the_rest_goes_to_who_takes_what_is_left(
    county, road, approver
):
    split(road, approver, shares=({"amount": 100 * WAN}, {}))
    april = road.project.entries.get(month=4)
    april.month_amount, april.year_to_date = 150 * WAN, 500 * WAN
    april.save()
    facts = lines(county, 5)
    assert (facts["环城路1标"][1], facts["环城路2标"][1]) == (100, 400)
    april.month_amount, april.year_to_date = -300 * WAN, 50 * WAN
    april.save()
    assert succession_faults() == [
        "环城路到2019-05-06累计完成50万元，少于已由承接项目承接的100万元"
    ]


def test_what_was_replaced_goes_on_in_another(county, road, plant, approver):
    april = {month: lines(county, month) for month in range(1, 7)}
    replace(plant, approver)
    assert {month: lines(county, month) for month in range(1, 7)} == april
    facts = lines(county, 7)
    assert "老厂技改" not in facts
    assert facts["新厂一期"] == (800, 180, [60, 0, 60, 0, 30, 30, None])


def test_what_is_not_carried_leaves_the_list_with_its_project(county, road, plant, approver):
    replace(plant, approver, permille=0)
    assert lines(county, 7)["新厂一期"] == (800, 0, [0, 0, 0, 0, 0, 0, None])
    [share] = SuccessionShare.objects.all()
    assert (share.carried, share.takes_what_is_left) == (0, False)
    book = FigureBook(load_facts(county, Month(2019, 7)))
    assert book["县级.全部.完成投资"].value == 400 * WAN


def test_a_chain_of_two_carries_on(county, road, approver):
    split(road, approver)
    first = named("环城路1标")
    enter(first, 5, month_amount=30 * WAN, year_to_date=190 * WAN)
    enter(first, 6, month_amount=10 * WAN, year_to_date=200 * WAN)
    line = PlanItem.objects.get(project=first)
    replace(line, approver)
    enter(named("新厂一期"), 7, month_amount=5 * WAN, year_to_date=205 * WAN)
    facts = lines(county, 7)
    assert facts["新厂一期"] == (800, 205, [40, 40, 60, 20, 30, 10, 5])
    assert facts["环城路2标"][1] == 240
    assert lines(county, 6)["环城路1标"] == (500, 200, [40, 40, 60, 20, 30, 10])
    # What the first of them reported goes all the way.
    april = road.project.entries.get(month=4)
    april.month_amount, april.year_to_date = 150 * WAN, 500 * WAN
    april.save()
    assert lines(county, 7)["新厂一期"][1] == 245
    assert succession_faults() == []


def test_two_that_are_merged_into_one_that_was_there(county, road, unit_a, approver):
    other = make_line(unit_a, "环城路延伸", 300, {1: 10, 2: 10, 3: 10, 4: 10})
    project, into = other.project, road.project
    succeed(
        project=project,
        kind="merge",
        from_day=MAY,
        asked=Asked(
            (project.pk,),
            successors=(Successor(into.pk, lines=(AskedLine(road.plan_id, 1_500 * WAN),)),),
            shares=(AskedShare(project.pk, 0),),
        ),
        reason="一并建设",
        by=approver,
        today=TODAY,
    )
    enter(into, 5, month_amount=50 * WAN, year_to_date=490 * WAN)
    assert lines(county, 5) == {"环城路": (1500, 490, [110, 110, 160, 60, 50])}
    # 年初计划: each of its lines with what was done under its own name.
    facts = load_facts(county, Month(2019, 5))
    assert [(row.project_name, row.done // WAN) for row in facts.at_first] == [
        ("环城路", 450),
        ("环城路延伸", 40),
    ]


def test_a_successor_that_is_on_one_list_only_leaves_the_other_without(
    county, road, unit_a, approver
):
    city = make_line(unit_a, "别的", 10, tier=Tier.MUNICIPAL).plan
    PlanItemFactory(plan=city, project=road.project, planned_investment=900 * WAN)
    split(road, approver)
    facts = load_facts(county, Month(2019, 5))
    assert [(row.project_name, row.done) for row in facts.of_list("市级")] == [("别的", None)]
    assert sum(row.done for row in facts.of_list("县级")) == 400 * WAN
    union = FigureBook(facts)["市级+县级.合计.完成投资"]
    assert union.value == 400 * WAN


def test_a_part_of_a_package_is_merged_within_it(county, unit_a, approver):
    package = make_line(unit_a, "农村公路打包", 1_000)
    part = make_line(unit_a, "一标段", 0, {1: 10, 2: 10, 3: 10, 4: 10}).project
    PlanItem.objects.filter(project=part).delete()
    Project.objects.filter(pk=part.pk).update(package=package.project)
    part.refresh_from_db()
    succeed(
        project=part,
        kind="split",
        from_day=MAY,
        asked=Asked(
            (part.pk,),
            successors=(Successor(name="一标段东"), Successor(name="一标段西")),
            shares=(AskedShare(part.pk, 0, permille=250), AskedShare(part.pk, 1)),
        ),
        reason="分段",
        by=approver,
        today=TODAY,
    )
    enter(named("一标段东"), 5, month_amount=5 * WAN, year_to_date=15 * WAN)
    enter(named("一标段西"), 5, month_amount=5 * WAN, year_to_date=35 * WAN)
    assert lines(county, 4)["农村公路打包"][1] == 40
    [row] = load_facts(county, Month(2019, 5)).rows
    assert (row.done, row.done_this_month, row.is_comparable) == (50 * WAN, 10 * WAN, True)


def test_it_is_known_since_it_was_said(county, road, approver):
    tell_made(road)
    then = last_line()
    split(road, approver)
    assert lines(county, 5, AsKnown(county, then)) == {
        "环城路": (1200, 400, [100, 100, 150, 50, None])
    }
    assert lines(county, 5, AsKnown(county, last_line())) == lines(county, 5)


def test_it_is_taken_back_while_nothing_was_reported(county, road, approver):
    before = {month: lines(county, month) for month in (4, 5)}
    succession = split(road, approver)
    taken = take_back_succession(succession=succession, reason="文件撤回", by=approver)
    assert {month: lines(county, month) for month in (4, 5)} == before
    assert (taken.is_in_force, SuccessionShare.objects.count()) == (False, 0)
    assert not Project.objects.filter(name__startswith="环城路1").exists()
    assert Project.objects.get(name="环城路").stage == road.project.stage
    # The same again does nothing; and it can be said anew.
    take_back_succession(succession=succession, reason="文件撤回", by=approver)
    split(road, approver)
    assert lines(county, 5)["环城路2标"][1] == 240


def test_it_is_not_taken_back_once_something_was_reported(county, road, approver):
    succession = split(road, approver)
    enter(named("环城路2标"), 5, month_amount=5 * WAN)
    with pytest.raises(WrongState, match="“环城路2标”已报送5月的进度，不能撤销"):
        take_back_succession(succession=succession, reason="文件撤回", by=approver)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"shares": ({"permille": 700}, {"permille": 400})}, "份额合计超过1000‰"),
        ({"shares": ({}, {})}, "只能有一个承接项目不填份额"),
        ({"shares": ({"amount": 500 * WAN}, {})}, "承接合计500万元，超过了已完成的数"),
        ({"shares": ({},), "plans": (500,)}, "拆分后至少有两个项目"),
    ],
)
def test_what_cannot_be(road, approver, asked, said):
    with pytest.raises(DomainError, match=said):
        split(road, approver, **asked)
    assert not SuccessionShare.objects.exists()


def test_what_waits_before_the_day_is_decided_first(road, approver):
    april = road.project.entries.get(month=4)
    april.state = EntryState.SUBMITTED
    april.save()
    with pytest.raises(WrongState, match="4月的进度还没有审定"):
        split(road, approver)


def test_what_was_sent_since_the_day_stands_in_its_way(road, approver):
    enter(road.project, 5, month_amount=1)
    with pytest.raises(DomainError, match="已报送5月的进度"):
        split(road, approver)
