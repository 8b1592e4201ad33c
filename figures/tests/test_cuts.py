"""Cuts: a key takes any dimensions together, and what one parts adds up to the whole."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Unit, UnitKind
from figures.book import FigureBook, UnknownFigure
from figures.facts import Facts, load_facts
from figures.keys import Key, Narrowing
from figures.tests.factories import fact
from figures.tests.scene import JUNE, make_line
from measures.money import YI
from projects.models import (
    AnnualPlan,
    InvestorType,
    Leader,
    Part,
    PlanCategory,
    Portfolio,
    ProjectCategory,
    ProjectUnit,
    SizeBand,
    Stage,
    Town,
)


def book_of(*rows):
    plan = AnnualPlan(key="县级", tier="county")
    return FigureBook(Facts(Unit(name="示范县"), JUNE, (plan,), rows, "系统默认"))


def values(book, *keys):
    return [book[key].number() for key in keys]


# --- Keys ---------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from(["填报单位", "项目"]), st.text(min_size=1)), max_size=3))
def test_a_key_is_read_as_it_was_written(cuts):
    key = Key("县级", "全部", tuple(Narrowing(*cut) for cut in cuts), "完成率")
    assert Key.parse(str(key)) == key


def test_the_signs_of_a_key_are_encoded_in_a_value():
    cut = Narrowing("项目", "S2.1线+支线=50%/期")
    assert str(cut) == "项目=S2%2E1线%2B支线%3D50%25%2F期"


# --- Taking rows --------------------------------------------------------------------------


@pytest.fixture
def mixed():
    private, government = InvestorType.PRIVATE, InvestorType.GOVERNMENT
    return book_of(
        fact(done=300, unit_name="交通运输局", investor_type=government, is_productive=False),
        fact(done=200, unit_name="文旅局", unit_id=2, investor_type=private, is_productive=True),
        fact(done=None, unit_name="文旅局", unit_id=2, investor_type=private, is_productive=False),
        fact(done=500, unit_name="文旅局", unit_id=2, is_productive=True, planned=2 * YI),
    )


def test_a_cut_narrows_a_figure(mixed):
    assert values(
        mixed,
        "县级.全部.填报单位=文旅局.项目数",
        "县级.全部.投资主体=民间投资.年度计划投资",
        "县级.全部.投资主体=民间投资.完成率",
        "县级.全部.投资主体=未填.项目数",
        "县级.全部.规模=过亿元.项目数",
    ) == ["3", "2000", "10.00", "1", "1"]


def test_cuts_narrow_together_in_any_order(mixed):
    one = mixed["县级.全部.填报单位=文旅局.产业项目=是.完成投资"]
    other = mixed["县级.全部.产业项目=是.填报单位=文旅局.完成投资"]
    assert (one.number(), other.number(), one.rows) == ("700", "700", other.rows)


def test_a_cut_holds_within_a_group_and_for_a_remainder():
    book = book_of(
        fact(category=PlanCategory.CONTINUING, unit_name="文旅局"),
        fact(unit_name="文旅局", is_started=True),
        fact(unit_name="文旅局"),
        fact(unit_name="水利局"),
    )
    assert values(
        book, "县级.新建.填报单位=文旅局.项目数", "县级.新建.填报单位=文旅局.项目数-开工数"
    ) == ["2", "1"]


@pytest.mark.parametrize(
    "cut", ["填报单位=文旅", "没有的维度=工业", "没有的行", "填报单位", "已报齐=是"]
)
def test_what_names_no_row_is_an_error_and_no_zero(mixed, cut):
    with pytest.raises(UnknownFigure):
        mixed[f"县级.全部.{cut}.项目数"]


def test_those_reported_in_full_are_named_alone(mixed):
    assert values(mixed, "县级.全部.已报齐.项目数", "县级.全部.已报齐.产业项目=是.项目数") == [
        "3",
        "2",
    ]


def test_a_project_stands_in_every_state_that_it_has_reached():
    by_june = datetime.date(2019, 6, 1)
    built = {"substantially_complete_on": by_june, "completed_on": by_june}
    book = book_of(
        fact(is_started=True, in_use_on=by_june, **built),
        fact(is_started=True, done=10),
        fact(category=PlanCategory.CONTINUING, is_started=True, done=0),
        fact(category=PlanCategory.CONTINUING, is_started=True, done=7),
        fact(),
    )
    states = ("未开工", "开工", "待复工", "复工", "建成", "竣工", "投用")
    counts = {state: book[f"县级.全部.状态={state}.项目数"].value for state in states}
    assert counts == {
        "未开工": 1,
        "开工": 2,
        "待复工": 1,
        "复工": 1,
        "建成": 1,
        "竣工": 1,
        "投用": 1,
    }
    assert book["县级.全部.状态=复工.完成投资"].number() == "7"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["交通运输局", "文旅局", ""]),
            st.sampled_from([*InvestorType.values, ""]),
            st.booleans(),
            st.none() | st.integers(0, 3 * YI),
            st.sampled_from(Stage.values),
            st.none() | st.integers(0, 9_000),
        ),
        max_size=12,
    )
)
def test_what_a_cut_parts_adds_up_to_the_whole(told):
    rows = [
        fact(
            unit_name=unit,
            investor_type=investor,
            is_productive=is_productive,
            planned=planned,
            stage=stage,
            done=done,
        )
        for unit, investor, is_productive, planned, stage, done in told
    ]
    plan = AnnualPlan(key="县级", tier="county")
    facts = Facts(Unit(name="示范县"), JUNE, (plan,), tuple(rows), "")
    book = FigureBook(facts)
    for name in ("填报单位", "投资主体", "产业项目", "规模", "阶段"):
        values = book.cuts.values(name, facts.rows)
        parts = [book.of("县级", f"全部.{Narrowing(name, value)}", "完成投资") for value in values]
        assert sum(part.value or 0 for part in parts) == (book["县级.全部.完成投资"].value or 0)
        assert sum(len(part.rows) for part in parts) == len(book["县级.全部.完成投资"].rows)


# --- What is read when it is asked for ----------------------------------------------------


@pytest.fixture
def lines(county):
    bureau = unit_in(county, "交通运输局")
    return [
        make_line(bureau, "县道改造", 1000, {6: 300}),
        make_line(bureau, "中心小学", 500, {6: 200}),
    ]


def unit_in(county, name):
    return Unit.objects.create(parent=county, name=name, kind=UnitKind.DEPARTMENT)


def book_at_june(county):
    return FigureBook(load_facts(county, JUNE))


@pytest.mark.django_db
def test_a_category_is_asked_for_alone_or_with_all_that_it_holds(county, lines):
    wide = ProjectCategory.objects.create(county=county, name="基础设施")
    roads = ProjectCategory.objects.create(county=county, name="交通", parent=wide)
    for line, category in zip(lines, (roads, wide), strict=True):
        line.project.category = category
        line.project.save()
    book = book_at_june(county)
    assert values(
        book, "县级.全部.项目类别=交通.完成投资", "县级.全部.项目类别=基础设施.完成投资"
    ) == ["300", "500"]


@pytest.mark.django_db
def test_units_are_asked_for_together_by_the_one_above_them(county, lines):
    group = unit_in(county, "市级部门")
    Unit.objects.filter(name="交通运输局").update(parent=group)
    make_line(unit_in(county, "城关镇"), "镇区道路", 100, {6: 10})
    book = book_at_june(county)
    assert values(
        book, "县级.全部.单位分组=市级部门.完成投资", "县级.全部.单位分组=未填.完成投资"
    ) == ["500", "10"]


@pytest.mark.django_db
def test_units_answer_by_the_day_of_the_cut_off(county, lines):
    old, new = (unit_in(county, name) for name in ("城关镇", "城关街道"))
    held = {"project": lines[1].project, "part": Part.LOCAL}
    ProjectUnit.objects.create(unit=old, from_date="2018-01-01", until="2019-07-01", **held)
    ProjectUnit.objects.create(unit=new, from_date="2019-07-01", **held)
    book = book_at_june(county)
    assert book["县级.全部.属地=城关镇.完成投资"].number() == "200"
    assert book["县级.全部.属地=未填.项目数"].value == 1
    with pytest.raises(UnknownFigure):
        book["县级.全部.属地=城关街道.项目数"]


@pytest.mark.django_db
def test_a_project_lies_in_its_town_and_its_size_is_the_countys_own_band(county, lines):
    SizeBand.objects.create(county=county, name="亿元以上", low=YI, from_date="2019-01-01")
    SizeBand.objects.create(county=county, name="大", low=0, from_date="2019-07-01")
    Town.objects.create(county=county, name="城关镇")
    school = lines[1].project
    school.town, school.total_investment = "城关镇", YI - 1
    school.save()
    book = book_at_june(county)
    assert values(
        book,
        "县级.全部.属地=城关镇.项目数",
        "县级.全部.总投资规模=亿元以上.项目数",
        "县级.全部.总投资规模=未填.项目数",
    ) == ["1", "1", "1"]


@pytest.mark.django_db
def test_a_deputy_is_asked_for_what_he_looks_after(county, lines):
    school = ProjectCategory.objects.create(county=county, name="教育")
    lines[1].project.category = school
    lines[1].project.save()
    deputy = Leader.objects.create(
        county=county, name="王明", office="副县长", from_date="2019-01-01"
    )
    Portfolio.objects.create(leader=deputy, category=school, from_date="2019-03-01")
    book = book_at_june(county)
    assert [row.project_name for row in book["县级.全部.分管领导=王明.项目数"].rows] == ["中心小学"]


@pytest.mark.django_db
def test_a_cut_that_is_not_asked_for_is_not_read(county, lines, django_assert_num_queries):
    facts = load_facts(county, JUNE)
    with django_assert_num_queries(0):
        FigureBook(facts)["县级.全部.填报单位=交通运输局.完成率"]
    with django_assert_num_queries(4):
        book = FigureBook(facts)
        book["县级.全部.属地=未填.项目数"]
        book["县级.全部.属地=未填.完成率"]


@pytest.mark.django_db
def test_the_command_prints_a_cut_and_a_cross(county, lines, capsys):
    call_command("figures", "--as-of", "2019-06-30", "--by", "填报单位", "--by", "规模,产业项目")
    printed = json.loads(capsys.readouterr().out)
    assert printed["县级.全部.填报单位=交通运输局.完成投资"]["value"] == "500"
    assert printed["县级.全部.规模=5000万元以下.产业项目=否.项目数"]["value"] == "2"
    assert not [key for key in printed if ".产业项目=是." in key]


@pytest.mark.django_db
def test_a_dimension_that_nothing_is_cut_by_is_refused_with_those_there_are(county, lines):
    with pytest.raises(CommandError, match="没有“行业”这个维度。可用：项目类别、产业项目、"):
        call_command("figures", "--as-of", "2019-06-30", "--by", "行业")
