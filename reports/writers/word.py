"""A document of prose as .docx, laid out after GB/T 9704-2012.

A4, text area 156 × 225 mm, title 2号 centred, body 3号 仿宋 with 29 pt lines, headings 黑体 and
楷体, page numbers 4号 宋体 between dashes, at the outer edge. Title and headings are Word's own
styles, so that the navigation pane and a table of contents know them. Fonts are named, never
shipped: the reader's machine has them or stands in its own.
"""

import io

from docx import Document as new_document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.font import Font
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.parfmt import ParagraphFormat

from reports.prose.summary import Document, Style

# Word's name of the style, its font and size.
STYLES: dict[Style, tuple[str, str, Length]] = {
    Style.TITLE: ("Title", "方正小标宋简体", Pt(22)),
    Style.CHAPTER: ("Heading 1", "黑体", Pt(16)),
    Style.SECTION: ("Heading 2", "楷体_GB2312", Pt(16)),
    Style.BODY: ("Normal", "仿宋_GB2312", Pt(16)),
    Style.NOTE: ("Normal", "仿宋_GB2312", Pt(12)),
}
LINE_PITCH = Pt(29)
TWO_CHARACTERS = 200  # hundredths of a character
FIELD = ("fldChar", "instrText", "fldChar", "fldChar")
NUMBER_FONT, NUMBER_SIZE = "宋体", Pt(14)
BLACK = RGBColor(0, 0, 0)


def word_document(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    file = new_document()
    _lay_out_page(file)
    for style in (Style.BODY, Style.TITLE, Style.CHAPTER, Style.SECTION):
        _define(file, style)
    _speak_chinese(file)
    for paragraph in document.paragraphs:
        _add(file, paragraph.style, paragraph.text)
    _number_pages(file)
    file.core_properties.title = document.title
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _lay_out_page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)  # the number stands 7 mm below the text area


def _speak_chinese(file: WordFile) -> None:
    """python-docx's template says ja-JP; office software would choose Japanese glyphs."""
    language = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia"):
        language.set(qn(attribute), "zh-CN")
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:eastAsia"), "zh-CN")


def _define(file: WordFile, style: Style) -> None:
    """Give one of Word's own styles the look of an official document, and nothing of a theme."""
    builtin, name, size = STYLES[style]
    definition = file.styles[builtin]
    assert isinstance(definition, ParagraphStyle)
    element = definition.element
    for themed in (*element.findall(qn("w:rPr")), *element.findall(f".//{qn('w:pBdr')}")):
        themed.getparent().remove(themed)
    _set_font(definition.font, name, size)
    definition.font.bold = False
    definition.font.color.rgb = BLACK
    _space_lines(definition.paragraph_format)
    if style is Style.TITLE:
        definition.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        definition.paragraph_format.space_after = LINE_PITCH
    else:
        definition.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _set_font(font: Font, name: str, size: Length) -> None:
    """One font for all scripts."""
    font.name, font.size = name, size
    fonts = font.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _space_lines(spacing: ParagraphFormat) -> None:
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, LINE_PITCH


def _add(file: WordFile, style: Style, text: str) -> None:
    builtin, name, size = STYLES[style]
    paragraph = file.add_paragraph(style=builtin)
    run = paragraph.add_run(text)
    if style is Style.NOTE:
        _set_font(run.font, name, size)
    if style is not Style.TITLE:
        _indent_first_line(paragraph)


def _indent_first_line(paragraph: WordParagraph) -> None:
    """In characters, so that the indent follows whatever size a reader sets; in points for
    programs that know no characters."""
    paragraph.paragraph_format.first_line_indent = Pt(32)
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(TWO_CHARACTERS))


def _number_pages(file: WordFile) -> None:
    """— 1 — at the right of odd pages, at the left of even ones, a character from the edge."""
    file.settings.odd_and_even_pages_header_footer = True
    section = file.sections[0]
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)


def _number(paragraph: WordParagraph, side: WD_ALIGN_PARAGRAPH) -> None:
    spacing = paragraph.paragraph_format
    spacing.alignment = side
    spacing.left_indent = spacing.right_indent = NUMBER_SIZE
    spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
    begin, name, separate, end = (OxmlElement(f"w:{tag}") for tag in FIELD)
    for mark, kind in ((begin, "begin"), (separate, "separate"), (end, "end")):
        mark.set(qn("w:fldCharType"), kind)
    name.text = "PAGE"
    for piece in ("— ", begin, name, separate, "1", end, " —"):
        run = paragraph.add_run(piece if isinstance(piece, str) else "")
        _set_font(run.font, NUMBER_FONT, NUMBER_SIZE)
        if not isinstance(piece, str):
            run._element.append(piece)
