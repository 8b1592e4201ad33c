"""附加指标 in a real browser: added on its page, typed into the sheet, sent, approved."""

import datetime

import pytest
from django.urls import reverse

from config.tests.clerk import Clerk
from figures.book import FigureBook
from figures.facts import load_facts
from investment.models import EntryState, ExtraColumn, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JULY = Month(2019, 7)


@pytest.fixture
def project(county, unit_a):
    """One on the county's list, in a July that is open."""
    ReportingPeriod.objects.create(
        county=county, year=2019, month=7, due_on=datetime.date(2019, 8, 5)
    )
    project = ProjectFactory(county=county, name="镇区道路改造工程", reporting=unit_a)
    plan = AnnualPlanFactory(county=county)
    PlanItemFactory(plan=plan, project=project, planned_investment=1000 * WAN)
    return project


def sign_in(page, client, live_server, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def test_a_column_is_added_typed_into_sent_and_approved(
    page, client, live_server, county, unit_a, project, approver, reporter
):
    sign_in(page, client, live_server, approver)
    page.goto(live_server.url + reverse("investment:extra_columns"))
    with page.expect_navigation():
        page.get_by_role("link", name="民间投资完成额").click()
    page.locator("[name=from_month]").fill("2019-07")
    page.locator("[name=source]").fill("县发改〔2019〕31号")
    press(page, "增加")
    column = ExtraColumn.objects.get()
    assert (column.name, column.unit) == ("民间投资完成额", "万元")

    sign_in(page, client, live_server, reporter)
    clerk = Clerk(page, live_server, unit_a, [project]).open()
    row = page.locator(f"#project-{project.pk}")
    assert row.locator("[aria-label=附加指标未填]").count() == 1
    # The sheet's everyday columns are as wide as the page: nothing is to be pushed aside.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    clerk.type("100")
    clerk.type("主体施工", column="progress")
    row.locator("summary").click()
    clerk.type("60.5", column=f"extra_{column.pk}")
    clerk.type("首报", column="explanation")
    with page.expect_navigation():
        clerk.send()
    assert "已报送 1 个项目。" in page.content()
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.extra) == (EntryState.SUBMITTED, {str(column.pk): 605_000})

    sign_in(page, client, live_server, approver)
    page.goto(live_server.url + reverse("investment:review_unit", args=[unit_a.pk, JULY]))
    assert "民间投资完成额：60.5万元" in page.locator("table").first.inner_text()
    page.locator("[name=entry]").check()
    press(page, "审定所选")
    assert MonthlyEntry.objects.get().state == EntryState.APPROVED
    assert FigureBook(load_facts(county, JULY))["县级.全部.民间投资完成额"].value == 605_000
