"""A clerk's five projects by the keyboard alone, on the page as it is served."""

import pytest
from django.conf import settings
from django.urls import reverse

from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, Part, PlanItem, Project, ProjectUnit, Tier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULL_SCREEN = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
LONG = "县城至高铁站快速通道改扩建工程（含沿线桥梁、管网及附属设施）二期一标段"


@pytest.fixture
def projects(county, unit_a):
    """Twelve projects, each with 400万元 of 1000 by June."""
    plan = AnnualPlan.objects.create(
        county=county, year=2019, tier=Tier.COUNTY, name="2019年县级重点项目", key="县级"
    )
    june, _ = (
        ReportingPeriod.objects.create(
            county=county, year=2019, month=month, due_on=f"2019-0{month + 1}-05"
        )
        for month in (6, 7)
    )
    made = [Project.objects.create(county=county, name=f"第{n}号路") for n in range(1, 12)]
    made.append(Project.objects.create(county=county, name=LONG))
    for position, project in enumerate(made):
        ProjectUnit.objects.create(
            project=project, unit=unit_a, part=Part.REPORTING, from_date="2019-01-01"
        )
        PlanItem.objects.create(
            plan=plan,
            project=project,
            category="new",
            planned_investment=1000 * WAN,
            position=position,
        )
        MonthlyEntry.objects.create(
            project=project,
            unit=unit_a,
            period=june,
            year=2019,
            month=6,
            year_to_date=400 * WAN,
            progress="路基施工，完成60%",
            problem="雨季影响",
            state=EntryState.APPROVED,
        )
    return made


@pytest.fixture
def open_sheet(page, client, live_server, reporter, unit_a, projects):
    client.force_login(reporter)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    address = live_server.url + reverse("investment:entry", args=[unit_a.pk, Month(2019, 7)])

    def open_at(size):
        page.set_viewport_size(size)
        page.goto(address)
        page.locator("table[data-prepared]").wait_for()
        return page

    return open_at


