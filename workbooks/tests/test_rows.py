"""A row is a project's, a group's, a total, a note or a signature, by the form of its label."""

from dataclasses import replace

import pytest

from measures.months import Month
from workbooks import values
from workbooks.declared import compare_counts, compare_period
from workbooks.reading import Fault, Sheet
from workbooks.rowkinds import RowKind
from workbooks.tables import read_table, read_workbook
from workbooks.tests.builders import MONTHLY, monthly_table, sentences, sheet_of, workbook

TITLES = ["序号", "项目名称", "责任单位", "本月完成投资（万元）", "形象进度"]
PAGES = ["序号", "项目名称", "责任单位", "本月完成投资", "形象进度"]
NO_NAME = Fault("#N/A", "公式出错")
A_PROJECT = [1, "甲项目", "水利局", 10, "主体施工"]


def kind_of(row, titles=TITLES):
    table = monthly_table([titles, A_PROJECT, row])
    return table.rows[1].kind


@pytest.mark.parametrize(
    "row",
    [
        [2, "合计村污水处理项目", "水利局", 10, "主体施工"],
        [2, "总计大厦改造工程", None, 10, None],
        [2, "其中村道路工程", "交通局", 0, "未开工"],
        [2, "注塑机生产线项目", "工信局", 10, None],
        [2, "备注文化园项目", None, 10, None],
        [2, "负责人培训中心", None, 10, None],
        [2, "标准化厂房（2个）", None, 10, None],
        ["3", "年产200万吨骨料生产线建设项目", None, 10, None],
        ["★2", "乙项目", None, 10, None],
        [None, "忘了编号的项目", "水利局", 10, None],
        [2, "只有名字的项目", None, None, None],
        [2, None, "水利局", 10, "没有名字也要报给用户"],
    ],
)
def test_a_project_stays_a_project_whatever_words_are_in_its_name(row):
    assert kind_of(row) is RowKind.DATA


@pytest.mark.parametrize(
    "row",
    [
        ["合计", None, None, 100, None],
        [None, "合  计", None, 100, None],
        [None, "合计（85个）", None, 100, None],
        [None, "合计37个", None, 100, None],
        [None, "总计", None, 100, None],
        [None, "水利局小计", None, 100, None],
        [None, "全县合计：", None, 100, None],
        [None, "其中：省级项目", None, 100, None],
        [2, "合计", None, 100, None],
    ],
)
def test_totals_are_not_projects(row):
    assert kind_of(row) is RowKind.TOTAL


@pytest.mark.parametrize(
    ("row", "title", "count"),
    [
        (["一", "新建项目（51个）", None, 100, None], "新建项目", 51),
        (["（二）", "工业项目", None, None, None], "工业项目", None),
        (["二、续建项目34个", None, None, None, None], "续建项目", 34),
        ([None, "（一）工业项目82个", None, 100, None], "工业项目", 82),
        ([None, "三、前期项目（115个，1730.03亿元）", None, None, None], "前期项目", 115),
        ([None, "发展和改革局（5个）", None, 100, None], "发展和改革局", 5),
        ([None, "★省级重点项目", None, None, None], "★省级重点项目", None),
    ],
)
def test_groups_are_known_by_number_or_count(row, title, count):
    table = monthly_table([TITLES, A_PROJECT, row, [2, "乙项目", "水利局", 1, None]])
    group, data = table.rows[1:]
    assert group.kind is RowKind.GROUP
    assert [(g.title, g.count) for g in data.groups] == [(title.lstrip("★"), count)]


@pytest.mark.parametrize(
    "text",
    ["备注：1.项目性质指新建、续建。", "注：本表于每月5日前报送。", "说明：略", "备注1、见附件"],
)
def test_notes_are_not_projects(text):
    assert kind_of([text]) is RowKind.NOTE


