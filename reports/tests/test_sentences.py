"""Each kind of sentence, of none, one, all, most and of what is not known, to the letter.

The rows of a case are made by the small functions on top; 万元 are its numbers.
"""

import datetime
from dataclasses import replace

import pytest

from accounts.models import Unit
from documents.runs import runs
from figures.book import FigureBook
from figures.facts import Facts
from figures.lights import Colour, Lag, Light
from figures.tests.factories import entry, fact
from investment.models import PublishedAs
from investment.standing import stand
from measures.money import WAN
from measures.months import Month
from measures.rates import points
from projects.models import AnnualPlan, MilestoneKind, PlanCategory, Tier
from reports.prose.choices import Chapter, Choices, Naming, PaceWord, PlanVersion
from reports.prose.sentences import SENTENCES
from reports.prose.told import Paper
from supervision.deeds import NO_DEEDS, Deeds

JANUARY, MAY, AUGUST = (datetime.date(2019, month, 1) for month in (1, 5, 8))
CALLED = "县级重点建设项目"


def begun(done, name="", **values):
    """A new project that has begun; its light is that of its lead."""
    values = {"is_started": True} | ({"project_name": name} if name else {}) | values
    return lit(fact(done=done, **values))


def idle(done=0, name="", **values):
    """A new one that has not begun and reported so."""
    named = {"project_name": name} if name else {}
    late = values.pop("late", None)
    light = Light(Colour.RED, "开工滞后", late, lag=Lag.START) if late else None
    return fact(done=done, **named, **({"light": light} if light else {}), **values)


def old(done, **values):
    return begun(done, category=PlanCategory.CONTINUING, **values)


def early(kind, name="", **values):
    """A preliminary project at a step."""
    named = {"project_name": name} if name else {}
    values = {"category": PlanCategory.PRELIMINARY, "milestone": kind, "planned": None} | values
    return fact(**named, **values)


def lit(row):
    lead = points(row.rate, row.pace)
    if lead is None or lead >= 0:
        return row
    light = Light(Colour.AMBER, "略慢", points=lead, lag=Lag.INVESTMENT)
    return replace(row, light=light)


def of_unit(number, name):
    return {"unit_id": number, "unit_name": name}


def paper_of(
    *rows,
    month=6,
    county="示范县",
    deeds=NO_DEEDS,
    plans=("县级",),
    published_as=PublishedAs.FINAL,
    **chosen,
):
    plan = [AnnualPlan(pk=at, key=key, tier=Tier.COUNTY) for at, key in enumerate(plans, 1)]
    of = Unit(name=county) if isinstance(county, str) else county
    facts = Facts(of, Month(2019, month), tuple(plan), rows, "系统默认", published_as)
    return Paper(FigureBook(facts), Choices(**chosen), "发展和改革局", own="县级", deeds=deeds)


def said(name, *rows, called=CALLED, **given):
    """The sentence without its marks, of the list's whole."""
    told = paper_of(*rows, **given).of("县级", called)
    return plain(SENTENCES[name](told))


def of_paper(name, **given):
    return plain(SENTENCES[name](paper_of(**given)))


def plain(marked):
    return "".join(run.text for run in runs(marked))


BUILT = {"substantially_complete_on": MAY}
NEW, OLD = begun(600), old(600)
BIG = 20_000 * WAN
MIDDLE = 6_000 * WAN
# What was sent for May, and nothing since.
MAY_ALONE = stand([entry(5, year_to_date=600 * WAN)], through=6)

