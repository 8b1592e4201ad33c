"""The sentences on parts of a list and on lists together, of none, one, all, most and of what is
not known; and that every kind of sentence has its cases, here or in test_sentences."""

import datetime
from dataclasses import replace

import pytest

from accounts.models import UnitKind
from accounts.people.services.units import create_county, create_unit
from figures.book import FigureBook
from figures.facts import Facts
from investment.models import PublishedAs
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, ProjectCategory, Tier
from reports.prose.choices import Choices
from reports.prose.sentences import SENTENCES
from reports.prose.told import Paper
from reports.tests.test_sentences import (
    CALLED,
    OF_A_LIST,
    OF_A_PAPER,
    begun,
    early,
    idle,
    of_unit,
    old,
    paper_of,
    plain,
    said,
)

THIS_YEAR, LATER = datetime.date(2019, 11, 1), datetime.date(2021, 11, 1)
DUE = {"planned_completion": THIS_YEAR}
FARM, ROAD = {"project_category": "农业"}, {"project_category": "交通"}
BUILT = {"completed_on": datetime.date(2019, 5, 1)}
WORKING = {"in_production_on": datetime.date(2019, 5, 1)}
COST = {"total_investment": 2000 * WAN}

OF_PARTS = [
    ("其中行业", [], {}, ""),
    ("其中行业", [begun(1)], {}, ""),
    ("政府投资", [], {}, ""),
    ("政府投资", [begun(1), begun(1, investor_type="private")], {}, ""),
    ("政府投资", [begun(1, investor_type="government")], {}, ""),
    ("政府投资", [begun(1, investor_type="government")] * 2, {}, "2个项目均为政府投资项目。"),
    (
        "政府投资",
        [begun(None, investor_type="government"), begun(1)],
        {},
        "从投资主体看，政府投资项目1个，年度计划投资1000万元，完成投资尚未报送。",
    ),
    (
        "政府投资",
        [begun(None, investor_type="government"), begun(1, investor_type="private")],
        {},
        "政府投资项目1个，年度计划投资1000万元，完成投资尚未报送。",
    ),
    ("开复工", [], {}, ""),
    ("开复工", [begun(1), idle()], {}, "2个新建项目已开工建设1个，开工率50.0%。"),
    ("开复工", [idle(), old(0)], {}, ""),
    ("开复工", [idle(None), old(None)], {}, ""),
    ("开复工", [begun(1), old(1)], {}, "2个县级重点建设项目均已开复工。"),
    (
        "开复工",
        [idle(), old(1)],
        {},
        "2个县级重点建设项目已开复工1个，开复工率50.0%。",
    ),
    (
        "开复工",
        [begun(1), idle(), old(1)],
        {},
        "3个县级重点建设项目已开复工2个，开复工率66.7%，其中2个新建项目已开工建设1个，开工率50.0%。",
    ),
    ("年内竣工", [], {}, ""),
    ("年内竣工", [begun(1)], {}, ""),
    ("年内竣工", [begun(1, **DUE)], {}, ""),
    ("年内竣工", [begun(1, **DUE, **BUILT)], {}, "年内计划竣工项目1个，已竣工。"),
    ("年内竣工", [begun(1, **DUE, **BUILT)] * 2, {}, "年内计划竣工项目2个，均已竣工。"),
    (
        "年内竣工",
        [begun(1, **DUE, **BUILT, **WORKING), begun(1, **DUE, **BUILT), begun(1, **DUE)],
        {},
        "年内计划竣工项目3个，已竣工2个，竣工率66.7%；已投产1个，投产率33.3%。",
    ),
    (
        "年内竣工",
        [begun(1, **DUE, **BUILT), begun(1, planned_completion=LATER, **BUILT)],
        {},
        "年内计划竣工项目1个，已竣工2个，竣工率200.0%。",
    ),
    ("竣工投产", [begun(1, **DUE, **BUILT)], {}, ""),
    ("含前期合计", [], {}, ""),
    ("含前期合计", [begun(1)], {}, ""),
    ("含前期合计", [begun(1), early("")], {}, ""),
    (
        "含前期合计",
        [begun(1, **COST), early("", **COST)],
        {},
        "全县重点项目共2个（含前期项目1个），总投资4000万元。",
    ),
    (
        "含前期合计",
        [begun(100), early("", planned=1000 * WAN)],
        {},
        "全县重点项目共2个（含前期项目1个），年度计划投资2000万元，完成投资100万元，占年度计划的5.0%。",
    ),
    ("前期投资", [], {}, ""),
    ("前期投资", [early("")], {"called": "重大"}, ""),
    (
        "前期投资",
        [early("", planned=1000 * WAN), early("")],
        {"called": "重大"},
        "2个重大前期项目，年度计划投资1000万元，完成投资尚未报送。",
    ),
    ("合并新续", [], {}, ""),
    ("合并新续", [begun(1), begun(1)], {}, ""),
    ("合并新续", [begun(None), old(None)], {}, ""),
    (
        "合并新续",
        [begun(600), old(500)],
        {},
        "其中新建项目1个，完成投资600万元，占年度计划的60.0%；"
        "续建项目1个，完成投资500万元，占年度计划的50.0%。",
    ),
    ("初步数", [], {}, ""),
    ("初步数", [begun(1), begun(None)], {}, ""),
    ("初步数", [begun(None)], {"published_as": ""}, ""),
    ("初步数", [begun(1)], {"published_as": ""}, ""),
    (
        "初步数",
        [begun(1), begun(None), begun(None)],
        {"published_as": ""},
        "以上为初步数，3个项目中6月进度已审定1个，其余按此前审定的数计算。",
    ),
    (
        "初步数",
        [begun(1), begun(None)],
        {"published_as": PublishedAs.FLASH},
        "以上为快报数，2个项目中6月进度已审定1个，其余按此前审定的数计算。",
    ),
    ("合并落后", [], {}, ""),
    ("合并落后", [begun(600)], {}, ""),
    ("合并落后", [begun(1)] * 2, {}, ""),
    ("合并落后", [idle(None)], {}, ""),
    (
        "合并落后",
        [begun(1), begun(600), begun(600), idle(late="计划1月开工")],
        {"called": "市、县级重点项目"},
        "市、县级4个重点项目中，尚有1个未开工，占25.0%。",
    ),
    (
        "新建开工",
        [
            begun(1),
            begun(1, planned_start=THIS_YEAR),
            idle(late="计划1月开工"),
            idle(planned_start=THIS_YEAR),
        ],
        {},
        "4个新建项目已开工建设2个，开工率50.0%；按计划应开工的2个已开工1个，时序开工率50.0%。",
    ),
    (
        "新建开工",
        [begun(1), begun(1, planned_start=THIS_YEAR), idle(planned_start=THIS_YEAR)],
        {},
        "3个新建项目已开工建设2个，开工率66.7%；按计划应开工的1个，连同提前开工的完成开工计划的200.0%。",
    ),
    (
        "达到进度",
        [begun(600, "甲路", stage="construction"), begun(1, stage="construction"), idle()],
        {},
        "甲路达到或超过序时进度，占2个在建项目的50.0%。",
    ),
    (
        "落后项目",
        [begun(400, "甲路"), begun(600)],
        {},
        "部分项目推进较慢。2个项目中，1个进度滞后，占50.0%。",
    ),
]


