"""The dashboard says where a list stands, and every number of it opens its rows."""

import re
from fractions import Fraction
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, Unit, UnitKind
from figures.book import FigureBook, books_by_unit
from figures.coverage import coverage_of
from figures.curve import curve
from figures.facts import load_facts
from figures.figure import Figure
from figures.tests.scene import JUNE, enter, make_line, sign_in
from figures.units import COUNT
from investment.models import EntryState, ReportingRule
from measures.money import WAN
from measures.months import Month
from projects.models import LeadOfficial, PlanCategory, Tier
from reports.selectors import unit_lines

LINK = re.compile(r'href="(/figures/(?!quality/|lights/)(?![^"]*/project/)[^"]+)"')


@pytest.fixture
def lines(unit_a, unit_b):
    """Unit A: a road ahead, a bridge far behind, a school a little behind, a tunnel prepared.
    Unit B reported until May and was silent in June."""
    bridge = make_line(unit_a, "乙大桥", 2000, {6: 600}, category=PlanCategory.CONTINUING)
    LeadOfficial.objects.create(project=bridge.project, name="常务副县长", from_date="2019-01-01")
    return {
        "甲公路": make_line(unit_a, "甲公路", 1000, dict.fromkeys(range(1, 7), 100)),
        "乙大桥": bridge,
        "戊学校": make_line(unit_a, "戊学校", 1000, {5: 200, 6: 250}),
        "己隧道": make_line(unit_a, "己隧道", None, category=PlanCategory.PRELIMINARY),
        "丙水库": make_line(unit_b, "丙水库", 1000, dict.fromkeys(range(1, 6), 50)),
    }


def dashboard(client, user, **query):
    return sign_in(client, user).get(reverse("reports:dashboard"), query)


def test_the_headline_figures_are_exact(client, lines, leader):
    headline = dashboard(client, leader).context["headline"]
    assert headline.count.value == 4
    assert headline.planned.value == 5000 * WAN
    assert headline.done.value == 1900 * WAN
    assert headline.rate.value == Fraction(38, 100)
    assert headline.lead.value == 38 - 50
    assert headline.start_rate.value == 1
    assert (headline.on_pace.value, headline.red.value, headline.amber.value) == (1, 1, 1)
    assert (headline.reported.value, headline.silent.value) == (3, 1)


def test_the_verdict_is_a_sentence_with_the_half_way_test(client, lines, leader):
    assert dashboard(client, leader).context["verdict"] == (
        "截至6月底，县级4个重点项目中报送3个，未报1个，已知累计完成投资1900万元，"
        "占年度计划的38%，欠序时12.0个百分点。"
    )


def test_in_another_month_only_the_pace_is_spoken_of(client, lines, leader):
    assert dashboard(client, leader, month="2019-05").context["verdict"] == (
        "截至5月底，县级4个重点项目中报送3个，未报1个，已知累计完成投资950万元，"
        "占年度计划的19%，欠序时22.7个百分点。"
    )


@pytest.mark.slow
def test_every_number_opens_rows_that_add_up_to_it(client, lines, leader):
    page = dashboard(client, leader).content.decode()
    addresses = {unescape(address) for address in LINK.findall(page)}
    assert len(addresses) > 50
    for address in addresses:
        opened = client.get(address).context["page"]
        figure = opened.figure
        foot = {
            "完成投资": "done",
            "本月完成投资": "month",
            "年度计划投资": "planned",
            "完成率": "rate",
            "超序时": "lead",
        }
        if figure.name in foot:
            assert opened.total(foot[figure.name]) == figure.value, address
        elif figure.value is None:
            assert opened.rows == (), address
        elif figure.unit == COUNT:
            assert len(opened.rows) == figure.value, address


def test_the_page_prints_what_the_facts_say(client, lines, leader):
    page = dashboard(client, leader).content.decode()
    address = reverse("figures:rows", args=[JUNE, "县级.全部.完成投资"])
    assert f'<a class="figure-link" href="{address}">1,900</a>' in page


def test_red_comes_before_amber_with_reason_and_official(client, lines, leader):
    behind = dashboard(client, leader).context["dashboard"].behind
    assert [row.project_name for row in behind] == ["乙大桥", "戊学校"]
    assert [row.light.reason for row in behind] == [
        "欠序时20.0个百分点",
        "欠序时5.0个百分点",
    ]
    assert [row.lead_official for row in behind] == ["常务副县长", ""]


