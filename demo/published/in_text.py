"""Which of the figures that a report prints stand in the paper that is composed of its county."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from demo.published.asking import Verdict
from demo.published.reports import Printed, Report
from documents.paragraphs import Document
from documents.runs import Run
from figures.book import FigureBook, UnknownFigure
from figures.figure import Figure
from figures.plan_fact import PlanFact
from measures.money import WAN, YI

DECIMALS = 2
"""No rate has more in a paper, however many a report printed."""
PACE = "序时进度"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def decimals_of(report: Report) -> int:
    """With how many decimals its rates are printed, at their finest."""
    digits = [row.rate.digits for row in report.rows if row.rate]
    return min(max(digits, default=1), DECIMALS)


def missing(
    report: Report, verdicts: Iterable[Verdict], papers: Mapping[int, tuple[Document, FigureBook]]
) -> list[str]:
    """The keys of the figures that the report prints, that come out, and that do not stand in the
    paper of their month. 序时进度 was not printed where it is the months of the year: it was worked
    out from the points."""
    return [
        key
        for verdict in verdicts
        for key, printed in _had(report, verdict)
        if standing_as(key, printed, *papers[verdict.row.month]) is None
    ]


def _had(report: Report, verdict: Verdict) -> Iterator[tuple[str, Printed]]:
    row = verdict.row
    if not verdict.cells:
        return
    cells = row.cells(report.pace(row.month, row.key))
    for (key, printed), cell in zip(cells, verdict.cells, strict=True):
        is_told = not key.endswith(f".{PACE}") or report.own_paces
        if cell.is_right and is_told:
            yield key, printed


def standing_as(key: str, printed: Printed, document: Document, book: FigureBook) -> Run | None:
    """The first number of the document that is the figure, or None."""
    numbers = (run for run in document.figures if _is_same(run.key, key, book))
    return next((run for run in numbers if _agrees(run, printed)), None)


def _is_same(told: str, key: str, book: FigureBook) -> bool:
    """Whether it is the figure, or the same number of the same projects or of the same list: 合计
    is 全部 where preliminary projects add nothing, 市级+县级 is 县级 that holds all of 市级."""
    if told == key:
        return True
    wanted = book[key]
    try:
        found = book[told]
    except UnknownFigure:
        return False
    if found.unit != wanted.unit or found.value != wanted.value:
        return False
    return _rows(found) == _rows(wanted) or _ends(told) == _ends(key)


def _rows(figure: Figure[PlanFact]) -> set[int]:
    return {row.project_id for row in figure.rows}


def _ends(key: str) -> Sequence[str]:
    """The list and the indicator."""
    first, *_, last = key.split(".")
    return first, last


def _agrees(run: Run, printed: Printed) -> bool:
    """Whether both round the same number, each as finely as it is printed. Tables have 万元."""
    text = run.text.replace(",", "")
    found = _NUMBER.search(text)
    if found is None:
        return False
    money = printed.one if printed.one >= WAN else 1
    unit = YI if "亿元" in text else WAN if money > 1 else 1
    decimals = len(found[0].partition(".")[2])
    half = max(Fraction(money, 10**printed.digits), Fraction(unit, 10**decimals)) / 2
    return abs(Fraction(found[0]) * unit - abs(printed.number) * money) <= half