class Keys:
    """Counts what is pressed beyond digits and words."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def type(self, text):
        self.page.keyboard.type(text)

    def press(self, keys):
        """``keys`` joined by + are pressed together: each is a press."""
        self.page.keyboard.press(keys)
        self.pressed += len(keys.split("+"))


def test_five_projects_by_the_keyboard_alone(open_sheet, projects, reporter):
    page = open_sheet(FULL_SCREEN)
    keys = Keys(page)
    for number in range(1, 6):
        keys.type(f"{number}0")
        keys.press("Tab")
        keys.press("Tab")
        keys.type(f"路面完成{number}公里")
        keys.press("Tab")
        keys.type("征地未完")
        keys.press("Tab")
    keys.press("Control+Enter")
    said = page.locator("dialog .dialog-sum").inner_text()
    assert said == "报送 5 项，本月合计 150 万元，完成41.3%，欠序时17.1个百分点"
    assert page.locator("dialog .muted").inner_text().startswith("还没有填、这次不报送的 7 项：")
    keys.press("Enter")
    page.locator(".receipt").wait_for()
    page.locator("table[data-prepared]").wait_for()
    assert keys.pressed == 23
    sent = MonthlyEntry.objects.filter(month=7, state=EntryState.SUBMITTED).order_by("project_id")
    assert list(sent.values_list("month_amount", "year_to_date", "progress", "problem")) == [
        (n * 10 * WAN, (400 + n * 10) * WAN, f"路面完成{n}公里", "征地未完") for n in range(1, 6)
    ]
    receipt = page.locator(".receipt").inner_text()
    assert receipt.endswith(f"{reporter}报送 5 项，本月合计 150 万元。")
    assert page.evaluate("document.activeElement.name") == f"p{projects[5].pk}-month_amount"


def test_the_sheet_adds_itself_up_as_one_types(open_sheet, projects):
    page = open_sheet(FULL_SCREEN)
    total = page.locator(f"[name=p{projects[0].pk}-year_to_date]")
    page.keyboard.type("约1,250.5")
    assert total.get_attribute("placeholder") == "1,650.5"
    words = page.locator("[data-sum]").all_inner_texts()
    assert words == ["已填 1/12", "1,250.5", "6,050.5", "完成50.4%，欠序时7.9个百分点"]
    total.fill("1700")
    assert page.locator("[data-sum=total]").inner_text() == "6,100"


def test_the_checks_speak_when_a_row_is_left_and_ask_there(open_sheet, projects):
    page = open_sheet(FULL_SCREEN)
    first, second = (f"p{project.pk}" for project in projects[:2])
    page.keyboard.type("120")
    page.locator(f"[name={first}-year_to_date]").fill("380")
    page.locator(f"[name={first}-progress]").fill("路面")
    page.locator(f"[name={second}-month_amount]").focus()
    note = page.locator(f"#{first}-year_to_date-note")
    note.wait_for()
    assert note.locator(".cell-warning").all_inner_texts() == [
        "本年累计380万元，而上月累计400＋本月120＝520万元，请改正或说明",
        "本年累计380万元小于此前累计400万元，请改正或说明",
    ]
    assert page.locator(f"[name={first}-explanation]").is_visible()
    page.locator(f"[name={first}-explanation]").fill("冲减重复报送")
    page.locator(f"[name={second}-month_amount]").focus()
    note.wait_for(state="detached")


def test_a_zero_asks_for_its_reason_and_money_does_not(open_sheet, projects):
    page = open_sheet(FULL_SCREEN)
    reason = page.locator(f"[name=p{projects[0].pk}-zero_reason]")
    page.keyboard.type("0")
    page.keyboard.press("Tab")
    assert reason.is_visible()
    page.locator(f"[name=p{projects[0].pk}-month_amount]").fill("5")
    assert not reason.is_visible()


OVERLAPPED = """() => {
  const field = document.activeElement;
  const {left, top, width, height} = field.getBoundingClientRect();
  const at = (x, y) => document.elementFromPoint(x, y) === field;
  return at(left + 3, top + 3) && at(left + width - 3, top + height - 3) ? "" : field.name;
}"""


def test_nothing_scrolls_sideways_and_the_focus_is_never_beneath_anything(open_sheet, projects):
    page = open_sheet(FULL_SCREEN)
    assert page.evaluate("document.documentElement.scrollWidth") == 1366
    assert page.locator("table[data-grid]").bounding_box()["width"] <= 1162
    rows = [row.bounding_box() for row in page.locator(".row-main").all()]
    assert all(36 <= row["height"] <= 40 for row in rows)
    assert rows[-1]["y"] + rows[-1]["height"] <= page.locator("tfoot").bounding_box()["y"] + 1
    page.set_viewport_size({"width": 1366, "height": 400})
    hidden = []
    for key in ["Tab"] * 47 + ["Shift+Tab"] * 47:
        page.keyboard.press(key)
        hidden.append(page.evaluate(OVERLAPPED))
    assert {name for name in hidden if name} == set()


def test_on_a_phone_nothing_is_wider_than_the_screen(open_sheet):
    page = open_sheet(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("[data-project]:visible").count() == 1
    first = page.locator("[data-project]:visible").get_attribute("data-name")
    page.get_by_role("button", name="下一个").click()
    assert (first, page.locator("[data-project]:visible").get_attribute("data-name")) == (
        "第1号路",
        "第2号路",
    )


def test_saving_keeps_the_place(open_sheet, projects):
    page = open_sheet(FULL_SCREEN)
    page.locator(f"[name=p{projects[7].pk}-progress]").fill("路面")
    page.keyboard.press("Control+s")
    page.get_by_text("已保存 1 个项目的草稿。").wait_for()
    page.locator("table[data-prepared]").wait_for()
    assert page.evaluate("document.activeElement.name") == f"p{projects[7].pk}-progress"
    assert MonthlyEntry.objects.get(month=7).project == projects[7]
