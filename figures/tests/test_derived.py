"""Figures made of others by name: comparisons, shares, places among peers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Unit
from figures.book import Book, FigureBook, UnknownFigure
from figures.facts import Facts, load_facts
from figures.subjects.plan_lines import PLAN_LINES
from figures.tests.factories import fact
from figures.tests.scene import JUNE, make_line
from figures.units import COUNT, MONEY, POINTS, RATE
from figures.words import explain
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, PlanCategory
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory


def book_of(*rows):
    plan = AnnualPlan(key="县级", tier="county")
    return FigureBook(Facts(Unit(name="示范县"), JUNE, (plan,), rows, ""))


def told(book, *keys):
    return [(book[key].number(), book[key].unit.label) for key in keys]


# --- Shares and the whole -----------------------------------------------------------------


@pytest.fixture
def units():
    return book_of(
        fact(done=300, unit_name="交通运输局"),
        fact(done=600, unit_name="文旅局", unit_id=2, category=PlanCategory.CONTINUING),
        fact(done=100, unit_name="水利局", unit_id=3, planned=2000 * WAN),
        fact(unit_name="教育局", unit_id=4, category=PlanCategory.PRELIMINARY, planned=None),
    )


def test_a_share_is_of_the_group_that_its_cut_is_taken_in(units):
    assert told(
        units,
        "县级.全部.填报单位=水利局.年度计划投资占比",
        "县级.新建.填报单位=水利局.年度计划投资占比",
        "县级.全部.填报单位=文旅局.完成投资占比",
        "县级.新建.项目数占比",
        "县级.前期.项目数占比",
    ) == [("50.00", "%"), ("66.67", "%"), ("60.00", "%"), ("66.67", "%"), ("25.00", "%")]


def test_a_share_names_its_base(units):
    explained = explain(units["县级.全部.填报单位=水利局.年度计划投资占比"])
    assert explained.words == "水利局年度计划投资 ÷ 县级全部年度计划投资"
    assert explained.numbers == "2,000 万元 ÷ 4,000 万元"


def test_a_group_is_held_against_the_whole(units):
    assert told(units, "县级.全部.填报单位=文旅局.完成率较全部", "县级.新建.项目数较全部") == [
        ("35.00", "百分点"),
        ("-1", "个"),
    ]


def test_a_place_among_peers_is_read_from_either_end(units):
    assert told(
        units,
        "县级.全部.填报单位=文旅局.完成率名次",
        "县级.全部.填报单位=水利局.完成率名次",
        "县级.全部.填报单位=水利局.完成率倒数名次",
    ) == [("1", "名"), ("3", "名"), ("1", "名")]


def test_equals_share_a_place_and_who_is_not_known_has_none():
    book = book_of(
        fact(done=500, unit_name="甲局"),
        fact(done=500, unit_name="乙局", unit_id=2),
        fact(done=100, unit_name="丙局", unit_id=3),
        fact(unit_name="丁局", unit_id=4),
    )
    places = [book[f"县级.全部.填报单位={unit}局.完成率名次"].value for unit in "甲乙丙丁"]
    assert places == [1, 1, 3, None]


@pytest.mark.parametrize(
    "name", ["完成率占比", "完成率名次", "超序时同比增长", "没有的指标同比", "同比", "占比"]
)
def test_what_makes_no_sense_is_no_figure(units, name):
    with pytest.raises(UnknownFigure):
        units[f"县级.全部.{name}"]


def test_leaders_are_not_ranked_nor_held_against_the_whole():
    book = book_of(fact(done=500, lead_official="王县长"), fact(done=100, lead_official="李书记"))
    for name in ("完成率名次", "完成率倒数名次", "完成率较全部"):
        with pytest.raises(UnknownFigure):
            book[f"县级.全部.包抓领导=王县长.{name}"]
    assert book["县级.全部.包抓领导=王县长.完成率"].number() == "50.00"


def test_what_is_told_of_no_place_has_no_place_and_is_no_peer():
    book = book_of(fact(done=500, unit_name="甲局"), fact(done=900, unit_name="", unit_id=2))
    places = [book[f"县级.全部.填报单位={name}.完成率名次"].value for name in ("甲局", "未填")]
    assert places == [1, None]


def test_a_part_of_the_county_has_no_share_of_it_and_no_place_in_it(county, road, unit_b):
    make_line(unit_b, "水库", 1000, {6: 100})
    own = load_facts(county, JUNE).of_units({unit_b.pk})
    for name in ("完成投资占比", "完成率名次", "完成率较全部"):
        with pytest.raises(UnknownFigure):
            FigureBook(own)[f"县级.全部.填报单位=水利局.{name}"]


def test_a_month_that_nobody_reported_is_held_against_no_other(county, road):
    july = FigureBook(load_facts(county, Month(2019, 7)))
    names = ("完成投资较上月", "完成投资环比增长", "完成率较上月", "本月完成投资环比增减")
    assert [july[f"县级.全部.{name}"].value for name in names] == [None] * 4
    assert july["县级.全部.年度计划投资较上月"].value == 0


def test_what_a_number_leaves_of_one_that_is_not_known_is_not_known():
    book = book_of(fact(planned_start=None))
    assert book["县级.全部.应开工数-开工数"].value is None


@pytest.mark.parametrize("name", ["完成率名次", "完成率较全部", "完成投资占比", "完成率较上月"])
@pytest.mark.parametrize("cut", ["没有的维度=甲局", "填报单位=没有的局", "没有的行"])
def test_what_no_row_has_is_no_figure_however_it_is_asked(units, cut, name):
    with pytest.raises(UnknownFigure):
        units[f"县级.全部.{cut}.{name}"]


# --- Comparisons --------------------------------------------------------------------------


@pytest.fixture
def road(county, unit_a):
    """Planned 1000 this year, 200 done in May, 400 by June; last year 250 by June, of 500."""
    line = make_line(unit_a, "县道改造", 1000, {4: 100, 5: 100, 6: 200})
    before = AnnualPlanFactory(county=county, year=2018, key="县级")
    PlanItemFactory(plan=before, project=line.project, planned_investment=500 * WAN)
    return line


def at_june(county):
    return FigureBook(load_facts(county, JUNE))


def test_the_same_month_of_last_year_is_held_against_this(county, road):
    project = road.project
    entry = project.entries.get(month=6)
    entry.pk, entry.year = None, 2018
    period = entry.period
    period.pk, period.year = None, 2018
    period.save()
    entry.period, entry.month_amount, entry.year_to_date = period, 50 * WAN, 250 * WAN
    entry.save()
    assert told(
        at_june(county),
        "县级.全部.完成投资同比增长",
        "县级.全部.完成投资同比增减",
        "县级.全部.完成率同比",
        "县级.全部.本月完成投资同比增长",
    ) == [("60.00", "%"), ("150", "万元"), ("-10.00", "百分点"), ("300.00", "%")]


def test_the_month_and_the_quarter_before_are_held_against_this(county, road):
    assert told(
        at_june(county),
        "县级.全部.完成率较上月",
        "县级.全部.完成投资较上月",
        "县级.全部.本月完成投资环比增长",
        "县级.全部.本月完成投资环比增减",
    ) == [("20.00", "百分点"), ("200", "万元"), ("100.00", "%"), ("100", "万元")]


def test_what_there_was_not_gives_no_growth_and_no_zero(county, road):
    book = at_june(county)
    names = ("完成投资同比增长", "完成率同比", "完成率较上季", "完成投资较上季")
    assert [book[f"县级.全部.{name}"].value for name in names] == [None, None, None, None]


def test_what_adds_up_from_january_is_not_held_against_december(county, road):
    book = FigureBook(load_facts(county, Month(2019, 1)))
    assert book["县级.全部.完成投资较上月"].value is None


def test_a_comparison_is_over_what_is_seen_here(county, road, unit_b):
    make_line(unit_b, "水库", 1000, {5: 500, 6: 100})
    own = load_facts(county, JUNE).of_units({road.project.unit_parts.first().unit_id})
    assert FigureBook(own)["县级.全部.完成投资较上月"].number() == "200"


def test_a_comparison_tells_both_its_ends(county, road):
    explained = explain(at_june(county)["县级.全部.完成率较上月"])
    assert (explained.words, explained.numbers) == ("与2019年5月底相差", "40.00% − 20.00%")


# --- What is printed agrees ---------------------------------------------------------------


amounts = st.none() | st.integers(0, 20_000)


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8))
def test_a_lead_is_the_rate_less_the_pace_before_any_rounding(told):
    rows = [fact(done=done, planned=planned and planned * WAN) for done, planned in told]
    book = book_of(*rows)
    rate, pace, lead = (book[f"县级.全部.{name}"] for name in ("完成率", "序时进度", "超序时"))
    if lead.value is None:
        assert rate.value is None or not any(row.is_reported for row in rows)
    else:
        assert lead.exact == (rate.exact - pace.exact) * 100
        assert lead.rows == rate.rows


@given(st.lists(amounts, min_size=1, max_size=8), st.integers(1, 6))
def test_shares_of_one_cut_come_to_the_whole(done, units):
    rows = [fact(done=each, unit_name=f"{n % units}号局") for n, each in enumerate(done)]
    book = book_of(*rows)
    names = {row.unit_name for row in rows}
    shares = [book[f"县级.全部.填报单位={name}.完成投资占比"].exact for name in names]
    if any(shares):
        assert sum(share or 0 for share in shares) == 1


ends = st.tuples(st.integers(0, 9_000), st.integers(0, 9_000), st.integers(1, 20_000))


@given(st.lists(ends, min_size=1, max_size=6))
def test_a_comparison_is_the_difference_of_its_ends_before_any_rounding(told):
    plan, county = AnnualPlan(key="县级", tier="county"), Unit(name="示范县")
    books = {}
    for month, at in ((5, 0), (6, 1)):
        rows = tuple(
            fact(done=line[at], through=month, project_id=number, planned=line[2] * WAN)
            for number, line in enumerate(told, start=1)
        )
        facts = Facts(county, Month(2019, month), (plan,), rows, "")
        books[facts.month] = Book(PLAN_LINES, facts, beside=books)
    may, june = books[Month(2019, 5)], books[JUNE]

    def exact(book, name):
        return book[f"县级.全部.{name}"].exact

    done = [exact(book, "完成投资") for book in (may, june)]
    rates = [exact(book, "完成率") for book in (may, june)]
    assert exact(june, "完成投资较上月") == done[1] - done[0]
    assert exact(june, "完成率较上月") == (rates[1] - rates[0]) * 100
    growth = exact(june, "完成投资环比增长")
    assert growth == ((done[1] - done[0]) / done[0] if done[0] else None)


def test_units_of_what_is_made_are_those_of_what_it_says(units):
    made = {
        "项目数较全部": COUNT,
        "完成投资较全部": MONEY,
        "完成率较全部": POINTS,
        "完成投资占比": RATE,
    }
    assert {name: units[f"县级.新建.{name}"].unit for name in made} == made