# Of a county that is kept, with its categories.
OF_KINDS = [
    ("分行业", [], {}, ""),
    ("分行业", [begun(600)], {}, ""),
    ("分行业", [begun(600, **FARM), begun(1, **FARM)], {}, ""),
    (
        "分行业",
        [begun(600, **FARM), begun(1)],
        {},
        "其中农业项目1个，年度计划投资1000万元，完成投资600万元，占年度计划的60.0%。",
    ),
    ("分行业", [begun(None, **FARM), begun(1)], {}, ""),
    (
        "分行业",
        [begun(5290, planned=20_000 * WAN, **FARM), begun(40_000, planned=80_000 * WAN)],
        {},
        "其中农业项目1个，年度计划投资2亿元，完成投资0.53亿元，占年度计划的26.5%。",
    ),
    (
        "分行业",
        [begun(400, **FARM), begun(600, **ROAD, **COST), begun(5, project_category="其他")],
        {},
        "分行业看，完成率从高到低依次为"
        "交通（1个，总投资2000万元，年度计划投资1000万元，完成投资600万元，占60.0%，超序时进度10.0个百分点）、"
        "农业（1个，年度计划投资1000万元，完成投资400万元，占40.0%，低于序时进度10.0个百分点）；"
        "其他项目1个，年度计划投资1000万元，完成投资5万元，占年度计划的0.5%。",
    ),
    (
        "分行业",
        [begun(number * 100, project_category=f"第{number}类") for number in range(1, 6)],
        {},
        "分行业看，完成率从高到低依次为第5类（1个，完成投资500万元，占50.0%，达到序时进度）、"
        "第4类（1个，完成投资400万元，占40.0%，低于序时进度10.0个百分点）、"
        "第3类（1个，完成投资300万元，占30.0%，明显低于序时进度20.0个百分点）、"
        "第2类（1个，完成投资200万元，占20.0%，明显低于序时进度30.0个百分点）、"
        "第1类（1个，完成投资100万元，占10.0%，明显低于序时进度40.0个百分点）。",
    ),
    (
        "分行业",
        [begun(600, **FARM), begun(0, **ROAD)],
        {},
        "分行业看，完成率从高到低依次为"
        "农业（1个，年度计划投资1000万元，完成投资600万元，占60.0%，超序时进度10.0个百分点）、"
        "交通（1个，年度计划投资1000万元，尚未形成投资，明显低于序时进度50.0个百分点）。",
    ),
    ("分行业", [begun(1, project_category=f"第{number}类") for number in range(9)], {}, ""),
    (
        "其中行业",
        [begun(600, **ROAD), begun(None, project_category="水利"), begun(1, **FARM)],
        {},
        "基础设施中，交通完成投资600万元，占年度计划的60.0%。",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "rows", "given", "text"), OF_KINDS)
