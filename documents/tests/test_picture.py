"""A paper as one long picture."""

import io

from PIL import Image

from documents.paragraphs import Document, Paragraph, Style, plain
from documents.picture import picture
from documents.printing.laying_out import picture_data
from documents.tests.papers import SUMMARY

FOOT = ["截至2019年6月底，审定数。"]
LINE_OF_FOOT = 17 * 3


def size_of(document, foot):
    return Image.open(io.BytesIO(picture(document, foot))).size


def test_a_picture_is_1080_px_wide_and_has_its_cut_off_at_its_foot():
    width, height = size_of(SUMMARY, [])
    assert width == 1080
    assert size_of(SUMMARY, FOOT) == (1080, height + LINE_OF_FOOT)
    assert picture(SUMMARY, FOOT) == picture(SUMMARY, FOOT)


def test_the_title_of_a_picture_ends_its_lines_at_whole_words():
    title = Paragraph(Style.TITLE, plain("2019年上半年全县重点项目讲话数据"))
    told = picture_data(Document(SUMMARY.month, (title,)), [], str, {})
    assert told["title"] == ["2019年上半年全县", "重点项目讲话数据"]
