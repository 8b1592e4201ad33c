"""What the dashboard and the monthly table say on paper and in a narrow window."""

import re

import pytest
from django.urls import reverse

from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import EntryState
from measures.money import WAN

LEFT_OUT = '<p class="coverage print-only">'


def page(client, user, name, *arguments):
    return sign_in(client, user).get(reverse(name, args=arguments)).content.decode()


def headings(html):
    head = re.search(r"<thead>.*?</thead>", html, re.S)[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<th.*?</th>", head)]


def test_paper_says_how_many_laggards_it_leaves_out(client, unit_a, leader):
    for number in range(16):
        make_line(unit_a, f"第{number}条公路", 1000, {6: 100})
    html = page(client, leader, "reports:dashboard")
    assert f"{LEFT_OUT}列出落后最多的15个，全部16个见系统。</p>" in html


def test_paper_says_nothing_where_all_laggards_are_listed(client, unit_a, leader):
    make_line(unit_a, "甲公路", 1000, {6: 100})
    assert LEFT_OUT not in page(client, leader, "reports:dashboard")


def test_the_dashboard_lies_down_and_prints_its_verdict(client, unit_a, leader):
    make_line(unit_a, "甲公路", 1000, {6: 100})
    assert '<body class="print-landscape print-lede"' in page(client, leader, "reports:dashboard")


def test_the_monthly_table_has_the_light_beside_the_points_and_no_unit(client, unit_a, leader):
    make_line(unit_a, "甲公路", 1000, {6: 100})
    assert headings(page(client, leader, "reports:monthly", JUNE, "县级")) == [
        *("序号", "项目名称", "计划类别", "总投资", "年度计划", "本月完成", "累计完成"),
        *("占年度计划 %", "超/欠序时 百分点", "亮灯", "形象进度", "存在问题"),
    ]


@pytest.mark.parametrize(("planned", "printed"), [(1000, "−40.0"), (200, "0.0"), (2000, "−45.0")])
def test_points_are_printed_with_one_decimal(client, unit_a, leader, planned, printed):
    make_line(unit_a, "甲公路", planned, {6: 100})
    assert f'<td class="num">{printed}</td>' in page(
        client, leader, "reports:monthly", JUNE, "县级"
    )


def test_points_that_one_decimal_would_hide_have_two(client, unit_a, leader):
    make_line(unit_a, "甲公路", 20000, {6: 9999})
    assert '<td class="num">−0.01</td>' in page(client, leader, "reports:monthly", JUNE, "县级")


def test_a_unit_whose_month_waits_is_not_called_silent(client, unit_a, unit_b, leader):
    make_line(unit_a, "甲公路", 1000, {6: 100})
    enter(
        make_line(unit_b, "丙水库", 1000).project,
        6,
        month_amount=50 * WAN,
        state=EntryState.SUBMITTED,
    )
    html = page(client, leader, "reports:dashboard")
    units = html[html.index('id="units"') :]
    assert "待审定</span>" in units
    assert "未报</span>" not in units
