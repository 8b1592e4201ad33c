"""What people write on a paper: text in which a figure stands as its key, {县级.全部.完成率}, and
is printed anew from the facts whenever the paper is composed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from accounts.errors import DomainError
from documents.paragraphs import Document, Paragraph
from documents.runs import Run
from figures import words
from figures.book import FigureBook, UnknownFigure
from figures.figure import Figure
from figures.keys import Key
from figures.plan_fact import PlanFact
from figures.reckoning import USUAL
from figures.units import MONEY, POINTS, RATE
from reports.outside.models import is_outside
from reports.outside.models import printed as outside_words

FIGURE = re.compile(r"[{]([^{}.]+[.][^{}]+[.][^{}]+)[}]")
_BRACED = re.compile("[{}]")
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
MOST_OFFERED = 30


@dataclass(frozen=True)
class Moved:
    """A sentence of which a figure is another than when it was written."""

    sentence: str
    key: str
    then: str
    now: str


@dataclass(frozen=True)
class Offered:
    """A figure to be picked: what is to be written, and how it prints."""

    placeholder: str
    printed: str


def printed(figure: Figure[PlanFact]) -> str:
    """As a sentence says it: 53.8%, 59.6亿元, 8.8个百分点, 85; from outside 第2位."""
    if is_outside(figure.key):
        return outside_words(figure)
    if figure.unit == RATE:
        return words.rate(figure.exact)
    if figure.unit == MONEY:
        return words.amount(figure.yuan)
    if figure.unit == POINTS:
        return words.distance(figure.exact)
    return figure.text()


def figures_in(text: str, book: FigureBook) -> dict[str, str]:
    """How each figure of a text prints, by its key. Raises DomainError for one that is none."""
    if _BRACED.search(FIGURE.sub("", text)):
        raise DomainError("花括号里要写数字的名称，如 {县级.全部.完成率}，请从数字列表里选")
    return {key: printed(_known(book, key)) for key in FIGURE.findall(text)}


def can_be_told(text: str, book: FigureBook) -> bool:
    """Whether all its figures are known."""
    try:
        figures_in(text, book)
    except DomainError:
        return False
    return True


def as_printed(text: str, book: FigureBook) -> str:
    """With its figures; one that there is not stays as its key."""

    def said(found: re.Match[str]) -> str:
        try:
            return printed(book[found[1]])
        except UnknownFigure:
            return found[0]

    return FIGURE.sub(said, text)


def with_figures(document: Document, book: FigureBook, decimals: int) -> Document:
    """The document with a figure for each key that stands in its text, by the ``decimals`` of the
    paper."""
    blocks = tuple(
        replace(block, runs=tuple(_runs(block, book, decimals)))
        if isinstance(block, Paragraph)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _runs(paragraph: Paragraph, book: FigureBook, decimals: int) -> Iterator[Run]:
    for run in paragraph.runs:
        if run.key:
            yield run
            continue
        # What was between braces stands at the odd places.
        for place, piece in enumerate(FIGURE.split(run.text)):
            if place % 2:
                figure = _known(book, piece)
                yield Run(_in_paper(figure, decimals), figure.key)
            elif piece:
                yield Run(piece)


def _in_paper(figure: Figure[PlanFact], decimals: int) -> str:
    if figure.exact is None or is_outside(figure.key):
        return printed(figure)
    if figure.unit == RATE:
        return words.rate_with(figure.exact, decimals)
    if figure.unit == POINTS:
        return words.distance(figure.exact, decimals)
    return printed(figure)


def _known(book: FigureBook, key: str) -> Figure[PlanFact]:
    try:
        return book[key]
    except UnknownFigure:
        raise DomainError(f"没有“{key}”这个数字，请从数字列表里选") from None


def moved_in(texts: Iterable[str], seen: Mapping[str, str], book: FigureBook) -> Iterator[Moved]:
    for text in texts:
        for sentence in filter(partial(can_be_told, book=book), _SENTENCE.findall(text)):
            for key, now in figures_in(sentence, book).items():
                if key in seen and seen[key] != now:
                    yield Moved(
                        FIGURE.sub(lambda found: seen[found[1]], sentence), key, seen[key], now
                    )


def offered(asked: str, book: FigureBook) -> list[Offered]:
    """The figures in whose keys all the words stand, the first few."""
    parts = asked.split()
    if not parts:
        return []
    found = (key for key in book if all(part in key for part in parts))
    return [
        Offered(f"{{{_unsaid(key, book)}}}", printed(book[key]))
        for key in islice(found, MOST_OFFERED)
    ]


def _unsaid(key: str, book: FigureBook) -> str:
    """Without what goes without saying in the paper, so that the figure follows what is chosen of
    it."""
    if not book.facts.reckoning or is_outside(key):
        return key
    return str(Key.parse(key).by(USUAL))
