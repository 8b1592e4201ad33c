"""The entry grid under a clerk's keys, in a real browser."""

import pytest

from config.tests.served_page import ADDRESS, ServedPage

pytestmark = pytest.mark.browser

GRID = """
<form method="post"><span data-grid-status></span><table data-grid><tbody>
<tr><th>甲</th><td><input name="a1" value="1"></td><td><input name="a2"></td></tr>
<tr><th colspan="3">续建</th></tr>
<tr><th>乙</th><td><input name="b1" readonly value="2"></td><td><input name="b2"></td></tr>
<tr><th>丙</th><td><input name="c1"></td><td><textarea name="c2"></textarea></td></tr>
</tbody></table></form>
"""
PASTE = """([name, text]) => {
  const field = document.querySelector(`[name=${name}]`);
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  field.focus();
  const init = {clipboardData, bubbles: true, cancelable: true};
  field.dispatchEvent(new ClipboardEvent("paste", init));
}"""


@pytest.fixture
def grid(page):
    return ServedPage(page, GRID, "grid.js").page


def values(grid) -> dict[str, str]:
    fields = grid.locator("input, textarea").all()
    return {field.get_attribute("name"): field.input_value() for field in fields}


def focused(grid) -> str:
    return grid.evaluate("document.activeElement.name")


def status(grid) -> str:
    return grid.locator("[data-grid-status]").inner_text()


def test_enter_and_the_arrows_walk_a_column_past_group_heads(grid):
    grid.locator("[name=a2]").focus()
    grid.keyboard.press("Enter")
    assert focused(grid) == "b2"
    grid.keyboard.press("ArrowDown")
    assert focused(grid) == "c2"
    grid.keyboard.press("ArrowUp")
    grid.keyboard.press("ArrowUp")
    assert focused(grid) == "a2"