@pytest.mark.parametrize(
    "row",
    [
        ["填表人：", None, "审核人：", None, "联系电话："],
        [None, "填报人：张三", None, None, None],
        ["单位负责人（签字）：", None, None, None, None],
        ["填报单位（盖章）：", None, None, None, None],
        ["联系电话", None, None, None, None],
    ],
)
def test_signatures_are_not_projects(row):
    assert kind_of(row) is RowKind.SIGNATURE


@pytest.mark.parametrize(
    "row", [[" ", None, "　", None, None], [3, None, None, None, None], [None, None, None, 0, None]]
)
def test_rows_with_nothing_but_a_printed_number_or_a_copied_formula_are_blank(row):
    table = monthly_table([TITLES, A_PROJECT, row, [9, "乙项目", "水利局", 1, "主体"]])
    assert table.rows[1].kind is RowKind.BLANK


def test_the_lines_below_a_note_belong_to_it():
    table = monthly_table([TITLES, A_PROJECT, ["备注：1.甲；"], ["2.乙；"], ["3.丙。"]])
    assert [row.kind for row in table.rows[1:]] == [RowKind.NOTE] * 3


def test_a_note_that_names_the_unit_is_a_note_and_so_are_the_lines_below():
    table = monthly_table([["单位：万元"], PAGES, A_PROJECT, ["注：1.单位：万元；"], ["2.略。"]])
    assert [row.kind for row in table.rows[1:]] == [RowKind.NOTE] * 2


def test_a_header_printed_again_on_the_next_page_is_skipped():
    table = monthly_table([TITLES, A_PROJECT, TITLES, [2, "乙项目", "水利局", 1, None]])
    assert [row.kind for row in table.rows] == [RowKind.DATA, RowKind.HEADER, RowKind.DATA]


@pytest.mark.parametrize(
    "foot", ["第 1 页 共 3 页", "第1页，共3页", "(第1页/共3页)", "共3页 第1页", "第1页", "— 1 —"]
)
def test_title_unit_and_number_of_a_printed_page_are_skipped(foot):
    table = monthly_table(
        [
            ["重点项目进展情况表"],
            [None, None, None, None, "单位：万元"],
            PAGES,
            A_PROJECT,
            [None, None, foot],
            ["重点项目进展情况表（续）"],
            [None, None, None, None, "单位：万元"],
            PAGES,
            [2, "乙项目", "水利局", 1, None],
        ]
    )
    assert [row.kind for row in table.rows] == [RowKind.DATA, *[RowKind.HEADER] * 4, RowKind.DATA]
    assert (list(table.findings), table.rows[-1].groups) == ([], ())


def test_a_title_that_comes_again_without_a_header_is_a_groups():
    table = monthly_table(
        [["续建项目"], ["单位：万元"], PAGES, A_PROJECT, ["一", "续建项目"], [2, "乙项目", "", 1]]
    )
    assert [group.title for group in table.rows[-1].groups] == ["续建项目"]


@pytest.mark.parametrize(
    ("first", "message"),
    [("单位：万元", "而表头上方的单位是万元"), ("项目表", "而表头上方没有注明单位")],
)
@pytest.mark.parametrize("again", ["单位：亿元", "填报单位：水利局    单位：亿元"])
def test_another_unit_further_down_is_an_error(first, message, again):
    table = monthly_table([[first], PAGES, A_PROJECT, [again], PAGES, [2, "乙", "", 1]])
    assert sentences(table.findings) == [
        f"「表1」A4：“亿元” 从这里起金额单位写的是亿元，{message}，请统一单位，或分成两张工作表"
    ]


def test_another_unit_further_down_says_nothing_of_columns_with_their_own():
    table = monthly_table([TITLES, A_PROJECT, ["单位：亿元"], TITLES, [2, "乙项目", "", 1]])
    assert list(table.findings) == []


def test_the_row_that_numbers_the_columns_is_skipped():
    table = monthly_table([TITLES, ["甲", "乙", "丙", 1, 2], A_PROJECT])
    assert [row.kind for row in table.rows] == [RowKind.HEADER, RowKind.DATA]


