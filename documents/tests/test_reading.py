"""Figures of short texts with known faults."""

import pytest

from documents.reading.against_itself import checked
from documents.reading.printed import Kind, figures_in
from documents.reading.verdicts import FAULTS


def faults(text):
    return {each.figure.printed: each.words for each in checked(text) if each.verdict in FAULTS}


FAULTY = {
    "a rate that does not divide": (
        "截至6月底，县级重点项目完成投资31.5亿元，年度计划投资52.6亿元，占年度计划的62.9%。",
        {"62.9%": "31.5亿元÷52.6亿元=59.886%，应为59.9%，文中为62.9%"},
    ),
    "a rate that was cut off": (
        "市级重点项目年度计划投资30亿元，已完成投资14.2亿元，占年度计划的47.3%。"
        "县级重点项目年度计划投资48亿元，已完成投资17亿元，占年度计划的35.41%。",
        {"35.41%": "17亿元÷48亿元=35.4167%，四舍五入应为35.42%，文中是截尾数"},
    ),
    "parts that do not make their whole": (
        "2024年全县安排重点项目120个，年度计划投资80.5亿元。其中新建项目70个，年度计划投资"
        "40.2亿元；续建项目48个，年度计划投资40.3亿元。",
        {"120个": "70个+48个=118个，文中合计为120个"},
    ),
    "a distance in per cent, and a rate without its base": (
        "全县安排重点项目40个，已开工31个，开工率77.5%。截至9月30日完成投资20亿元，"
        "占年度计划的75%，超序时进度0.5%。",
        {
            "75%": "文中没有75%所依的基数，无从复核（按20亿元倒推，基数应为26.67亿元）",
            "0.5%": "两个比率相差，应写作0.5个百分点",
        },
    ),
    "names behind a count": (
        "没有完成投资的单位5个，分别是城关镇、北山镇、西岭镇和水利局。",
        {"5个": "文中列出4个：城关镇、北山镇、西岭镇、水利局，文中为5个"},
    ),
    "names before a count": (
        "县医院迁建项目、城北小学项目、污水处理厂项目、高速连接线项目等3个项目已基本建成。",
        {
            "3个": "文中列出4个：县医院迁建项目、城北小学项目、污水处理厂项目、高速连接线项目，"
            "文中为3个"
        },
    ),
    "a twelfth": (
        "今年全县固定资产投资任务96亿元，每个月要完成投资8.5亿元。",
        {"8.5亿元": "96亿元÷12=8.000亿元，应为8.0亿元，文中为8.5亿元"},
    ),
    "a remainder": (
        "全县12个前期项目中，3个已完成可研报告，4个已通过环评，其余4个项目正在选址。",
        {"4个": "12个−3个−4个=5个，文中为4个"},
    ),
    "a lead in traditional characters": (
        "一季度，市級重點項目年度計劃投資30億元，完成投資7.2億元，佔年度計劃的24%，"
        "落後序時進度2個百分點。",
        {"2個百分點": "序时进度25.00%−24%=1.00个百分点，应为1个百分点，文中为2個百分點"},
    ),
    "growth in points": (
        "今年完成工业投资12.6亿元，上年同期为10.5亿元，同比增长20个百分点。",
        {"20个百分点": "金额的增幅，应写作20%"},
    ),
    "growth that is not that of the amounts": (
        "上年同期完成投资10亿元，今年完成投资12.6亿元，同比增长25%。",
        {"25%": "12.6亿元÷10亿元−100%=26.00%，应为26%，文中为25%"},
    ),
    "a half that is not done": (
        "截至6月底，全县重点项目完成投资15.6亿元，年度计划投资34.5亿元，占年度计划的45.2%，"
        "实现“双过半”。",
        {"双过半": "45.2%不到50%，没有过半"},
    ),
}


@pytest.mark.parametrize(("text", "told"), FAULTY.values(), ids=FAULTY)
def test_a_fault_is_told(text, told):
    assert faults(text) == told


def test_a_text_without_faults_is_let_be():
    text = (
        "2024年全县安排重点项目118个（新建70个，续建48个），年度计划投资80.5亿元。截至6月底，"
        "完成投资42.5亿元，占年度计划的52.8%，超序时进度2.8个百分点。118个项目已开工100个，"
        "开工率84.7%。城北小学项目、污水处理厂项目、客运站项目等12个项目已基本建成。"
    )
    assert faults(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "按照县政发〔2024〕12号文件和“361”行动计划的要求",
        "四大班子领导一企一策，第一时间到场，两办督查",
        "6个月内完成一期工程，2024年3月5日起执行",
        "第12条规定，2024-07-22 11:17:52，共计2028个字",
        "抓好“三个建设年”活动，十四五期间努力",
        "（三）强化调度。1、咬定目标。2.紧盯进度",
        "三、四季度考核，零障碍施工，xx县xx中学",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text):
    assert figures_in(text) == ()


def test_a_figure_knows_its_place_and_its_words():
    text = "截至六月底，30個市級重點建設項目完成投資31.1億元，佔年度計劃59.1%。"
    cut_off, count, amount, rate = figures_in(text)
    assert [text[each.start : each.end] for each in (cut_off, count, amount, rate)] == [
        "六月底",
        "30個",
        "31.1億元",
        "59.1%",
    ]
    assert (amount.yuan, amount.decimals, amount.unit) == (3_110_000_000, 1, "亿元")
    assert (amount.clause, amount.before) == (
        "30個市級重點建設項目完成投資31.1億元",
        "市級重點建設項目完成投資",
    )
    assert (amount.noun.level, amount.noun.indicators) == ("市级", ("完成投资",))
    assert [each.kind for each in (cut_off, count, rate)] == [Kind.CUT_OFF, Kind.COUNT, Kind.RATE]


def test_a_shared_unit_and_numerals_are_read():
    told = figures_in("分别高于全市、全省1.1个和5.6个百分点，八支产业招商组，约1,500亩，百分之五十")
    assert [(str(each.value), each.unit) for each in told] == [
        ("11/10", "百分点"),
        ("28/5", "百分点"),
        ("8", "支"),
        ("1500", "亩"),
        ("50", "%"),
    ]