def test_a_sentence_says_of_kinds_what_it_is_to_say(name, rows, given, text):
    county = create_county(name="示范县", by=None)
    wide = None
    if name == "其中行业":
        wide = ProjectCategory.objects.create(county=county, name="基础设施")
    for kind in ("交通", "水利"):
        ProjectCategory.objects.create(county=county, name=kind, parent=wide)
    assert said(name, *rows, county=county, **given) == text


@pytest.mark.parametrize(("name", "rows", "given", "text"), OF_PARTS)
def test_a_sentence_says_of_a_part_what_it_is_to_say(name, rows, given, text):
    assert said(name, *rows, **given) == text


def on_two_lists(own, beside, *, shared=0, **chosen):
    """Rows of 县级; of 市级 are ``beside`` and the first ``shared`` of the own ones."""
    there = [replace(row, plan_key="市级", item_id=row.item_id + 10**6) for row in own[:shared]]
    there += [replace(row, plan_key="市级") for row in beside]
    return paper_of(*own, *there, plans=("县级", "市级"), **chosen)


def rest_of(own, beside, **given):
    paper = on_two_lists(own, beside, **given)
    return plain(SENTENCES["其余项目"](paper.of("县级", CALLED), paper.of("市级")))


def without(own, beside, **given):
    paper = on_two_lists(own, beside, **given)
    return plain(SENTENCES["不含上级"](paper.of("县级", CALLED), paper.of("市级", "市级重点项目")))


def test_the_rest_of_a_class_is_told_where_another_list_holds_a_part_of_it():
    assert rest_of([begun(1), old(600), old(500), old(400)], [], shared=0) == ""
    assert rest_of([old(600), old(500), begun(1)], [], shared=1) == (
        "其余1个续建项目完成投资500万元，占年度计划的50.0%。"
    )
    assert rest_of([old(600), begun(1), old(500)], [], shared=2) == ""
    assert rest_of([old(600), old(None), begun(1)], [], shared=1) == (
        "其余1个续建项目完成投资尚未报送。"
    )
    assert rest_of([old(600), old(500)], [], shared=1) == ""
    assert rest_of([old(600)], [], shared=1) == ""
    assert rest_of([old(600), old(500)], [old(1)], shared=1) == ""


def test_what_lags_on_several_lists_is_told_where_it_is_not_the_own_list_alone():
    paper = on_two_lists([begun(1), begun(600)], [begun(1)])
    joined = paper.of("市级+县级", "市、县级重点项目")
    assert plain(SENTENCES["合并落后"](joined)) == "市、县级3个重点项目中，2个进度滞后。"


def test_what_is_due_is_told_once_where_a_list_beside_holds_just_that():
    built = begun(900, **BUILT, **DUE)
    paper = on_two_lists([built, begun(900)], [], shared=1)
    own, beside = paper.of("县级"), paper.of("市级")
    sentence = SENTENCES["年内竣工"]
    assert plain(sentence(own)) == "年内计划竣工项目1个，已竣工。"
    assert plain(sentence(own, [beside])) == ""
    empty = paper_of(built, plans=("县级", "市级")).of("市级")
    assert plain(sentence(own, [empty])) == "年内计划竣工项目1个，已竣工。"


