"""The paragraphs of a document."""

from documents.paragraphs import Paragraph, Style
from documents.titles import in_lines
from documents.word import styles
from documents.word.markup import PLAIN, Figures, Layout, paragraph, run_xml, words_xml
from documents.word.styles import Face
from workbooks.writing import printable

FACES: dict[Style, Face] = {
    Style.TITLE: styles.TITLE,
    Style.CHAPTER: styles.CHAPTER,
    Style.SECTION: styles.SECTION,
    Style.BODY: styles.BODY,
    Style.NOTE: styles.NOTE,
}


def block_xml(block: Paragraph, figures: Figures, layout: Layout = PLAIN) -> str:
    if block.style is Style.TITLE:
        return title_xml(block.text, layout)
    return paragraph(FACES[block.style], words_xml(block.runs, figures), layout)


def title_xml(text: str, layout: Layout = PLAIN) -> str:
    """In lines that end at whole words."""
    return paragraph(styles.TITLE, run_xml("\n".join(in_lines(printable(text)))), layout)
