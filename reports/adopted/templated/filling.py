"""A template at a cut-off: what it says then, and the file that says so in its own formatting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from accounts.errors import DomainError, WrongState
from documents.incoming.opening import read_word, rewrite
from documents.line_changes import Marks, changes_in
from documents.refilling import NotThere
from documents.rewriting import LineAnew
from documents.runs import Run
from documents.templating.faults import Fault
from documents.templating.formats import UNSETTLED
from documents.templating.rendering import RenderedLine, TemplateFaulty, render
from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from reports.adopted.models import AdoptedDocument
from reports.adopted.printing import contradicted, leaves_unknown
from reports.adopted.templated.generating import generated
from reports.adopted.templated.handing import handed_to, suggesting
from reports.adopted.templated.models import DocumentTemplate
from reports.adopted.templated.origins import Origins, in_place
from reports.outside.book import PaperBook


class SaidRun(NamedTuple):
    """``is_marked`` where a person is to look at it; ``key`` is "" of what is no figure."""

    text: str
    key: str
    is_marked: bool


@dataclass(frozen=True)
class SaidLine:
    """A line that comes out, of the line ``number`` of the template."""

    number: int
    runs: tuple[SaidRun, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def marks(self) -> Marks:
        found, at = [], 0
        for run in self.runs:
            if run.is_marked:
                found.append((at, at + len(run.text)))
            at += len(run.text)
        return tuple(found)


def begun_from(document: AdoptedDocument) -> tuple[str, Origins]:
    """The template as it begins, and which lines of the file its lines are. Raises LostFile,
    UnreadableWord."""
    lines = _lines(document)
    book = _book(document, Month.of(document.as_of))
    return generated(lines, document.figures.all(), book), list(range(len(lines)))


def said_at(document: AdoptedDocument, text: str, month: Month) -> list[SaidLine]:
    """Raises TemplateFaulty, DomainError for a month without lists."""
    book = _book(document, month)
    lines = render(text, handed_to(text, book), unknown=suggesting(book))
    return [SaidLine(line.number, tuple(_said(line, book))) for line in lines]


@dataclass(frozen=True)
class SaidOrNot:
    """What a template says, or the faults of its lines, or the sentence why it cannot be tried."""

    said: list[SaidLine] = field(default_factory=list)
    faults: Sequence[Fault] = ()
    fault: str = ""


def tried_at(document: AdoptedDocument, text: str, month: Month) -> SaidOrNot:
    """``said_at`` for a page, that shows what is wrong beside the text."""
    try:
        return SaidOrNot(said_at(document, text, month))
    except TemplateFaulty as error:
        return SaidOrNot(faults=error.of_lines)
    except DomainError as error:
        return SaidOrNot(fault=error.message)


def filled_by(template: DocumentTemplate, document: AdoptedDocument, month: Month) -> bytes:
    """The .docx at that cut-off. Raises as ``said_at`` does, and LostFile, UnreadableWord."""
    said = said_at(document, template.text, month)
    lines = list(_anew(said, template.lines, _lines(document)))
    try:
        return rewrite(document.content(), lines)
    except NotThere as error:
        raise WrongState("文稿与模板对不上，请重新上传") from error


def _book(document: AdoptedDocument, month: Month) -> PaperBook:
    facts = load_facts(document.county, month)
    if not facts.rows:
        raise DomainError(f"截至{month.label}底没有列入计划的项目，不能填写", field="month")
    return PaperBook(facts)


def _lines(document: AdoptedDocument) -> list[str]:
    """Of the file; the last one ends with a line's end."""
    return read_word(document.content()).text.split("\n")[:-1]


def _said(line: RenderedLine, book: FigureBook) -> Iterator[SaidRun]:
    before = ""
    for run in line.runs:
        if run.key == UNSETTLED:
            yield SaidRun(run.text, "", True)
        else:
            yield SaidRun(run.text, run.key, bool(run.key) and _is_doubtful(run, before, book))
        before += run.text


def _is_doubtful(run: Run, before: str, book: FigureBook) -> bool:
    """A zero, what is not known or counts in what is not, a lead on the other side of its words."""
    try:
        meant = book[run.key]
    except (UnknownFigure, PartsDoNotAddUp):
        return True
    clause = before[max(before.rfind(sign) for sign in "，,。；;") + 1 :]
    return not meant.value or leaves_unknown(run.key, book) or contradicted(meant, clause)


def _anew(
    said: Sequence[SaidLine], origins: Sequence[int | None], lines: Sequence[str]
) -> Iterator[LineAnew]:
    """By which line of the file each line looks: its own, or that of the one before it."""
    own = [origins[line.number - 1] for line in said]
    kept = in_place(own)
    first = next((origin for origin in own if origin is not None), 0)
    before = first
    for place, line in enumerate(said):
        origin = own[place]
        base = before if origin is None else origin
        was = lines[base] if base < len(lines) else ""
        # A new line has the look of the one before it, not its words.
        is_worded = origin is None or not was
        changes = None if is_worded else changes_in(base, was, line.text, line.marks)
        if was == line.text and not line.marks:
            changes = ()
        yield LineAnew(base, line.text, place not in kept, changes, line.marks)
        before = base