def test_the_table_of_units_is_spoken_of_where_there_is_one():
    assert (
        SENTENCES["单位附表"](["各单位重点项目完成情况", "进度滞后项目名单"])
        == "各单位完成情况附后。"
    )
    assert SENTENCES["单位附表"](["进度滞后项目名单"]) == ""


def test_what_a_city_has_beside_the_province_is_told_where_it_holds_all_of_it():
    assert without([begun(600), begun(500)], [], shared=1) == (
        "除市级重点项目1个外，其余1个，年度计划投资1000万元，完成投资500万元，占年度计划的50.0%。"
    )
    assert without([begun(600), begun(None)], [], shared=1) == (
        "除市级重点项目1个外，其余1个，年度计划投资1000万元，完成投资尚未报送。"
    )
    assert without([begun(600)], [], shared=1) == ""
    assert without([begun(600), begun(500)], [begun(1)], shared=1) == ""
    assert plain(SENTENCES["不含上级"](paper_of(begun(1)).of("县级"), None)) == ""
    assert plain(SENTENCES["其余项目"](paper_of(begun(1)).of("县级"), None)) == ""


def test_what_stands_on_lists_above_is_told_of_those_that_hold_some():
    paper = on_two_lists([begun(600)], [begun(None)])
    own, above = paper.of("县级", "县级重点项目"), paper.of("市级", "市级重点项目")
    empty = paper_of(plans=("省级",)).of("省级", "省级重点项目")
    listed, done = SENTENCES["列入上级"], SENTENCES["上级完成"]
    assert (listed(None, empty), done(None, empty), listed(), done()) == ("", "", "", "")
    assert plain(listed(above, empty)) == "列入市级重点项目1个。"
    assert plain(listed(own, above)) == "列入县级重点项目1个、市级重点项目1个。"
    assert plain(done(own, None)) == (
        "1个县级重点项目完成投资600万元，占年度计划的60.0%，超序时进度10.0个百分点。"
    )
    assert plain(done(own, above)) == (
        "1个县级重点项目完成投资600万元，占年度计划的60.0%，超序时进度10.0个百分点；"
        "1个市级重点项目完成投资尚未报送。"
    )


@pytest.mark.django_db
def test_units_that_stand_below_others_are_told_by_those():
    county = create_county(name="示范市", by=None)
    rows = []
    for name, share in (("中心城区", 600), ("四县市", None)):
        above = create_unit(parent=county, name=name, kind=UnitKind.DEPARTMENT, by=None)
        unit = create_unit(parent=above, name=f"{name}一局", kind=UnitKind.DEPARTMENT, by=None)
        rows.append(begun(share, **of_unit(unit.pk, unit.name)))
    rows.append(idle(0, **of_unit(rows[0].unit_id, rows[0].unit_name)))

    def told(*lines):
        plan = AnnualPlan(pk=1, key="县级", tier=Tier.COUNTY)
        facts = Facts(county, Month(2019, 6), (plan,), lines, "系统默认")
        paper = Paper(FigureBook(facts), Choices(), own="县级", is_kept=True)
        return plain(SENTENCES["分组"](paper.of("县级")))

    assert told() == ""
    assert told(rows[0], rows[2]) == ""
    assert told(*rows) == (
        "分片区看，中心城区项目2个，年度计划投资2000万元，已开复工1个，开复工率50.0%，"
        "完成投资600万元，占年度计划的30.0%；"
        "四县市项目1个，年度计划投资1000万元，已开复工，完成投资尚未报送。"
    )


OF_TOPICS = {
    "前期手续",
    "手续逾期",
    "前期逾期",
    "要素缺口",
    "缺口解决",
    "争取资金",
    "争取债券",
    "专项资金项目",
    "资金到位",
    "附加指标",
    "储备任务",
    "储备完成",
    "储备转化",
    "储备前期",
    "储备为零单位",
    "储备打算",
    "固投任务",
    "固投单位",
    "招商任务",
    "招商活动",
}
"""Their cases stand beside their topic (test_task_sentences, test_reserve_in_papers) and in the
papers of the source documents (demo/tests/test_seed_papers.py)."""


def test_there_are_forty_kinds_and_each_has_its_cases():
    told = {name for name, *_ in (*OF_A_LIST, *OF_A_PAPER, *OF_PARTS, *OF_KINDS)}
    of_tests = {"问题分类", "报送情况", "其余项目", "不含上级", "分组", "单位附表"}
    of_tests |= {"列入上级", "上级完成"}
    assert len(SENTENCES) >= 60
    assert set(SENTENCES) - told == of_tests | OF_TOPICS
