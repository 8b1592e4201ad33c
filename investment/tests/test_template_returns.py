"""The 填报模板 comes back: as it was meant, and sorted, filtered, pasted into, cut and grown."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.workbook.defined_name import DefinedName

from investment.entry_template import MARK, write_entry_template
from investment.intake import apply_monthly, preview_monthly
from investment.models import EntryState, MonthlyEntry
from investment.selectors import entry_sheet
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)
MONTH, TOTAL, PROGRESS, PROBLEM, REASON, START, EXPLANATION = "FGHIJKL"
ROAD, STATION, BRIDGE, AIRPORT = (
    "镇区道路改造工程",
    "客运站迁建工程",
    "城东大桥工程",
    "通用机场项目",
)
SILENT = "这一行没有填任何进度，按未报送处理"


@pytest.fixture
def projects(make_project, unit_a, period):
    return {
        ROAD: make_project(ROAD, unit_a, code="2019-610799-77-01-106987"),
        STATION: make_project(STATION, unit_a, code="2019-610799-47-01-110823"),
        BRIDGE: make_project(BRIDGE, unit_a),
        AIRPORT: make_project(AIRPORT, unit_a, category="preliminary", planned=None),
    }


@pytest.fixture
def book(projects, unit_a, period, today):
    """The template as it is downloaded: rows 4 to 9, a group's head in 4 and in 8."""
    return opened(entry_sheet(unit_a, period, today))


def opened(sheet):
    return openpyxl.load_workbook(io.BytesIO(write_entry_template(sheet)))


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def send(county, reporter, today):
    """Preview and apply; what was said of it, without the name of the sheet."""

    def send(book, by=reporter, month=JULY):
        preview = preview_monthly(
            saved(book), county=county, month=month, by=by, today=today, original_name="回表.xlsx"
        )
        apply_monthly(preview, by=by)
        return [(f.level, f.cell, f.message) for f in preview.findings]

    return send


def kept():
    entries = MonthlyEntry.objects.select_related("project").order_by("project_id")
    return {
        entry.project.name: (
            entry.month_amount,
            entry.year_to_date,
            entry.progress,
            entry.zero_reason,
            entry.actual_start,
        )
        for entry in entries
    }


def fill(sheet, row, **cells):
    for column, value in cells.items():
        sheet[f"{column}{row}"] = value


FILLED = {
    ROAD: (123_450_000, 123_450_000, "主体施工", "", datetime.date(2019, 3, 4)),
    STATION: (0, None, "", "winter", None),
    BRIDGE: (None, 6_030_000, "基础施工", "", None),
    AIRPORT: (50_000, None, "可研批复", "", None),
}


def fill_as_meant(sheet):
    fill(sheet, 5, F=12345, G=12345, H="主体施工", K=datetime.date(2019, 3, 4))
    fill(sheet, 6, F=0, J="冬休")
    fill(sheet, 7, G=603, H="基础施工")
    fill(sheet, 9, F=5, H="可研批复")


def test_a_template_filled_in_as_it_was_meant_goes_in_without_a_word(book, send):
    fill_as_meant(book["7月填报"])
    assert send(book) == []
    assert kept() == FILLED
    assert {entry.state for entry in MonthlyEntry.objects.all()} == {EntryState.SUBMITTED}


def test_it_goes_in_as_often_as_it_is_sent_and_counts_once(book, send):
    fill_as_meant(book["7月填报"])
    send(book)
    assert send(book) == []
    assert kept() == FILLED
    assert {entry.version for entry in MonthlyEntry.objects.all()} == {1}


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet["A4:L9"]]


def lay(sheet, rows, first=4):
    for number, values in enumerate(rows, start=first):
        for index, value in enumerate(values, start=1):
            sheet.cell(number, index).value = value


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(lambda row: row[2], id="by name, heads of groups among the rows"),
        pytest.param(lambda row: -(row[0] or 99), id="from the last to the first, heads on top"),
        pytest.param(lambda row: (row[5] is None, row[5] or 0), id="by the month's money"),
    ],
)
def test_a_sorted_template_gives_the_same(book, send, order):
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    lay(sheet, sorted(rows_of(sheet), key=order))
    assert send(book) == []
    assert kept() == FILLED


