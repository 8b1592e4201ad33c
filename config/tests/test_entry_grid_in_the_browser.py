"""The entry grid under a clerk's keys, in a real browser."""

import pytest
from django.conf import settings

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
    page.set_content(GRID)
    page.add_script_tag(path=settings.BASE_DIR / "static" / "js" / "grid.js")
    return page


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
