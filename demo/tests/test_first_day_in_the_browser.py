"""The first day of a bureau that installs in July: from an empty database, by pages alone, to a
dashboard with January to June."""

import io

import openpyxl
import pytest
from django.urls import reverse

from accounts.models import Role, Unit
from accounts.people.services import RoleOnUnit, create_user
from accounts.people.services.units import create_county
from demo.cast import PASSWORD, REPORTERS
from demo.loading import WORKBOOKS
from demo.tests.test_july_in_the_browser import Desk
from figures.months import shown_months
from investment.models import MonthlyEntry

pytestmark = pytest.mark.browser

OWN = "first-day-2019"
FIRST = reverse("accounts:users")
KINDS = {"政府": "镇（街道）", "公司": "国有公司", "管委会": "园区（景区）管委会"}


@pytest.fixture
def county(transactional_db, settings):
    """What create_administrator leaves: a county, and its administrator."""
    settings.XUSHI_TODAY = "2019-07-10"
    county = create_county(name="示范县", by=None)
    administrator = [RoleOnUnit(Role.ADMINISTRATOR, county)]
    create_user(username="guanli", name="周管理", roles=administrator, by=None, password=PASSWORD)
    return county


def table(name, *rows):
    """A workbook as a browser uploads it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content.getvalue()}


def units():
    for place, name in enumerate(sorted({person.unit for person in REPORTERS}), start=1):
        kind = next((kind for end, kind in KINDS.items() if name.endswith(end)), "部门")
        kind = "发展和改革局" if name == "发展和改革局" else kind
        yield (name, None, kind, None, place, None)


class Installing(Desk):
    def bring_in(self, file, *, confirm):
        self.page.locator("input[type=file]").set_input_files(file)
        self.press("上传并预览")
        self.seen()
        self.press(confirm)
        self.seen()

    def seen(self):
        """Nothing of the page lies beside an office screen."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 1366, self.page.url

    def next_step(self):
        return self.page.locator('li[aria-current="step"]').inner_text().split()[1]

    def follow(self, name):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()
        self.seen()

    def begin(self, username, password):
        """Sign in with a password from the list, and take one's own."""
        self.sign_in(username, password)
        self.page.get_by_label("临时密码").fill(password)
        self.page.get_by_label("新密码", exact=True).fill(OWN)
        self.page.get_by_label("再输一次新密码").fill(OWN)
        self.press("修改密码")


def test_a_bureau_that_installs_in_july_has_its_first_half_year(page, live_server, county):
    desk = Installing(page, live_server)
    page.on("dialog", lambda dialog: dialog.accept())

    # The administrator: units and users, each by a workbook.
    desk.sign_in("guanli")
    desk.seen()
    assert desk.next_step() == "单位"
    desk.follow("单位")
    desk.follow("批量导入、导出")
    desk.follow("导入")
    titles = ("单位名称", "简称", "单位类别", "上级单位", "排序", "启用")
    desk.bring_in(table("单位.xlsx", titles, *units()), confirm="确认导入")
    assert Unit.objects.filter(county=county).count() == len(list(units()))
    page.goto(live_server.url + FIRST)
    assert desk.next_step() == "用户"
    desk.follow("批量导入")
    people = [(p.username, p.name, None, p.unit, "填报员") for p in REPORTERS]
    bureau = [
        ("shenhe", "王审核", None, None, "审核员"),
        ("shending", "赵审定", None, None, "审定员"),
    ]
    titles = ("用户名", "姓名", "电话", "单位", "角色")
    desk.bring_in(table("用户.xlsx", titles, *people, *bureau), confirm="确认导入")
    cells = page.get_by_role("row").filter(has_text="shending").locator("td")
    password = cells.last.inner_text()

    # The approver: the list of the year, and the rules that have held since January.
    desk.begin("shending", password)
    desk.open("investment:review")
    assert desk.next_step() == "清单"
    desk.open("projects:import_plan")
    page.get_by_label("计划年度").fill("2019")
    page.locator("input[type=file]").set_input_files(WORKBOOKS / "plan-2019.xlsx")
    desk.press("上传并预览")
    desk.seen()
    desk.press("导入所选")
    desk.seen()
    desk.open("investment:reporting_rules")
    page.get_by_label("执行起始").fill("2019-01-01")
    page.get_by_label("依据").fill("县重办〔2019〕1号")
    desk.press("保存")
    desk.open("figures:light_schemes")
    page.get_by_label("生效日期").fill("2019-01-01")
    page.get_by_label("绿灯界限").fill("0")
    page.get_by_label("黄灯界限").fill("10")
    page.get_by_label("依据").fill("县重办〔2019〕1号")
    desk.press("设定")
    desk.seen()

    # The months before July, each by the workbook of its time.
    desk.open("investment:review")
    assert desk.next_step() == "填报期"
    desk.follow("填报期")
    desk.press("补录勾选的月份")
    desk.seen()
    for month in range(1, 7):
        desk.open("investment:periods")
        row = page.get_by_role("row").filter(has_text=f"2019年{month}月")
        with page.expect_navigation():
            row.get_by_role("link", name="导入历史月报").click()
        desk.bring_in(WORKBOOKS / f"monthly-2019-{month:02d}.xlsx", confirm="导入所选")
    desk.open("investment:review")
    assert desk.next_step() == "发布"
    desk.open("investment:periods")
    desk.press("6个历史月份一并发布为定数")
    desk.seen()

    # And the dashboard of June, with nothing left to do.
    desk.open("reports:dashboard")
    desk.seen()
    assert "2019年6月" in page.inner_text("header")
    assert [str(shown) for shown in shown_months(county)] == [
        f"2019-{month:02}" for month in range(6, 0, -1)
    ]
    assert MonthlyEntry.objects.exclude(state="approved").count() == 0
    desk.open("investment:review")
    assert "启用步骤" not in page.content()
