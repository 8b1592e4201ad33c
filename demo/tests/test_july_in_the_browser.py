"""July in a real browser: reported, returned, mended, approved, and seen by the leader."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts.models import Unit
from demo.cast import PASSWORD
from demo.loading import load_demonstration
from figures.book import FigureBook
from figures.facts import load_facts
from measures.money import YI, format_money
from measures.months import Month

pytestmark = pytest.mark.browser

JULY = Month(2019, 7)
MISSING = ("高速公路县境段建设项目", "县城至高铁站快速通道工程", "柳山扶贫开发旅游环线工程")
ROAD = "高速公路县境段建设项目"
FINISHED = "柳山扶贫开发旅游环线工程"


@pytest.fixture
def demonstration(transactional_db, settings):
    settings.XUSHI_DEMO = settings.EMBEDDED = True
    load_demonstration(today=datetime.date(2019, 8, 2), say=lambda sentence: None)
    return Unit.objects.counties().get()


class Desk:
    """One person's browser after the other, at the addresses of the live server."""

    def __init__(self, page, server):
        self.page, self.server = page, server

    def sign_in(self, username, password=PASSWORD):
        self.page.context.clear_cookies()
        self.page.goto(self.server.url + reverse("accounts:sign_in"))
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="登录").click()

    def open(self, name, *arguments, query=""):
        self.page.goto(self.server.url + reverse(name, args=arguments) + query)

    def fill(self, project, column, text):
        self.page.get_by_label(f"{project} {column}", exact=True).fill(text)

    def press(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def send(self):
        """Send a sheet, and agree to what is about to be sent."""
        self.page.get_by_role("button", name="保存并报送").click()
        self.press("确认报送")


@pytest.fixture
def desk(page, live_server):
    return Desk(page, live_server)


def test_july_goes_from_the_clerk_to_the_leader(desk, page, demonstration):
    unit = Unit.objects.get(name="交通运输局")

    desk.sign_in("jiaotong")
    assert "7月还差 3 个项目未填" in page.content()
    for project in MISSING:
        desk.fill(project, "本月完成", "１００")
        desk.fill(project, "形象进度", "附属工程施工")
    desk.send()
    assert "项目2019-06-30已建成，本月仍有投资100万元，请说明（如尾款结算）" in page.content()
    desk.fill(FINISHED, "情况说明", "6月底基本建成，本月为尾款结算")
    desk.send()
    assert "待审定" in page.content()

    desk.sign_in("shenhe")
    desk.open("investment:review_unit", unit.pk, JULY)
    page.get_by_label(f"选中 {ROAD}").check()
    page.get_by_label("退回理由").fill("本月只有100万元，与形象进度不符，请核实。")
    desk.press("退回所选")

    desk.sign_in("jiaotong")
    assert "本月只有100万元，与形象进度不符，请核实。" in page.content()
    desk.fill(ROAD, "本月完成", "5,200")
    desk.send()

    desk.sign_in("lingdao")
    desk.open("reports:dashboard")
    assert page.locator("select[name=month]").input_value() == "2019-06"

    desk.sign_in("shending")
    desk.open("investment:review_unit", unit.pk, JULY)
    page.get_by_label("全选").check()
    desk.press("审定所选")
    # What was explained is looked at by itself.
    assert f"“{FINISHED}”（说明未核查）" in page.content()
    desk.open("investment:queue", JULY, query=f"?unit={unit.pk}")
    with page.expect_navigation():
        page.keyboard.press("a")
    desk.open("investment:review_unit", unit.pk, JULY)
    assert page.get_by_text("待审定", exact=True).count() == 0

    desk.sign_in("lingdao")
    desk.open("reports:dashboard")
    # One unit's approvals bend no front page: the bureau has not published July.
    assert page.locator("select[name=month]").input_value() == "2019-06"
    desk.open("reports:dashboard", query=f"?month={JULY}")
    figure = FigureBook(load_facts(demonstration, JULY))["县级.全部.完成投资"]
    assert int(figure) > 5_960_000_000
    link = page.get_by_role("link", name=re.compile(f"^{format_money(int(figure), YI, 2)}")).first
    with page.expect_navigation():
        link.click()
    assert page.locator("tbody tr").count() == 85
    row = page.locator("tr", has_text=ROAD)
    assert "5,200" in row.inner_text()
    assert "38,652" in row.inner_text()
