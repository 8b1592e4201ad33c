"""85 entries reviewed by keys alone: how many presses it takes. Before the queue it was 170 clicks
and 34 pages."""

import datetime

import pytest
from django.urls import reverse

from accounts import clock
from accounts.models import Unit, UnitKind
from investment.models import (
    CheckFinding,
    EntryState,
    MonthlyEntry,
    ReportingPeriod,
    Verdict,
)
from measures.money import WAN
from measures.months import Month
from projects.models import (
    AnnualPlan,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectUnit,
    Tier,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JULY = Month(2019, 7)
UNITS, OF_EACH, EXPLAINED = 17, 5, 8
BROUGHT_TO_THE_DESK = 1


@pytest.fixture
def eighty_five(county):
    """17 units with five projects each; eight entries are explained, one is 经核不符."""
    units = [
        Unit.objects.create(parent=county, name=f"第{n}局", kind=UnitKind.DEPARTMENT)
        for n in range(UNITS)
    ]
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点", key="县级"
    )
    period = ReportingPeriod.objects.create(
        county=county, year=2019, month=7, due_on=datetime.date(2019, 8, 5)
    )
    owners = [unit for unit in units for _ in range(OF_EACH)]
    projects = Project.objects.bulk_create(
        Project(county=county, name=f"{n}号工程") for n in range(len(owners))
    )
    pairs = list(zip(projects, owners, strict=True))
    ProjectUnit.objects.bulk_create(
        ProjectUnit(project=p, unit=u, part=Part.REPORTING, from_date=datetime.date(2019, 1, 1))
        for p, u in pairs
    )
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan, project=p, category=PlanCategory.CONTINUING, planned_investment=1000 * WAN
        )
        for p in projects
    )
    entries = MonthlyEntry.objects.bulk_create(
        MonthlyEntry(
            project=p,
            unit=u,
            period=period,
            year=2019,
            month=7,
            month_amount=50 * WAN,
            progress="主体施工",
            state=EntryState.SUBMITTED,
        )
        for p, u in pairs
    )
    CheckFinding.objects.bulk_create(
        CheckFinding(
            entry=entry,
            code="same_money",
            check_class="explain",
            message="与上月相同",
            explanation="结算滞后",
            found_at=clock.now(),
            verdict=Verdict.FALSE if place == 0 else "",
        )
        for place, entry in enumerate(entries[: EXPLAINED + 1])
    )
    return entries


class Keys:
    """A keyboard that counts its presses."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, *keys):
        for key in keys:
            self.presses += 1
            self.page.keyboard.press(key)

    def goes(self, *keys):
        with self.page.expect_navigation():
            self.press(*keys)


def test_85_entries_are_judged_by_a_few_presses(page, client, live_server, approver, eighty_five):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("investment:queue_now"))
    keys = Keys(page)
    assert (
        page.evaluate("document.querySelector('.desk-decide').getBoundingClientRect().bottom")
        <= 768
    )
    assert "经核不符" in page.content()

    # What is 经核不符 goes back with a ready reason: a digit and Enter.
    keys.press("1")
    keys.goes("Enter")
    # Seven explanations are approved one by one, one is returned.
    for _ in range(EXPLAINED - 1):
        keys.goes("a")
    keys.press("6")
    keys.goes("Enter")
    # 下一条, 上一条: where one wants to look again.
    keys.goes("j")
    keys.goes("k")
    # The other 76 at once, after a look at what that leaves out.
    keys.goes("z")
    assert page.get_by_text("审定这 76 项").count() == 1
    keys.goes("Enter")

    states = MonthlyEntry.objects.values_list("state", flat=True)
    assert (list(states).count("approved"), list(states).count("returned")) == (83, 2)
    assert keys.presses + BROUGHT_TO_THE_DESK == 16


def test_words_that_were_typed_are_asked_about_before_the_page_goes(
    page, client, live_server, approver, eighty_five
):
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("investment:queue_now"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.keyboard.press("r")
    page.keyboard.type("6月数不对")
    page.get_by_role("link", name="下一条").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.get_by_label("退回理由").input_value() == "6月数不对"
