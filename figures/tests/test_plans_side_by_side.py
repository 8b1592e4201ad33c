"""中期调整: June keeps plan and rate, July prints the plan of the year's beginning and the adjusted
one side by side, and a report names its denominator (DESIGN §4.12)."""

import datetime
import json
from io import StringIO

import pytest
from django.core.management import call_command

from accounts import clock
from accounts.errors import WrongState
from accounts.tests.trail import tell_the_rest
from figures.adjusting import effect_of_adjustment
from figures.book import FigureBook
from figures.denominator import plan_basis
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line
from investment.models import PublishedAs, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.adjustments import services
from projects.adjustments.forcing import put_in_force
from projects.adjustments.taking_back import take_back
from projects.adjustments.wanted import wanted_by
from projects.models import PlanChange, PlanItem
from projects.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db

JULY = Month(2019, 7)
JULY_15 = datetime.date(2019, 7, 15)
AUGUST_1 = datetime.date(2019, 8, 1)
AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def lines(unit_a, unit_b):
    """A list of 2,000万元, of which 700 were completed by June, 900 by July."""
    found = [
        make_line(unit_a, "镇区道路改造工程", 1200, {6: 500, 7: 100}),
        make_line(unit_b, "引水工程", 800, {6: 200, 7: 100}, category="continuing"),
    ]
    tell_the_rest()
    return found


@pytest.fixture
def draft(lines, county, unit_b, reviewer):
    """The road 1,200 → 1,500, the water taken off, a home of 300 put on."""
    home = ProjectFactory(county=county, name="敬老院", reporting=unit_b)
    tell_the_rest()
    plan = lines[0].plan
    adjustment = services.draft_adjustment(plan=plan, name="中期调整", by=reviewer)
    for kind, project, typed in (
        ("raise", lines[0].project, {"amount": 1500 * WAN}),
        ("drop", lines[1].project, {}),
        ("add", home, {"category": "new", "amount": 300 * WAN}),
    ):
        item = PlanItem.objects.filter(plan=plan, project=project).first()
        services.ask(
            plan=plan,
            kind=kind,
            project=project,
            wanted=wanted_by(kind, project=project, item=item, **typed),
            reason="县政府会议",
            by=reviewer,
            adjustment=adjustment,
        )
    adjustment.refresh_from_db()
    return adjustment


@pytest.fixture
def force(draft, approver):
    return lambda **said: put_in_force(
        adjustment=draft,
        by=approver,
        version=draft.version,
        today=AUGUST_2,
        **{"effective_on": JULY_15, "document_number": "示政发〔2019〕12号"} | said,
    )


def printed(month, **options):
    out = StringIO()
    call_command("figures", as_of=month.last_day, stdout=out, **options)
    return out.getvalue()


def values(month, *names):
    figures = json.loads(printed(month))
    return [figures[f"县级.全部.{name}"]["value"] for name in names]


BOTH = ("年初计划投资", "年度计划投资", "年初计划完成率", "完成率", "项目数")


def test_june_keeps_plan_and_rate_and_july_prints_both(force):
    june = printed(JUNE)
    assert values(JULY, *BOTH) == ["2000", "2000", "45.00", "45.00", "2"]
    force()
    assert printed(JUNE) == june
    assert values(JULY, *BOTH) == ["2000", "1800", "45.00", "33.33", "2"]


@pytest.fixture
def unpublished(lines):
    """Nothing since June is published."""
    ReportingPeriod.objects.filter(month=7).update(published_as=PublishedAs.NOT)


def test_taken_back_july_is_what_it_was(force, approver, unpublished):
    july = printed(JULY)
    adjustment = force()
    assert printed(JULY) != july
    take_back(adjustment=adjustment, reason="有误", by=approver, version=adjustment.version)
    assert printed(JULY) == july


def test_what_a_published_month_rests_on_is_not_taken_back(force, approver):
    ReportingPeriod.objects.update(published_at=clock.now() - datetime.timedelta(hours=1))
    adjustment = force()
    ReportingPeriod.objects.filter(month=7).update(published_at=clock.now())
    with pytest.raises(WrongState) as error:
        take_back(adjustment=adjustment, reason="有误", by=approver, version=adjustment.version)
    assert str(error.value) == "7月的数已按调整后的计划发布，不能撤销；请另拟一个调整方案"


def test_a_month_published_before_it_took_force_is_no_obstacle(force, approver):
    """A slip of the day is taken back: what was published then rested on the plan before."""
    ReportingPeriod.objects.update(published_at=clock.now())
    adjustment = force()
    taken = take_back(
        adjustment=adjustment, reason="日期填错", by=approver, version=adjustment.version
    )
    assert taken.is_draft


