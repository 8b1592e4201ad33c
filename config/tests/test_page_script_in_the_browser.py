"""What every page does with its forms, boxes, messages and menus, in a real browser."""

import pytest

from config.tests.served_page import ADDRESS, ServedPage

pytestmark = pytest.mark.browser

BODY = f"""
<p class="message">已保存
<button class="message-close" type="button" data-needs-script hidden>关闭</button></p>
<details class="menu"><summary>陈交通</summary><a href="#">修改密码</a></details>
<form method="post" action="{ADDRESS}/save"><button name="as" value="draft">保存</button>
<button disabled>提交</button></form>
<form method="post" action="{ADDRESS}/delete" data-confirm="确定删除？"><button>删除</button>
<button formaction="{ADDRESS}/archive" data-confirm="确定归档？">归档</button></form>
<form method="get" action="{ADDRESS}/list"><button>查询</button>
<select name="month" data-autosubmit><option>7</option><option>8</option></select></form>
<form id="rows"><input type="checkbox" data-select-all="row" aria-label="全选">
<table><tr><td><input type="checkbox" name="row" value="1" checked></td></tr>
<tr><td><input type="checkbox" name="row" value="2"></td></tr>
<tr><td><input type="checkbox" name="row" value="3" disabled></td></tr></table>
<span data-select-count="row"></span></form>
"""
MASTER = "() => { const box = document.querySelector('[data-select-all]');\n" + (
    "return box.indeterminate ? 'some' : box.checked ? 'all' : 'none'; }"
)


@pytest.fixture
def screen(page):
    return ServedPage(page, BODY, "page.js")


def buttons_away(screen) -> list[str]:
    return screen.page.locator("button:disabled").all_inner_texts()


def test_a_form_is_sent_once_however_often_it_is_pressed(screen):
    goes = screen.page.evaluate(
        """() => {
          const goes = [];
          window.addEventListener("submit", (event) => goes.push(!event.defaultPrevented));
          document.querySelector("form").requestSubmit();
          document.querySelector("form").requestSubmit();
          return goes;
        }"""
    )
    assert goes == [True, False]
    screen.page.wait_for_timeout(100)
    assert (screen.sent, buttons_away(screen)) == (["save"], ["保存", "提交"])


def test_its_buttons_come_back_after_a_download_but_not_one_that_was_away_before(screen):
    screen.page.clock.install()
    screen.page.get_by_role("button", name="保存").click()
    screen.page.clock.run_for(8_000)
    assert buttons_away(screen) == ["保存", "提交"]
    screen.page.clock.run_for(3_000)
    assert buttons_away(screen) == ["提交"]
    screen.page.get_by_role("button", name="保存").click()
    screen.page.clock.run_for(100)
    assert screen.sent == ["save", "save"]


def test_a_page_that_comes_back_by_the_browsers_button_can_be_sent_again(screen):
    screen.press("保存")
    screen.page.evaluate(
        "window.dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    )
    assert buttons_away(screen) == ["提交"]


def test_a_search_is_not_locked(screen):
    screen.press("查询")
    assert (screen.sent, buttons_away(screen)) == (["list?month=7"], ["提交"])


def test_a_form_is_sent_only_where_its_question_is_answered_yes(screen):
    screen.press("删除")
    assert (screen.asked, screen.sent) == (["确定删除？"], [])
    assert buttons_away(screen) == ["提交"]
    screen.agrees = True
    screen.press("删除")
    assert (screen.asked, screen.sent) == (["确定删除？"] * 2, ["delete"])


def test_a_button_with_a_question_of_its_own_asks_that_one(screen):
    screen.press("归档")
    assert screen.asked == ["确定归档？"]


def test_a_choice_that_submits_does(screen):
    screen.page.locator("select").select_option("8")
    screen.page.wait_for_timeout(100)
    assert screen.sent == ["list?month=8"]


def test_the_box_in_the_head_ticks_all_rows_that_can_be_ticked(screen):
    page = screen.page
    ticked = "[...document.querySelectorAll('[name=row]:checked')].map((box) => box.value)"
    count = page.locator("[data-select-count]")
    assert (page.evaluate(MASTER), count.inner_text()) == ("some", "已选 1 项")
    page.locator("[data-select-all]").check()
    assert (page.evaluate(ticked), count.inner_text()) == (["1", "2"], "已选 2 项")
    assert page.locator("tr.is-selected").count() == 2
    page.locator("[name=row]").first.uncheck()
    assert (page.evaluate(MASTER), count.inner_text()) == ("some", "已选 1 项")
    page.locator("[name=row]").nth(1).uncheck()
    assert (page.evaluate(MASTER), count.inner_text()) == ("none", "已选 0 项")
    page.locator("[name=row]").first.check()
    page.locator("[name=row]").nth(1).check()
    assert page.evaluate(MASTER) == "all"


def test_a_message_can_be_closed(screen):
    screen.press("关闭")
    assert screen.page.locator(".message").count() == 0


def test_a_menu_closes_by_a_press_beside_it_and_by_escape(screen):
    menu = screen.page.locator("details")
    screen.page.locator("summary").click()
    assert menu.get_attribute("open") == ""
    screen.page.mouse.click(900, 600)
    assert menu.get_attribute("open") is None
    screen.page.locator("summary").click()
    screen.page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert screen.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_page_that_is_unbound_asks_nothing(screen):
    screen.unbind("page.js")
    screen.press("删除")
    assert (screen.asked, screen.sent, buttons_away(screen)) == ([], ["delete"], ["提交"])
