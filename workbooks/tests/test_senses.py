"""What titles speak of, and what their amounts are counted in."""

import pytest

from measures.money import WAN, YI
from workbooks.senses import Sense, sense_of
from workbooks.titles import read_title, unit_in_line
from workbooks.units import Unit

DONE, PLANNED, SHARE, OTHER = Sense


@pytest.mark.parametrize(
    ("path", "sense"),
    [
        (["本月完成投资"], DONE),
        (["本年计划投资"], PLANNED),
        (["计划完成投资"], PLANNED),
        (["投资计划完成额"], OTHER),
        (["完成年度计划投资"], OTHER),
        (["未完成投资"], OTHER),
        (["本月完成投资说明"], OTHER),
        (["投资完成率"], SHARE),
        (["完成投资占年计划（%）"], SHARE),
        (["累计完成比例"], SHARE),
        (["形象进度目标"], PLANNED),
        (["年计划形象进度"], PLANNED),
        (["形象进度"], None),
        (["目前进展情况及下步计划"], None),
        (["年度投资计划", "1-7月完成"], DONE),
        (["年度投资计划", "完成投资"], OTHER),
        (["年度投资计划及完成情况", "完成投资"], DONE),
        (["年度投资计划及完成情况", "计划"], PLANNED),
        (["7月完成情况", "月计划投资额"], PLANNED),
        (["7月完成情况", "占月计划（%）"], SHARE),
        (["完成率", "7月完成"], SHARE),
        (["年度目标", "形象进度"], PLANNED),
        (["计划总投资"], None),
    ],
)
def test_a_title_speaks_of_what_was_done_or_is_planned_or_of_a_share(path, sense):
    assert sense_of([read_title(text) for text in path]) is sense


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("总投资（百万元）", Unit("百万元", 100 * WAN)),
        ("总投资（千元）", Unit("千元", 1000)),
        ("总投资（单位：千万元）", Unit("千万元", 1000 * WAN)),
        ("总投资（拾万元）", Unit("十万元", 10 * WAN)),
        ("总投资（含税，万元）", Unit("万元", WAN)),
        ("总投资（万元，不含地价）", Unit("万元", WAN)),
        ("总投资（人民币亿元）", Unit("亿元", YI)),
        ("总投资千元", Unit("千元", 1000)),
        ("总投资（万美元）", Unit("万美元", None)),
        ("总投资（亿港币）", Unit("亿港币", None)),
        ("总投资（USD）", Unit("USD", None)),
        ("总投资百万欧元", Unit("百万欧元", None)),
        ("总投资（万里拉元）", Unit("万里拉元", None)),
        ("总投资（人民币）", None),
        ("总投资", None),
    ],
)
def test_a_title_names_the_unit_of_its_amounts(title, unit):
    read = read_title(title)
    assert read.unit == unit
    assert read.bare == "总投资"


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：百万元", Unit("百万元", 100 * WAN)),
        ("金额单位：人民币千元", Unit("千元", 1000)),
        ("计量单位：公里、万元", Unit("万元", WAN)),
        ("单位：万美元", Unit("万美元", None)),
        ("（千万元）", Unit("千万元", 1000 * WAN)),
        ("填报单位：万州区交通局", None),
    ],
)
def test_a_line_above_the_table_declares_the_unit(line, unit):
    assert unit_in_line(line) == unit


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("上半年完成投资", (1, 6)),
        ("二季度完成投资", (4, 6)),
        ("前三季度累计完成投资", (1, 9)),
        ("第1季度完成投资", (1, 3)),
        ("前7个月完成投资", (1, 7)),
        ("1—7月份完成投资", (1, 7)),
        ("一至七月完成投资", (1, 7)),
        ("下半年完成投资", (7, 12)),
    ],
)
def test_a_title_names_its_months_in_any_wording(title, months):
    read = read_title(title)
    assert (read.first_month, read.month) == months
    assert read.pattern in ("Ⓢ完成投资", "Ⓢ累计完成投资")
