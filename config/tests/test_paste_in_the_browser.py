"""A block of cells pasted from Excel into the entry page: typed as it stood there, kept exact."""

import pytest
from django.conf import settings
from django.urls import reverse

from config.tests.test_entry_grid_in_the_browser import PASTE
from investment.models import MonthlyEntry
from measures.money import WAN
from measures.months import Month

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLOCK = (
    '1,234.5\t１，２３４．５\t"主体\n施工"\r\n'
    "约603万元\t—\t无\r\n"
    '1.2亿元\t12000\t"一层\x0b\n2 层"\r\n'
)


@pytest.fixture
def sheet(page, client, live_server, reporter, unit_a, projects):
    client.force_login(reporter)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("investment:entry", args=[unit_a.pk, Month(2019, 7)]))
    return page


def kept():
    fields = ("project__name", "month_amount", "year_to_date", "progress", "is_estimate")
    return list(MonthlyEntry.objects.order_by("project_id").values_list(*fields))


def paste(sheet, box, text):
    sheet.evaluate(PASTE, [box, text])
    sheet.get_by_role("button", name="填入").click()
    sheet.locator("dialog").wait_for(state="detached")


def test_a_block_of_mixed_forms_is_pasted_and_saved(sheet, projects):
    paste(sheet, f"p{projects[0].pk}-month_amount", BLOCK)
    status = sheet.locator("[data-grid-status]")
    assert status.inner_text() == "已粘贴 8 格；Ctrl+Z 撤销"
    sheet.get_by_role("button", name="保存草稿").click()
    sheet.get_by_text("已保存 3 个项目的草稿。").wait_for()
    assert kept() == [
        ("甲路", 12_345_000, 12_345_000, "主体；施工", False),
        ("乙桥", 6_030_000, None, "", True),
        ("丙站", 120_000_000, 120_000_000, "一层；2 层", False),
    ]


def test_what_is_not_understood_stays_in_its_cell_with_how_to_mend_it(sheet, projects):
    box = f"p{projects[1].pk}-month_amount"
    paste(sheet, f"p{projects[0].pk}-month_amount", "12\t12\r\n603万吨\t5\r\n")
    sheet.get_by_role("button", name="保存草稿").click()
    sheet.get_by_text("有 1 处填写有误，没有写入，请改正标红的格子。").wait_for()
    sheet.locator("table[data-prepared]").wait_for()
    assert sheet.locator(f"[name={box}]").input_value() == "603万吨"
    assert sheet.locator(f"#{box}-note").inner_text() == (
        "本月完成：金额“603万吨”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元"
    )
    # What is understood is saved meanwhile.
    assert [row[:3] for row in kept()] == [("甲路", 12 * WAN, 12 * WAN), ("乙桥", None, 5 * WAN)]
    assert sheet.evaluate("document.activeElement.name") == box
    sheet.locator(f"[name={box}]").fill("603")
    sheet.get_by_role("button", name="保存草稿").click()
    sheet.get_by_text("已保存 1 个项目的草稿。").wait_for()
    assert [row[1] for row in kept()] == [12 * WAN, 603 * WAN]


def test_a_single_cell_of_two_lines_comes_without_excels_quotes(sheet, projects):
    box = f"p{projects[0].pk}-progress"
    sheet.evaluate(PASTE, [box, '"主体\n施工"\r\n'])
    assert sheet.locator(f"[name={box}]").input_value() == "主体；施工"


def test_a_table_with_its_head_lands_by_names_and_titles(sheet, projects):
    table = (
        "序号\t项目名称\t零投资原因\t本月完成\r\n\t合计\t\t30\r\n"
        "1\t丙站\t冬休\t0\r\n2\t甲路\t下雨\t30\r\n3\t丁河\t\t5\r\n"
    )
    sheet.evaluate(PASTE, [f"p{projects[1].pk}-month_amount", table])
    dialog = sheet.locator("dialog")
    assert [line.inner_text() for line in dialog.locator("li").all()] == [
        "丁河：表中没有",
        "甲路　零投资原因　下雨：不能识别",
    ]
    assert "按项目名称对应；表头、合计 2 行略去" in dialog.inner_text()
    sheet.keyboard.press("Enter")
    dialog.wait_for(state="detached")
    found = [
        sheet.locator(f"[name=p{project.pk}-{name}]").input_value()
        for project in projects
        for name in ("month_amount", "zero_reason")
    ]
    assert found == ["30", "", "", "", "0", "winter"]
