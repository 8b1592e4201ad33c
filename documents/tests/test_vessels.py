"""Each vessel's head, ending and geometry as GB/T 9704-2012 has them, measured in the file."""

import datetime
import io
import zipfile
from dataclasses import replace

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length

from documents.paragraphs import Annex, Document, Paragraph, Style, Table, plain
from documents.tests.opened import opened, paragraph_of, texts_of, told_of, words_of
from documents.tests.papers import JUNE, OFFICIAL, SUMMARY, TABLE
from documents.vessels import MATERIAL, Vessel, VesselKind
from documents.word import word_document
from documents.word.styles import LINE_PITCH

JULY_5 = datetime.date(2019, 7, 5)
PAPER = Document(JUNE, SUMMARY.blocks[:4], (Annex("各单位完成情况", (replace(TABLE, title=""),)),))
ISSUED = {"issue": "第6期", "editor": "示范县发展和改革局", "day": JULY_5}
OFFICE = {"offices": ("示范县发展和改革局",), "day": JULY_5}
TITLE = "示范县2019年上半年重点项目建设工作总结"
TEXT = [
    "一、进展情况",
    "（一）县级重点项目",
    "截至6月底，完成投资59.6亿元，占年度计划的56.5%。",
]
ATTACHED = ["附件：各单位完成情况"]
SIGNED = ["示范县发展和改革局", "2019年7月5日"]
ANNEX = ["附件", "各单位完成情况", "单位：%", "注：水利局未报送。"]

# What each vessel prints, from top to bottom; 版记 is a table.
PRINTED = {
    "材料": (Vessel(**OFFICE), [TITLE, *TEXT, *ATTACHED, *SIGNED, *ANNEX]),
    "材料 without a signature": (MATERIAL, [TITLE, *TEXT, *ATTACHED, *ANNEX]),
    "公文 upward": (
        OFFICIAL,
        [
            "示范县发展和改革局文件",
            "示发改〔2019〕12号\t签发人：赵局长",
            TITLE,
            "县人民政府：",
            *TEXT,
            *ATTACHED,
            *SIGNED,
            *ANNEX,
        ],
    ),
    "公文 downward": (
        replace(OFFICIAL, upward=False, addressee="各乡镇人民政府，县直各部门："),
        [
            "示范县发展和改革局文件",
            "示发改〔2019〕12号",
            TITLE,
            "各乡镇人民政府，县直各部门：",
            *TEXT,
            *ATTACHED,
            *SIGNED,
            *ANNEX,
        ],
    ),
    "简报": (
        Vessel(VesselKind.BULLETIN, head="重点项目建设简报", **ISSUED),
        [
            "重点项目建设简报",
            "第6期",
            "示范县发展和改革局\t2019年7月5日",
            TITLE,
            *TEXT,
            *ATTACHED,
            *ANNEX,
        ],
    ),
    "通报 that is signed": (
        Vessel(VesselKind.NOTICE, head="督查通报", number="示督〔2019〕3号", **(ISSUED | OFFICE)),
        [
            "督查通报",
            "第6期",
            "示督〔2019〕3号",
            "示范县发展和改革局\t",
            TITLE,
            *TEXT,
            *ATTACHED,
            *SIGNED,
            *ANNEX,
        ],
    ),
    "纪要": (
        Vessel(VesselKind.MINUTES, head="会议纪要", issue="2019年第1次", day=JULY_5),
        ["会议纪要", "2019年第1次", "\t2019年7月5日", TITLE, *TEXT, *ATTACHED, *ANNEX],
    ),
}


def written(vessel, document=PAPER):
    return opened(word_document(document, vessel))


def spacing(paragraph, name):
    """In twentieths of a point."""
    return int(paragraph._element.xpath(f"string(w:pPr/w:spacing/@w:{name})") or 0)


@pytest.mark.parametrize(("vessel", "texts"), PRINTED.values(), ids=PRINTED)
def test_a_vessel_prints(vessel, texts):
    assert texts_of(written(vessel)) == texts


