"""Typed documents: the source documents as .docx, and how well their figures are recognised."""

import io
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from docx import Document

from demo.published.reports import table
from documents.reading.printed import figures_in
from documents.reading.script import simplified
from documents.refilling import WordPlace, line_starts
from figures.book import FigureBook, UnknownFigure
from figures.subjects import TOPICS
from reports.adopted.recognising import Certainty, recognised

SEEDS = Path(__file__).parents[2] / "documents" / "tests" / "seeds"

# The keys that the table of the source documents proposes, and those of the product.
OURS = {
    "县级.全部.产业项目=是.年度计划投资占比": "县级.全部.产业项目投资占比",
    "县级.全部.规模=过亿元.项目数占比": "县级.全部.过亿元项目占比",
    "县级.全部.规模=5000万元至1亿元.项目数占比": "县级.全部.五千万元至一亿元项目占比",
}


class Right(NamedTuple):
    """What a figure of a text is in truth: None of what the product does not hold."""

    place: WordPlace
    printed: str
    figure: object


class Typed(NamedTuple):
    text: str
    figures: list[Right]


def word_of(text):
    """A .docx of paragraphs."""
    file, out = Document(), io.BytesIO()
    for line in text.split("\n"):
        file.add_paragraph(line)
    file.save(out)
    return out.getvalue()


def seed(number):
    return (SEEDS / f"{number}.txt").read_text(encoding="utf-8")


def truth(number, text, facts):
    """The text with what its table says of each figure: those that have a key and a value."""
    book, starts = FigureBook(facts), line_starts(text)
    rows = [row for row in table("seeds.csv") if row["seed"] == number]
    found = figures_in(text)
    ours, theirs = ([_bare(each) for each in them] for them in (
        [figure.printed for figure in found], [row["printed"] for row in rows],
    ))  # fmt: skip
    figures = []
    for at, there, size in SequenceMatcher(None, theirs, ours, False).get_matching_blocks():
        for step in range(size):
            row, figure = rows[at + step], found[there + step]
            line = max(place for place, start in enumerate(starts) if start <= figure.start)
            place = WordPlace(line, figure.start - starts[line], figure.end - starts[line])
            key = OURS.get(row["key"], row["key"])
            meant = _held(book, key) if row["value"] else None
            figures.append(Right(place, figure.printed, meant))
    return Typed(text, figures)


def _bare(printed):
    return simplified(printed).replace(" ", "")


def figures_of(document):
    """A document of ours as plain text, with its figures."""
    figures = []
    for line, paragraph in enumerate(document.paragraphs):
        start = 0
        for run in paragraph.runs:
            if run.key:
                place = WordPlace(line, start, start + len(run.text))
                figures.append(Right(place, run.text, run.key))
            start += len(run.text)
    return Typed(document.text, figures)


def _held(book, key):
    """None of what the product does not hold."""
    try:
        return None if book[key].value is None else book[key]
    except UnknownFigure:
        return None


def _is_of_a_topic(meant):
    """储备, 资金: of a typed document only the figures of lists are recognised."""
    key = meant if isinstance(meant, str) else meant.key if meant is not None else ""
    return key.partition(".")[0] in TOPICS


class Measured:
    """``of`` figures that the product holds: ``sure`` ones, those that are rightly ``proposed``,
    and those that are ``missed``; ``wrong`` are the sure ones that are another figure."""

    def __init__(self, typed, facts):
        self.of = self.sure = self.proposed = 0
        self.missed, self.wrong = [], []
        book = FigureBook(facts)
        found = {each.place[:2]: each for each in recognised(typed.text, facts)}
        for place, printed, meant in typed.figures:
            if _is_of_a_topic(meant):
                continue
            meant = _held(book, meant) if isinstance(meant, str) else meant
            self._hold(printed, meant, found.get(place[:2]), book)

    def _hold(self, printed, meant, ours, book):
        is_sure = ours is not None and ours.certainty is Certainty.SURE
        proposed = _held(book, ours.key) if ours is not None else None
        is_right = meant is not None and proposed is not None and _is_one(meant, proposed)
        if is_sure and not is_right:
            self.wrong.append((printed, ours.key))
        if meant is None:
            return
        self.of += 1
        self.sure += is_sure
        self.proposed += is_right and not is_sure
        if not is_right:
            self.missed.append(printed)


def _is_one(meant, proposed):
    """Whether two keys are one figure: 产业项目数 is 产业项目=是.项目数."""
    rows = [{row.item_id for row in figure.rows} for figure in (meant, proposed)]
    return meant.value == proposed.value and meant.unit == proposed.unit and rows[0] == rows[1]