def test_groups_of_two_levels_stand_over_each_other_in_either_order():
    table = monthly_table(
        [
            TITLES,
            ["一", "新建项目（2个）", None, None, None],
            [None, "水利局（1个）", None, None, None],
            [1, "甲", None, 1, None],
            [None, "交通局（1个）", None, None, None],
            [2, "乙", None, 1, None],
            ["二", "续建项目（1个）", None, None, None],
            [None, "水利局（1个）", None, None, None],
            [3, "丙", None, 1, None],
        ]
    )
    assert [[group.title for group in row.groups] for row in table.data] == [
        ["新建项目", "水利局"],
        ["新建项目", "交通局"],
        ["续建项目", "水利局"],
    ]
    assert list(compare_counts(table)) == []


def test_a_count_that_is_not_the_number_of_rows_is_reported_at_its_label():
    table = monthly_table(
        [TITLES, [None, "合计（3个）"], ["一", "新建项目（2个）"], A_PROJECT, [2, "乙", None, 1]]
    )
    assert sentences(compare_counts(table)) == [
        "「表1」B2：“合计（3个）” 写明3个项目，实际读到2个，请核对"
    ]


def test_an_unnumbered_row_among_numbered_ones_is_never_dropped_in_silence():
    table = monthly_table([TITLES, A_PROJECT, [None, "水利局", None, 10, None]])
    assert sentences(table.findings) == [
        "「表1」B3：“水利局” 这一行没有序号，按分组行处理，没有作为项目读入；如果是项目，请补上序号"
    ]


def test_a_project_on_two_rows_has_its_name_on_both_and_its_money_once():
    table = monthly_table(
        [TITLES, [1, "甲项目", "水利局", 10, "主体"], [None, None, None, 5, None]],
        ["A2:A3", "B2:B3", "C2:C3", "E2:E3"],
    )
    rows = list(table.data)
    assert [values.text(row.get("name")) for row in rows] == ["甲项目", "甲项目"]
    assert [row.continues for row in rows] == [False, True]
    assert [values.money(row.get("month")) for row in rows] == [100_000, 50_000]


def test_a_table_without_serial_numbers_keeps_a_project_nobody_filled_in():
    table = monthly_table([["项目名称", "本月完成投资（万元）"], ["甲项目", 10], ["乙项目", None]])
    assert [row.kind for row in table.rows] == [RowKind.DATA, RowKind.DATA]


def test_a_name_that_is_an_error_stops_the_import_and_an_amount_only_its_row():
    table = read_table(
        replace(
            sheet_of([TITLES, A_PROJECT, [2, "乙", "水利局", 10, "主体"]]),
            rows=[TITLES, [1, NO_NAME, "水利局", 10, "主体"], [2, "乙", "水利局", NO_NAME, "主体"]],
        ),
        MONTHLY,
    )
    assert sentences(table.findings.errors) == ["「表1」B2：“#N/A” 公式出错"]
    assert sentences(table.findings.warnings) == ["「表1」D3：“#N/A” 公式出错"]


def test_the_quick_way_through_rows_gives_what_the_thorough_one_gives(monkeypatch):
    rows = [
        TITLES,
        ["一", "新建项目（2个）"],
        A_PROJECT,
        [2, " 乙 ", None, 1, None],
        [3, "共和镇供水工程", "水利局", None, ""],
        [4, None, None, 5, None],
        [None, "小计", None, 11, None],
        ["备注：略"],
        [5, "丙", None, 1, None],
        ["2.仍是项目"],
    ]
    quick = [(r.kind, r.label, r.groups, dict(r.cells)) for r in monthly_table(rows).rows]
    monkeypatch.setattr("workbooks.plain_rows.PlainRows.read", lambda self, row, groups: None)
    assert quick == [(r.kind, r.label, r.groups, dict(r.cells)) for r in monthly_table(rows).rows]