def test_what_was_known_before_stays(force, draft):
    before, moment = printed(JULY, known_at=clock.now()), clock.now()
    force()
    assert printed(JULY, known_at=moment) == before


def test_a_line_says_what_it_was_at_first(force, county):
    force()
    rows = {row.project_name: row.first for row in load_facts(county, JULY).rows}
    assert (rows["镇区道路改造工程"].planned, rows["敬老院"].is_listed) == (1200 * WAN, False)
    assert [row.first for row in load_facts(county, JUNE).rows] == [None, None]


def test_a_report_names_its_denominator(force, county, draft, reviewer):
    assert plan_basis(FigureBook(load_facts(county, JULY)), "县级") == "年度计划为年初计划"
    force(document_number="")
    book = FigureBook(load_facts(county, JULY))
    assert plan_basis(book, "县级") == (
        "年度计划为调整后计划（自2019年7月15日起，文号待补）；"
        "年初计划为2000万元，按年初计划完成率为45%"
    )
    services.fill_document_number(
        adjustment=draft, document_number="示政发〔2019〕12号", by=reviewer, version=draft.version
    )
    book = FigureBook(load_facts(county, JULY))
    assert "（自2019年7月15日起，示政发〔2019〕12号）" in plan_basis(book, "县级")
    june = FigureBook(load_facts(county, JUNE))
    assert plan_basis(june, "县级") == "年度计划为年初计划"


def test_the_effect_stands_beside_what_is_before_it_takes_force(draft):
    [effect] = effect_of_adjustment(draft)
    assert effect.basis == "按清单的现状和2019年7月的完成数测算"
    told = {group: {r.label: (r.now, r.then) for r in line} for group, line in effect.lines}
    assert told["全部"] == {
        "项目数（个）": ("2", "2"),
        "年度计划投资（万元）": ("2,000", "1,800"),
        "完成率（%）": ("45.00", "33.33"),
        "超序时（百分点）": ("−13.3", "−25.0"),
        "绿灯数（个）": ("0", "0"),
        "黄灯数（个）": ("1", "0"),
        "红灯数（个）": ("1", "1"),
    }
    assert told["续建"]["项目数（个）"] == ("1", "0")


def of_all(adjustment):
    [effect] = effect_of_adjustment(adjustment)
    return {reckoned.label: (reckoned.now, reckoned.then) for reckoned in effect.lines[0][1]}


def asked(adjustment, kind, item, reviewer, **typed):
    services.ask(
        plan=adjustment.plan,
        kind=kind,
        project=item.project,
        wanted=wanted_by(kind, project=item.project, item=item, **typed),
        reason="县政府会议",
        by=reviewer,
        adjustment=adjustment,
    )


def test_what_came_after_the_shown_month_is_reckoned_as_the_list_stands(
    force, lines, county, reviewer
):
    force(effective_on=AUGUST_1)
    home = PlanItem.objects.get(project__name="敬老院")
    again = services.draft_adjustment(plan=home.plan, name="再调整", by=reviewer)
    asked(again, "raise", home, reviewer, amount=500 * WAN)
    told = of_all(again)
    assert told["项目数（个）"] == ("2", "2")
    assert told["年度计划投资（万元）"] == ("1,800", "2,000")


def test_a_line_taken_up_again_brings_what_it_was_planned_with(force, lines, reviewer):
    force()
    water = PlanItem.objects.get(pk=lines[1].pk)
    again = services.draft_adjustment(plan=water.plan, name="再调整", by=reviewer)
    PlanChange.objects.create(
        plan=water.plan,
        adjustment=again,
        kind="add",
        project=water.project,
        item=water,
        name=water.project.name,
        terms={"is_dropped": False},
        stood={"terms": {"is_dropped": True}, "details": {}},
        asked_at=clock.now(),
        state="gathered",
    )
    [effect] = effect_of_adjustment(again)
    told = {group: {r.label: (r.now, r.then) for r in line} for group, line in effect.lines}
    assert told["全部"]["年度计划投资（万元）"] == ("1,800", "2,600")
    assert told["续建"]["项目数（个）"] == ("0", "1")


def test_a_unit_whose_only_line_was_dropped_has_no_more(force, county, unit_a):
    force()
    own = load_facts(county, JULY).of_units({unit_a.pk})
    assert [row.project_name for row in own.at_first] == ["镇区道路改造工程"]
