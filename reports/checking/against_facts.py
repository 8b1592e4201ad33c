"""The figures of a text against the facts of a county at a cut-off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from documents.reading import against_itself
from documents.reading.printed import Kind, PrintedFigure, figures_in
from documents.reading.script import simplified
from documents.reading.verdicts import FAULTS, Judgement, Verdict, number, unit_words
from figures.book import FigureBook, UnknownFigure
from figures.facts import Facts, own_list
from figures.figure import Figure
from figures.keys import Key
from figures.words import spoken
from measures.months import Month
from reports.checking.matching import Candidate, Fit, candidate, match

_FACTS = (Kind.AMOUNT, Kind.COUNT, Kind.RATE, Kind.POINTS)
_CLEAR = 2
"""The score from which on words say which figure is meant, whatever its value."""


class Standing(Enum):
    """``value`` is what a person reads."""

    REPRODUCED = "相符"
    DIFFERING = "不符"
    UNDERIVABLE = "查无来源"
    APART = "不核对"


@dataclass(frozen=True)
class CheckedFigure:
    """``own`` is what the text alone says of it. ``figure`` is what it was held against, None where
    there is none; ``words`` say what was found, "" where there is nothing to say."""

    printed: PrintedFigure
    own: Judgement
    standing: Standing
    figure: Figure[Any] | None = None
    words: str = ""

    @property
    def fault(self) -> Judgement | None:
        """What the text alone has against it; a rate that the facts give needs no base there."""
        if self.own.verdict not in FAULTS:
            return None
        is_given = self.standing is Standing.REPRODUCED
        return None if is_given and self.own.verdict is Verdict.BASE_MISSING else self.own

    @property
    def is_faulty(self) -> bool:
        return self.standing is Standing.DIFFERING or self.fault is not None

    @property
    def sentences(self) -> list[str]:
        """What is wrong, in words."""
        told = [self.words] if self.standing is Standing.DIFFERING else []
        is_told = bool(told) and self.own.verdict is Verdict.TRUNCATED
        if self.fault is not None and not is_told:
            told.append(self.fault.words)
        return told


@dataclass(frozen=True)
class CheckedText:
    text: str
    month: Month
    figures: tuple[CheckedFigure, ...]

    @property
    def faults(self) -> list[CheckedFigure]:
        return [each for each in self.figures if each.is_faulty]

    def number_of(self, standing: Standing) -> int:
        return sum(each.standing is standing for each in self.figures)


def check(text: str, facts: Facts) -> CheckedText:
    figures = figures_in(text)
    judgements = against_itself.judged(figures, simplified(text))
    book = FigureBook(facts)
    plan = own_list(facts.plans)
    own = plan.key if plan else ""
    told: dict[int, CheckedFigure] = {}
    for judgement in judgements:
        if "其余" not in judgement.figure.noun.indicators:
            told[judgement.figure.start] = _checked(judgement, book, own, told)
    for judgement in judgements:
        if "其余" in judgement.figure.noun.indicators:
            told[judgement.figure.start] = _checked_rest(judgement, book, told)
    return CheckedText(text, facts.month, tuple(told[figure.start] for figure in figures))


def _checked(
    judgement: Judgement, book: FigureBook, own: str, told: Mapping[int, CheckedFigure]
) -> CheckedFigure:
    printed = judgement.figure
    if printed.kind is Kind.CUT_OFF:
        return _checked_cut_off(judgement, book.facts.month)
    if printed.kind is Kind.HALF_WAY or printed.kind not in _FACTS or printed.value is None:
        return CheckedFigure(printed, judgement, Standing.APART)
    candidates = match(printed, [book], own)
    best = next(iter(candidates), None)
    if best is not None and best.fit is Fit.EXACT:
        return CheckedFigure(printed, judgement, Standing.REPRODUCED, best.figure)
    meant = _meant(printed, candidates, _over(judgement, told))
    if meant is None:
        return CheckedFigure(printed, judgement, Standing.UNDERIVABLE)
    return _differing(judgement, meant)


def _checked_cut_off(judgement: Judgement, month: Month) -> CheckedFigure:
    printed = judgement.figure
    if printed.value == month.month:
        return CheckedFigure(printed, judgement, Standing.APART)
    words = f"文中写的是{printed.printed}，核对用的是{month.label}的数"
    return CheckedFigure(printed, judgement, Standing.DIFFERING, None, words)


def _over(judgement: Judgement, told: Mapping[int, CheckedFigure]) -> Key | None:
    """The key under which a rate's numerator was found: the rate is of the same rows."""
    if judgement.figure.kind not in (Kind.RATE, Kind.POINTS) or not judgement.others:
        return None
    over = told.get(judgement.others[0].start)
    return None if over is None or over.figure is None else Key.parse(over.figure.key)


def _scope(key: Key) -> tuple[str, str]:
    return key.start, key.group


def _meant(
    printed: PrintedFigure, candidates: Sequence[Candidate], over: Key | None
) -> Candidate | None:
    """The figure that the words name clearly, of the rows of ``over`` where these are known; None
    where they may name several."""
    if len(printed.noun.indicators) == 0 or len(printed.noun.indicators) > 2:
        return None
    if not candidates:
        return None
    of_rows = [
        each
        for each in candidates
        if over is not None and _scope(Key.parse(each.key)) == _scope(over)
    ]
    best = max(of_rows or candidates, key=lambda each: (each.is_cut, each.score, -each.fit))
    is_named = best.is_cut or bool(of_rows) or best.score >= _CLEAR
    return best if is_named or best.fit is Fit.CUT_OFF else None


def _differing(judgement: Judgement, found: Candidate) -> CheckedFigure:
    printed = judgement.figure
    unit = unit_words(printed)
    ours = number(found.expected, printed.decimals)
    words = f"{spoken(found.key)}为{ours}{unit}"
    if found.fit is Fit.CUT_OFF:
        words += f"，文中{printed.printed}是截尾数，没有四舍五入"
    else:
        off = (printed.value or 0) - found.expected
        side = "多" if off > 0 else "少"
        gap = "个百分点" if printed.kind is Kind.RATE else unit
        by = number(abs(off), max(printed.decimals, 2 if printed.kind is not Kind.COUNT else 0))
        words += f"，文中为{printed.printed}，{side}{by}{gap}"
    return CheckedFigure(printed, judgement, Standing.DIFFERING, found.figure, words)


def _checked_rest(
    judgement: Judgement, book: FigureBook, told: Mapping[int, CheckedFigure]
) -> CheckedFigure:
    """其余4个: what the parts before it leave, by the keys that those were found under."""
    printed = judgement.figure
    found = [told[other.start].figure for other in judgement.others if other.start in told]
    known = [figure for figure in found if figure is not None]
    if len(known) < 2 or len(known) < len(judgement.others):
        return CheckedFigure(printed, judgement, Standing.UNDERIVABLE)
    whole, *parts = known
    names = "".join(f"-{Key.parse(part.key).indicator}" for part in parts)
    try:
        rest = candidate(printed, book[f"{whole.key}{names}"], _CLEAR)
    except UnknownFigure:
        rest = None
    if rest is None:
        return CheckedFigure(printed, judgement, Standing.UNDERIVABLE)
    if rest.fit is Fit.EXACT:
        return CheckedFigure(printed, judgement, Standing.REPRODUCED, rest.figure)
    return _differing(judgement, rest)