def test_a_workbook_of_another_month_is_told_by_title_columns_and_sheet_name():
    content = workbook(
        ("5月", [["2019年5月月报（单位：万元）"], ["项目名称", "5月完成"], ["甲", 1]], [])
    )
    book = read_workbook(content, "五月.xlsx", MONTHLY)
    findings = compare_period(book.tables[0], Month(2019, 6), ("month", "ytd"))
    assert sentences(findings) == [
        "「5月」A1：“2019年5月月报（单位：万元）” 写的是2019年5月，"
        "而这次导入的是2019年6月，请核对是否传错了文件",
        "「5月」：“5月” 工作表名称写的是5月，而这次导入的是2019年6月，请核对是否传错了文件",
        "「5月」B2：“5月完成” 写的是5月，而这次导入的是2019年6月，请核对是否传错了文件",
    ]
    assert [finding.level for finding in findings] == ["error", "warning", "error"]


@pytest.mark.parametrize(
    "line",
    ["2019年6月月报", "2019年1-6月进展情况", "截至2019年6月底", "填报日期：2019年7月5日", "月报表"],
)
def test_a_workbook_of_the_month_raises_nothing(line):
    table = monthly_table([[line], ["项目名称", "本月完成投资"], ["甲", 1]])
    assert list(compare_period(table, Month(2019, 6), ("month",))) == []


def test_a_workbook_of_another_year_is_told():
    table = monthly_table([["2018年重点项目进展"], ["项目名称", "6月完成"], ["甲", 1]])
    assert sentences(compare_period(table, Month(2019, 6), ("month",))) == [
        "「表1」A1：“2018年重点项目进展” 写的是2018年，"
        "而这次导入的是2019年6月，请核对是否传错了文件"
    ]


def test_every_visible_sheet_with_a_table_is_read_and_the_others_are_named():
    rows = [["项目名称", "本月完成投资（万元）"], ["甲", 1]]
    content = workbook(("工业", rows, []), ("农业", rows, []), ("说明", [["请如实填报"]], []))
    book = read_workbook(content, "六月.xlsx", MONTHLY)
    assert [table.sheet for table in book.tables] == ["工业", "农业"]
    assert sentences(book.findings) == ["「说明」：没有找到表头，这张工作表没有读取"]


def test_an_empty_workbook_is_an_error():
    book = read_workbook(workbook([[None]]), "空.xlsx", MONTHLY)
    assert sentences(book.findings.errors) == [
        "「空.xlsx」：工作簿里没有内容，请检查是否传错了文件"
    ]


# --- Rows that say how to fill the others in -----------------------------------------------


def told_below_the_head(*rows):
    head = ["序号", "项目名称", "责任单位", "本月完成投资（万元）", "形象进度"]
    table = read_table(Sheet("表1", [head, *rows, [1, "甲路", "甲局", 5, "施工"]]), MONTHLY)
    return [row.label for row in table.data], sentences(table.findings)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            [None, "按批复名称填写", "填全称", "保留两位小数", "50字以内"],
            "「表1」B2：“按批复名称填写” 这一行是填表说明，没有读取",
        ),
        (
            ["自动生成", "请填写全称", "下拉选择", "数字", "文字"],
            "「表1」B2：“自动生成” 这一行是填表说明，没有读取",
        ),
        (
            ["示例", "某某路工程", "某局", 100, "主体施工"],
            "「表1」B2：“示例” 这一行是示例，没有读取",
        ),
    ],
    ids=["how", "in every column", "example"],
)
def test_a_row_of_instructions_is_no_project(row, said):
    assert told_below_the_head(row) == (["甲路"], [said])


def test_the_numbers_of_the_columns_may_stand_below_the_instructions():
    instructs = [None, "按批复名称填写", "填全称", "保留两位小数", "50字以内"]
    labels, said = told_below_the_head(instructs, ["甲", "乙", 1, 2, 3])
    assert (labels, len(said)) == (["甲路"], 1)


def test_a_project_whose_words_sound_like_instructions_is_one():
    assert told_below_the_head([2, "数字经济园选址工程", "甲局", 7, "请示报批"]) == (
        ["数字经济园选址工程", "甲路"],
        [],
    )
