"""The entry grid under a clerk's keys, in a real browser."""

import pytest

from config.tests.served_page import ADDRESS, ServedPage

pytestmark = pytest.mark.browser

GRID = """
<form method="post"><span data-grid-status></span><table data-grid>
<tbody data-owes data-project="1" data-name="甲路"><tr><th>甲路</th>
<td data-column="month_amount"><input name="a1" inputmode="decimal" value="1"></td>
<td data-column="progress"><textarea name="a2"></textarea></td></tr></tbody>
<tbody><tr><th colspan="3">续建</th></tr></tbody>
<tbody data-owes data-project="2" data-name="乙桥"><tr><th>乙桥</th>
<td data-column="month_amount"><input readonly value="2"></td>
<td data-column="progress"><textarea readonly>建成</textarea></td></tr></tbody>
<tbody data-owes data-project="3" data-name="丙站"><tr><th>丙站</th>
<td data-column="month_amount"><input name="c1" inputmode="decimal"></td>
<td data-column="progress"><textarea name="c2" data-last="主体施工"></textarea></td></tr></tbody>
</table></form>
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
    fields = grid.locator("input[name], textarea[name]").all()
    return {field.get_attribute("name"): field.input_value() for field in fields}


def focused(grid) -> str:
    return grid.evaluate("document.activeElement.name")


def status(grid) -> str:
    return grid.locator("[data-grid-status]").inner_text()


def test_the_first_empty_cell_has_the_focus_as_the_page_comes(grid):
    assert focused(grid) == "c1"


def test_enter_and_the_arrows_walk_from_cell_to_cell_that_can_be_typed_in(grid):
    grid.locator("[name=a1]").focus()
    walked = []
    for key in ("Enter", "Enter", "Enter", "ArrowUp", "ArrowLeft", "ArrowRight", "ArrowDown"):
        grid.keyboard.press(key)
        walked.append(focused(grid))
    assert walked == ["c1", "a2", "c2", "a2", "a1", "a2", "c2"]


def test_enter_belongs_to_the_input_method_while_pinyin_is_composed(grid):
    grid.locator("[name=a2]").focus()
    grid.evaluate(
        """document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
           {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    assert focused(grid) == "a2"


def test_a_block_from_excel_is_shown_before_it_lands(grid):
    before = values(grid)
    grid.evaluate(PASTE, ["a1", '丙站\t约１２\t"两行\n说明"\r\n乙桥\t5\t6\r\n丁河\t7\t\r\n'])
    dialog = grid.locator("dialog")
    assert [line.inner_text() for line in dialog.locator("li").all()] == [
        "乙桥：不能填写",
        "丁河：表中没有",
    ]
    assert dialog.locator("tbody tr").inner_text().split("\t") == [
        "丙站约数，勾选预计数", "12", "两行；说明",
    ]  # fmt: skip
    assert values(grid) == before
    grid.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    assert (values(grid)["c1"], values(grid)["c2"]) == ("12", "两行；说明")
    assert status(grid) == "已粘贴 2 格；Ctrl+Z 撤销"


def test_who_thinks_better_of_a_paste_changes_nothing(grid):
    before = values(grid)
    grid.evaluate(PASTE, ["a1", "7\t8\r\n9\t10"])
    assert "按顺序对应，请逐行核对" in grid.locator("dialog").inner_text()
    grid.keyboard.press("Escape")
    grid.locator("dialog").wait_for(state="detached")
    assert (values(grid), focused(grid)) == (before, "a1")


def paste(grid, name, text):
    grid.evaluate(PASTE, [name, text])
    grid.keyboard.press("Enter")
    grid.locator("dialog").wait_for(state="detached")


def test_steps_are_undone_one_by_one_also_after_typing(grid):
    paste(grid, "a1", "7\t基础")
    paste(grid, "c1", "9\t装修")
    grid.locator("[name=a1]").focus()
    grid.keyboard.press("End")
    grid.keyboard.type("5")
    grid.keyboard.press("Enter")
    seen = [[values(grid)[name] for name in ("a1", "a2", "c1", "c2")]]
    for key in ("z", "z", "z", "y"):
        grid.keyboard.press(f"Control+{key}")
        seen.append([values(grid)[name] for name in ("a1", "a2", "c1", "c2")])
    assert seen == [
        ["75", "基础", "9", "装修"],
        ["7", "基础", "9", "装修"],
        ["7", "基础", "", ""],
        ["1", "", "", ""],
        ["7", "基础", "", ""],
    ]


def test_last_months_words_are_taken_over_with_one_key(grid):
    grid.locator("[name=c1]").focus()
    grid.keyboard.press("Control+'")
    assert values(grid)["c2"] == "主体施工"
    grid.keyboard.press("Control+z")
    assert values(grid)["c2"] == ""


def test_an_amount_shows_separators_when_it_is_left_and_is_no_change_by_that(grid):
    grid.locator("[name=c1]").fill("5248.50")
    grid.locator("[name=a2]").focus()
    assert values(grid)["c1"] == "5,248.5"
    grid.locator("[name=a1]").fill("1.0")
    grid.locator("[name=a2]").focus()
    assert (values(grid)["a1"], grid.locator(".is-changed").count()) == ("1", 1)


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
<button formaction="{ADDRESS}/withdraw">撤回已报送的</button><button>保存草稿</button>
</form>
"""


@pytest.fixture
def deeds(page):
    return ServedPage(page, DEEDS, "grid.js", "page.js")


def test_a_deed_that_would_lose_what_was_typed_asks_first(deeds):
    deeds.page.locator("[name=a1]").fill("30")
    deeds.press("撤回已报送的")
    assert (deeds.asked, deeds.sent) == ([ASKS], [])
    assert deeds.page.locator("[name=a1]").input_value() == "30"
    deeds.agrees = True
    deeds.press("撤回已报送的")
    assert (deeds.asked, deeds.sent) == ([ASKS, ASKS], ["withdraw"])


def test_saving_and_a_deed_on_an_untouched_sheet_ask_nothing(deeds):
    deeds.press("撤回已报送的")
    deeds.page.locator("[name=a1]").fill("30")
    deeds.press("保存草稿")
    assert (deeds.asked, deeds.sent) == ([], ["withdraw", "save"])


def test_an_objection_is_sent_without_a_question_and_not_lost_by_another_deed(deeds):
    deeds.page.locator("[name=objection-7]").fill("应为80万元")
    deeds.press("提出异议")
    assert (deeds.asked, deeds.sent) == ([], ["answer"])
    deeds.press("撤回已报送的")
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
    deeds.press("撤回已报送的")
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


def test_a_swap_elsewhere_leaves_what_the_status_says(grid):
    paste(grid, "a1", "7\t")
    said = status(grid)
    assert said == "已粘贴 1 格；Ctrl+Z 撤销"
    grid.evaluate("document.dispatchEvent(new CustomEvent('htmx:afterSwap'))")
    assert status(grid) == said


def test_a_grid_that_is_unbound_watches_nothing(deeds):
    deeds.unbind("grid.js")
    deeds.page.locator("[name=a1]").fill("30")
    assert deeds.page.locator(".is-changed").count() == 0
    deeds.press("撤回已报送的")
    assert (deeds.asked, deeds.sent) == ([], ["withdraw"])
