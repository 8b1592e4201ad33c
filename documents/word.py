"""A document of prose as .docx, laid out after GB/T 9704-2012.

A4, text area 156 × 225 mm, title 2号 centred, body 3号 仿宋 with 29 pt lines, headings 黑体 and
楷体, page numbers 4号 宋体 between dashes, at the outer edge. Title and headings are Word's own
styles, so that the navigation pane and a table of contents know them. Fonts are named, never
shipped: the reader's machine has them or stands in its own.
"""

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from docx import Document as new_document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.font import Font
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.parfmt import ParagraphFormat

from documents.bookmarks import bookmark_of
from documents.paragraphs import Document, Style
from documents.runs import Run
from documents.titles import in_lines, width_of
from workbooks.writing import printable

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
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "ends": WD_ALIGN_PARAGRAPH.LEFT,
}
TEXT_WIDTH = Mm(156)
CHARACTER = Pt(16)
# How far the date of a document stands from the right, where a seal is set over it (GB/T 9704).
DATE_FROM_RIGHT = 4
_TABLE_FONT = (
    '<w:rFonts w:ascii="仿宋_GB2312" w:hAnsi="仿宋_GB2312" w:eastAsia="仿宋_GB2312"'
    ' w:cs="仿宋_GB2312"/><w:sz w:val="21"/><w:szCs w:val="21"/>'
)
NUMBER_FONT, NUMBER_SIZE = "宋体", Pt(14)
BLACK = RGBColor(0, 0, 0)