def test_enter_belongs_to_the_input_method_while_pinyin_is_composed(grid):
    grid.locator("[name=a2]").focus()
    grid.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
           {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert focused(grid) == "a2"


def test_a_block_from_excel_spreads_over_the_cells_that_can_be_typed_in(grid):
    grid.evaluate(PASTE, ["a1", '１２\t34\r\n5\t6\r\n7\t"两行\n说明"\r\n8\t9\r\n'])
    assert values(grid) == {
        "a1": "１２", "a2": "34", "b1": "2", "b2": "6", "c1": "7", "c2": "两行\n说明",
    }  # fmt: skip
    assert status(grid) == (
        "已粘贴 5 格，另有 3 格不能填入（只读或超出表格）；Ctrl+Z 撤销，尚未保存"
    )


def test_a_paste_can_be_undone(grid):
    before = values(grid)
    grid.evaluate(PASTE, ["a1", "7\t8"])
    grid.keyboard.press("Control+z")
    assert values(grid) == before
    assert grid.locator(".is-changed").count() == 0


def test_changed_cells_are_marked_until_they_hold_what_is_stored(grid):
    grid.locator("[name=a1]").fill("3")
    assert status(grid) == "已改 1 格，尚未保存"
    grid.locator("[name=a1]").fill("1")
    assert status(grid) == "没有未保存的修改"


ASKS = "表中有没有保存的修改，现在办理会丢掉这些修改。要先保存请点“取消”。"
DEEDS = f"""
<form method="post" action="{ADDRESS}/save"><span data-grid-status></span>
<table data-grid><tbody>
<tr><th>甲<input type="checkbox" name="a-is_estimate" data-original=""></th>
<td><input name="a1" value="1" data-original="1"></td></tr>
<tr><th></th><td><input name="objection-7"><button formaction="{ADDRESS}/answer"
name="object" value="7:1" data-sends="objection-7">提出异议</button></td></tr>
</tbody></table>
<button formaction="{ADDRESS}/withdraw">撤回已上报的</button><button>保存草稿</button>
</form>
"""


@pytest.fixture
def deeds(page):
    return ServedPage(page, DEEDS, "grid.js", "page.js")


def test_a_deed_that_would_lose_what_was_typed_asks_first(deeds):
    deeds.page.locator("[name=a1]").fill("30")
    deeds.press("撤回已上报的")
    assert (deeds.asked, deeds.sent) == ([ASKS], [])
    assert deeds.page.locator("[name=a1]").input_value() == "30"
    deeds.agrees = True
    deeds.press("撤回已上报的")
    assert (deeds.asked, deeds.sent) == ([ASKS, ASKS], ["withdraw"])


def test_saving_and_a_deed_on_an_untouched_sheet_ask_nothing(deeds):
    deeds.press("撤回已上报的")
    deeds.page.locator("[name=a1]").fill("30")
    deeds.press("保存草稿")
    assert (deeds.asked, deeds.sent) == ([], ["withdraw", "save"])


def test_an_objection_is_sent_without_a_question_and_not_lost_by_another_deed(deeds):
    deeds.page.locator("[name=objection-7]").fill("应为80万元")
    deeds.press("提出异议")
    assert (deeds.asked, deeds.sent) == ([], ["answer"])
    deeds.press("撤回已上报的")
    assert (deeds.asked, deeds.sent) == ([ASKS], ["answer"])


def test_saving_does_not_drop_an_objection_without_a_word(deeds):
    deeds.page.locator("[name=objection-7]").fill("应为80万元")
    deeds.press("保存草稿")
    deeds.page.keyboard.press("Control+s")
    deeds.page.wait_for_timeout(100)
    asks = "您写了异议，保存不会提交它。要提出异议请点“取消”，再点“提出异议”。"
    assert (deeds.asked, deeds.sent) == ([asks, asks], [])
    deeds.agrees = True
    deeds.press("保存草稿")
    assert (deeds.asked, deeds.sent) == ([asks] * 3, ["save"])


def test_a_tick_alone_is_a_change_until_it_is_taken_away(deeds):
    box = deeds.page.locator("[name=a-is_estimate]")
    status = deeds.page.locator("[data-grid-status]")
    box.check()
    assert status.inner_text() == "已改 1 格，尚未保存"
    deeds.press("撤回已上报的")
    assert (deeds.asked, deeds.sent) == ([ASKS], [])
    deeds.page.close(run_before_unload=True)
    deeds.page.wait_for_timeout(200)
    assert deeds.asked == [ASKS, ""]
    box.uncheck()
    assert status.inner_text() == "没有未保存的修改"


SWAP = """(html) => {
  document.querySelector("table").outerHTML = html;
  document.dispatchEvent(new CustomEvent("htmx:afterSwap"));
}"""
SWAPPED = '<table data-grid><tbody><tr><td><input name="a1" value="2" data-original="1"></td></tr>'


def test_a_table_swapped_in_is_watched_like_the_one_before_it_and_once_only(grid):
    grid.evaluate(SWAP, SWAPPED)
    assert status(grid) == "已改 1 格，尚未保存"
    grid.evaluate("window.sendings = 0")
    grid.evaluate(
        """document.addEventListener("submit", (event) => {
           window.sendings += 1; event.preventDefault(); })"""
    )
    grid.keyboard.press("Control+s")
    assert grid.evaluate("window.sendings") == 1


def test_a_swap_elsewhere_leaves_what_the_status_says(deeds):
    deeds.page.evaluate(PASTE, ["a1", "7\t"])
    said = deeds.page.locator("[data-grid-status]").inner_text()
    assert said == "已粘贴 1 格；Ctrl+Z 撤销，尚未保存"
    deeds.page.evaluate("document.dispatchEvent(new CustomEvent('htmx:afterSwap'))")
    assert deeds.page.locator("[data-grid-status]").inner_text() == said


def test_a_grid_that_is_unbound_watches_nothing(deeds):
    deeds.unbind("grid.js")
    deeds.page.locator("[name=a1]").fill("30")
    assert deeds.page.locator(".is-changed").count() == 0
    deeds.press("撤回已上报的")
    assert (deeds.asked, deeds.sent) == ([], ["withdraw"])
