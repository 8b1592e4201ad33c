"""Honest files that are written in unusual ways are read, and told from those that only look so."""

import io
import re
import struct
import zipfile

import pytest
import xlrd

from workbooks import guard
from workbooks.errors import UnreadableWorkbook
from workbooks.guard import macros
from workbooks.parsing.child import answer
from workbooks.reading import read_contents, read_sheets
from workbooks.tests.builders import packed, raw_members, workbook, xls
from workbooks.tests.compound_files import compound_file, macro_project

ROWS = [["项目名称", "本月完成投资"], ["甲路改造工程", 6000]]
GOOD = workbook(ROWS)
TABLE = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>项目名称</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>本月完成投资</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>甲路改造工程</t></is></c>'
    '<c r="B2"><v>6000</v></c></row>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_PLACE = "<{0}col>2</{0}col><{0}row>5</{0}row>"
MACROS = "文件“表.xlsm”带有宏，请另存为不带宏的 .xlsx 再上传"
OWN_LINES = (
    'Attribute VB_Name = "ThisWorkbook"\r\n'
    'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"\r\n'
    "Attribute VB_PredeclaredId = True\r\n"
)


def repacked(content, change=lambda name, part: part, rename=lambda name: name):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(rename(name), change(name, old.read(name)))
    return stream.getvalue()


def refusal(content, name="表.xlsm"):
    with pytest.raises(UnreadableWorkbook) as caught:
        guard.inspect(content, name)
    return str(caught.value)


# --- Sheets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sheet",
    [
        f'<worksheet xmlns="{MAIN}"><sheetData /><pageMargins left="1"/></worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData\n/></worksheet>',
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData /></x:worksheet>',
        f'<worksheet xmlns="{MAIN}"><sheetData/><cols><col min="1"/></cols></worksheet>',
        f'<worksheet xmlns="{MAIN}"/>',
    ],
)
def test_an_empty_sheet_is_empty_however_that_is_written(sheet):
    assert read_sheets(packed(raw_members(sheet=sheet)))[0].rows == []


@pytest.mark.parametrize(
    "after",
    [
        # A check box of a form, whose place is told by rows and columns of its own.
        f'<controls><control shapeId="1"><controlPr><anchor xmlns:xdr="{DRAWING}"><from>'
        f"{_PLACE.format('xdr:')}</from></anchor></controlPr></control></controls>",
        f'<objects><anchor xmlns="{DRAWING}"><from>{_PLACE.format("")}</from></anchor></objects>',
        '<extLst><ext uri="x"><x14:rows xmlns:x14="urn:x"><x14:row r="9"><x14:c r="A9"/></x14:row>'
        "</x14:rows></ext></extLst>",
        '<extLst><ext><cols><col min="1" max="2" hidden="1"/></cols></ext></extLst>',
    ],
)
def test_what_is_drawn_on_a_sheet_may_have_rows_and_columns_of_its_own(after):
    content = packed(raw_members(TABLE, after=after))
    sheet = read_sheets(content)[0]
    assert (sheet.rows, sheet.merges) == (ROWS, ())


def test_a_cell_may_carry_extensions():
    cell = (
        '<row r="1"><c r="A1"><v>7</v><extLst><ext><c r="A1"><v>8</v></c></ext></extLst></c></row>'
    )
    assert read_sheets(packed(raw_members(cell)))[0].rows == [[7]]


@pytest.mark.parametrize(
    "after", ['<row r="3"><c r="A3"><v>1</v></c></row>', '<c r="A3"><v>1</v></c>']
)
def test_a_row_of_the_sheet_outside_its_data_is_refused(after):
    with pytest.raises(UnreadableWorkbook) as caught:
        read_sheets(packed(raw_members(TABLE, after=after)))
    assert str(caught.value).startswith("文件工作表内部结构不规范，内容无法确定")


# --- Parts -------------------------------------------------------------------------------


