"""The county of the third source document: 17 units with investment, 3 of them at pace, 6
without, four that sent a zero and two that sent nothing."""

import io
import re
from html import unescape

import openpyxl
import pytest
from django.urls import reverse

from figures.facts import load_facts
from figures.tests.scene import sign_in
from investment.models import MonthlyEntry
from investment.tests.county_of_23 import JANUARY, SILENT, ZERO, make_county_of_23
from measures.money import YI
from reports.prose.choices import Choices, Naming
from reports.prose.summary import compose_summary

SENTENCE = (
    "23个填报单位中有17个单位有投资，其中3个达到序时进度；6个单位无投资，其中4个零报告"
    "（包公镇、响导乡、杨店乡、县建设局）、2个未报送（交通局、省市重点工程）。"
)
COVERAGE = "23个单位中报送21个，23个项目中报送21个"


@pytest.fixture
def units(county):
    return make_county_of_23(county)


@pytest.fixture
def dashboard(client, units, leader):
    return sign_in(client, leader).get(reverse("reports:dashboard"))


def test_the_summary_says_it_in_a_sentence(county, units):
    facts = load_facts(county, JANUARY)
    lines = compose_summary(facts, choices=Choices(naming=Naming.ALL)).text.split("\n")
    assert any(line.startswith(SENTENCE) for line in lines)
    upward = compose_summary(facts).text
    assert "6个单位无投资，其中4个零报告、2个未报送。" in upward
    assert "包公镇" not in upward
    assert f"报送情况：县级{COVERAGE}。" in lines


def test_the_dashboard_says_it_and_every_number_opens_its_rows(client, dashboard):
    runs = dashboard.context["units_sentence"]
    assert "".join(run.text for run in runs) == SENTENCE
    opened = {}
    for run in runs:
        if run.key:
            page = client.get(reverse("figures:rows", args=[JANUARY, run.key])).context["page"]
            opened[run.key.rpartition(".")[2]] = (run.text, len(page.rows))
    assert opened == {
        "填报单位数": ("23", 23),
        "有投资单位数": ("17", 17),
        "达序时单位数": ("3", 3),
        "无投资单位数": ("6", 6),
        "零报告单位数": ("4", 4),
        "未报送单位数": ("2", 2),
    }


def test_the_headline_is_of_the_task_and_says_what_it_covers(dashboard):
    headline = dashboard.context["headline"]
    assert (headline.planned.value, headline.done.value) == (174 * YI, 103 * YI // 10)
    assert dashboard.context["dashboard"].coverage.in_full == COVERAGE
    assert f"{COVERAGE}。数据口径：" in dashboard.content.decode()


def test_zeros_are_ranked_with_their_reason_and_the_silent_stand_apart(dashboard):
    shown = dashboard.context["dashboard"]
    assert [unit.unit_name for unit in shown.ranked[:3]] == ["店埠镇", "撮镇镇", "梁园镇"]
    assert [(unit.rank, unit.unit_name, unit.zero_words) for unit in shown.ranked[17:]] == [
        (18, "包公镇", "零投资：冬休"),
        (19, "响导乡", "零投资：未开工"),
        (20, "杨店乡", "零投资：冬休"),
        (21, "县建设局", "零投资：结算未到"),
    ]
    assert [(unit.rank, unit.unit_name, unit.rate.value) for unit in shown.unranked] == [
        (None, "交通局", None),
        (None, "省市重点工程", None),
    ]
    rows = re.findall(r"<tr>.*?</tr>", dashboard.content.decode(), re.S)
    words = [re.sub(r"<[^>]+>|\s+", " ", unescape(row)).split() for row in rows]
    silent = [row for row in words if row[1:2] in (["交通局"], ["省市重点工程"])]
    assert silent == [
        ["—", "交通局", "1", "50,000", "—", "未报送", "0/1"],
        ["—", "省市重点工程", "1", "50,000", "—", "未报送", "0/1"],
    ]


def test_the_title_of_the_ranking_names_the_silent(dashboard):
    assert dashboard.context["units_title"] == ("18个单位低于序时，都在10个百分点以内，2个单位未报")


@pytest.mark.slow
def test_the_workbook_says_what_each_total_covers_and_why_a_zero_is_one(client, units, leader):
    sign_in(client, leader)
    answer = client.get(reverse("reports:monthly_xlsx", args=[JANUARY, "县级"]))
    table, months, *_charts = (
        [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    )
    total = next(row for row in table if row[1] == "合计（23个）")
    assert total[10] == "23个项目中报送21个"
    told = {
        row[3]: (row[6], row[10]) for row in table if row[3] in {t.unit for t in (*ZERO, *SILENT)}
    }
    assert told == {
        "包公镇": (0, "零投资：冬休"),
        "响导乡": (0, "零投资：未开工"),
        "杨店乡": (0, "零投资：冬休"),
        "县建设局": (0, "零投资：结算未到"),
        "交通局": ("未报", None),
        "省市重点工程": ("未报", None),
    }
    assert next(row for row in months if row[0] == "报送项目") == ["报送项目", "21/23", "21/23"]
    notes = [row[0] for row in table if isinstance(row[0], str)]
    assert (
        "注1：报送情况：23个单位中报送21个，23个项目中报送21个，未报2个；"
        "未报单位：交通局、省市重点工程。"
    ) in notes


def test_estimates_are_counted_beside_every_total(client, county, units, leader):
    MonthlyEntry.objects.filter(unit__name="店埠镇").update(is_estimate=True)
    text = compose_summary(load_facts(county, JANUARY)).text
    assert f"报送情况：县级{COVERAGE}，含预计数1项。\n" in text
    page = sign_in(client, leader).get(reverse("reports:dashboard"))
    assert page.context["dashboard"].coverage.in_full == f"{COVERAGE}，含预计数1项"
