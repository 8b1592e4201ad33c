"""One figure is said in one way, and laggards stand in one order, wherever they are shown."""

import io
import re
from html import unescape

import openpyxl
import pytest
from django.urls import reverse

from figures.facts import load_facts
from figures.tests.scene import enter, make_line, sign_in
from measures.money import WAN
from measures.months import Month
from projects.models import Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory
from reports.prose.summary import compose_summary
from supervision.meetings.services import call_meeting
from supervision.notices.body import compose_body
from supervision.notices.services import draft_notice

pytestmark = pytest.mark.django_db
MARCH = Month(2019, 3)
SAID = re.compile("[超欠]序时[^，。；、（<>]*?个百分点|与序时持平")


@pytest.fixture
def notice(county, approver, today):
    AnnualPlanFactory(county=county)
    return draft_notice(county=county, month=MARCH, plan_key="县级", by=approver, today=today)


@pytest.fixture
def meeting(county, approver, today):
    return call_meeting(county=county, held_on=today, place="", chair="", attendees="", by=approver)


@pytest.fixture
def today():
    return Month(2019, 4).last_day


@pytest.fixture
def html(client, approver):
    """A page as it is read, without space around its tags."""

    def read(name, *args):
        answer = sign_in(client, approver).get(reverse(name, args=args))
        assert answer.status_code == 200
        return re.sub(r"\s*(<[^>]*>)\s*", r"\1", unescape(answer.content.decode()))

    return read


@pytest.fixture
def printed(client, approver):
    """A column of the first sheet of a workbook as Excel prints it."""

    def read(name, *args):
        answer = sign_in(client, approver).get(reverse(name, args=args))
        rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows())
        column = next(
            cell.column - 1 for row in rows for cell in row if cell.value == "超/欠序时（百分点）"
        )
        cells = [row[column] for row in rows]
        return {shown(cell) for cell in cells if isinstance(cell.value, int | float)}

    return read


def shown(cell):
    """The cell by its format: a text in quotes, or two decimals with a sign."""
    literal = re.fullmatch('"([^"]*)"', cell.number_format)
    if literal:
        return literal[1]
    assert cell.number_format == '+0.00;"−"0.00;0.00'
    return f"{cell.value:+.2f}".replace("-", "−")


# Completed of 10亿元 planned at the end of March, in 万元; how sentences say the lead, how a paper
# does, a page's cell, and a table on paper, whose decimals are fixed.
LEADS = [
    (24_970, "欠序时0.03个百分点", "略低于序时进度0.03个百分点", "−0.03", "−0.03"),
    (24_996, "欠序时不足0.01个百分点", "略低于序时进度", "−不足0.01", "−不足0.01"),
    (16_200, "欠序时8.8个百分点", "低于序时进度8.8个百分点", "−8.8", "−8.80"),
    (25_004, "超序时不足0.01个百分点", "达到序时进度", "+不足0.01", "+不足0.01"),
]


@pytest.mark.parametrize(("done", "told", "in_paper", "cell", "fixed"), LEADS)
def test_a_lead_is_said_alike_wherever_it_is_shown(
    county, unit_a, html, printed, notice, meeting, done, told, in_paper, cell, fixed
):
    project = make_line(unit_a, "滨河路", 100_000, {3: done}).project
    facts = load_facts(county, MARCH)

    dashboard = html("reports:dashboard")
    page = html("figures:project", MARCH, project.pk)
    chain = html("supervision:project", project.pk)
    body = compose_body(notice)
    texts = [
        *(dashboard, page, chain),
        body.document.text,
    ]
    assert [set(SAID.findall(text)) for text in texts] == [{told}] * 4
    assert in_paper in compose_summary(facts).text

    light = f'<span class="light-points">{cell}</span>'
    assert [text.count(light) for text in (page, chain)] == [1, 1]
    assert page.count(f'<td class="num">{cell}</td>') == 2  # its last month, and its list
    assert html("figures:rows", MARCH, "县级.全部.项目数").count(f">{cell}</td>") == 2
    assert [run.text for run in body.table.rows[0][6]] == [fixed]
    assert printed("reports:monthly_xlsx", MARCH, "县级") == {fixed}
    assert printed("figures:rows_export", MARCH, "县级.全部.项目数") == {fixed}
    if facts.rows[0].light.lag:
        assert set(SAID.findall(html("supervision:proposals"))) == {told}
        assert light in html("supervision:meeting", meeting.pk)


