"""An adopted document at another cut-off: the file itself, with other numbers in the same places.

The text is data: nothing of it is read as a template, whatever braces stand in it. A document of
which people wrote a template (``reports.adopted.templated``) is filled by that. What stays as it
was typed is marked, and so is what was filled but needs a look: a zero, and a lead that has turned
to the other side of its words.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from accounts.errors import DomainError, WrongState
from documents.incoming.opening import read_word, refill
from documents.refilling import NotThere, WordChange, WordPlace
from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from reports.adopted.models import AdoptedDocument, AdoptedFigure
from reports.adopted.printing import contradicted, leaves_unknown, printed_anew
from reports.adopted.stated import told_of
from reports.adopted.templated.filling import filled_by
from reports.adopted.templated.models import DocumentTemplate
from reports.checking.matching import in_printed_unit, is_of_unit
from reports.outside.book import PaperBook


class FilledDocument(NamedTuple):
    """``text`` is what stands there now; ``is_marked`` where a person is to look at it."""

    text: str
    is_marked: bool


def filled_document(document: AdoptedDocument, month: Month) -> bytes:
    """The .docx at that cut-off. Raises WrongState while figures wait for an answer, DomainError
    for a month without lists and for a template that cannot be rendered, LostFile."""
    waiting = document.figures.filter(is_settled=False).count()
    if waiting:
        raise WrongState(f"文稿里还有{waiting}个数字没有确认，请先确认")
    template = DocumentTemplate.objects.of(document).first()
    if template is not None:
        return filled_by(template, document, month)
    facts = load_facts(document.county, month)
    if not facts.rows:
        raise DomainError(f"截至{month.label}底没有列入计划的项目，不能填写", field="month")
    content = document.content()
    lines = read_word(content).text.split("\n")
    changes = changes_of(document.figures.all(), lines, PaperBook(facts), month)
    try:
        return refill(content, changes)
    except NotThere as error:
        raise WrongState("文稿与登记的数字对不上，请重新上传") from error


def changes_of(
    figures: Iterable[AdoptedFigure], lines: list[str], book: FigureBook, month: Month
) -> Iterator[WordChange]:
    for figure in figures:
        filled = filled_figure(figure, _before(figure.place, lines), book, month)
        if filled.is_marked or filled.text != figure.printed:
            yield WordChange(figure.place, figure.printed, filled.text, filled.is_marked)


def filled_figure(
    figure: AdoptedFigure, before: str, book: FigureBook, month: Month
) -> FilledDocument:
    """``before`` are the words that stand before it in its line."""
    as_typed = FilledDocument(figure.printed, True)
    if figure.stated is not None:
        told = told_of(figure.printed, figure.stated, month)
        return as_typed if told is None else FilledDocument(told, False)
    try:
        if leaves_unknown(figure.key, book):
            return as_typed
        meant = book[figure.key]
    except (UnknownFigure, PartsDoNotAddUp):
        return as_typed
    exact = in_printed_unit(meant, figure.unit) if is_of_unit(figure.unit, meant.unit) else None
    text = None if exact is None else printed_anew(figure.printed, exact, figure.decimals)
    if text is None:
        return as_typed
    return FilledDocument(text, not exact or contradicted(meant, before))


def _before(place: WordPlace, lines: list[str]) -> str:
    """The words of its clause, up to the number."""
    line = lines[place.line][: place.start] if place.line < len(lines) else ""
    return line[max(line.rfind(sign) for sign in "，,。；;") + 1 :]
