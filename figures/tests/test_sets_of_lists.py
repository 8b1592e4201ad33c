"""Sets of lists: 市级+县级 takes each project once, 县级-市级 leaves out what is on both."""

import datetime
import json
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Unit
from figures.book import Book, FigureBook, UnknownFigure, check_book
from figures.facts import Facts, load_facts
from figures.figure import OverlappingSets
from figures.subjects import PLAN_LINES
from figures.tests.factories import fact
from figures.tests.scene import make_line
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, PlanCategory, Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory

JUNE = Month(2019, 6)


def book_of(*rows, **bases):
    plans = [
        AnnualPlan(key="市级", tier=Tier.MUNICIPAL, base=bases.get("市级", "")),
        AnnualPlan(key="县级", tier=Tier.COUNTY, base=bases.get("县级", "")),
    ]
    by_key = {plan.key: plan.rate_base for plan in plans}
    told = tuple(replace(row, base=by_key[row.plan_key]) for row in rows)
    return FigureBook(Facts(Unit(name="示范县"), JUNE, tuple(plans), told, ""))


def values(book, *keys):
    return [book[key].number() for key in keys]


@pytest.fixture
def two_lists():
    """One project on both lists, with other plans; one on each."""
    return book_of(
        fact(plan_key="市级", project_id=1, done=50, planned=100 * WAN),
        fact(plan_key="市级", project_id=2, done=30, planned=100 * WAN),
        fact(plan_key="县级", project_id=1, done=50, planned=200 * WAN),
        fact(plan_key="县级", project_id=3, done=80, planned=100 * WAN),
    )


def test_a_union_takes_each_project_once_by_the_line_of_its_first_list(two_lists):
    assert values(
        two_lists,
        "市级+县级.全部.项目数",
        "市级+县级.全部.年度计划投资",
        "市级+县级.全部.完成率",
        "县级+市级.全部.年度计划投资",
    ) == ["3", "300", "53.33", "400"]
    assert [row.plan_key for row in two_lists["市级+县级.全部.项目数"].rows] == [
        "市级",
        "市级",
        "县级",
    ]


def test_a_difference_leaves_out_what_is_on_both(two_lists):
    assert values(two_lists, "县级-市级.全部.项目数", "县级-市级.全部.完成率") == ["1", "80.00"]
    assert values(two_lists, "市级-县级.全部.项目数") == ["1"]
    assert values(two_lists, "市级+县级-市级.全部.项目数") == ["1"]


def test_a_part_goes_with_its_package():
    package = fact(plan_key="市级", project_id=1, planned=100 * WAN)
    part = fact(plan_key="县级", project_id=2, package_id=1, planned=30 * WAN)
    book = book_of(package, part, fact(plan_key="县级", project_id=3, planned=5 * WAN))
    keys = (
        "市级+县级.全部.年度计划投资",
        "县级+市级.全部.年度计划投资",
        "县级-市级.全部.年度计划投资",
    )
    assert values(book, *keys) == ["105", "105", "5"]


def test_adding_lists_that_overlap_is_still_an_error(two_lists):
    with pytest.raises(OverlappingSets):
        two_lists["市级.全部.完成投资"] + two_lists["县级.全部.完成投资"]
    with pytest.raises(OverlappingSets):
        two_lists["市级+县级.全部.完成投资"] + two_lists["县级.全部.完成投资"]


@pytest.mark.parametrize("start", ["市级+省级", "市级+", "+市级", "市级%县级"])
def test_a_set_is_made_of_lists_that_there_are(two_lists, start):
    with pytest.raises(UnknownFigure):
        two_lists[f"{start}.全部.项目数"]


def test_the_classes_that_a_list_names_count_in_its_rate():
    """Two thirds of the plan is 前期: a list that counts it has another rate, and adds up."""
    rows = (
        fact(done=50, planned=100 * WAN),
        fact(done=20, planned=200 * WAN, category=PlanCategory.PRELIMINARY),
    )
    usual = book_of(*rows)
    whole = book_of(*rows, 县级="new,continuing,preliminary")
    new = book_of(*rows, 县级="new")
    keys = ("县级.全部.项目数", "县级.全部.完成率", "县级.前期.项目数", "县级.合计.项目数")
    assert values(usual, *keys) == ["1", "50.00", "1", "2"]
    assert values(whole, *keys) == ["2", "23.33", "1", "2"]
    assert values(new, *keys) == ["1", "50.00", "1", "2"]
    for book in (usual, whole, new):
        check_book(book)


# --- From the database ---------------------------------------------------------------------


@pytest.mark.django_db
def test_lists_stand_by_tier_and_by_place_and_a_closed_one_is_gone_from_its_day(county):
    for key, tier, place in (
        ("县级", Tier.COUNTY, 2),
        ("县361", Tier.COUNTY, 1),
        ("省861", Tier.PROVINCIAL, 5),
    ):
        AnnualPlanFactory(county=county, key=key, tier=tier, place=place)
    AnnualPlan.objects.filter(key="县361").update(closed_on=datetime.date(2019, 6, 30))
    assert load_facts(county, Month(2019, 5)).keys == ["省861", "县361", "县级"]
    assert load_facts(county, JUNE).keys == ["省861", "县级"]


@pytest.mark.django_db
def test_the_list_called_by_its_tier_speaks_for_a_project_on_two_of_it(county, unit_a):
    item = make_line(unit_a, "甲路", 100, {6: 50})
    second = AnnualPlanFactory(county=county, key="县361", name="县“361”行动计划", place=0)
    AnnualPlan.objects.filter(key="县级").update(place=9)
    PlanItemFactory(plan=second, project=item.project, planned_investment=50 * WAN)
    assert load_facts(county, JUNE).line_of(item.project_id).plan_key == "县级"


@pytest.mark.django_db
def test_the_page_and_the_command_know_a_set_by_its_key(client, leader, county, unit_a, capsys):
    item = make_line(unit_a, "甲路", 100, {6: 50})
    city = AnnualPlanFactory(county=county, tier=Tier.MUNICIPAL)
    PlanItemFactory(plan=city, project=item.project, planned_investment=50 * WAN)
    make_line(unit_a, "乙桥", 100, {6: 100})
    client.force_login(leader)

    page = client.get(reverse("figures:rows", args=[JUNE, "市级+县级.全部.完成率"]))
    assert page.status_code == 200
    assert page.context["page"].figure.text() == "100.00"
    table = client.get(reverse("figures:rows_export", args=[JUNE, "市级+县级.全部.完成率"]))
    assert table.status_code == 200
    front = client.get(reverse("reports:dashboard"), {"month": "2019-06", "list": "市级+县级"})
    assert front.context["headline"].rate.text() == "100.00"
    assert front.context["sets"] == ["市级+县级"]
    table = client.get(reverse("reports:monthly", args=[JUNE, "市级+县级"]))
    assert [len(block.lines) for block in table.context["table"].blocks] == [2]

    options = (
        "--as-of",
        "2019-06-30",
        "--key",
        "市级+县级.全部.项目数",
        "--key",
        "县级-市级.全部.项目数",
    )
    call_command("figures", *options)
    assert json.loads(capsys.readouterr().out) == {
        "市级+县级.全部.项目数": {"value": "2", "unit": "个", "rows": 2},
        "县级-市级.全部.项目数": {"value": "1", "unit": "个", "rows": 1},
    }


def test_no_set_is_listed_among_the_keys(two_lists):
    assert not [key for key in Book(PLAN_LINES, two_lists.facts) if "+" in key]
