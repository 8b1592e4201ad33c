"""A paper as .pdf: what is in it and where it stands (GB/T 9704-2012), always the same bytes."""

import io
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from pypdf import PageObject, PdfReader

from documents.paragraphs import Document, Paragraph, Style, Table, plain
from documents.pdf import pdf_document
from documents.printing import compiling
from documents.printing.compiling import TooLargeToPrint
from documents.printing.glyphs import lacking
from documents.tests.papers import JUNE, OFFICIAL, SUMMARY, TABLE
from documents.vessels import Vessel, VesselKind

MM = 72 / 25.4
TOP, LEFT, RIGHT, BOTTOM = (297 - 37) * MM, 28 * MM, (210 - 26) * MM, 35 * MM
HOSTILE = '#let x = 1; $x^2$ @a \\ "引" <b> [c] *d* _e_ // `f` = {g} https://h'
MATERIAL = Vessel(offices=("示范县发展和改革局",))


def paper_of(*texts):
    return Document(JUNE, tuple(Paragraph(Style.BODY, plain(text)) for text in texts))


def pages_of(document, vessel=MATERIAL):
    return PdfReader(io.BytesIO(pdf_document(document, vessel))).pages


def texts_of(document, vessel=MATERIAL):
    """The text of each page, without its number."""
    return [
        re.sub(r"— \d+ —", "", page.extract_text()).strip() for page in pages_of(document, vessel)
    ]


def pieces_of(page: PageObject):
    """What stands on a page: its pieces, how far from the left and the bottom, and in what size."""
    found = []

    def visit(text, place, _within, _font, size):
        if text.strip():
            found.append((text.strip(), place[4], place[5], size))

    page.extract_text(visitor_text=visit)
    return found


@pytest.fixture(scope="module")
def full_page():
    """The second page of a text without end: 22 lines of 28 characters."""
    return pages_of(paper_of("字" * 28 * 50))[1]


def test_a_page_is_a4_with_22_lines_of_28_characters(full_page):
    *lines, _ = pieces_of(full_page)
    assert [round(length / MM) for length in full_page.mediabox] == [0, 0, 210, 297]
    assert [(text, size) for text, _, _, size in lines] == [("字" * 28, 16)] * 22
    assert {round(left, 2) for _, left, _, _ in lines} == {round(LEFT, 2)}
    pitches = {round(above - below, 1) for (_, _, above, _), (_, _, below, _) in pairwise(lines)}
    assert pitches == {round(225 * MM / 22, 1)}
    assert lines[0][2] + 0.88 * 16 < TOP
    assert lines[-1][2] - 0.12 * 16 > BOTTOM


def test_pages_are_numbered_7_mm_below_the_text_at_the_outer_edge(full_page):
    odd = pieces_of(pages_of(paper_of("字"))[0])[-1]
    even = pieces_of(full_page)[-1]
    assert [(text, size) for text, _, _, size in (odd, even)] == [("— 1 —", 14), ("— 2 —", 14)]
    assert round(even[1], 1) == round(LEFT + 14, 1)
    assert RIGHT - 14 - 60 < odd[1] < RIGHT - 14 - 30
    assert BOTTOM - 7 * MM - 14 < odd[2] < BOTTOM - 7 * MM


def test_what_is_markup_to_typst_is_printed_as_it_is_typed():
    # A document of such words everywhere, its vessel and the cells of its tables among them.
    table = Table(
        heads=((HOSTILE,),),
        rows=((plain(HOSTILE),),),
        widths=(156,),
        title=HOSTILE,
        unit=HOSTILE,
        note=HOSTILE,
    )
    blocks = [Paragraph(style, plain(HOSTILE)) for style in Style if style is not Style.TITLE]
    vessel = replace(OFFICIAL, head=HOSTILE, number=HOSTILE, copied_to=HOSTILE, addressee=HOSTILE)
    text = "".join(texts_of(Document(JUNE, (*blocks, table)), vessel))
    assert re.sub(r"\s", "", text).count(re.sub(r"\s", "", HOSTILE)) == 13


def test_a_number_is_never_broken_between_two_lines():
    amounts = "完成投资1,234.56亿元，增长-12.5%，达403.25%，2019-2021年，1—6月。"
    text = texts_of(paper_of(*("甲" * before + amounts * 4 for before in range(28))))
    lines = [line for page in text for line in page.split("\n")]
    broken = [pair for pair in pairwise(lines) if re.search(r"[\d.,+-]\n[\d.,%]", "\n".join(pair))]
    assert len(lines) > 28 * 5
    assert broken == []


@pytest.mark.parametrize("lines", [16, 19])
def test_a_signature_is_never_alone_on_a_page(lines):
    last = "末" * 28 * 3
    pages = texts_of(paper_of(*["字" * 20] * lines, last))
    (signed,) = [page for page in pages if "示范县发展和改革局" in page]
    assert "末" in signed


