"""The tasks of units in a paper, as the third source document tells of them."""

import pytest

from documents.runs import runs
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import make_line
from investment.models import BearerRole, IndicatorKind
from investment.tests.county_of_23 import AT_PACE, BEHIND, SILENT, ZERO
from investment.tests.county_of_tasks import asked_of, fixed, industry, told
from investment.unit_targets.setting import add_bearer, add_indicator
from measures.money import WAN
from measures.months import Month
from reports.prose.choices import Choices, Naming
from reports.prose.sentences.tasks import of_unit
from reports.prose.summary import compose_summary
from reports.prose.told import Paper

JANUARY, JUNE = Month(2012, 1), Month(2019, 6)
HEADING = "主要指标任务完成情况"

pytestmark = pytest.mark.django_db


@pytest.fixture
def county_of_23(county):
    """With 工业投资 of 6.9亿元, and last January as the growth of the document implies it."""
    whole = fixed(county)
    part = industry(whole)
    for task in (*AT_PACE, *BEHIND, *ZERO, *SILENT):
        bearer = add_bearer(county=county, name=task.unit, by=None)
        asked_of(whole, 2012, **{task.unit: task.planned})
        if task.done is not None:
            told(whole, bearer, task.done * WAN, month=1, year=2012)
    works = whole.targets.first().bearer
    told(part, works, 69_000 * WAN, month=1, year=2012)
    told(whole, works, None, month=1, year=2011, total=67_630 * WAN)
    told(part, works, None, month=1, year=2011, total=32_904 * WAN)
    return county


def paper_of(county, month, **chosen):
    return compose_summary(load_facts(county, month), choices=Choices(**chosen))


def test_the_chapter_of_the_third_source_document(county_of_23):
    lines = paper_of(county_of_23, JANUARY, naming=Naming.ALL).text.split("\n")
    assert (
        "全社会固定资产投资年度任务174亿元，月均14.5亿元。1月，完成10.3亿元，增长52.3%，"
        "占年度任务的5.9%，低于序时进度2.4个百分点；其中完成工业投资6.9亿元，增长109.7%。"
        "从23个任务单位看，有投资的17个，其中达到序时进度的3个；无投资的6个，其中4个零报告"
        "（包公镇、响导乡、杨店乡、县建设局）、2个未报送（交通局、省市重点工程）。"
    ) in lines


def test_upward_nobody_is_named(county_of_23):
    text = paper_of(county_of_23, JANUARY).text
    assert "无投资的6个，其中4个零报告、2个未报送。" in text
    assert "包公镇" not in text


def test_every_number_of_it_opens_its_rows(county_of_23):
    document = paper_of(county_of_23, JANUARY)
    keys = [run.key for block in document.blocks for run in getattr(block, "runs", ()) if run.key]
    asked = [key for key in keys if key.startswith("固投")]
    assert asked == [
        "固投.全部.任务额",
        "固投.全部.月均任务额",
        "固投.全部.完成额",
        "固投.全部.完成额同比增长",
        "固投.全部.完成率",
        "固投.全部.超序时",
        "固投.全部.项目类别=工业.完成额",
        "固投.全部.项目类别=工业.完成额同比增长",
        "固投.全部.任务单位数",
        "固投.全部.有投资单位数",
        "固投.全部.达序时单位数",
        "固投.全部.无投资单位数",
        "固投.全部.零报告单位数",
        "固投.全部.未报送单位数",
    ]


def test_招商_is_told_with_what_it_asks_and_how_often_people_went_and_came(county):
    kinds = (
        IndicatorKind.ARRIVED,
        IndicatorKind.CENTRAL,
        IndicatorKind.TRIPS,
        IndicatorKind.BATCHES,
        IndicatorKind.VISITORS,
    )
    arrived, central, trips, batches, visitors = (
        add_indicator(county=county, kind=kind, name=kind.label, by=None) for kind in kinds
    )
    led = add_indicator(
        county=county,
        kind=IndicatorKind.TRIPS,
        name="县级领导带队",
        part_of=trips,
        part_name="县级领导",
        by=None,
    )
    group = add_bearer(county=county, name="港澳招商组", role=BearerRole.GROUP, by=None)
    asked_of(arrived, 港澳招商组=1_100_000)
    central.targets.create(bearer=group, year=2019, amount=15)
    told(arrived, group, 486_000 * WAN, month=6)
    for indicator, number in ((central, 6), (trips, 12), (led, 5), (batches, 18), (visitors, 127)):
        told(indicator, group, number, month=6)
    assert (
        "招商引资年度任务到位资金110亿元、面向央企招商项目15个，由1个产业招商组和有关单位承担。1—6月，到位资金48.6亿元，"
        "占年度任务的44.2%，低于序时进度5.8个百分点，落实央企项目6个。"
        "开展外出招商活动12次，其中县级领导带队5次；接待外来客商18批次127人次。"
    ) in paper_of(county, JUNE).text.split("\n")


def test_a_county_that_asks_nothing_has_no_such_chapter(county, unit_a):
    make_line(unit_a, "甲公路", 1000, {6: 100})
    assert HEADING not in paper_of(county, JUNE).text


def test_the_chapter_is_left_out_where_it_was_chosen_so(county_of_23):
    from reports.prose.choices import Chapter

    text = paper_of(county_of_23, JANUARY, left_out=frozenset({Chapter.TASKS})).text
    assert "固定资产投资" not in text


def test_a_unit_is_told_its_own_task(county_of_23):
    paper = Paper(FigureBook(load_facts(county_of_23, JANUARY)), Choices())

    def told_of(name):
        return "".join(run.text for run in runs(of_unit(paper, name)))

    assert told_of("店埠镇") == (
        "承担固定资产投资年度任务6亿元，完成0.6亿元，占年度任务的10.0%，超序时进度1.7个百分点。"
    )
    assert told_of("交通局") == "承担固定资产投资年度任务5亿元，尚未报送完成情况。"
    assert told_of("没有任务的单位") == ""
