"""The files of a paper, each form with how it is written."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from documents.paragraphs import Document, Paragraph, Style
from documents.pdf import pdf_document
from documents.picture import picture
from documents.printing.glyphs import lacking
from documents.runs import runs
from documents.vessels import MATERIAL, Vessel
from documents.word import word_document
from files.kinds import PDF
from files.responses import DOCX, PNG, XLSX
from reports.outside.book import PaperBook
from reports.papers.models import FileForm
from reports.prose.choices import Choices
from reports.prose.sentences.notes import basis, covered
from reports.prose.told import Paper
from reports.writers.figures import figures_workbook

LINES_AT_ONCE = 500
"""Of the year's lists, where the files of a paper are written while a person waits: all files of
one of 126 lines took 0.9 s, of 2,000 lines from 2.7 to 12 s, their workbook alone 2.6 s
(2026-11-29, two cores)."""


LINES_OF_ONE = 20
"""As many lines as one thing counts for of which a paper tells several, each on a page of its
own."""


@dataclass(frozen=True)
class ToWrite:
    """A paper with what its files tell beside its text: its figures, by which choices they are
    printed, in what it goes out."""

    document: Document
    book: PaperBook
    choices: Choices
    vessel: Vessel = MATERIAL
    is_of_county: bool = True

    @property
    def without_notes(self) -> Document:
        """What people outside the office read."""
        blocks = (block for block in self.document.blocks if not _is_note(block))
        return replace(self.document, blocks=tuple(blocks))

    @property
    def basis(self) -> list[str]:
        """Of which cut-off and by which 口径 its figures are, and how far the county's reports are
        in, a sentence a line."""
        paper = Paper(self.book, self.choices)
        told = [f"数据截至{self.book.facts.cut_off.words}。{basis(paper)}"]
        if self.is_of_county:
            told.append(covered(paper))
        return ["".join(run.text for run in runs(line)) for line in told if line]


def _is_note(block: object) -> bool:
    return isinstance(block, Paragraph) and block.style is Style.NOTE


@dataclass(frozen=True)
class Form:
    suffix: str
    content_type: str
    write: Callable[[ToWrite], bytes]


FORMS = {
    FileForm.TEXT: Form(
        "txt", "text/plain; charset=utf-8", lambda paper: paper.document.text.encode()
    ),
    FileForm.DOCX: Form("docx", DOCX, lambda paper: word_document(paper.document, paper.vessel)),
    FileForm.PDF: Form(
        "pdf", PDF.content_type, lambda paper: pdf_document(paper.document, paper.vessel)
    ),
    FileForm.XLSX: Form(
        "xlsx", XLSX, lambda paper: figures_workbook(paper.document, paper.book, paper.basis)
    ),
    FileForm.PICTURE: Form("png", PNG, lambda paper: picture(paper.without_notes, paper.basis)),
}
"""What goes out, in the order in which it is offered."""


def name_in(form: FileForm, title: str) -> str:
    """As a file of the form is called where it is saved: 关于…的总结.docx."""
    return f"{title}.{FORMS[form].suffix}"


def forms_of(document: Document) -> list[FileForm]:
    """In which it is offered: a paper without figures has no workbook of them."""
    has_figures = any(True for _ in document.figures)
    return [form for form in FORMS if has_figures or form is not FileForm.XLSX]


def form_named(name: str) -> FileForm | None:
    return next((form for form in FORMS if form == name), None)


def unprintable(document: Document) -> str:
    """Which characters stand as their code in a PDF and in a picture; "" where none do."""
    told = "、".join(f"“{each}”（U+{ord(each):04X}）" for each in lacking(document.text))
    return told and f"PDF 和长图的字库里没有{told}，印作编号；Word 文档不受影响。"
