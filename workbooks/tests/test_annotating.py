"""The unit gets its own workbook back, with what is wrong marked where it is wrong."""

import io

import pytest
from openpyxl import load_workbook

from workbooks.annotating import annotate
from workbooks.errors import UnreadableWorkbook
from workbooks.findings import Finding
from workbooks.tests.builders import raw_workbook, workbook, xls

ROWS = [["项目名称", "6月完成"], ["甲", "12o0"], ["乙", None]]
BAD = Finding("error", "6月", "B2", "12o0", "不是金额\x0b，请填写数字")
BLANK = Finding("warning", "6月", "B3", "", "没有填写")
ELSEWHERE = Finding("error", "没有这张表", "A1", "", "…")
WHOLE = Finding("warning", "6月", "", "", "隐藏的工作表")


def told(content):
    sheet = load_workbook(io.BytesIO(content))["6月"]
    return {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.comment.text)
        for row in sheet
        for cell in row
        if cell.comment
    }


EXPECTED = {"B2": ("00FFC7CE", "不是金额，请填写数字"), "B3": ("00FFEB9C", "没有填写")}


@pytest.mark.parametrize(
    "content",
    [workbook(("6月", ROWS, ["A1:A1"])), xls(("6月", ROWS))],
    ids=["xlsx", "xls"],
)
def test_bad_cells_are_filled_and_commented_and_nothing_else(content):
    marked = annotate(content, [BLANK, BAD, ELSEWHERE, WHOLE])
    assert told(marked) == EXPECTED
    values = [list(row) for row in load_workbook(io.BytesIO(marked))["6月"].values]
    assert values == ROWS


def test_two_findings_at_one_cell_are_one_comment():
    marked = annotate(workbook(("6月", ROWS, [])), [BAD, Finding("warning", "6月", "B2", "", "乙")])
    assert told(marked) == {"B2": ("00FFC7CE", "不是金额，请填写数字\n乙")}


def test_a_mark_within_a_merged_range_stands_at_its_first_cell():
    marked = annotate(workbook(("6月", ROWS, ["B2:B3"])), [BLANK])
    assert told(marked) == {"B2": ("00FFEB9C", "没有填写")}


@pytest.mark.slow
def test_a_workbook_that_openpyxl_cannot_carry_is_built_anew_from_its_values():
    content = raw_workbook(
        '<row r="2"><c r="B2" t="inlineStr"><is><t>12o0</t></is></c></row>',
        name="6月",
        styles="<styleSheet><nonsense",
    )
    with pytest.raises(UnreadableWorkbook):
        annotate(content, [BAD])
    content = raw_workbook(
        '<row r="2"><c r="B2" t="inlineStr"><is><t>=12o0</t></is></c><c r="C2" t="e"><v>#REF!</v>'
        '</c><c r="D2" s="77"><v>3</v></c></row>',
        name="6月",
    )
    marked = annotate(content, [BAD])
    assert told(marked) == {"B2": ("00FFC7CE", "不是金额，请填写数字")}
    assert [cell.value for cell in load_workbook(io.BytesIO(marked))["6月"][2]] == [
        None,
        "=12o0",
        "#REF!",
        3,
    ]
