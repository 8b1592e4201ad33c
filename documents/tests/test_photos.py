"""Rows of photos in Word, PDF and picture: as large as their room holds them, with caption, and a
sentence where one is lost."""

import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image
from pypdf import PdfReader

from documents.frozen import freeze, thaw
from documents.incoming.opening import read_word, refill
from documents.paragraphs import Document, Paragraph, Photo, PhotoRow, Style, Table, plain
from documents.pdf import pdf_document
from documents.picture import picture
from documents.refilling import WordChange, WordPlace
from documents.tests.opened import opened, texts_of
from documents.tests.papers import JUNE
from documents.word import word_document

MM = 72 / 25.4
LANDSCAPE, PORTRAIT, SMALL = "inspections/a.jpg", "evidence/b.jpg", "evidence/c.png"
SIZES = {LANDSCAPE: (2000, 1500), PORTRAIT: (1500, 2000), SMALL: (40, 30)}
ROW = PhotoRow(
    (Photo(LANDSCAPE, "城南学校\n7月20日，城关镇"), Photo(PORTRAIT, "绿化工程")),
    columns=2,
    height=60,
)


@pytest.fixture(autouse=True)
def kept():
    for place, size in SIZES.items():
        out = io.BytesIO()
        Image.new("RGB", size, "green").save(out, "PNG" if place.endswith("png") else "JPEG")
        default_storage.save(place, ContentFile(out.getvalue()))


def paper_of(*rows):
    return Document(JUNE, (Paragraph(Style.TITLE, plain("图片台账")), *rows))


def drawn_in(content):
    """Of each picture of a Word file: how large it stands in mm, its words, and its pixels."""
    file = opened(content)
    for inline in file.element.body.iter("{*}inline"):
        extent = inline.find("{*}extent")
        [blip] = inline.iter("{*}blip")
        [key] = blip.attrib.values()
        pixels = Image.open(io.BytesIO(file.part.related_parts[key].blob)).size
        size = tuple(round(int(extent.get(side)) / 36000, 1) for side in ("cx", "cy"))
        yield size, inline.find("{*}docPr").get("descr"), pixels


def test_word_draws_each_photo_within_its_room_at_200_pixels_to_the_inch():
    assert list(drawn_in(word_document(paper_of(ROW)))) == [
        ((75.0, 56.2), "城南学校 7月20日，城关镇", (590, 442)),
        ((45.0, 60.0), "绿化工程", (354, 472)),
    ]


def test_a_small_photo_keeps_its_pixels():
    small = PhotoRow((Photo(SMALL, "小图"),), columns=1, height=60)
    content = word_document(paper_of(small))
    assert list(drawn_in(content)) == [((80.0, 60.0), "小图", (40, 30))]
    with zipfile.ZipFile(io.BytesIO(content)) as file, default_storage.open(SMALL) as kept:
        assert file.read("word/media/photo1.png") == kept.read()


def test_a_pdf_sets_each_photo_in_the_middle_of_its_column():
    [page] = PdfReader(io.BytesIO(pdf_document(paper_of(ROW)))).pages
    placed = []

    def visit(operator, operands, matrix, _):
        if operator == b"Do":
            placed.append(tuple(round(matrix[place] / MM) for place in (4, 0, 3)))

    page.extract_text(visitor_operand_before=visit)
    # From the left edge, wide, high: the columns begin at 28 and 109 mm and are 75 mm wide.
    assert [(left, wide, abs(high)) for left, wide, high in placed] == [(28, 75, 56), (124, 45, 60)]
    assert page.extract_text().split("\n")[1:4] == ["城南学校", "7月20日，城关镇", "绿化工程"]


def test_a_photo_that_is_lost_is_a_sentence_in_its_place():
    broken = default_storage.save("evidence/d.jpg", ContentFile(b"\xff\xd8\xff no picture"))
    row = PhotoRow(
        (
            Photo("evidence/gone.jpg", "甲"),
            Photo(broken, "乙"),
            Photo("../outside.jpg", "丁"),
            Photo("", "丙", "6月无照片"),
        ),
        columns=4,
        height=40,
    )
    said = ["照片缺失", "照片缺失", "照片缺失", "6月无照片", "甲", "乙", "丁", "丙"]
    content = word_document(paper_of(row))
    cells = [cell.text for each in opened(content).tables[0].rows for cell in each.cells]
    assert list(filter(None, cells)) == said
    assert list(drawn_in(content)) == []
    [page] = PdfReader(io.BytesIO(pdf_document(paper_of(row)))).pages
    assert page.extract_text().split()[1:9] == said


def test_a_long_picture_shows_photos_as_wide_as_their_share_of_it():
    shown = Image.open(io.BytesIO(picture(paper_of(ROW), []))).convert("RGB")
    line = [shown.getpixel((x, 330)) for x in range(shown.width)]
    green = [x for x, (red, green, _) in enumerate(line) if red < 60 and green > 90]
    assert (shown.width, green[0]) == (1080, 60)
    assert len(green) == 960 * (75 + 45) // 156 - 1


def test_text_tells_the_captions():
    lost = PhotoRow((Photo("", "绿化工程", "6月无照片"),), columns=1, height=60)
    assert paper_of(ROW, lost).text == (
        "图片台账\n城南学校 7月20日，城关镇\t绿化工程\n绿化工程（6月无照片）\n"
    )


def test_photos_dense_forms_and_new_pages_come_back_from_what_is_kept():
    form = Table((), ((plain("甲"), plain("乙")), (plain("丙"),)), (32, 124), is_dense=True)
    page = Paragraph(Style.TITLE, plain("绿化工程"), on_new_page=True)
    document = paper_of(ROW, form, page)
    assert thaw(json.loads(json.dumps(freeze(document)))) == document


def test_a_returned_paper_keeps_its_photos():
    content = word_document(paper_of(Paragraph(Style.BODY, plain("共2张。")), ROW))
    lines = read_word(content).text.split("\n")
    assert lines[:2] == ["图片台账", "共2张。"]
    changed = refill(content, [WordChange(WordPlace(1, 1, 2), "2", "3")])
    assert texts_of(opened(changed))[:2] == ["图片台账", "共3张。"]
    assert list(drawn_in(changed)) == list(drawn_in(content))


def test_a_page_begins_where_the_paper_says_so_and_the_last_cell_takes_the_rest_of_its_row():
    form = Table(
        (), ((plain("甲"), plain("乙"), plain("丙")), (plain("丁"), plain("戊"))), (32, 62, 62)
    )
    again = Paragraph(Style.TITLE, plain("第二页"), on_new_page=True)
    document = paper_of(form, again)
    pages = PdfReader(io.BytesIO(pdf_document(document))).pages
    assert [page.extract_text().split("\n")[0] for page in pages] == ["图片台账", "第二页"]
    file = opened(word_document(document))
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == [
        ["甲", "乙", "丙"],
        ["丁", "戊", "戊"],
    ]
    assert [p.text for p in file.paragraphs if p.paragraph_format.page_break_before] == ["第二页"]