@dataclass(frozen=True)
class Piece:
    """A paragraph; ``side`` "left", "center" or "right" instead of the style's own, or "ends": what
    is before a tab at the left, what follows it at the right. ``inset``: characters left free at
    the right; ``above``: lines left free above. ``runs``: the text in pieces, where some are
    figures."""

    style: Style
    text: str
    side: str = ""
    inset: float = 0
    above: int = 0
    on_new_page: bool = False
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A ruled table of words. ``widths`` in mm, together no more than the text's 156; ``head``:
    how many rows are repeated on each page; numbers stand right in ``right`` columns."""

    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    head: int = 1
    right: frozenset[int] = frozenset()


def word_document(document: Document) -> bytes:
    """The document as the bytes of a .docx file."""
    pieces = (Piece(each.style, each.text, runs=each.runs) for each in document.paragraphs)
    return word_file(document.title, pieces)


def word_file(title: str, pieces: Iterable[Piece | Grid]) -> bytes:
    """Paragraphs and tables as the bytes of a .docx file."""
    file = new_document()
    _lay_out_page(file)
    for style in (Style.BODY, Style.TITLE, Style.CHAPTER, Style.SECTION):
        _define(file, style)
    _speak_chinese(file)
    figures = itertools.count(1)
    for piece in pieces:
        if isinstance(piece, Grid):
            _add_grid(file, piece)
        else:
            _add(file, piece, figures)
    _number_pages(file)
    _describe(file, title)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def signature(offices: Sequence[str], day: str) -> Iterator[Piece]:
    """Who issues a document, and the day: each office centred over the date, which stands four
    characters from the right, or further in where an office is so long that it asks for it."""
    widest = max(map(width_of, offices))
    middle = max(DATE_FROM_RIGHT + width_of(day) / 2, widest / 2)
    for place, line in enumerate([*offices, day]):
        inset = middle - width_of(line) / 2
        yield Piece(Style.BODY, line, side="right", inset=inset, above=0 if place else 2)


def _lay_out_page(file: WordFile) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(23)  # the number stands 7 mm below the text area


def _speak_chinese(file: WordFile) -> None:
    """python-docx's template says ja-JP; office software would choose Japanese glyphs. Digits stay
    English: as Chinese they are broken across lines (105.53亿元 as “10” and “5.53亿元”)."""
    language = OxmlElement("w:lang")
    file.styles["Normal"].element.get_or_add_rPr().append(language)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    theme = file.settings.element.find(qn("w:themeFontLang"))
    for spoken in (language, defaults, theme):
        if spoken is not None:
            spoken.set(qn("w:val"), "en-US")
            spoken.set(qn("w:eastAsia"), "zh-CN")


def _describe(file: WordFile, title: str) -> None:
    """The document's own properties, without what python-docx's template says of itself."""
    properties = file.core_properties
    properties.title = printable(title)
    properties.author = properties.comments = properties.last_modified_by = ""
    element = properties._element
    for dated in element.xpath("dcterms:created | dcterms:modified"):
        element.remove(dated)


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


def _add(file: WordFile, piece: Piece, figures: Iterator[int]) -> None:
    builtin, name, size = STYLES[piece.style]
    paragraph = file.add_paragraph(style=builtin)
    _add_words(paragraph, piece, figures)
    if piece.style is Style.NOTE:
        for run in paragraph.runs:
            _set_font(run.font, name, size)
    if piece.side:
        paragraph.paragraph_format.alignment = SIDES[piece.side]
    elif piece.style is not Style.TITLE:
        _indent_first_line(paragraph)
    if piece.side == "ends":
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    if piece.inset:
        _indent_right(paragraph, piece.inset)
    if piece.above:
        paragraph.paragraph_format.space_before = LINE_PITCH * piece.above
    if piece.on_new_page:
        paragraph.paragraph_format.page_break_before = True


def _add_words(paragraph: WordParagraph, piece: Piece, figures: Iterator[int]) -> None:
    if piece.style is Style.TITLE:
        paragraph.add_run("\n".join(in_lines(printable(piece.text))))
        return
    for run in piece.runs or (Run(piece.text),):
        _add_run(paragraph, run, figures)


def _add_run(paragraph: WordParagraph, run: Run, figures: Iterator[int]) -> None:
    """A figure between the ends of a bookmark, whose name leads to its key: what LibreOffice keeps
    where it drops the tag of a content control."""
    if not run.key:
        paragraph.add_run(printable(run.text))
        return
    number = str(next(figures))
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:id"), number)
    begin.set(qn("w:name"), bookmark_of(run.key, int(number)))
    end.set(qn("w:id"), number)
    paragraph._element.append(begin)
    paragraph.add_run(printable(run.text))
    paragraph._element.append(end)


def _add_grid(file: WordFile, grid: Grid) -> None:
    """Before the section's own properties, which must stay last. As XML: python-docx's own cells
    are some hundred times slower."""
    body = file.element.body
    body.insert(len(body) - 1, parse_xml(_grid_xml(grid)))


def _grid_xml(grid: Grid) -> str:
    twips = [round_to_twips(width) for width in grid.widths]
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    rows = "".join(
        _row_xml(row, twips, is_head=number < grid.head, right=grid.right)
        for number, row in enumerate(grid.rows)
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblBorders>{lines}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _row_xml(
    row: Sequence[str], twips: Sequence[int], *, is_head: bool, right: frozenset[int]
) -> str:
    cells = "".join(
        _cell_xml(text, width, "center" if is_head else "right" if place in right else "left")
        for place, (text, width) in enumerate(zip(row, twips, strict=True))
    )
    repeated = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell_xml(text: str, width: int, side: str) -> str:
    lines = escape(printable(text)).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="40" w:after="40" w:line="300" w:lineRule="exact"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        f"<w:r><w:rPr>{_TABLE_FONT}</w:rPr>{runs}</w:r></w:p></w:tc>"
    )


def round_to_twips(millimetres: int) -> int:
    """Twentieths of a point, 1440 to the inch."""
    return millimetres * 14400 // 254


def _indent_first_line(paragraph: WordParagraph) -> None:
    """In characters, so that the indent follows whatever size a reader sets; in points for
    programs that know no characters."""
    paragraph.paragraph_format.first_line_indent = Pt(32)
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(TWO_CHARACTERS))


def _indent_right(paragraph: WordParagraph, characters: float) -> None:
    """In characters and in points, as the first line is."""
    paragraph.paragraph_format.right_indent = Length(int(CHARACTER * characters))
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:rightChars"), str(int(characters * 100)))


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
