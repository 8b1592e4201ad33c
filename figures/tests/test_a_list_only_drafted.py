"""A list that was only drafted plans nothing yet: its plan is —, not 0, wherever it is told."""

import pytest
from django.urls import reverse

from figures.book import FigureBook, check_book
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line, sign_in
from investment.models import ReportingPeriod
from measures.money import WAN
from projects.models import AnnualPlan, PlanCategory, PlanItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(unit_a):
    """Two lines of a list that was drafted, of one of which money was reported."""
    lines = [
        make_line(unit_a, "滨河路", None, {6: 410}),
        make_line(unit_a, "新水厂", None, {}, category=PlanCategory.NEW),
    ]
    [plan] = AnnualPlan.objects.all()
    former = AnnualPlan.objects.create(county=plan.county, year=2018, tier=plan.tier, key="县级")
    plan.drafted_from = former
    plan.save()
    return lines


def of_plan(county):
    book = FigureBook(load_facts(county, JUNE))
    check_book(book)
    names = ("年度计划投资", "完成投资", "完成率", "超序时")
    return [book.of("县级", "全部", name).value for name in names]


def test_what_is_planned_is_not_known_until_one_line_says_it(county, drafted):
    assert of_plan(county) == [None, 410 * WAN, None, None]
    PlanItem.objects.filter(pk=drafted[1].pk).update(planned_investment=500 * WAN)
    assert of_plan(county)[0] == 500 * WAN


def test_pages_that_tell_of_it_open_and_say_no_zero(client, county, drafted, leader, reporter):
    ReportingPeriod.objects.update(published_at="2019-07-06T00:00Z", published_as="final")
    page = sign_in(client, leader).get(reverse("reports:dashboard"), {"month": str(JUNE)})
    assert (page.status_code, page.context["dashboard"].planned) == (200, 0)
    assert "年度计划 <" in page.content.decode()
    unit = drafted[0].project.unit_parts.first().unit
    sheet = sign_in(client, reporter).get(reverse("investment:entry", args=[unit.pk, JUNE]))
    assert (sheet.status_code, sheet.context["sums"].planned) == (200, None)