def test_an_unstarted_project_past_its_month_is_behind_by_its_start(client, lines, leader, unit_a):
    late = make_line(unit_a, "庚医院", 1000, {6: 0}, planned_start="2019-03-01")
    late.project.actual_start = None
    late.project.save()
    behind = dashboard(client, leader).context["dashboard"].behind
    assert [(row.project_name, row.light.lag.value) for row in behind] == [
        ("庚医院", "开工滞后"),
        ("乙大桥", "投资滞后"),
        ("戊学校", "投资滞后"),
    ]


def test_a_silent_unit_is_named_and_never_ranked(client, lines, leader, unit_a, unit_b):
    response = dashboard(client, leader)
    ranked, silent = response.context["dashboard"].units
    assert (ranked.unit_id, ranked.rank, ranked.rate.value) == (unit_a.pk, 1, Fraction(165, 400))
    assert (silent.unit_id, silent.rank, silent.is_silent) == (unit_b.pk, None, True)
    assert response.context["units_title"] == "1个单位低于序时，都在10个百分点以内，1个单位未报"
    assert response.context["units_chart"]["categories"] == ["交通运输局"]


def test_a_list_is_shown_by_category_and_preliminary_apart(client, lines, leader):
    (block,) = dashboard(client, leader).context["dashboard"].lists
    assert [(line.label, line.count.value, line.planned.value) for line in block.lines] == [
        ("新建", 3, 3000 * WAN),
        ("续建", 1, 2000 * WAN),
        ("小计", 4, 5000 * WAN),
        ("前期", 1, 0),
        ("合计", 5, 5000 * WAN),
    ]


def test_another_list_has_its_own_figures(client, lines, leader, unit_a):
    make_line(unit_a, "辛机场", 3000, {6: 1500}, tier=Tier.PROVINCIAL)
    response = dashboard(client, leader, list="省级")
    assert response.context["headline"].rate.value == Fraction(1, 2)
    assert [block.plan.key for block in response.context["dashboard"].lists] == ["省级", "县级"]


def test_what_waits_is_said_beside_and_not_counted(client, lines, leader):
    enter(lines["丙水库"].project, 6, month_amount=999 * WAN, state=EntryState.SUBMITTED)
    response = dashboard(client, leader)
    assert response.context["headline"].done.value == 1900 * WAN
    lede = " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())
    assert "另有 1 个项目的6月填报待审定，未计入。" in lede


def test_where_it_is_reviewed_first_it_waits_for_that(client, lines, leader, county):
    enter(lines["丙水库"].project, 6, month_amount=999 * WAN, state=EntryState.SUBMITTED)
    ReportingRule.objects.create(
        county=county, from_date="2019-01-01", has_review=True, source="内控制度"
    )
    response = dashboard(client, leader)
    lede = " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())
    assert "另有 1 个项目的6月填报待审核，未计入。" in lede
    assert "待审核1个" in coverage_of(response.context["dashboard"].facts.rows).words


def test_the_curve_runs_to_the_cut_off_and_the_pace_through_the_year(client, lines, leader):
    chart = dashboard(client, leader).context["curve_chart"]
    done, pace = (series["data"] for series in chart["series"])
    assert chart["unit"] == "万元"
    assert done == ["150", "300", "450", "600", "950", "1900", *[None] * 6]
    assert (pace[5], pace[11]) == ("2500", "5000")


def test_each_point_of_the_curve_is_the_figure_of_its_own_month(lines, county, unit_b):
    """A month covered by a later total knew nothing at its own end."""
    gap = make_line(unit_b, "壬泵站", 1000, {1: 10})
    enter(gap.project, 5, year_to_date=400 * WAN)
    for point in curve(load_facts(county, JUNE), "县级", "全部"):
        book = FigureBook(load_facts(county, point.month))
        for figure in (point.amount, point.done, point.rate, point.lead, point.reported):
            assert figure.value == book[figure.key].value, (point.month, figure.key)


def test_a_reporter_sees_his_own_unit_only(client, lines, other_reporter):
    response = dashboard(client, other_reporter)
    assert response.context["headline"].done.value == 250 * WAN
    assert set(response.context["units"].values()) == {"水利局"}
    page = response.content.decode()
    assert "乙大桥" not in page
    assert "交通运输局" not in page
    assert reverse("reports:monthly", args=[JUNE, "县级"]) not in page