def _book_renamed():
    return repacked(
        GOOD,
        lambda name, part: part.replace(b"xl/workbook.xml", b"xl/workbook2.xml"),
        lambda name: name.replace("workbook.xml", "workbook2.xml"),
    )


def _at_the_root():
    def change(name, part):
        part = part.replace(b'"/xl/', b'"/').replace(b'"xl/', b'"')
        return part.replace(b'Target="/xl/', b'Target="/')

    return repacked(GOOD, change, lambda name: name.removeprefix("xl/"))


def _sheets_elsewhere():
    return repacked(
        GOOD,
        lambda name, part: part.replace(b"/worksheets/sheet", b"/tables/part"),
        lambda name: name.replace("/worksheets/sheet", "/tables/part"),
    )


def _with_backslashes():
    def change(name, part):
        if not name.endswith("workbook.xml.rels"):
            return part
        return re.sub(
            rb'Target="/xl/([^"]*)"', lambda m: b'Target="%s"' % m[1].replace(b"/", b"\\"), part
        )

    return repacked(GOOD, change)


@pytest.mark.parametrize(
    "made", [_book_renamed, _at_the_root, _sheets_elsewhere, _with_backslashes]
)
def test_parts_are_found_by_their_relations_whatever_they_are_called(made):
    assert made() != GOOD
    assert read_sheets(made())[0].rows == ROWS


def test_a_word_document_under_another_name_is_called_one():
    content = repacked(
        _book_renamed(),
        lambda name, part: part.replace(b"spreadsheetml.sheet", b"wordprocessingml.document"),
    )
    assert refusal(content, "表.xlsx") == (
        "文件“表.xlsx”是 Word 文档，请上传 Excel 工作簿（.xlsx 或 .xls）"
    )


# --- .xls --------------------------------------------------------------------------------


def _stream(content):
    return xlrd.compdoc.CompDoc(content, logfile=io.StringIO()).get_named_stream("Workbook")


def test_a_document_in_the_middle_of_an_xls_is_let_be():
    embedded = {"WordDocument": bytes(600), "1Table": b"x", "\x01CompObj": b"x"}
    content = compound_file({"MBD0001": embedded, "Workbook": _stream(xls(("7月", ROWS)))})
    assert [sheet.rows for sheet in read_sheets(content)] == [ROWS]


def test_a_workbook_in_the_middle_of_a_word_document_is_none():
    content = compound_file(
        {"WordDocument": b"x", "MBD1": {"Workbook": _stream(xls(("7月", ROWS)))}}
    )
    assert refusal(content, "表.xls") == (
        "文件“表.xls”是 Word 文档，请上传 Excel 工作簿（.xlsx 或 .xls）"
    )


def test_a_file_packed_into_an_xls_is_refused_wherever_it_lies():
    content = compound_file(
        {"Workbook": _stream(xls(("7月", ROWS))), "MBD1": {"\x01Ole10Native": b"MZ"}}
    )
    assert refusal(content, "表.xls") == "文件“表.xls”内嵌了其他文件，请删去内嵌的对象后再上传"


def _with_results(*results, flags=2):
    """An .xls with a formula in each row of column B, and what stands in it."""
    import xlwt

    content = bytearray(xls(("7月", [["甲", xlwt.Formula("1+1")] for _ in results])))
    for row, result in enumerate(results):
        record = re.search(rb"\x06\x00..%b\x01\x00.." % struct.pack("<H", row), content, re.S)
        raw = struct.pack("<d", result) if isinstance(result, float) else result
        content[record.end() : record.end() + 10] = raw + struct.pack("<H", flags)
    return bytes(content)


EMPTY_TEXT = b"\x03" + bytes(5) + b"\xff\xff"


def test_a_zero_that_asks_to_be_computed_is_a_result_where_others_have_one():
    told = read_contents(_with_results(2.0, 0.0, 0.0))
    assert told.sheets[0].rows == [["甲", 2], ["甲", 0], ["甲", 0]]
    assert told.notices == [
        "有公式要求打开时重新计算（7月!B2、7月!B3），读取的是保存时的结果 0，请核对"
    ]


