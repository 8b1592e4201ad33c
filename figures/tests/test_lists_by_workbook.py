"""The figures that a county prints of its lists, from lists that workbooks make and name."""

import pytest

from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import enter
from measures.months import Month
from projects.models import AnnualPlan, PlanItem, Project
from projects.tests.test_several_lists import by_command, workbook

pytestmark = pytest.mark.django_db

NOVEMBER = Month(2019, 11)
YI = 10**8


def brought_in(tmp_path, title, rows, *options):
    """A file of one list; each row a project's name and its plan of the year in 万元."""
    lines = (
        (number, name, "续建", "交通运输局", planned)
        for number, (name, planned) in enumerate(rows, 1)
    )
    return by_command(tmp_path, workbook(title, lines), *options, year=2019)


def printed(county, *keys):
    book = FigureBook(load_facts(county, NOVEMBER))
    return [book[key].text() for key in keys]


@pytest.mark.slow
def test_the_sentence_of_361_1346_and_861(county, unit_a, tmp_path):
    """63亿元 121.8%, 38.8亿元 177%, 20.6亿元 403% (seed 002): one list is known by the title of its
    file, one by a file of another title and the name that is given, one is chosen by its key."""
    brought_in(tmp_path, "2019年县“361”行动计划重点项目表", [("老城改造", 51_7241)])
    named = ("--list", "市级", "--name", "市“1346”行动计划")
    brought_in(tmp_path, "2019年重点项目计划表", [("河道整治", 20_0000)], *named)
    brought_in(tmp_path, "2019年省“861”行动计划项目表", [("工业园区", 5_0000)])
    brought_in(
        tmp_path, "2019年重点项目表", [("工业园区", 5_0000), ("配套管网", 1117)], "--list", "省861"
    )
    brought_in(tmp_path, "2019年项目表", [("河道整治", 20_0000), ("污水处理", 1_9209)], *named)

    lists = AnnualPlan.objects.in_order().values_list("key", "tier", "name")
    assert list(lists) == [
        ("省861", "provincial", "2019年省“861”行动计划"),
        ("市1346", "municipal", "市“1346”行动计划"),
        ("县361", "county", "2019年县“361”行动计划"),
    ]
    for name, done in (("老城改造", 630), ("河道整治", 388), ("工业园区", 206)):
        total = done * YI // 10
        enter(Project.objects.get(name=name), 11, month_amount=total, year_to_date=total)
    keys = ("县361", "市1346", "省861")
    assert printed(county, *(f"{key}.全部.完成投资" for key in keys)) == [
        "630000",
        "388000",
        "206000",
    ]
    assert printed(county, *(f"{key}.全部.完成率" for key in keys)) == [
        "121.80",
        "177.00",
        "403.00",
    ]


@pytest.mark.slow
def test_fifty_city_projects_ten_listed_ones_and_two_hundred_of_city_and_county(
    county, unit_a, tmp_path
):
    """50 市级 and 10 挂牌; 市县 200 are the union, each once (seed 004)."""
    rows = [(f"{number:03}号工程", 1_0000) for number in range(200)]
    brought_in(tmp_path, "2019年县级重点项目计划表", rows[30:])
    brought_in(tmp_path, "2019年市级重点项目计划表", rows[:50])
    brought_in(tmp_path, "2019年挂牌督办项目表", rows[:10])
    assert (Project.objects.count(), PlanItem.objects.count()) == (200, 230)
    enter(Project.objects.get(name="000号工程"), 11, month_amount=YI, year_to_date=YI)
    assert printed(
        county,
        "市级.全部.项目数",
        "挂牌.全部.项目数",
        "市级+县级.全部.项目数",
        "县级-市级.全部.项目数",
        "市级+县级.全部.年度计划投资",
        "市级+县级.全部.完成率",
    ) == ["50", "10", "200", "150", "2000000", "0.50"]