def test_a_reporter_of_another_unit_gets_404_for_a_unit(client, lines, other_reporter, unit_a):
    assert dashboard(client, other_reporter, unit=unit_a.pk).status_code == 404


def test_the_leader_narrows_the_page_to_a_unit(client, lines, leader, unit_b):
    response = dashboard(client, leader, unit=unit_b.pk, month="2019-05")
    assert response.context["headline"].done.value == 250 * WAN
    assert f"?unit={unit_b.pk}" in response.content.decode()


@pytest.mark.parametrize("role", ["reviewer", "approver", "inspector", "leader", "auditor"])
def test_who_reads_the_county_sees_the_whole(client, lines, request, role):
    response = dashboard(client, request.getfixturevalue(role))
    assert response.context["headline"].count.value == 4


def test_an_administrator_holds_no_right_over_figures(client, lines, administrator):
    assert dashboard(client, administrator).status_code == 404


@pytest.mark.parametrize(
    "query", [{"month": "2019-07"}, {"month": "abc"}, {"list": "市级"}, {"unit": "99999"}]
)
def test_what_there_is_not_is_404(client, lines, leader, query):
    assert dashboard(client, leader, **query).status_code == 404


def test_a_county_without_figures_is_told_what_to_do(client, leader):
    response = dashboard(client, leader)
    assert response.status_code == 200
    assert "还没有已审定的月度进度" in response.content.decode()


def test_a_reporter_without_projects_is_told_so(client, lines, make_user, county):
    unit = Unit.objects.create(parent=county, name="林业局", kind=UnitKind.DEPARTMENT)
    response = dashboard(client, make_user("linye", Role.REPORTER, unit))
    assert "没有您可以查看的项目" in response.content.decode()


def test_nothing_approved_in_the_list_is_not_called_zero(client, lines, leader, unit_a):
    make_line(unit_a, "辛机场", 3000, tier=Tier.PROVINCIAL)
    response = dashboard(client, leader, list="省级")
    assert response.context["verdict"] == "截至6月底，省级1个重点项目尚无已审定的完成投资。"
    assert response.context["headline"].done.value is None


def test_thirty_projects_take_as_many_queries_as_one(client, unit_a, unit_b, leader):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert dashboard(client, leader).status_code == 200
        return len(seen)

    make_line(unit_a, "甲公路", 1000, dict.fromkeys(range(1, 7), 10))
    queries()  # the first request of a session also writes it
    at_one = queries()
    for number in range(29):
        make_line((unit_a, unit_b)[number % 2], f"第{number}条公路", 1000, {6: 100})
    assert queries() == at_one


def test_months_go_back_to_the_first_with_approved_entries(client, lines, leader):
    months = dashboard(client, leader).context["months"]
    assert [shown.month for shown in months] == [Month(2019, number) for number in range(6, 0, -1)]


def test_a_month_that_is_not_published_bends_no_front_page(client, lines, leader):
    projects = [lines[name].project for name in ("甲公路", "乙大桥")]
    enter(projects[0], 7, month_amount=5 * WAN, published_as="not")
    enter(projects[1], 7, month_amount=5 * WAN, state=EntryState.SUBMITTED)
    page = dashboard(client, leader)
    assert page.context["month"] == JUNE
    assert page.context["dashboard"].points[-1].month == JUNE
    assert page.context["preliminary"].words == "7月初步：1/4 已审定"
    assert "7月初步：1/4 已审定" in page.content.decode()
    chosen = dashboard(client, leader, month="2019-07")
    assert chosen.context["month"] == Month(2019, 7)
    assert "7月数据尚未发布，本页为初步数" in chosen.content.decode()
    assert "（初步）" in chosen.content.decode()


def test_the_figures_of_a_unit_are_those_of_a_book_of_its_own_lines(lines, county):
    facts = load_facts(county, JUNE)
    books = books_by_unit(facts)
    for unit in unit_lines(facts, "县级"):
        shown = [each for each in vars(unit).values() if isinstance(each, Figure)]
        book = books[unit.unit_id]
        assert shown == [book.of("县级", "全部", each.name) for each in shown]
    assert {unit.unit_id for unit in unit_lines(facts, "县级")} == books.keys()