def test_a_page_has_the_margins_and_the_grid_of_official_paper():
    section = written(MATERIAL).sections[0]
    measured = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(each.mm) for each in measured] == [210, 297, 37, 28]
    width = Length(section.page_width - section.left_margin - section.right_margin)
    height = Length(section.page_height - section.top_margin - section.bottom_margin)
    assert (round(width.mm), round(height.mm)) == (156, 225)
    body = written(MATERIAL).styles["Body Text"]
    pitch = body.paragraph_format.line_spacing.pt
    apart = int(body.element.xpath("string(w:rPr/w:spacing/@w:val)")) / 20
    assert (height.pt // pitch, width.pt // (body.font.size.pt + apart)) == (22, 28)
    # The upper edge of the page number stands 7 mm below the text.
    assert round(Length(section.bottom_margin - section.footer_distance).mm) == 12


def test_the_red_head_stands_35_mm_below_the_margin_with_a_red_line_4_mm_below_the_number():
    file = written(OFFICIAL)
    head, number, line, title = file.paragraphs[:4]
    assert (head.style.name, head.style.font.name) == ("发文机关标志", "方正小标宋简体")
    assert (str(head.style.font.color.rgb), head.alignment) == ("FF0000", None)
    assert head.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert (spacing(head, "before"), head.runs[0].font.size.pt) == (1984, 40)
    assert spacing(number, "before") == 2 * LINE_PITCH
    assert [run.font.name for run in number.runs] == [None, "楷体_GB2312"]
    rule = line._element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    assert (rule.get(qn("w:color")), rule.get(qn("w:val"))) == ("FF0000", "single")
    assert (spacing(line, "before"), spacing(line, "after")) == (226, 2 * LINE_PITCH)
    assert title.style.name == "Title"


@pytest.mark.parametrize(
    ("head", "points"),
    [
        ("督查通报", 48),
        ("示范县发展和改革局文件", 40),
        ("某某侗族苗族自治县发展和改革局文件", 26),
    ],
)
def test_red_words_are_as_large_as_one_line_holds(head, points):
    vessel = Vessel(VesselKind.OFFICIAL, head=head, number="示发改〔2019〕12号")
    assert written(vessel).paragraphs[0].runs[0].font.size.pt == points


@pytest.mark.parametrize(
    ("offices", "insets"),
    [
        (["示范县发展和改革局"], [2.5, 4]),  # 9 characters over 6, their middles at 7
        (["示范县发改局"], [4, 4]),
        (["某某侗族苗族自治县发展和改革局"], [0, 4.5]),  # 15: the date gives way
    ],
)
def test_an_office_stands_centred_over_the_date(offices, insets):
    file = written(Vessel(offices=tuple(offices), day=datetime.date(2019, 8, 2)))
    lines = [paragraph_of(file, text) for text in (*offices, "2019年8月2日")]
    assert [(line.paragraph_format.right_indent or 0) / 203200 for line in lines] == insets
    assert [spacing(line, "before") for line in lines] == [2 * LINE_PITCH, 0]


def test_a_signature_is_never_alone_on_a_page():
    file = written(Vessel(**OFFICE))
    chain = [TEXT[-1], *ATTACHED, SIGNED[0]]
    assert {paragraph_of(file, text).paragraph_format.keep_with_next for text in chain} == {True}
    assert paragraph_of(file, SIGNED[1]).paragraph_format.keep_with_next is None


def test_the_last_row_of_a_table_stands_with_the_signature_that_follows_it():
    table = replace(TABLE, note="", rows=TABLE.rows[:1] * 7)
    file = written(Vessel(**OFFICE), Document(JUNE, (table,)))
    [grid] = file.tables
    kept = [bool(row._tr.xpath(".//w:keepNext")) for row in grid.rows]
    assert kept == [True, *[False] * 6, True]
    # The sliver below it does not part them.
    assert grid._tbl.getnext().xpath(".//w:keepNext")


def test_a_table_of_few_rows_stands_with_the_signature_as_a_whole():
    [grid] = written(Vessel(**OFFICE), Document(JUNE, (replace(TABLE, note=""),))).tables
    assert all(row._tr.xpath(".//w:keepNext") for row in grid.rows)


def test_each_annex_begins_a_page_and_many_are_numbered():
    annexes = tuple(Annex(title, (TABLE,)) for title in ("进展情况表", "滞后项目清单"))
    file = written(MATERIAL, Document(JUNE, SUMMARY.blocks[:4], annexes))
    assert texts_of(file)[4:6] == ["附件：1.进展情况表", "2.滞后项目清单"]
    marks = [paragraph_of(file, mark) for mark in ("附件1", "附件2")]
    assert {mark.style.name for mark in marks} == {"附件标识"}
    assert {mark.paragraph_format.page_break_before for mark in marks} == {True}
    # Names begin one below another, and go on below where they begin.
    first, second = (paragraph_of(file, text) for text in ("附件：1.", "2."))
    ends = [
        (p.paragraph_format.left_indent.pt, p.paragraph_format.first_line_indent.pt)
        for p in (first, second)
    ]
    assert ends == [(96, -64), (96, -16)]


def test_the_imprint_floats_at_the_foot_of_the_last_page_between_black_lines():
    file = written(OFFICIAL)
    imprint = file.tables[-1]
    assert [words_of(row.cells[0]._element) for row in imprint.rows] == [
        "抄送：县委督查室。",
        "示范县发展和改革局办公室\t2019年7月6日印发",
    ]
    place = imprint._tbl.find(f".//{qn('w:tblpPr')}")
    assert (place.get(qn("w:vertAnchor")), place.get(qn("w:tblpYSpec"))) == ("margin", "bottom")
    lines = imprint._tbl.xpath("w:tblPr/w:tblBorders/*")
    assert {line.tag.rpartition("}")[2]: line.get(qn("w:sz")) for line in lines} == {
        "top": "8",
        "bottom": "8",
        "insideH": "6",
    }


def test_a_table_has_a_repeated_head_rows_that_are_not_torn_and_no_more_than_the_text_width():
    file = written(MATERIAL, SUMMARY)
    [grid, _] = file.tables
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in grid.rows] == [True, False, False]
    assert {bool(row._tr.xpath("w:trPr/w:cantSplit")) for row in grid.rows} == {True}
    widths = [int(width) for width in grid._tbl.xpath("w:tblGrid/w:gridCol/@w:w")]
    assert round(sum(widths) / 56.7) == 156
    styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in grid.rows]
    assert styles == [["表头", "表头"], ["表文", "表数"], ["表文", "表数"]]
    assert [each.style.name for each in told_of(file) if each.text == TABLE.title] == [
        "表题",
        "Title",
        "表题",
    ]


def test_a_form_gives_a_hand_the_room_it_asks_for():
    form = Table(
        heads=(),
        rows=((plain("签收"), plain("")), (plain("办结"), plain(""))),
        widths=(32, 124),
        heights=(40,),
    )
    [grid] = written(MATERIAL, Document(JUNE, (form,))).tables
    assert [row.height and round(row.height.mm) for row in grid.rows] == [40, None]
    assert grid.rows[0].cells[0].paragraphs[0].style.name == "表单"


def test_what_xml_has_no_place_for_is_left_out_and_what_it_marks_with_is_text():
    told = "甲\x0b<b>&路\n次行\t末"
    file = written(MATERIAL, Document(JUNE, (Paragraph(Style.BODY, plain(told)),)))
    assert texts_of(file) == ["甲<b>&路\n次行\t末"]


def test_the_same_document_gives_the_same_bytes_of_its_own_parts_alone():
    first, second = (word_document(SUMMARY, OFFICIAL) for _ in range(2))
    assert first == second
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert names == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/odd.xml",
        "word/even.xml",
    ]
