"""A chart: native in Word with its numbers within, drawn in PDF and picture, a table in text."""

import io
import re
import zipfile
from dataclasses import replace
from fractions import Fraction

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from documents.frozen import freeze, thaw
from documents.incoming.opening import read_word, refill
from documents.paragraphs import Document, Paragraph, Style, plain
from documents.pdf import pdf_document
from documents.picture import picture
from documents.printing.charts import axis_of
from documents.runs import Run
from documents.tests.papers import CHART, JUNE, OFFICIAL, SUMMARY
from documents.word import word_document
from documents.word.charts import fresh_charts
from workbooks.charts import ChartKind

PAPER = Document(JUNE, (*SUMMARY.blocks, CHART))


@pytest.fixture(scope="module")
def parts():
    with zipfile.ZipFile(io.BytesIO(word_document(PAPER, OFFICIAL))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def points_of(xml):
    """Of each series the numbers that are drawn, by their place."""
    values = re.findall(r"<c:val>.*?</c:val>", xml)
    return [re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]*)<', value) for value in values]


def test_a_chart_in_word_is_a_native_one_and_draws_nothing_where_nothing_is_known(parts):
    xml = parts["word/charts/chart1.xml"].decode()
    assert points_of(xml) == [
        [("0", "1056.5"), ("2", "38.0")],
        [("0", "50.0"), ("1", "50.0"), ("2", "50.0")],
    ]
    assert '<c:dispBlanksAs val="gap"/>' in xml
    assert re.findall(r"<c:(barChart|lineChart)>", xml) == ["barChart", "lineChart"]
    assert '<c:externalData r:id="numbers"><c:autoUpdate val="0"/></c:externalData>' in xml
    body = parts["word/document.xml"].decode()
    assert re.findall(r'<c:chart [^>]*r:id="(\w+)"/>', body) == ["chart1"]
    assert '<wp:docPr id="4" name="图1　各单位完成率（单位：%）"' in body


def test_its_numbers_stand_in_a_workbook_within_which_word_opens_to_edit_them(parts):
    rels = parts["word/charts/_rels/chart1.xml.rels"].decode()
    assert re.findall(r'Id="numbers" .*Target="([^"]*)"', rels) == ["../embeddings/chart1.xlsx"]
    book = load_workbook(io.BytesIO(parts["word/embeddings/chart1.xlsx"]))
    rows = [[cell.value for cell in row] for row in book["图1"].iter_rows(min_row=3, max_col=3)]
    assert rows == [
        ["单位", "完成率", "序时进度"],
        ["交通运输局", 1056.5, 50],
        ["水利局", None, 50],
        ["文化和旅游局", 38, 50],
    ]


def test_its_fonts_are_named_and_its_parts_told_apart_without_colour(parts):
    xml = parts["word/charts/chart1.xml"].decode()
    assert set(re.findall(r'<a:(latin|ea) typeface="([^"]*)"', xml)) == {
        ("latin", "宋体"),
        ("ea", "宋体"),
    }
    assert re.findall(r'<a:prstDash val="(\w+)"/>', xml) == ["dash"]


def test_a_paper_with_a_chart_is_always_the_same_bytes_and_comes_back():
    content = word_document(PAPER, OFFICIAL)
    assert content == word_document(PAPER, OFFICIAL)
    assert "图1　各单位完成率（单位：%）" in read_word(content).text


def test_a_chart_is_drawn_in_pdf_and_picture_with_its_names_and_numbers():
    text = PdfReader(io.BytesIO(pdf_document(PAPER, OFFICIAL))).pages[-1].extract_text()
    for words in ("1,056.5", "38.0", "序时进度", CHART.caption):
        assert words in text
    with_chart, without = (picture(each, []) for each in (PAPER, SUMMARY))
    assert len(with_chart) > len(without)


