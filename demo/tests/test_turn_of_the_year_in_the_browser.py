"""The tenth of January in a real browser: the list of the new year, a hand-over, the months of two
years, and what the new list leaves out."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Unit
from demo.tests.test_july_in_the_browser import ROAD, Desk, demonstration  # noqa: F401
from investment.models import MonthlyEntry, ReportingPeriod
from measures.months import Month
from projects.models import AnnualPlan, Part, Project, Stage

pytestmark = pytest.mark.browser

JANUARY_10 = datetime.date(2020, 1, 10)
DECEMBER, JANUARY = Month(2019, 12), Month(2020, 1)
LEFT_OUT = "镇区道路改造工程"


@pytest.fixture
def january(demonstration, settings):  # noqa: F811
    settings.XUSHI_TODAY = JANUARY_10.isoformat()
    return demonstration


def test_a_year_turns_to_january_through_pages(page, live_server, january):
    desk = Desk(page, live_server)
    page.on("dialog", lambda dialog: dialog.accept())

    def seen():
        """Nothing of the page lies beside an office screen."""
        assert page.evaluate("document.documentElement.scrollWidth") <= 1366, page.url

    # The list of 2020 is drafted from that of 2019, but for one project; a second look finds it.
    desk.sign_in("shending")
    former = AnnualPlan.objects.get(year=2019, key="县级")
    desk.open("projects:plan", former.pk)
    desk.follow("拟订2020年清单")
    page.get_by_label(f"列入{LEFT_OUT}", exact=True).uncheck()
    seen()
    desk.press("拟订2020年清单")
    seen()
    drafted = AnnualPlan.objects.get(year=2020)
    assert drafted.drafted_from == former
    unfinished = drafted.items.count()
    assert f"{unfinished} 个项目的年度计划投资待定" in page.content()
    desk.open("projects:plan", former.pk)
    desk.follow("2020年清单")
    assert drafted.name in page.get_by_role("heading", level=1).inner_text()

    # What it plans is given line by line.
    row = page.get_by_role("row").filter(has_text=ROAD)
    with page.expect_navigation():
        row.get_by_role("link", name="修改").click()
    page.get_by_label("年度计划投资（万元）").fill("12,000")
    seen()
    desk.press("保存")
    assert f"{unfinished - 1} 个项目的年度计划投资待定" in page.content()

    # The road goes to another bureau.
    road = Project.objects.get(name=ROAD)
    desk.open("projects:parts", road.pk)
    form = page.locator("form").filter(has=page.get_by_role("button", name="登记单位"))
    form.get_by_label("关系").select_option("填报单位")
    form.get_by_label("单位", exact=True).select_option("文化和旅游局")
    form.get_by_label("自哪天起").fill("2020-01-10")
    seen()
    desk.press("登记单位")
    assert road.unit_parts.current().get(part=Part.REPORTING).unit.name == "文化和旅游局"

    # December and January, and one of them taken back.
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
