"""领导临时要数: seventeen pasted names become a printed sheet with sums and a sentence."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from conftest import PASSWORD
from figures.tests.scene import make_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = [f"{town}{what}" for town in ("城关", "南坝", "西岭", "北山") for what in (
    "道路改造工程", "卫生院", "幼儿园", "供水工程", "养老院",
)][:17]  # fmt: skip


class Presses:
    """A person at the page: every press and every key that is struck is counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, place):
        self.count += 1
        place.click()

    def key(self, name):
        self.count += 1
        self.page.keyboard.press(name)


@pytest.fixture
def lines(unit_a):
    return [make_line(unit_a, name, 1000, {6: 10 * at}) for at, name in enumerate(NAMES, start=40)]


def test_seventeen_pasted_names_are_a_printed_sheet_in_ten_presses(
    page, live_server, lines, make_user
):
    make_user("shenhe", Role.REVIEWER, name="周审核")
    page.goto(f"{live_server.url}{reverse('accounts:sign_in')}")
    page.get_by_label("用户名").fill("shenhe")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    # What stands on the clipboard: the list as it came in the chat, a number before each name.
    page.evaluate("window.print = () => sessionStorage.setItem('printed', 'yes')")
    chat = "\n".join(f"{at}. {name}" for at, name in enumerate(NAMES, start=1))
    hand = Presses(page)
    hand.click(page.locator(".nav").get_by_role("link", name="报表"))
    hand.click(page.get_by_label("项目名称"))
    hand.count += 1
    page.keyboard.insert_text(chat)
    hand.click(page.get_by_role("button", name="取数"))
    page.get_by_role("heading", name="重点项目情况表").wait_for()
    page.evaluate("window.print = () => sessionStorage.setItem('printed', 'yes')")
    hand.click(page.get_by_role("button", name="复制这句话"))
    hand.click(page.get_by_role("button", name="打印"))
    assert page.evaluate("sessionStorage.getItem('printed')") == "yes"
    with page.expect_download() as waiting:
        hand.click(page.get_by_role("link", name="下载 Excel"))
    assert hand.count == 7
    sentence = page.get_by_label("合计的一句话").input_value()
    assert sentence.startswith("上述17个项目总投资17亿元，2019年计划投资1.7亿元，")
    with open(waiting.value.path(), "rb") as file:
        sheet = load_workbook(io.BytesIO(file.read())).active
    column = [row[1].value for row in sheet.iter_rows(min_row=4, max_row=20)]
    assert column == NAMES
