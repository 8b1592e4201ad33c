"""Around a figure: what it is in words, the same by another cut, its months and the year before."""

import pytest

from figures.tests.scene import JUNE, make_line, sign_in
from figures.tests.test_rows_page import open_rows
from figures.words import spoken


@pytest.fixture
def lines(unit_a, unit_b):
    return [
        make_line(unit_a, "甲公路", 1000, {4: 100, 5: 200, 6: 300}),
        make_line(unit_b, "丙水库", 1000, {5: 50, 6: 50}),
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("县级.全部.完成率", "县级重点项目的完成率"),
        (
            "县级.新建.填报单位=水利局.投资主体=民间投资.项目数",
            "县级新建项目中水利局、民间投资的项目数",
        ),
        ("市级+县级.合计.总投资", "市级+县级全部项目（含前期）的总投资"),
        ("县级.前期.项目数-已开工数", "县级前期项目的项目数（除已开工数）"),
    ],
)
def test_a_figure_is_called_as_one_says_it(key, words):
    assert spoken(key) == words


def test_a_topic_goes_without_its_whole():
    assert spoken("报送质量.全部.应报数", "全部") == "报送质量：应报数"


def test_another_cut_is_one_press_away_and_its_numbers_open_their_rows(client, lines, leader):
    page = open_rows(client, leader, "县级.全部.完成投资")
    assert page.context["offered"][0] == "项目类别"
    by_unit = open_rows(client, leader, "县级.全部.完成投资", by="填报单位")
    told = [(line.place, line.figure.number()) for line in by_unit.context["cut"]]
    assert told == [("交通运输局", "600"), ("水利局", "100")]
    narrowed = open_rows(client, leader, "县级.全部.填报单位=水利局.完成投资")
    assert [row.project_name for row in narrowed.context["page"].rows] == ["丙水库"]
    assert "填报单位" not in narrowed.context["offered"]


def test_a_value_with_a_slash_or_a_dot_has_an_address(client, unit_a, leader):
    make_line(unit_a, "S2.1线/支线", 1000, {6: 10})
    page = open_rows(client, leader, "县级.全部.完成投资", by="项目")
    (line,) = page.context["cut"]
    opened = open_rows(client, leader, line.figure.key)
    assert opened.context["page"].figure.number() == "10"


def test_each_month_is_that_of_its_own_facts(client, lines, leader):
    page = open_rows(client, leader, "县级.全部.完成投资", months="1")
    told = [
        (line.month.month, line.figure and line.figure.number())
        for line in page.context["month_lines"]
    ]
    assert told[-3:] == [(4, "100"), (5, "350"), (6, "700")]
    assert page.context["months_chart"]["series"][0]["data"][-3:] == ["100", "350", "700"]
    assert len(page.context["months_chart"]["series"]) == 1


def test_a_unit_sees_its_own_months_alone(client, lines, reporter):
    page = open_rows(client, reporter, "县级.全部.完成投资", months="1")
    assert page.context["month_lines"][-2].figure.number() == "300"


def test_a_place_is_cut_no_further_and_a_comparison_has_no_months(client, lines, reviewer):
    place = open_rows(client, reviewer, "县级.全部.填报单位=水利局.完成率名次")
    assert (place.context["offered"], place.context["has_months"]) == ([], False)
    compared = open_rows(client, reviewer, "县级.全部.完成率较上月", months="1")
    assert "month_lines" not in compared.context


def test_leaders_are_a_cut_for_who_may_read_of_all_of_them(client, lines, inspector, reviewer):
    key = "县级.全部.完成率"
    offered = {
        user: open_rows(client, user, key).context["offered"] for user in (inspector, reviewer)
    }
    assert "包抓领导" not in offered[inspector]
    assert "包抓领导" in offered[reviewer]
    hidden = open_rows(client, inspector, "县级.全部.包抓领导=未填.完成率")
    assert hidden.status_code == 404


def test_an_unknown_cut_is_as_if_none_were_asked(client, lines, leader):
    page = sign_in(client, leader).get(f"/figures/{JUNE}/县级.全部.完成投资/", {"by": "行业"})
    assert (page.status_code, page.context["by"]) == (200, "")
