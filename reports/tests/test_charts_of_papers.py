"""附图: which charts a paper has, what they draw, and where they stand."""

from figures.facts import load_facts
from figures.tests.factories import entry, fact
from figures.tests.scene import JUNE, make_line
from investment.standing import stand
from measures.money import WAN
from projects.models import ProjectCategory
from reports.papers.choices import PaperChoices
from reports.papers.kinds import kind_named
from reports.prose.choices import Chapter, Choices, Naming
from reports.prose.summary import compose_summary
from reports.tests.test_prose import facts_of, started

ALL = Choices(charts=True, naming=Naming.ALL)


def month_by_month(each, **values):
    """``each`` month 万元, through June."""
    sent = [
        entry(month, year_to_date=each * month * WAN, month_amount=each * WAN)
        for month in range(1, 7)
    ]
    return started(0, **values, standing=stand(sent, through=6))


ROWS = (
    month_by_month(100),
    month_by_month(50, unit_id=2, unit_name="水利局"),
    fact(unit_id=3, unit_name="林业局"),
)


def charts_of(choices, *rows, template="bulletin"):
    return compose_summary(facts_of(*rows), choices=choices, template=template).charts


def drawn(chart):
    return {each.name: [run.text for run in each.numbers] for each in chart.series}


def test_a_paper_has_charts_of_the_year_of_kinds_and_of_units_numbered_in_their_order(
    county, unit_a, unit_b
):
    for unit, kind, amount in ((unit_a, "工业", 300), (unit_b, "水利", 500)):
        line = make_line(unit, f"{kind}项目", amount * 2, {5: amount // 2, 6: amount // 4})
        line.project.category = ProjectCategory.objects.create(county=county, name=kind)
        line.project.save()
    charts = compose_summary(load_facts(county, JUNE), choices=ALL, template="bulletin").charts
    assert [chart.caption for chart in charts] == [
        "图1　县级重点建设项目累计完成投资（单位：万元）",
        "图2　县级重点建设项目分行业投资（单位：万元）",
        "图3　各单位县级重点建设项目完成率（单位：%）",
    ]
    assert charts[1].categories == ("水利", "工业")
    assert drawn(charts[1]) == {"年度计划投资": ["1,000", "600"], "完成投资": ["375", "225"]}
    assert charts[1].series[1].numbers[0].key == "县级.全部.项目类别=水利.完成投资"


def test_a_chart_stands_behind_the_paragraph_that_tells_its_numbers():
    paper = compose_summary(facts_of(*ROWS), choices=ALL, template="bulletin")
    place = paper.blocks.index(paper.charts[1])
    assert "3个填报单位中" in paper.blocks[place - 1].text


def test_units_stand_by_their_rates_and_one_without_a_rate_is_no_zero():
    chart = charts_of(ALL, *ROWS)[1]
    assert chart.categories == ("交通运输局", "水利局", "林业局")
    assert drawn(chart) == {"完成率": ["60.0", "30.0", "—"], "序时进度": ["50.0"] * 3}
    assert chart.series[0].numbers[1].key == "县级.全部.填报单位=水利局.完成率"


def test_months_that_have_not_come_are_no_zeros_and_the_cut_off_alone_has_the_key_of_the_paper():
    chart = charts_of(ALL, *ROWS)[0]
    done, pace = chart.series
    assert [run.text for run in done.numbers[5:8]] == ["900", "—", "—"]
    assert [run.key for run in done.numbers[4:7]] == ["", "县级.全部.完成投资", ""]
    assert [run.text for run in pace.numbers] == [f"{250 * number:,}" for number in range(1, 13)]


def test_where_only_the_ticked_are_named_no_unit_stands_in_a_chart():
    charts = charts_of(Choices(charts=True), *ROWS, template="half_year")
    assert [chart.number for chart in charts] == [1]
    assert all("单位" not in chart.title for chart in charts)


def test_what_has_nothing_to_compare_has_no_chart_and_a_chapter_left_out_takes_its_own():
    alone = charts_of(ALL, month_by_month(100))
    assert [chart.title for chart in alone] == ["县级重点建设项目累计完成投资"]
    without = Choices(charts=True, left_out=frozenset({Chapter.PROGRESS}))
    assert charts_of(without, *ROWS) == ()
    assert charts_of(Choices(), *ROWS) == ()


def test_a_bulletin_has_charts_and_a_summary_upward_none_until_they_are_chosen(county):
    begun = {kind: kind_named(kind).begun(county) for kind in ("bulletin", "half_year", "annual")}
    assert [each.charts for each in begun.values()] == [True, False, False]
    assert PaperChoices.read(begun["bulletin"].as_kept()).for_prose().charts
    kept = begun["half_year"].as_kept()
    del kept["charts"]
    assert not PaperChoices.read(kept).charts