def test_a_filtered_template_gives_the_same_and_says_what_is_hidden(book, send):
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    sheet.auto_filter.add_filter_column(7, ["基础施工"])
    for row in (4, 5, 6, 8, 9):
        sheet.row_dimensions[row].hidden = True
    assert send(book) == [
        ("warning", "A4", "第4至6行是隐藏或筛选掉的，已照常读取，请核对"),
        ("warning", "A8", "第8至9行是隐藏或筛选掉的，已照常读取，请核对"),
    ]
    assert kept() == FILLED


def test_what_is_pasted_over_the_rules_is_read_as_people_write_it(book, send):
    sheet = book["7月填报"]
    fill(sheet, 5, F="1,234.5", G="１，２３４．５", H="主体\n施工\t中", K="2019.3.4")
    fill(sheet, 6, F="约603万元", G="—", H="无", K="2019年6月5日", L="资料未到")
    fill(sheet, 7, F="1.2亿元", G="/", K=43621, L="资料未到")
    fill(sheet, 9, F="０．５", H="  可研 批复 ", K="2019/6/5")
    assert send(book) == []
    assert kept() == {
        ROAD: (12_345_000, 12_345_000, "主体施工 中", "", datetime.date(2019, 3, 4)),
        STATION: (6_030_000, None, "", "", datetime.date(2019, 6, 5)),
        BRIDGE: (120_000_000, None, "", "", datetime.date(2019, 6, 5)),
        AIRPORT: (5_000, None, "可研 批复", "", datetime.date(2019, 6, 5)),
    }


def test_what_cannot_be_understood_is_an_error_at_its_cell_and_the_rest_goes_in(book, send):
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    fill(sheet, 5, F="12o0")
    fill(sheet, 6, J="下雨")
    assert send(book) == [
        (
            "error",
            "F5",
            "金额“12o0”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
        ),
        (
            "error",
            "J6",
            "“下雨” 不是零投资原因，请填写：未开工、停工、冬休、结算未到、已完工、其他",
        ),
    ]
    assert kept() == {BRIDGE: FILLED[BRIDGE], AIRPORT: FILLED[AIRPORT]}


def test_columns_may_be_left_blank_deleted_and_moved(book, send):
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    for row in range(5, 10):
        sheet[f"{TOTAL}{row}"] = None
        fill(sheet, row, L="资料未到")
    fill(sheet, 7, F=603)
    rows = [[cell.value for cell in row] for row in sheet["A3:L9"]]
    # Name, month, reason, total, start, code, explanation: the others are gone.
    order = [2, 5, 9, 6, 10, 1, 11]
    lay(sheet, [[row[index] for index in order] + [None] * 5 for row in rows], first=3)
    assert send(book) == []
    assert kept() == {
        ROAD: (123_450_000, None, "", "", datetime.date(2019, 3, 4)),
        STATION: (0, None, "", "winter", None),
        BRIDGE: (6_030_000, None, "", "", None),
        AIRPORT: (50_000, None, "", "", None),
    }


def test_a_deleted_row_is_left_alone(book, send):
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    sheet.delete_rows(6)
    assert send(book) == []
    assert kept() == {name: FILLED[name] for name in (ROAD, BRIDGE, AIRPORT)}


def test_an_extra_row_goes_in_where_it_is_the_units_own(book, send, other_project):
    """Another unit's project is refused in the words for one that is nowhere."""
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    sheet.insert_rows(8, 3)
    fill(sheet, 8, A=8, C="没有登记的项目", F=1)
    fill(sheet, 9, A=9, C=other_project.name, F=1)
    fill(sheet, 10, A=10, C=ROAD, F=7)
    unknown = "本单位没有这个项目，请核对名称和代码，或联系发改局"
    assert send(book) == [
        ("error", "C8", unknown),
        ("error", "C9", unknown),
        ("error", "C5", "与第10行是同一个项目，请合并为一行；两行都没有读入"),
        ("error", "C10", "与第5行是同一个项目，请合并为一行；两行都没有读入"),
    ]
    assert kept() == {name: row for name, row in FILLED.items() if name != ROAD}


def test_an_untouched_template_reports_nothing(book, send):
    assert send(book) == []
    assert kept() == {}