# The name of the sentence, the rows, what is chosen, and what is said.
OF_A_LIST = [
    ("清单安排", [], {}, ""),
    ("清单安排", [NEW], {}, "2019年全县县级重点建设项目1个，年度计划投资1000万元。"),
    (
        "清单安排",
        [begun(1, total_investment=3000 * WAN), NEW],
        {"county": "东湖区"},
        "2019年全区县级重点建设项目2个，总投资3000万元，年度计划投资2000万元。",
    ),
    ("清单安排", [begun(1, planned=None)], {}, "2019年全县县级重点建设项目1个。"),
    ("含前期安排", [], {}, ""),
    ("含前期安排", [NEW], {}, "2019年全县县级重点建设项目1个，年度计划投资1000万元。"),
    (
        "含前期安排",
        [NEW, early("", total_investment=9 * WAN)],
        {},
        "2019年全县县级重点项目2个，其中在建项目1个，年度计划投资1000万元"
        "，前期项目1个，计划总投资9万元。",
    ),
    ("含前期安排", [early(""), early("")], {}, "2019年全县县级重点项目2个，均为前期项目。"),
    ("含前期安排", [early("")], {}, "2019年全县县级重点项目1个，为前期项目。"),
    ("本级安排", [], {}, ""),
    ("本级安排", [NEW], {}, "2019年全县共安排重点建设项目1个，年度计划投资1000万元。"),
    (
        "本级安排",
        [OLD, OLD],
        {},
        "2019年全县共安排重点建设项目2个，年度计划投资2000万元，均为续建项目。",
    ),
    ("新续构成", [], {}, ""),
    ("民间投资", [NEW], {}, ""),
    ("民间投资", [begun(1, investor_type="private")] * 2, {}, "2个项目均为民间投资项目。"),
    (
        "民间投资",
        [begun(1, investor_type="private"), NEW],
        {},
        "从投资主体看，民间投资项目1个，年度计划投资1000万元，完成投资1万元，占年度计划的0.1%。",
    ),
    ("合并完成", [], {}, ""),
    (
        "合并完成",
        [NEW],
        {"called": "市、县级重点项目"},
        "市、县级重点项目共1个（同时列入的只计一次），年度计划投资1000万元。"
        "截至6月底，完成投资600万元，占年度计划的60.0%，超序时进度10.0个百分点。",
    ),
    ("新续构成", [NEW], {}, ""),
    ("新续构成", [OLD, OLD], {}, ""),
    (
        "新续构成",
        [NEW, OLD, OLD],
        {},
        "其中新建项目1个，年度计划投资1000万元；续建项目2个，年度计划投资2000万元。",
    ),
    ("列入安排", [], {}, ""),
    ("列入安排", [NEW], {}, "列入县级重点建设项目1个，年度计划投资1000万元。"),
    ("四舍五入", [NEW, OLD], {}, ""),
    ("四舍五入", [NEW], {}, ""),
    (
        "四舍五入",
        [begun(1, planned=1_000_400_000), old(1, planned=1_000_400_000)],
        {},
        "（因四舍五入，部分分项之和与合计略有出入。）",
    ),
    ("安排四舍五入", [NEW, OLD], {}, ""),
    (
        "安排四舍五入",
        [begun(1, planned=1_000_400_000), old(1, planned=1_000_400_000)],
        {},
        "（因四舍五入，部分分项之和与合计略有出入。）",
    ),
    (
        "完成情况",
        [begun(None, standing=MAY_ALONE)],
        {},
        "截至5月底（6月进度尚未报送），1个县级重点建设项目完成投资600万元，占年度计划的60.0%。",
    ),
    (
        "完成情况",
        [begun(None, standing=MAY_ALONE, is_waiting=True)],
        {},
        "截至5月底（6月进度尚未审定），1个县级重点建设项目完成投资600万元，占年度计划的60.0%。",
    ),
    ("完成情况", [], {}, ""),
    ("完成情况", [fact()], {}, "截至6月底，1个县级重点建设项目完成投资尚未报送。"),
    (
        "完成情况",
        [begun(600)],
        {},
        "截至6月底，1个县级重点建设项目完成投资600万元，占年度计划的60.0%，超序时进度10.0个百分点。",
    ),
    (
        "完成情况",
        [begun(500)],
        {},
        "截至6月底，1个县级重点建设项目完成投资500万元，占年度计划的50.0%，达到序时进度。",
    ),
    (
        "完成情况",
        [begun(483)],
        {"pace_word": PaceWord.EVEN},
        "截至6月底，1个县级重点建设项目完成投资483万元，占年度计划的48.3%，略低于均衡进度1.7个百分点。",
    ),
    (
        "完成情况",
        [begun(412)],
        {"decimals": 2},
        "截至6月底，1个县级重点建设项目完成投资412万元，占年度计划的41.20%，低于序时进度8.80个百分点。",
    ),
    (
        "完成情况",
        [begun(267)],
        {},
        "截至6月底，1个县级重点建设项目完成投资267万元，占年度计划的26.7%，明显低于序时进度23.3个百分点。",
    ),
    (
        "完成情况",
        [begun(62, through=1)],
        {"month": 1},
        "截至1月底，1个县级重点建设项目完成投资62万元，占年度计划的6.2%，低于序时进度2.1个百分点。",
    ),
    (
        "完成情况",
        [begun(41, through=1)],
        {"month": 1},
        "截至1月底，1个县级重点建设项目完成投资41万元，占年度计划的4.1%，明显低于序时进度4.2个百分点。",
    ),
    (
        "完成情况",
        [begun(75, through=1)],
        {"month": 1},
        "截至1月底，1个县级重点建设项目完成投资75万元，占年度计划的7.5%，略低于序时进度0.8个百分点。",
    ),
    (
        "完成情况",
        [begun(5000)],
        {"plan": PlanVersion.FIRST, "decimals": 0},
        "截至6月底，1个县级重点建设项目完成投资5000万元，超序时进度450个百分点。",
    ),
    ("完成简况", [], {}, ""),
    ("完成简况", [begun(0)], {}, "截至6月底，尚未形成投资，明显低于序时进度50.0个百分点。"),
    ("完成简况", [fact()], {}, "截至6月底，完成投资尚未报送。"),
    (
        "完成简况",
        [begun(600), fact()],
        {},
        "截至6月底，完成投资600万元，占年度计划的30.0%，明显低于序时进度20.0个百分点。",
    ),
    ("新续完成", [NEW], {}, ""),
    ("新续完成", [fact(), fact(category=PlanCategory.CONTINUING)], {}, ""),
    (
        "新续完成",
        [NEW, OLD],
        {},
        "其中新建项目完成投资600万元，占年度计划的60.0%；续建项目完成投资600万元，占年度计划的60.0%。",
    ),
    (
        "新续完成",
        [NEW, fact(category=PlanCategory.CONTINUING)],
        {},
        "其中新建项目完成投资600万元，占年度计划的60.0%；续建项目完成投资尚未报送。",
    ),
    (
        "新续完成",
        [begun(3598, planned=BIG), old(39_600, planned=5 * BIG)],
        {},
        "其中新建项目完成投资0.36亿元，占年度计划的18.0%；续建项目完成投资3.96亿元，占年度计划的39.6%。",
    ),
    (
        "新续完成",
        [begun(999, planned=BIG), old(39_600, planned=5 * BIG)],
        {},
        "其中新建项目完成投资999万元，占年度计划的5.0%；续建项目完成投资3.96亿元，占年度计划的39.6%。",
    ),
    ("四舍五入", [begun(3598, planned=BIG), old(39_600, planned=5 * BIG)], {}, ""),
    ("本月完成", [fact()], {}, ""),
    ("本月完成", [begun(0)], {}, ""),
    ("较上月", [NEW], {}, ""),
    ("同比", [NEW], {}, ""),
    ("同比增减额", [NEW], {}, ""),
    ("分行业", [NEW], {}, ""),
    ("达到进度", [], {}, ""),
    ("达到进度", [begun(1)], {}, ""),
    ("达到进度", [begun(600, "甲路")], {}, "甲路达到或超过序时进度。"),
    ("达到进度", [NEW, NEW], {}, "2个项目均达到或超过序时进度。"),
    ("达到进度", [begun(600, "甲路"), begun(1)], {}, "甲路达到或超过序时进度。"),
    (
        "达到进度",
        [begun(600, "甲路"), begun(700, "乙路"), begun(1)],
        {"pace_word": PaceWord.EVEN},
        "乙路、甲路等2个项目达到或超过均衡进度。",
    ),
    ("达到进度", [fact()], {}, ""),
    ("无项目达到", [], {}, ""),
    ("无项目达到", [begun(1), begun(2)], {}, "尚无项目达到序时进度。"),
    ("无项目达到", [begun(1), NEW], {}, ""),
    ("无项目达到", [fact()], {}, ""),
    ("基本建成", [NEW], {}, ""),
    ("基本建成", [begun(900, "学校", **BUILT), NEW], {}, "学校已基本建成。"),
    (
        "基本建成",
        [begun(900, "学校", **BUILT), begun(800, "医院", **BUILT)],
        {},
        "学校、医院等2个项目已基本建成。",
    ),
    ("竣工投产", [NEW], {}, ""),
    ("竣工投产", [begun(900, completed_on=MAY), NEW], {}, "2个项目中，1个已竣工验收。"),
    ("新建开工", [OLD], {}, ""),
    ("新建开工", [idle()], {}, "1个新建项目尚未开工建设。"),
    ("新建开工", [idle(), idle()], {}, "2个新建项目均未开工建设。"),
    ("新建开工", [idle(), fact()], {}, "2个新建项目尚无开工的报送。"),
    ("新建开工", [NEW], {}, "1个新建项目已开工建设。"),
    ("新建开工", [NEW, NEW], {}, "2个新建项目均已开工建设。"),
    ("新建开工", [NEW, NEW, idle()], {}, "3个新建项目已开工建设2个，开工率66.7%。"),
    (
        "新建开工",
        [NEW, NEW, idle(planned_start=AUGUST)],
        {},
        "3个新建项目已开工建设2个，开工率66.7%；按计划应开工的2个均已开工。",
    ),
    (
        "新建开工",
        [NEW, idle(), idle(planned_start=AUGUST)],
        {"decimals": 2},
        "3个新建项目已开工建设1个，开工率33.33%；按计划应开工的2个已开工1个，时序开工率50.00%。",
    ),
    (
        "新建开工",
        [begun(1, planned_start=AUGUST), idle()],
        {},
        "2个新建项目已开工建设1个，开工率50.0%；按计划应开工的1个未开工。",
    ),
    (
        "新建开工",
        [begun(1, planned_start=None), idle(planned_start=None)],
        {},
        "2个新建项目已开工建设1个，开工率50.0%。",
    ),
    ("提前开工", [NEW], {}, ""),
    ("提前开工", [begun(1, "甲路", planned_start=AUGUST)], {}, "甲路提前开工。"),
    (
        "提前开工",
        [begun(1, "甲路", planned_start=AUGUST), begun(1, "乙路", planned_start=AUGUST)],
        {},
        "甲路、乙路等2个项目提前开工。",
    ),
    ("续建复工", [NEW], {}, ""),
    ("续建复工", [OLD], {}, "1个续建项目已复工。"),
    ("续建复工", [OLD, OLD], {}, "2个续建项目均已复工。"),
    ("续建复工", [OLD, OLD, old(0)], {}, "3个续建项目已复工2个，复工率66.7%。"),
    ("续建复工", [old(0), old(0)], {}, "2个续建项目均未复工。"),
    ("续建复工", [fact(category=PlanCategory.CONTINUING)], {}, ""),
    ("未按期开工", [NEW], {}, ""),
    ("未按期开工", [idle(late="计划1月开工")], {}, "按计划应开工的1个项目未开工。"),
    (
        "未按期开工",
        [idle(late="计划1月开工"), idle(late="计划1月开工")],
        {},
        "按计划应开工的2个项目均未开工。",
    ),
    (
        "未按期开工",
        [NEW, NEW, idle(late="计划1月开工")],
        {},
        "按计划应开工的3个项目中，仍有1个未开工。",
    ),
    ("前期进展", [NEW], {}, ""),
    ("前期进展", [early("")], {"called": "重大"}, ""),
    ("前期未报", [NEW], {}, ""),
    ("前期未报", [early("")], {"called": "重大"}, "1个重大前期项目尚未报送前期进展。"),
    ("前期未报", [early(""), early("")], {"called": "重大"}, "2个重大前期项目均未报送前期进展。"),
    ("前期未报", [early(""), early(MilestoneKind.START)], {"called": "重大"}, ""),
    (
        "前期进展",
        [early(MilestoneKind.START), early(MilestoneKind.START)],
        {"called": "重大"},
        "2个重大前期项目均已开工建设。",
    ),
    (
        "前期进展",
        [early(MilestoneKind.START), early(MilestoneKind.WORKING_DRAWINGS), early("")],
        {"called": "重大"},
        "3个重大前期项目中，1个已开工建设；1个已完成施工图设计，即将准备招投标、开工建设；"
        "1个尚未报送前期进展。",
    ),
    (
        "前期进展",
        [early(MilestoneKind.INITIATED), early(MilestoneKind.INITIATED)],
        {"called": "重大"},
        "2个重大前期项目前期工作均已启动。",
    ),
    (
        "前期进展",
        [early(MilestoneKind.START), early(MilestoneKind.INITIATED), early("")],
        {"called": "重大"},
        "3个重大前期项目中，1个已开工建设，其余1个项目前期工作已全面启动，1个尚未报送前期进展。",
    ),
    ("前期举例", [early(MilestoneKind.FEASIBILITY)], {}, ""),
    (
        "前期举例",
        [early(MilestoneKind.START, "甲园", total_investment=250_000 * WAN)],
        {},
        "总投资25亿元的甲园已开工建设",
    ),
    (
        "前期举例",
        [early(MilestoneKind.START, "甲园"), early(MilestoneKind.TENDER, "乙园")],
        {},
        "甲园已开工建设；乙园已完成招标",
    ),
    ("前期亮点", [early(MilestoneKind.FEASIBILITY)], {}, ""),
    (
        "前期亮点",
        [early(MilestoneKind.START, "甲园"), early("")],
        {},
        "项目前期工作抓得实。2个前期项目中，甲园已开工建设。",
    ),
    ("开工亮点", [OLD], {}, ""),
    ("开工亮点", [NEW, idle()], {}, ""),
    ("开工亮点", [NEW, NEW], {}, "新建项目全面开工。2个新建项目均已开工建设。"),
    (
        "开工亮点",
        [NEW, idle(planned_start=AUGUST)],
        {},
        "新建项目按期开工。按计划应开工的项目均已开工建设。",
    ),
    (
        "开工亮点",
        [NEW, NEW, NEW, NEW, idle()],
        {},
        "新开工项目多，开工率高。5个新建项目已开工建设4个，开工率为80.0%。",
    ),
    ("投资亮点", [], {}, ""),
    ("投资亮点", [begun(412)], {}, ""),
    ("投资亮点", [fact()], {}, ""),
    (
        "投资亮点",
        [begun(600, "甲路")],
        {},
        "项目投资进度快于序时进度。截至6月底，我县重点项目建设累计完成投资600万元，"
        "占年度计划的60.0%，达到了“双过半”的要求。甲路达到或超过序时进度。",
    ),
    ("建成亮点", [NEW], {}, ""),
    ("建成亮点", [begun(1)], {}, ""),
    (
        "建成亮点",
        [begun(600, "甲路"), begun(1), begun(1)],
        {},
        "部分项目进展较快。甲路达到或超过序时进度。",
    ),
    ("产业项目", [NEW], {}, ""),
    ("产业项目", [begun(1, is_productive=True)], {}, "为产业项目"),
    ("产业项目", [begun(1, is_productive=True)] * 2, {}, "均为产业项目"),
    (
        "产业项目",
        [begun(1, is_productive=True), NEW],
        {},
        "产业项目1个，年度计划投资1000万元，占年度计划总投资的50.0%",
    ),
    ("过亿元项目", [NEW], {}, ""),
    ("过亿元项目", [begun(1, planned=BIG)], {}, "单体项目年度投资过亿元"),
    ("过亿元项目", [begun(1, planned=BIG)] * 2, {}, "单体项目年度投资均过亿元"),
    (
        "过亿元项目",
        [begun(1, planned=BIG), NEW],
        {},
        "单体项目年度投资过亿元的有1个，占项目总个数的50.0%",
    ),
    ("五千万元项目", [NEW], {}, ""),
    (
        "五千万元项目",
        [begun(1, planned=MIDDLE), NEW],
        {"decimals": 0},
        "单体项目年度投资在5000万元至1亿元之间的有1个，占项目总个数的50%",
    ),
    ("构成亮点", [NEW], {}, ""),
    (
        "构成亮点",
        [begun(1, is_productive=True), NEW],
        {},
        "注重产业项目带动。2019年计划实施的项目中，产业项目1个，年度计划投资1000万元，"
        "占年度计划总投资的50.0%。",
    ),
    (
        "构成亮点",
        [begun(1, is_productive=True)] * 2 + [NEW],
        {},
        "产业项目成为投资主体。2019年计划实施的项目中，产业项目2个，年度计划投资2000万元，"
        "占年度计划总投资的66.7%。",
    ),
    (
        "构成亮点",
        [begun(1, planned=BIG)] + [NEW] * 2,
        {},
        "大项目支撑作用明显。2019年计划实施的项目中，单体项目年度投资过亿元的有1个，占项目总个数的33.3%。",
    ),
    (
        "构成亮点",
        [begun(1, planned=BIG)] + [NEW] * 3,
        {},
        "注重大项目带动。2019年计划实施的项目中，单体项目年度投资过亿元的有1个，占项目总个数的25.0%。",
    ),
    (
        "五千万元项目",
        [begun(1, planned=MIDDLE)] * 2,
        {},
        "单体项目年度投资均在5000万元至1亿元之间",
    ),
    (
        "总体欠进度",
        [begun(300, through=5)],
        {"month": 5},
        "投资进度明显低于序时进度。年度计划尚有700万元未完成。",
    ),
    (
        "总体欠进度",
        [begun(700, through=12), begun(1200, through=12)],
        {"month": 12},
        "投资进度略低于年度计划。年度计划有100万元未完成。",
    ),
    ("双过半", [NEW], {}, ""),
    ("双过半", [begun(412)], {}, "距“双过半”的要求还差8.8个百分点"),
    ("双过半", [fact()], {}, ""),
    ("双过半", [begun(412, through=5)], {"month": 5}, ""),
    ("总体欠进度", [NEW], {}, ""),
    ("总体欠进度", [fact()], {}, ""),
    (
        "总体欠进度",
        [begun(412), NEW, NEW, begun(1)],
        {},
        "投资进度低于序时进度。距“双过半”的要求还差9.7个百分点，年度计划尚有2387万元未完成。",
    ),
    (
        "总体欠进度",
        [begun(267)],
        {},
        "投资进度明显低于序时进度。距“双过半”的要求还差23.3个百分点，年度计划尚有733万元未完成。",
    ),
    (
        "总体欠进度",
        [begun(267)],
        {"plan": PlanVersion.FIRST},
        "投资进度明显低于序时进度。",
    ),
    ("落后项目", [NEW], {}, ""),
    ("落后项目", [begun(412)], {}, "项目推进普遍较慢。项目进度滞后。"),
    ("落后项目", [begun(412)] * 2, {}, "项目推进普遍较慢。2个项目均进度滞后。"),
    ("落后项目", [begun(412), NEW], {}, "部分项目推进较慢。2个项目中，1个进度滞后，占50.0%。"),
    (
        "落后项目",
        [begun(412), NEW, idle(late="计划1月开工")],
        {},
        "多数项目推进较慢。3个项目中，2个进度滞后，占66.7%，其中开工滞后1个（应开工3个）、投资滞后1个。",
    ),
    (
        "落后项目",
        [old(412), NEW, NEW, idle(late="计划1月开工"), *[begun(600, planned_start=None)] * 2],
        {},
        "部分项目推进较慢。6个项目中，2个进度滞后，占33.3%，其中开工滞后1个（应开工3个）、投资滞后1个。",
    ),
    (
        "落后项目",
        [old(412), *[OLD] * 3, *[idle(late="计划1月开工")] * 2],
        {},
        "部分项目推进较慢。6个项目中，3个进度滞后，占50.0%，其中开工滞后2个（应开工的均未开工）、投资滞后1个。",
    ),
    (
        "落后项目",
        [begun(412), *[NEW] * 19],
        {},
        "个别项目推进较慢。20个项目中，1个进度滞后，占5.0%。",
    ),
    ("点名", [begun(412, "甲路")], {}, ""),
    (
        "点名",
        [begun(412, "甲路"), NEW, idle(name="乙路", late="计划1月开工，已过5个月")],
        {"naming": Naming.ALL},
        "开工滞后的有乙路（交通运输局），计划1月开工，已过5个月。"
        "投资滞后的有甲路（交通运输局），完成年度计划的41.2%，低于序时进度8.8个百分点。",
    ),
    (
        "点名",
        [begun(412, "甲路", project_id=7), begun(1, "乙路")],
        {"ticked": frozenset({7})},
        "如投资滞后的甲路（交通运输局），完成年度计划的41.2%，低于序时进度8.8个百分点。",
    ),
    (
        "点名",
        [begun(999, "甲路", planned=2000 * WAN), NEW],
        {"naming": Naming.ALL},
        "投资滞后的有甲路（交通运输局），完成年度计划的49.95%，略低于序时进度0.1个百分点。",
    ),
    ("无投资单位", [NEW], {}, ""),
    (
        "无投资单位",
        [NEW, idle(**of_unit(2, "水利局"))],
        {},
        "部分单位工作滞后。截至目前，1个单位零投资。",
    ),
    (
        "无投资单位",
        [NEW, begun(1, **of_unit(2, "水利局")), idle(**of_unit(3, "林业局"))],
        {},
        "少数单位工作滞后。截至目前，1个单位零投资。",
    ),
    (
        "无投资单位",
        [NEW, idle(**of_unit(2, "水利局")), idle(**of_unit(3, "林业局"))],
        {},
        "多数单位工作滞后。截至目前，2个单位零投资。",
    ),
    (
        "无投资单位",
        [idle(**of_unit(2, "水利局")), fact(**of_unit(3, "林业局"))],
        {"naming": Naming.ALL},
        "各单位工作普遍滞后。截至目前，1个单位零投资（水利局），1个单位未报送进度（林业局）。",
    ),
    ("红灯项目", [begun(412)], {}, ""),
    ("红灯项目", [NEW], {"naming": Naming.ALL}, ""),
    ("红灯项目", [begun(412)], {"naming": Naming.ALL}, "按亮灯规则，黄灯1个。"),
    ("单位投资", [NEW], {}, ""),
    (
        "单位投资",
        [NEW, begun(600, **of_unit(2, "水利局"))],
        {},
        "2个填报单位均有投资，均达到序时进度。",
    ),
    (
        "单位投资",
        [begun(1), begun(1, **of_unit(2, "水利局"))],
        {"pace_word": PaceWord.EVEN},
        "2个填报单位均有投资，尚无单位达到均衡进度。",
    ),
    (
        "单位投资",
        [idle(), fact(**of_unit(2, "水利局"))],
        {},
        "2个填报单位均无投资，其中1个零报告、1个未报送。",
    ),
    (
        "单位投资",
        [NEW, idle(**of_unit(2, "水利局"))],
        {"naming": Naming.ALL},
        "2个填报单位中有1个单位有投资，达到序时进度；1个单位无投资，其中1个零报告（水利局）。",
    ),
    ("单位排名", [NEW], {}, ""),
    (
        "单位排名",
        [begun(100 * n, **of_unit(n, f"{'甲乙丙丁'[n - 1]}局")) for n in (1, 2, 3, 4)],
        {},
        "完成率居前三位的单位依次为丁局（40.0%）、丙局（30.0%）、乙局（20.0%）。",
    ),
    (
        "单位排名",
        [begun(100 * n, **of_unit(n, f"{'甲乙丙丁'[n - 1]}局")) for n in (1, 2, 3, 4)],
        {"naming": Naming.ALL},
        "各单位完成率从高到低依次为丁局（40.0%）、丙局（30.0%）、乙局（20.0%）、甲局（10.0%）。",
    ),
    ("报送附注", [], {}, ""),
    ("报送附注", [NEW], {}, "1个县级重点建设项目已报送并审定。"),
    ("报送附注", [NEW, OLD], {}, "2个县级重点建设项目均已报送并审定。"),
    (
        "报送附注",
        [NEW, fact()],
        {},
        "2个县级重点建设项目中已报送并审定1个，未报送1个，未审定的本月投资未计入，也不与序时比较。",
    ),
    (
        "报送附注",
        [fact(is_waiting=True), fact()],
        {},
        "2个县级重点建设项目中已报送待审定1个，未报送1个，未审定的本月投资未计入，也不与序时比较。",
    ),
]