@pytest.mark.parametrize("kind", [ChartKind.LINES, ChartKind.BARS])
def test_each_kind_is_drawn(kind):
    paper = Document(JUNE, (Paragraph(Style.TITLE, plain("题")), replace(CHART, kind=kind)))
    text = PdfReader(io.BytesIO(pdf_document(paper))).pages[0].extract_text()
    assert "文化和旅游局" in text


def test_a_page_draws_the_same_numbers():
    assert CHART.payload == {
        "categories": ("交通运输局", "水利局", "文化和旅游局"),
        "series": [
            {"name": "完成率", "data": ["1056.5", None, "38.0"], "role": "done"},
            {"name": "序时进度", "data": ["50.0"] * 3, "role": "pace"},
        ],
        "unit": "%",
    }


def test_in_text_a_chart_is_its_table_and_each_number_has_its_source():
    assert CHART.text.split("\n") == [
        "图1　各单位完成率（单位：%）",
        "单位\t完成率\t序时进度",
        "交通运输局\t1,056.5\t50.0",
        "水利局\t—\t50.0",
        "文化和旅游局\t38.0\t50.0",
    ]
    keys = [run.key for run in Document(JUNE, (CHART,)).figures]
    assert keys[:2] == ["县级.全部.填报单位=交通运输局.完成率", "县级.全部.序时进度"]


def test_a_chart_is_kept_and_comes_back_and_what_was_kept_before_charts_is_read():
    assert thaw(freeze(PAPER)) == PAPER
    assert thaw(freeze(SUMMARY) | {"shape": 1}) == SUMMARY


def test_an_axis_goes_by_whole_steps_and_holds_0():
    def ticks(*values):
        return [str(tick) for tick in axis_of(list(map(Fraction, values))).ticks]

    assert ticks("93.7", "50") == ["0", "20", "40", "60", "80", "100"]
    assert ticks("-3", "9") == ["-4", "-2", "0", "2", "4", "6", "8", "10"]
    assert ticks() == ["0", "1/5", "2/5", "3/5", "4/5", "1"]


def back_from_libreoffice(content):
    """As LibreOffice gives it back: charts renamed, their parts written by itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = re.sub('name="图1[^"]*"', 'name="Object1"', body).encode()
    chart = parts["word/charts/chart1.xml"].decode()
    chart = chart.replace("1D4F91", "C00000").replace("图1!$B$3", "label 0")
    parts["word/charts/chart1.xml"] = chart.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def test_a_chart_that_comes_back_is_drawn_anew_in_the_colours_that_a_hand_gave_it():
    edited = back_from_libreoffice(word_document(PAPER))
    assert read_word(edited).charts == ("各单位完成率（单位：%）",)
    later = replace(
        CHART,
        categories=("水利局", "交通运输局"),
        series=tuple(replace(each, numbers=(Run("61.5"), Run("88.0"))) for each in CHART.series),
    )
    with zipfile.ZipFile(io.BytesIO(refill(edited, [], fresh_charts([later])))) as archive:
        xml = archive.read("word/charts/chart1.xml").decode()
        book = load_workbook(io.BytesIO(archive.read("word/embeddings/chart1.xlsx")))
    assert points_of(xml) == [[("0", "61.5"), ("1", "88.0")]] * 2
    assert "<c:v>水利局</c:v>" in xml
    assert ("C00000" in xml, "1D4F91" in xml, "文化和旅游局" in xml) == (True, False, False)
    assert book["图1"]["B4"].value == 61.5


def test_a_chart_of_which_a_hand_has_taken_a_series_is_left_as_it_is():
    content = word_document(PAPER)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/charts/chart1.xml":
                part = re.sub(b"<c:lineChart>.*</c:lineChart>", b"", part)
                altered = part
            target.writestr(name, part)
    assert read_word(out.getvalue()).charts == ("",)
    with zipfile.ZipFile(io.BytesIO(refill(out.getvalue(), [], fresh_charts([CHART])))) as archive:
        assert archive.read("word/charts/chart1.xml") == altered