def test_a_rate_beside_its_lead_has_the_decimals_that_tell_them_apart(county, unit_a, html, notice):
    """24.97% − 25.00% = −0.03: with one decimal the sentence would say 25% and yet behind."""
    make_line(unit_a, "滨河路", 100_000, {3: 24_970})
    told = "完成投资2.5亿元，占年度计划的24.97%，欠序时0.03个百分点"
    paragraphs = compose_body(notice).document.text
    assert f"{told}。" in html("reports:dashboard")
    assert f"{told}。" in paragraphs
    summary = compose_summary(load_facts(county, MARCH)).text
    assert "完成投资2.5亿元，占年度计划的24.97%，略低于序时进度0.03个百分点。" in summary


def test_a_lead_is_over_the_rows_of_the_rate_beside_it(county, unit_a, unit_b, html, notice):
    """DESIGN §4.16: who is silent stands with his last known total, and the three numbers agree."""
    make_line(unit_a, "滨河路", 1000, {3: 200})
    make_line(unit_b, "水库", 1000, {2: 100})
    told = "占年度计划的15%，欠序时10.0个百分点"
    summary = compose_summary(load_facts(county, MARCH)).text
    paragraphs = compose_body(notice).document.text
    assert "，占年度计划的15.0%，低于序时进度10.0个百分点。" in summary
    assert f"，{told}。" in paragraphs
    assert f"，{told}。" in html("reports:dashboard")


@pytest.fixture
def laggards(county, unit_a, unit_b):
    """In the order of the list; the last stands on the city's list too, with less planned."""
    make_line(unit_a, "略慢", 1000, {3: 200})
    make_line(unit_b, "滞后", 1000, {3: 100})
    make_line(unit_a, "同样滞后", 2000, {3: 200})
    unstarted(unit_b, "刚到期未开工", "2019-03-01", {3: 0})
    make_line(unit_a, "最滞后", 1000, {3: 0}, category="continuing")
    unstarted(unit_b, "早该开工", "2018-11-01", {3: 0})
    unstarted(unit_a, "早该开工且二月未报", "2018-11-01", {1: 0, 3: None})
    both = make_line(unit_b, "市县两级", 1000, {3: 249}).project
    plan = AnnualPlanFactory(county=county, tier=Tier.MUNICIPAL)
    PlanItemFactory(plan=plan, project=both, planned_investment=996 * WAN)


def unstarted(unit, name, planned_start, months):
    """Reported month by month, so that a month without a report is a gap; no date of a start."""
    line = make_line(unit, name, 1000, planned_start=planned_start)
    for month in months:
        enter(line.project, month, month_amount=0)
    line.project.actual_start = None
    line.project.save()
    return line


WORST_FIRST = [
    "早该开工",
    "早该开工且二月未报",
    "最滞后",
    "滞后",
    "同样滞后",
    "刚到期未开工",
    "略慢",
    "市县两级",
]


def test_laggards_stand_in_one_order_wherever_they_are_listed(
    client, approver, laggards, notice, meeting
):
    def listed(name, *args, then=lambda context: None):
        rows = then(sign_in(client, approver).get(reverse(name, args=args)).context)
        return [row.project_name for row in rows]

    key = "县级.全部.落后数"
    drafting = listed("supervision:notice", notice.pk, then=lambda c: c["laggards"])
    assert listed("reports:dashboard", then=lambda c: c["dashboard"].behind) == WORST_FIRST
    assert listed("figures:rows", MARCH, key, then=lambda c: c["page"].rows) == WORST_FIRST
    assert listed("supervision:proposals", then=lambda c: c["rows"]) == WORST_FIRST
    assert listed("supervision:meeting", meeting.pk, then=lambda c: c["laggards"]) == WORST_FIRST
    assert drafting == WORST_FIRST
    by_kind = [each.text for each in compose_body(notice).paragraphs if "滞后" in each.text[:4]]
    told = ["".join(re.findall("[：；]([^（]*)（", line)) for line in by_kind]
    late = [name for name in WORST_FIRST if "开工" in name]
    assert told[-2:] == [
        "".join(late),
        "".join(name for name in WORST_FIRST if name not in late),
    ]
