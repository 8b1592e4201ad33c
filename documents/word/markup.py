"""Paragraphs of a Word file as XML.

They are joined as text and never parsed again: five tables of 200 rows are written some thirty
times faster than by python-docx, whose every cell searches its table
(``documents/tests/test_word_speed.py``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from documents.bookmarks import bookmark_of
from documents.paragraphs import Words
from documents.runs import Run
from documents.word.styles import CHARACTER, Face
from workbooks.writing import printable

Figures = Iterator[int]
"""The numbers of the bookmarks of a file, in the order in which they are printed."""
_LONGEST_ALIAS = 64


@dataclass(frozen=True)
class Layout:
    """What a paragraph has beside its style. ``left``, ``right``, ``hanging`` in characters of
    3号; ``above``, ``below`` in twentieths of a point; ``stop``: a tab at the right, so far from
    the left."""

    side: str = ""
    left: float = 0
    right: float = 0
    hanging: float = 0
    above: int = 0
    below: int = 0
    stop: int = 0
    is_kept_with_next: bool = False
    on_new_page: bool = False


PLAIN = Layout()
SLIVER = (
    '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
"""A paragraph of a point's height: two tables that touch become one, and none may end a file."""
KEPT_SLIVER = SLIVER.replace("<w:snapToGrid", "<w:keepNext/><w:snapToGrid")
"""The same where what stands above it is not to be parted from what follows."""


def paragraph(face: Face, content: str, layout: Layout = PLAIN) -> str:
    """``content``: runs as XML."""
    return f"<w:p><w:pPr>{_properties(face, layout)}</w:pPr>{content}</w:p>"


def _properties(face: Face, layout: Layout) -> str:
    """In the order of the schema."""
    if layout is PLAIN:
        return f'<w:pStyle w:val="{face.key}"/>'
    parts = [f'<w:pStyle w:val="{face.key}"/>']
    if layout.is_kept_with_next:
        parts.append("<w:keepNext/>")
    if layout.on_new_page:
        parts.append("<w:pageBreakBefore/>")
    if layout.stop:
        parts.append(f'<w:tabs><w:tab w:val="right" w:pos="{layout.stop}"/></w:tabs>')
    if layout.above or layout.below:
        before = f' w:before="{layout.above}"' if layout.above else ""
        after = f' w:after="{layout.below}"' if layout.below else ""
        parts.append(f"<w:spacing{before}{after}/>")
    parts.append(_indents(layout))
    if layout.side:
        parts.append(f'<w:jc w:val="{layout.side}"/>')
    return "".join(parts)


def _indents(layout: Layout) -> str:
    """In characters, so that they follow whatever size a reader sets; in points for programs that
    know no characters."""
    told = [
        (name, characters)
        for name, characters in (
            ("left", layout.left),
            ("right", layout.right),
            ("hanging", layout.hanging),
        )
        if characters
    ]
    attributes = "".join(
        f' w:{name}Chars="{int(characters * 100)}" w:{name}="{int(CHARACTER * characters)}"'
        for name, characters in told
    )
    return f"<w:ind{attributes}/>" if told else ""


def words_xml(words: Words, figures: Figures, properties: str = "") -> str:
    """``properties``: those of the runs, as XML."""
    return "".join(
        figure_xml(run, figures, properties) if run.key else run_xml(run.text, properties)
        for run in words
    )


def run_xml(text: str, properties: str = "") -> str:
    """A line break and a tab of the text are those of Word."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{told}{text_xml(text)}</w:r>"


def text_xml(text: str) -> str:
    if not _MARKED.search(text):
        return f"{_BEGIN}{text}{_END}"
    safe = safe_xml(text)
    lines = safe.replace("\t", f"{_END}<w:tab/>{_BEGIN}").replace("\n", f"{_END}<w:br/>{_BEGIN}")
    return f"{_BEGIN}{lines}{_END}"


def safe_xml(text: str) -> str:
    """For the text of an element and within quotes."""
    return escape(printable(text), {'"': "&quot;"}) if _MARKED.search(text) else text


_BEGIN, _END = '<w:t xml:space="preserve">', "</w:t>"
# Few texts have any of these, and to ask is quicker than to replace them one by one.
_MARKED = re.compile('[&<>"\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]')


def figure_xml(run: Run, figures: Figures, properties: str = "") -> str:
    """A figure in a bookmark, whose name leads to its key, and within it in a content control,
    which in Word shows the key and is kept whole. LibreOffice drops the tag of the control and
    keeps the bookmark. It is no control for plain text (w:text): of those LibreOffice 7.4 writes
    every one that holds digits and Chinese three times (6200万元万元6200万元6200万元)."""
    number = next(figures)
    name = bookmark_of(run.key, number, printable(run.text))
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        f'<w:sdt><w:sdtPr><w:alias w:val="{safe_xml(run.key[:_LONGEST_ALIAS])}"/>'
        f'<w:tag w:val="{name}"/><w:id w:val="{number}"/></w:sdtPr>'
        f"<w:sdtContent>{run_xml(run.text, properties)}</w:sdtContent></w:sdt>"
        f'<w:bookmarkEnd w:id="{number}"/>'
    )