@pytest.mark.parametrize("rows", [26, 29, 32])
def test_a_signature_below_a_long_table_stands_with_its_last_row(rows):
    lines = tuple((plain(f"第{number}行"), plain("1.5%")) for number in range(1, rows + 1))
    table = replace(TABLE, rows=lines, note="不含前期项目")
    pages = texts_of(Document(JUNE, (table,)))
    (signed,) = [page for page in pages if "示范县发展和改革局" in page]
    assert f"第{rows}行" in signed
    assert "填报单位" in signed
    assert signed.index(f"第{rows}行") < signed.index("不含前期项目") < signed.index("示范县发展")


def test_a_table_repeats_its_heads_on_each_page_and_breaks_no_row():
    rows = tuple((plain(f"第{number}行\n下一行"), plain("1.5%")) for number in range(60))
    pages = texts_of(Document(JUNE, (replace(TABLE, rows=rows),)), Vessel())
    assert len(pages) > 2
    assert all("填报单位" in page for page in pages)
    assert [page.count("下一行") for page in pages] == [
        len(re.findall(r"第\d+行", page)) for page in pages
    ]


def test_a_row_of_a_form_is_as_high_as_was_asked_and_higher_where_its_words_are():
    rows = tuple(
        (plain(label), plain(text)) for label, text in (("签收", "空"), ("办结", "办" * 300))
    )
    form = Table(heads=(), rows=rows, widths=(32, 124), heights=(40, 10))
    (page,) = pages_of(Document(JUNE, (form,)), Vessel())
    signed, _, closed, *words = [height for _, _, height, _ in pieces_of(page)[:-1]]
    assert words[0] - words[-1] > 10 * MM
    assert words[0] - closed == pytest.approx((words[0] - words[-1]) / 2, abs=1)
    assert signed - words[0] == pytest.approx(20 * MM + 14, abs=MM)


def test_an_official_document_has_its_head_its_attachment_its_signature_and_its_imprint():
    first, *_, last = texts = texts_of(SUMMARY, OFFICIAL)
    lines = [line for line in "\n".join(texts[:-1]).split("\n") if line]
    assert lines[:4] == [
        "示范县发展和改革局文件",
        "示发改〔2019〕12号 签发人：赵局长",
        "示范县2019年上半年重点项目建设工作总结",
        "县人民政府：",
    ]
    assert lines[-4:] == [
        "注：完成投资用核定数。",
        "附件：各单位完成情况",
        "示范县发展和改革局",
        "2019年7月5日",
    ]
    assert "截至6月底，完成投资59.6亿元，占年度计划的56.5%。" in first
    assert last.startswith("附件\n各单位完成情况\n单位：%\n填报单位 完成率\n")
    assert last.split("\n")[-2:] == [
        "抄送：县委督查室。",
        "示范县发展和改革局办公室 2019年7月6日印发",
    ]


def test_what_goes_out_by_issues_has_them_below_its_head():
    vessel = Vessel(
        VesselKind.BULLETIN,
        head="重点项目建设简报",
        issue="第7期",
        editor="重点办",
        day=OFFICIAL.day,
    )
    (text, *_) = texts_of(SUMMARY, vessel)
    assert text.split("\n")[:4] == [
        "重点项目建设简报",
        "第7期",
        "重点办 2019年7月5日",
        "示范县2019年上半年重点项目建设工作总结",
    ]


def test_one_document_is_always_the_same_bytes_and_is_dated_by_its_own_day():
    written = [pdf_document(SUMMARY, OFFICIAL) for _ in range(2)]
    described = PdfReader(io.BytesIO(written[0])).metadata
    assert written[0] == written[1]
    assert (described.title, described.author) == (SUMMARY.title, "示范县发展和改革局")
    assert described["/CreationDate"] == described["/ModDate"] == "D:20190705000000Z"
    assert b"pdfaid:part>2<" in written[0]


def test_headings_are_the_outline_of_the_file():
    outline = PdfReader(io.BytesIO(pdf_document(SUMMARY))).outline
    assert [outline[0].title, outline[1][0].title] == ["一、进展情况", "（一）县级重点项目"]


def test_the_fonts_have_what_is_in_gbk_and_the_rare_characters_of_names():
    pairs = [bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF)]
    assert lacking("".join(pair.decode("gbk", "ignore") for pair in pairs)) == []
    assert lacking("㛃䶮𫍯𬀩𬭊𬱖𬘫𣲗①⑳㈠○●▲■◇〔〕±≤㎡km²℃") == []


def test_a_character_that_no_font_has_is_told_and_printed_as_its_code():
    (page,) = texts_of(paper_of("吉≒𠮷\x0b野家\u200b🏗"))
    assert page.startswith("吉≒〔U+20BB7〕野家〔U+1F3D7〕")
    assert lacking("吉≒𠮷\x0b野\u200b🏗𠮷") == ["𠮷", "🏗"]


def test_a_paper_that_does_not_come_to_an_end_is_given_up(monkeypatch):
    monkeypatch.setattr(compiling, "BOUNDS", replace(compiling.BOUNDS, seconds=0.001))
    with pytest.raises(TooLargeToPrint) as refused:
        pdf_document(SUMMARY)
    assert str(refused.value) == "文稿太长，排不出来，请减少内容后再试，或下载 Word 文档"