@pytest.mark.parametrize(("name", "rows", "given", "text"), OF_A_LIST)
def test_a_sentence_says_of_a_list_what_it_is_to_say(name, rows, given, text):
    assert said(name, *rows, **given) == text


SCHEME = "2019年度重点项目建设综合考核办法"
OF_A_PAPER = [
    ("题目", {}, "示范县发展和改革局2019年上半年重点项目建设工作总结"),
    ("题目", {"month": 12}, "示范县发展和改革局2019年重点项目建设工作总结"),
    ("题目", {"month": 3}, "示范县发展和改革局2019年一季度重点项目建设进展情况"),
    ("题目", {"month": 9}, "示范县发展和改革局2019年前三季度重点项目建设进展情况"),
    ("题目", {"month": 5}, "示范县发展和改革局2019年1—5月重点项目建设进展情况"),
    ("未印发提示", {}, ""),
    (
        "开头语",
        {"county": "云州"},
        "2019年以来，在州委、州政府的正确领导下，我州围绕年度目标任务，加强协调调度，"
        "推进重点项目建设。现将上半年有关情况汇报如下：",
    ),
    (
        "开头语",
        {"written": {Chapter.OPENING: ("各位领导：", "现汇报如下。")}},
        "",
    ),
    ("通报引语", {}, "现将2019年上半年全县重点项目建设进展情况通报如下："),
    (
        "通报引语",
        {"month": 12, "county": "云州"},
        "现将2019年全州重点项目建设进展情况通报如下：",
    ),
    ("通报引语", {"written": {Chapter.OPENING: ("各单位：",)}}, ""),
    ("通报题目", {}, "关于2019年上半年重点项目建设进展情况的通报"),
    ("通报题目", {"month": 12}, "关于2019年重点项目建设进展情况的通报"),
    ("汇报题目", {}, "示范县发展和改革局关于2019年上半年重点项目建设情况的汇报"),
    ("汇报题目", {"month": 12}, "示范县发展和改革局关于2019年重点项目建设情况的汇报"),
    (
        "汇报引语",
        {"county": "云州"},
        "现将截至6月底我州重点项目建设情况汇报如下：",
    ),
    ("汇报引语", {"written": {Chapter.OPENING: ("各位领导：",)}}, ""),
    ("联席会议", {}, ""),
    ("联席会议", {"deeds": Deeds(meetings=1)}, "坚持会议调度。召开重点项目联席会议1次。"),
    (
        "联席会议",
        {"deeds": Deeds(meetings=3, agenda=8, decisions=9, decisions_done=9)},
        "坚持会议调度。召开重点项目联席会议3次，研究议题8个，议定事项9项，均已落实。",
    ),
    (
        "联席会议",
        {"deeds": Deeds(meetings=3, agenda=8, decisions=9, decisions_done=7)},
        "坚持会议调度。召开重点项目联席会议3次，研究议题8个，议定事项9项，已落实7项。",
    ),
    ("调度单", {}, ""),
    (
        "调度单",
        {"deeds": Deeds(orders=1, orders_closed=1)},
        "强化问题交办。下达项目调度单1份，已办结。",
    ),
    ("调度单", {"deeds": Deeds(orders=6)}, "强化问题交办。下达项目调度单6份。"),
    (
        "调度单",
        {"deeds": Deeds(orders=6, orders_closed=5)},
        "强化问题交办。下达项目调度单6份，已办结5份。",
    ),
    ("现场督查", {}, ""),
    ("现场督查", {"deeds": Deeds(visits={"暗访": 1})}, "开展现场督查。组织暗访1次。"),
    (
        "现场督查",
        {"deeds": Deeds(visits={"月度联合督查": 3, "暗访": 1}, findings=12)},
        "开展现场督查。组织月度联合督查3次、暗访1次，发现情况12项。",
    ),
    ("督查通报", {}, ""),
    ("督查通报", {"deeds": Deeds(notices=1)}, "严格督查通报。印发督查通报1期。"),
    (
        "督查通报",
        {"deeds": Deeds(notices=5, items={"通报批评": 3})},
        "严格督查通报。印发督查通报5期，其中通报批评3次。",
    ),
    ("考核办法", {}, ""),
    (
        "考核办法",
        {"deeds": Deeds(scheme=SCHEME)},
        f"落实考核奖惩。执行《{SCHEME}》，对项目建设情况进行考核。",
    ),
    ("数据口径", {}, "完成投资有核定数的用核定数，其余用单位上报数；年度计划为年初计划。"),
]


@pytest.mark.parametrize(("name", "given", "text"), OF_A_PAPER)
def test_a_sentence_says_of_a_paper_what_it_is_to_say(name, given, text):
    assert of_paper(name, **given) == text


@pytest.mark.parametrize(
    ("problems", "text"),
    [
        ({}, ""),
        ({"用地": 2}, "要素保障仍需加强。尚有2个用地问题未解决。"),
        ({"用地": 3, "手续": 1}, "要素保障仍需加强。尚有4个问题未解决，其中用地3个、手续1个。"),
    ],
)
def test_open_problems_are_told_by_their_kind(problems, text):
    assert said("问题分类", NEW, deeds=Deeds(problems=problems)) == text


def test_the_coverage_of_all_lists_is_told():
    assert plain(SENTENCES["报送情况"](paper_of(NEW, fact()))) == (
        "报送情况：县级1个单位中报送1个，2个项目中报送1个。"
    )
