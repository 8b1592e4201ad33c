"""The summary as a Word file, laid out as official documents are (GB/T 9704-2012)."""

import pytest
from django.urls import reverse
from docx.enum.text import WD_ALIGN_PARAGRAPH

from documents.tests.opened import opened, told_of, words_of
from figures.tests.scene import JUNE, make_line, sign_in


@pytest.fixture
def road(unit_a):
    return make_line(unit_a, "甲公路", 1000, {6: 565})


def word_file(client, user):
    sign_in(client, user)
    return opened(client.get(reverse("reports:summary_docx", args=[JUNE])).content)


def test_the_word_file_has_headings_that_the_navigation_pane_knows(client, road, approver):
    told = [
        (each.style.name, words_of(each._element)) for each in told_of(word_file(client, approver))
    ]
    assert [each for each in told if each[0] not in ("Body Text", "注释")][:3] == [
        ("Title", "示范县发展和改革局2019年上半年\n重点项目建设工作总结"),
        ("Heading 1", "一、重点项目建设进展情况"),
        ("Heading 1", "二、工作亮点"),
    ]


@pytest.mark.parametrize(
    ("name", "font", "points"),
    [
        ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
    ],
)
def test_words_own_styles_look_as_official_documents_do(client, road, approver, name, font, points):
    style = word_file(client, approver).styles[name]
    assert (style.font.name, style.font.size.pt, style.font.bold) == (font, points, False)
    assert str(style.font.color.rgb) == "000000"
    assert "theme" not in style.element.xml.lower()
    assert style.paragraph_format.line_spacing.pt == 28.95


def test_pages_are_numbered_between_dashes_at_the_outer_edge(client, road, approver):
    file = word_file(client, approver)
    odd = file.sections[0].footer.paragraphs[0]
    even = file.sections[0].even_page_footer.paragraphs[0]
    assert file.settings.odd_and_even_pages_header_footer
    assert (words_of(odd._element), words_of(even._element)) == ("— 1 —", "— 1 —")
    assert [odd.alignment, even.alignment] == [WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT]
    assert (odd.style.font.name, odd.style.font.size.pt) == ("宋体", 14)
    assert odd._element.xpath("string(.//w:instrText)") == "PAGE"
