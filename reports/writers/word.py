"""A document of prose as .docx, laid out after GB/T 9704-2012.

A4, text area 156 × 225 mm, title 2号 centred, body 3号 仿宋 with 29 pt lines, headings 黑体 and
楷体. Fonts are named, never shipped: the reader's machine has them or stands in its own.
"""

import io

from docx import Document as new_document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from reports.prose.summary import Document, Style

FONTS = {
    Style.TITLE: ("方正小标宋简体", Pt(22)),
    Style.CHAPTER: ("黑体", Pt(16)),
    Style.SECTION: ("楷体_GB2312", Pt(16)),
    Style.BODY: ("仿宋_GB2312", Pt(16)),
    Style.NOTE: ("仿宋_GB2312", Pt(12)),
}
LINE_PITCH = Pt(29)
TWO_CHARACTERS = 200  # hundredths of a character


def word_document(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    file = new_document()
    _lay_out_page(file)
    _speak_chinese(file)
    for paragraph in document.paragraphs:
        _add(file, paragraph.style, paragraph.text)
    file.core_properties.title = document.title
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _lay_out_page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _speak_chinese(file: WordFile) -> None:
    """python-docx's template says ja-JP; office software would choose Japanese glyphs."""
    normal = file.styles["Normal"]
    name, size = FONTS[Style.BODY]
    normal.font.name, normal.font.size = name, size
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "zh-CN")
    properties.append(language)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:eastAsia"), "zh-CN")


def _add(file: WordFile, style: Style, text: str) -> None:
    paragraph = file.add_paragraph()
    run = paragraph.add_run(text)
    name, size = FONTS[style]
    run.font.name, run.font.size = name, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)
    spacing = paragraph.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE_PITCH
    if style is Style.TITLE:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        spacing.space_after = LINE_PITCH
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        _indent_first_line(paragraph)


def _indent_first_line(paragraph: WordParagraph) -> None:
    """In characters, so that the indent follows whatever size a reader sets; in points for
    programs that know no characters."""
    paragraph.paragraph_format.first_line_indent = Pt(32)
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(TWO_CHARACTERS))