def test_an_empty_text_is_a_result_where_others_have_one():
    told = read_contents(_with_results(2.0, EMPTY_TEXT, flags=0))
    assert (told.sheets[0].rows, told.notices) == ([["甲", 2], ["甲"]], [])


def test_where_no_formula_has_a_result_nothing_was_computed():
    sheet = read_sheets(_with_results(0.0, EMPTY_TEXT))[0]
    assert [fault.shown for _, _, fault in sheet.faults] == ["=…", "=…"]


def test_empty_texts_in_all_formulas_are_results_where_an_office_program_wrote_the_file():
    stream = _stream(_with_results(EMPTY_TEXT, EMPTY_TEXT, flags=0))
    of_an_office = compound_file({"Workbook": stream, "\x05SummaryInformation": b"x"})
    told = read_contents(of_an_office)
    assert (told.sheets[0].rows, told.sheets[0].faults) == ([["甲"], ["甲"]], [])
    alone = read_contents(compound_file({"Workbook": stream}))
    assert [fault.shown for _, _, fault in alone.sheets[0].faults] == ["=…", "=…"]


def test_the_stream_of_a_workbook_may_come_without_its_container():
    # Excel 4: a sheet with a number and a text, and the end.
    records = [
        (0x0409, struct.pack("<HHH", 4, 0x10, 0)),
        (0x0203, struct.pack("<HHHd", 0, 0, 0, 12.5)),
        (0x0204, struct.pack("<HHHH", 0, 1, 0, 3) + b"abc"),
        (0x000A, b""),
    ]
    content = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    assert [sheet.rows[0][1:] for sheet in read_sheets(content)] == [["abc"]]


@pytest.mark.parametrize("cut", [700, 1500, 4000])
def test_an_xls_that_was_cut_off_is_told_and_no_process_dies_of_it(cut):
    assert "refused" in answer(xls(("7月", ROWS))[:cut], "表.xls").decode()


# --- Macros ------------------------------------------------------------------------------


def with_project(modules, **how):
    project = compound_file(macro_project(modules, **how))
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", project)
    return stream.getvalue()


def test_a_macro_project_in_which_nothing_is_written_is_let_in():
    modules = {"ThisWorkbook": OWN_LINES, "Sheet1": OWN_LINES + "Option Explicit\r\n\r\n"}
    assert read_sheets(with_project(modules))[0].rows == ROWS


@pytest.mark.parametrize(
    "line",
    [
        "Sub Auto_Open()\r\nEnd Sub\r\n",
        "Option Explicit: Shell 1\r\n",
        'Attribute VB_Name = "a": Shell 1\r\n',
        "' only a remark\r\n",
    ],
)
def test_a_macro_project_with_a_line_of_its_own_is_refused(line):
    modules = {"ThisWorkbook": OWN_LINES, "Sheet1": OWN_LINES + line}
    assert refusal(with_project(modules)) == MACROS


def test_code_that_was_left_behind_without_its_text_is_refused():
    assert refusal(with_project({"ThisWorkbook": OWN_LINES}, compiled=9000)) == MACROS


def test_an_xls_is_judged_by_its_modules_too():
    stream = _stream(xls(("7月", ROWS)))
    silent, loud = (
        compound_file({"Workbook": stream, "_VBA_PROJECT_CUR": macro_project({"Sheet1": text})})
        for text in (OWN_LINES, OWN_LINES + "Sub A()\r\nEnd Sub\r\n")
    )
    assert read_sheets(silent)[0].rows == ROWS
    assert refusal(loud, "表.xls") == "文件“表.xls”带有宏，请另存为不带宏的 .xlsx 再上传"


def test_what_the_modules_say_is_unpacked_as_the_standard_shows():
    # The example of [MS-OVBA] 3.2.2.
    container = bytes.fromhex(
        "012fb000236161616263646582660070616768696a013808616b6c00306d6e6f700671027004107273747576107778797a003c"
    )
    assert (
        macros._unpacked(container) == b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    )
