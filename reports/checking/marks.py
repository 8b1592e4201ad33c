"""A checked text as a page shows it: runs of words, and figures with the sign of their verdict."""

from collections.abc import Iterator
from typing import NamedTuple

from documents.reading.verdicts import Verdict
from figures.links import rows_url
from figures.words import spoken
from reports.checking.against_facts import CheckedFigure, CheckedText, Standing


class Mark(NamedTuple):
    """``sign`` and ``word`` say the verdict without colour; ``badge`` is its kind of badge."""

    sign: str
    word: str
    badge: str


class MarkedRun(NamedTuple):
    """``mark`` is None of plain words; ``number`` leads to the sentence below; ``url`` to the rows
    of the figure, "" where it has none."""

    text: str
    mark: Mark | None = None
    url: str = ""
    number: int = 0

    @property
    def is_told(self) -> bool:
        """Whether the word stands beside the sign too: what is right has the sign alone."""
        return self.mark is not None and self.mark.word not in ("相符", "不核对")


class FaultLine(NamedTuple):
    """``name`` is what the figure is called in the product, "" where it was held against none."""

    number: int
    printed: str
    clause: str
    mark: Mark
    sentences: list[str]
    name: str
    url: str


_OF_STANDING = {
    Standing.REPRODUCED: Mark("✓", "相符", "positive"),
    Standing.DIFFERING: Mark("✗", "不符", "overdue"),
    Standing.UNDERIVABLE: Mark("？", "查无来源", "due"),
    Standing.APART: Mark("○", "不核对", "neutral"),
}
_OF_ITSELF = {
    Verdict.TRUNCATED: Mark("✗", "截尾", "overdue"),
    Verdict.WRONG: Mark("✗", "有误", "overdue"),
    Verdict.BASE_MISSING: Mark("！", "缺基数", "due"),
}


def mark_of(figure: CheckedFigure) -> Mark:
    if figure.standing is Standing.DIFFERING or figure.fault is None:
        return _OF_STANDING[figure.standing]
    return _OF_ITSELF[figure.fault.verdict]


def paragraphs(checked: CheckedText) -> list[list[MarkedRun]]:
    """The text line by line, blank lines left out."""
    lines: list[list[MarkedRun]] = [[]]
    for run in _runs(checked):
        first, *rest = run.text.split("\n") if run.mark is None else [run.text]
        lines[-1].append(run._replace(text=first))
        lines += [[MarkedRun(text)] for text in rest]
    return [line for line in lines if any(run.text.strip() for run in line)]


def _runs(checked: CheckedText) -> Iterator[MarkedRun]:
    numbers = {fault.printed.start: at for at, fault in enumerate(checked.faults, start=1)}
    place = 0
    for each in checked.figures:
        printed = each.printed
        yield MarkedRun(checked.text[place : printed.start])
        number = numbers.get(printed.start, 0)
        yield MarkedRun(printed.printed, mark_of(each), _url(checked, each), number)
        place = printed.end
    yield MarkedRun(checked.text[place:])


def faults(checked: CheckedText) -> list[FaultLine]:
    return [
        FaultLine(
            number,
            each.printed.printed,
            each.printed.clause,
            mark_of(each),
            each.sentences,
            spoken(each.figure.key) if each.figure else "",
            _url(checked, each),
        )
        for number, each in enumerate(checked.faults, start=1)
    ]


def counts(checked: CheckedText) -> list[tuple[Mark, int]]:
    return [(mark, checked.number_of(standing)) for standing, mark in _OF_STANDING.items()]


def _url(checked: CheckedText, figure: CheckedFigure) -> str:
    return "" if figure.figure is None else rows_url(figure.figure, checked.month)