def test_a_cell_that_is_cleared_says_nothing_of_what_was_kept(
    projects, unit_a, period, today, make_entry, send
):
    make_entry(projects[ROAD], month_amount=30 * WAN, progress="主体施工")
    book = opened(entry_sheet(unit_a, period, today))
    sheet = book["7月填报"]
    assert (sheet["F5"].value, sheet["H5"].value) == (30, "主体施工")
    fill(sheet, 5, F=40, H=None)
    send(book)
    assert kept() == {ROAD: (40 * WAN, None, "主体施工", "", None)}


def test_what_was_sent_before_comes_back_unchanged(
    projects, unit_a, period, today, make_entry, county, reporter
):
    make_entry(projects[ROAD], EntryState.SUBMITTED, year_to_date=1_234_567)
    make_entry(projects[STATION], EntryState.APPROVED, month_amount=0, zero_reason="suspended")
    content = saved(opened(entry_sheet(unit_a, period, today)))
    preview = preview_monthly(content, county=county, month=JULY, by=reporter, today=today)
    assert (preview.added, preview.changed, preview.unchanged, preview.refused) == (0, 0, 2, 0)


# --- For whom and when it was made -----------------------------------------------------


def test_a_template_of_another_month_is_refused_in_one_sentence(book, send, county):
    fill_as_meant(book["7月填报"])
    message = "这是2019年7月的填报模板，而这次导入的是2019年8月，请下载2019年8月的模板填写"
    assert send(book, month=Month(2019, 8)) == [("error", "", message)]
    assert kept() == {}


def test_also_when_its_title_was_changed(book, send):
    sheet = book["7月填报"]
    fill_as_meant(sheet)
    sheet["A1"] = "2019年6月填报表"
    sheet.title = "6月填报"
    message = "这是2019年7月的填报模板，而这次导入的是2019年6月，请下载2019年6月的模板填写"
    assert send(book, month=Month(2019, 6)) == [("error", "", message)]


def test_a_template_of_another_unit_is_refused_in_one_sentence(book, send, other_reporter):
    fill_as_meant(book["7月填报"])
    message = "这是交通运输局的填报模板，不是您单位的，请下载本单位的模板填写"
    assert send(book, by=other_reporter) == [("error", "", message)]
    assert kept() == {}


def test_a_template_of_a_unit_that_is_not_the_countys_is_refused(book, send, county):
    book.defined_names[MARK] = DefinedName(MARK, attr_text='"1|999999|2019-07"')
    message = "这是外县单位的填报模板，请核对是否传错了文件"
    assert send(book) == [("error", "", message)]


def test_the_bureau_keys_a_template_for_the_unit(book, send, reviewer):
    fill_as_meant(book["7月填报"])
    assert send(book, by=reviewer) == []
    assert kept() == FILLED
    assert {entry.keyed_by for entry in MonthlyEntry.objects.all()} == {reviewer}


@pytest.mark.parametrize("mark", ["", "1|x|2019-07", "1|2|2019-13", "9|2|2019-06", "1|2|2019-7"])
def test_a_mark_that_says_nothing_is_none(book, send, mark):
    book.defined_names[MARK] = DefinedName(MARK, attr_text=f'"{mark}"')
    fill_as_meant(book["7月填报"])
    findings = send(book)
    assert [finding for finding in findings if finding[0] == "error"] == []
    assert kept() == FILLED


def test_a_sheet_copied_into_a_workbook_of_ones_own_is_read_as_any_other(book, send):
    source = book["7月填报"]
    fill_as_meant(source)
    copied = openpyxl.Workbook()
    for row in source.iter_rows():
        for cell in row:
            copied.active[cell.coordinate] = cell.value
    assert send(copied) == []
    assert kept() == FILLED


def test_the_import_page_tells_of_the_other_month(book, client, reporter, period):
    client.force_login(reporter)
    file = SimpleUploadedFile("回表.xlsx", saved(book))
    address = reverse("investment:import_monthly", args=[JULY.previous()])
    shown = client.post(address, {"file": file}, follow=True).content.decode()
    assert "这是2019年7月的填报模板，而这次导入的是2019年6月" in shown
