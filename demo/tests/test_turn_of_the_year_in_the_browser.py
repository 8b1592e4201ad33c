"""The tenth of January in a real browser: the months of two years, a hand-over, and what the new
list leaves out."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Unit, User
from demo.tests.test_july_in_the_browser import ROAD, Desk, demonstration  # noqa: F401
from investment.models import MonthlyEntry, ReportingPeriod
from measures.months import Month
from projects.models import AnnualPlan, Part, PlanCategory, PlanItem, Project, Stage, Tier
from projects.services import assign_unit

pytestmark = pytest.mark.browser

JANUARY_10 = datetime.date(2020, 1, 10)
DECEMBER, JANUARY = Month(2019, 12), Month(2020, 1)
LEFT_OUT = "镇区道路改造工程"


@pytest.fixture
def january(demonstration, settings):  # noqa: F811
    """The list of 2020 has every project of 2019 but one, and the road goes to another bureau."""
    settings.XUSHI_TODAY = JANUARY_10.isoformat()
    county = demonstration
    plan = AnnualPlan.objects.create(
        county=county, year=2020, tier=Tier.COUNTY, name="2020年县级重点项目", key="县级"
    )
    goes_on = Project.objects.filter(plan_items__isnull=False).exclude(name=LEFT_OUT).distinct()
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            project=project,
            category=PlanCategory.CONTINUING,
            planned_investment=10_000_000,
        )
        for project in goes_on
    )
    assign_unit(
        project=Project.objects.get(name=ROAD),
        unit=Unit.objects.get(name="文化和旅游局"),
        part=Part.REPORTING,
        by=User.objects.get(username="shending"),
        on=JANUARY_10,
        reason="机构改革",
    )
    return county


def test_a_year_turns_to_january_through_pages(page, live_server, january):
    desk = Desk(page, live_server)
    page.on("dialog", lambda dialog: dialog.accept())

    def seen():
        """Nothing of the page lies beside an office screen."""
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, page.url

    # December and January, and one of them taken back.
    desk.sign_in("shending")
    desk.open("investment:periods")
    seen()
    desk.press("开启2019年12月")
    desk.press("开启1月")
    row = page.get_by_role("row").filter(has_text="2020年1月")
    with page.expect_navigation():
        row.get_by_role("button", name="删除").click()
    assert "2020年1月填报期已删除。" in page.content()
    desk.press("开启1月")
    seen()
    months = [period.as_month for period in ReportingPeriod.objects.all()[:2]]
    assert months == [JANUARY, DECEMBER]

    # What the list of 2020 leaves out is asked for.
    page.goto(live_server.url + reverse("accounts:waiting"))
    seen()
    with page.expect_navigation():
        page.get_by_role("link", name="2019年清单").click()
    page.get_by_label(f"{LEFT_OUT}的去向").select_option("终止")
    page.get_by_label("依据").fill("常务会议纪要〔2020〕1号")
    seen()
    desk.press("答复已选的项目")
    assert "没有待答复的项目" in page.content()
    assert Project.objects.get(name=LEFT_OUT).stage == Stage.ENDED

    # December of the road is the old bureau's still, January the new one's.
    old, new = Unit.objects.get(name="交通运输局"), Unit.objects.get(name="文化和旅游局")
    desk.sign_in("wenlv")
    desk.open("investment:entry", new.pk, DECEMBER)
    assert page.get_by_label(f"{ROAD} 本月完成", exact=True).count() == 0
    desk.open("investment:entry", new.pk, JANUARY)
    assert page.get_by_label(f"{ROAD} 本月完成", exact=True).count() == 1
    seen()
    desk.sign_in("jiaotong")
    desk.open("investment:entry", old.pk, JANUARY)
    assert page.get_by_label(f"{ROAD} 本月完成", exact=True).count() == 0
    desk.open("investment:entry", old.pk, DECEMBER)
    desk.fill(ROAD, "本月完成", "5,200")
    desk.fill(ROAD, "形象进度", "路面施工")
    seen()
    desk.press("保存草稿")
    [entry] = MonthlyEntry.objects.filter(month=12)
    assert (entry.project.name, entry.unit, entry.month_amount) == (ROAD, old, 52_000_000)

    # A reader of December finds it as it was.
    desk.sign_in("lingdao")
    desk.open("investment:board", DECEMBER)
    seen()
