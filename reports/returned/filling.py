"""What is written into a returned paper at a cut-off, and what is only proposed.

Only a figure that one mark names, and that stands there as it was printed, is written without
being asked; so is none that has no value then, turns to the other side of its words, or is zero.
What is left as it stands is marked, so that nobody takes it for filled.
"""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from accounts.errors import DomainError
from documents.bookmarks import bookmark_of
from documents.incoming.opening import read_word, refill
from documents.paragraphs import Chart
from documents.reading.printed import Kind, figures_in
from documents.refilling import WordChange
from documents.returned.comparing import Returned, ReturnedFigure, Standing, compare
from documents.word.charts import fresh_charts
from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from figures.figure import Figure
from figures.plan_fact import PlanFact
from figures.words import spoken
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from reports.adopted.printing import contradicted
from reports.adopted.stated import Stated, statements_in, told_of
from reports.papers.choices import PaperChoices
from reports.papers.composing import compose
from reports.returned.going_out import went_out
from reports.returned.models import ReturnedPaper
from reports.returned.printing import printed_like

_NEAR = 16
"""Characters on either side by which a person finds a place again."""


@dataclass(frozen=True)
class PaperFilling:
    """``now`` stands at ``start`` to ``end`` of the text, ``text`` is what would be written there,
    "" where there is nothing to write. ``what`` it is, in words; ``why`` it is asked, "" of what is
    written without. ``key`` is "" of what states the cut-off."""

    start: int
    end: int
    now: str
    text: str
    what: str
    why: str
    clause: str
    key: str = ""
    number: int = 0

    @property
    def is_sure(self) -> bool:
        return not self.why

    @property
    def is_offered(self) -> bool:
        return bool(self.why and self.text)


@dataclass(frozen=True)
class Refilling:
    """A returned paper at a cut-off. ``fillings`` stand in the order of the text; ``file_charts``
    are the names of the charts of the file, "" of one that is not ours, ``fresh_charts`` those that
    the paper has at the cut-off."""

    found: Returned
    fillings: tuple[PaperFilling, ...]
    file_charts: tuple[str, ...] = ()
    fresh_charts: tuple[str, ...] = ()

    @property
    def redrawn_charts(self) -> list[str]:
        return [name for name in self.file_charts if name in self.fresh_charts]

    @property
    def left_charts(self) -> list[str]:
        """What they are called; 第2幅图 of one that is not ours."""
        return [
            name or f"第{number}幅图"
            for number, name in enumerate(self.file_charts, 1)
            if name not in self.fresh_charts
        ]

    @property
    def asked(self) -> list[PaperFilling]:
        return [filling for filling in self.fillings if not filling.is_sure]

    @property
    def sure(self) -> list[PaperFilling]:
        return [filling for filling in self.fillings if filling.is_sure]

    @property
    def lost(self) -> list[tuple[str, str]]:
        """What the figures that are missing are called, and what was printed."""
        lost = self.found.of(Standing.LOST)
        return [(spoken(each.key) if each.key else "", each.was) for each in lost]

    @property
    def counts(self) -> list[tuple[Standing, int]]:
        numbered = ((standing, len(self.found.of(standing))) for standing in Standing)
        return [(standing, number) for standing, number in numbered if number]


def refilling_of(returned: ReturnedPaper, month: Month, today: datetime.date) -> Refilling:
    """Raises LostFile, and as ``compose`` does where the paper is still worked on."""
    paper = returned.paper
    out = went_out(paper, today)
    file = read_word(returned.content(), returned.name)
    found = compare(read_word(out.content), file, out.keys)
    book = FigureBook(load_facts(returned.county, month))
    fillings = tuple(sorted(_fillings(found, book, out.month), key=lambda f: f.start))
    drawn = tuple(chart.name for chart in _charts_at(returned, month, today)) if file.charts else ()
    return Refilling(found, fillings, file.charts, drawn)


def _charts_at(returned: ReturnedPaper, month: Month, today: datetime.date) -> tuple[Chart, ...]:
    """The charts of the paper as it would be composed at the month; none where it cannot be."""
    paper = returned.paper
    try:
        choices = PaperChoices.read(paper.choices)
        return compose(returned.county, paper.kind, month, choices, today).document.charts
    except DomainError:
        return ()


def refilled_file(
    returned: ReturnedPaper, month: Month, chosen: Collection[int], today: datetime.date
) -> bytes:
    """The file with what is sure, and with what was ``chosen`` of what is asked, by where it
    starts. Raises as ``refilling_of`` does."""
    refilling = refilling_of(returned, month, today)
    fresh = fresh_charts(_charts_at(returned, month, today)) if refilling.file_charts else ()
    return refill(returned.content(), list(changes_of(refilling, chosen)), fresh)


def changes_of(refilling: Refilling, chosen: Collection[int]) -> Iterator[WordChange]:
    taken = _numbers(refilling.fillings, chosen)
    for filling in refilling.fillings:
        place = refilling.found.reading.place(filling.start, filling.end)
        is_written = filling.is_sure or (filling.is_offered and filling.start in chosen)
        if not is_written:
            yield WordChange(place, filling.now, filling.now, is_marked=True)
            continue
        number = taken.get(filling.start, 0)
        name = bookmark_of(filling.key, number, filling.text) if filling.key else ""
        yield WordChange(place, filling.now, filling.text, name=name)


def _numbers(fillings: Sequence[PaperFilling], chosen: Collection[int]) -> dict[int, int]:
    """By which number each figure goes on, by where it starts: no two by one."""
    numbers: dict[int, int] = {}
    highest = max((filling.number for filling in fillings), default=0)
    for filling in sorted(fillings, key=lambda each: not each.is_sure):
        if filling.is_sure or filling.start in chosen:
            is_taken = filling.number in numbers.values()
            highest += is_taken
            numbers[filling.start] = highest if is_taken else filling.number
    return numbers


def _fillings(found: Returned, book: FigureBook, former: Month) -> Iterator[PaperFilling]:
    """What states the cut-off is no figure, however like one it looks (the 6 of 6月底); but what
    stands in a mark of a figure is that figure."""
    month = book.facts.month
    stated = list(_statements(found, former, month)) if month != former else []
    figures = [each for each in found.figures if each.standing is not Standing.LOST]
    sure = [each for each in figures if each.is_sure]
    stated = [each for each in stated if not any(_overlap(each, figure) for figure in sure)]
    for figure in figures:
        if figure.is_sure or not any(_overlap(each, figure) for each in stated):
            yield _filling(found, figure, book)
    yield from stated


def _overlap(filling: PaperFilling, figure: ReturnedFigure) -> bool:
    return filling.start < figure.end and figure.start < filling.end


def _filling(found: Returned, figure: ReturnedFigure, book: FigureBook) -> PaperFilling:
    reading = found.reading
    text, why = _told(figure, book, reading.before(figure.start))
    if not figure.is_sure:
        why = figure.standing.value
    if figure.standing is Standing.SPLIT:
        text = ""  # part of the number stands outside of its place
    if figure.was and figure.was != figure.now:
        why = f"{why}，原为{figure.was}"
    return PaperFilling(
        figure.start,
        figure.end,
        figure.now,
        text,
        spoken(figure.key) if figure.key else "",
        why,
        _clause(found, figure.start, figure.end),
        figure.key,
        figure.number,
    )


def _told(figure: ReturnedFigure, book: FigureBook, before: str) -> tuple[str, str]:
    """What is printed in its place, and why it is asked."""
    meant = _meant(figure.key, book)
    if meant is None or meant.exact is None:
        return "", "截至该月没有这个数"
    text = printed_like(figure.was or figure.now, meant)
    if text is None:
        return "", "原来写的是话，不是单独一个数"
    if contradicted(meant, before):
        return text, "前面的用词与数字方向相反"
    return text, "" if meant.exact else "为零"


def _meant(key: str, book: FigureBook) -> Figure[PlanFact] | None:
    try:
        return book[key] if key else None
    except (UnknownFigure, PartsDoNotAddUp):
        return None


def _statements(found: Returned, former: Month, month: Month) -> Iterator[PaperFilling]:
    """What the text says of its own cut-off: 6月底, 上半年."""
    text = found.reading.text
    own = [
        (each.start, each.end, Stated.MONTH)
        for each in figures_in(text)
        if each.kind is Kind.CUT_OFF and each.value == former.month
    ]
    own += [
        (each.start, each.end, each.stated)
        for each in statements_in(text, former)
        if each.stated is not None
    ]
    ends = 0
    for start, end, stated in sorted(own):
        told = told_of(text[start:end], stated, month)
        if start < ends or told == text[start:end]:
            continue
        ends = end
        clause = _clause(found, start, end)
        yield PaperFilling(
            start, end, text[start:end], told or "", stated.value, "说的是原来的截止时间", clause
        )


def _clause(found: Returned, start: int, end: int) -> str:
    before, after = found.reading.before(start), found.reading.after(end)
    return f"{before[-_NEAR:]}{found.reading.text[start:end]}{after[:_NEAR]}".strip()


def accepted(refilling: Refilling) -> set[int]:
    """All that is offered."""
    return {filling.start for filling in refilling.asked if filling.is_offered}
