"""A text against itself: each figure with what is to be said of it from the text alone."""

from collections.abc import Iterable, Sequence

from documents.reading import parts, rates
from documents.reading.printed import Kind, PrintedFigure, figures_in
from documents.reading.script import simplified
from documents.reading.verdicts import FAULTS, Judgement, Verdict

_FROM_OUTSIDE = (Kind.MULTIPLE, Kind.SPAN, Kind.PROGRAMME)


def checked(text: str) -> tuple[Judgement, ...]:
    """One judgement a figure, in the order of the text."""
    return judged(figures_in(text), simplified(text))


def judged(figures: Sequence[PrintedFigure], plain: str) -> tuple[Judgement, ...]:
    """``plain`` is the text in simplified characters. Of several things that can be said of a
    figure a fault comes first."""
    added: dict[int, list[Judgement]] = {}
    for judgement in parts.judged_parts(figures, plain):
        added.setdefault(judgement.figure.start, []).append(judgement)
    told = [_judged(figure, figures, plain, added.get(figure.start, [])) for figure in figures]
    return tuple(_with_what_is_named_later(told))


def _judged(
    figure: PrintedFigure,
    figures: Sequence[PrintedFigure],
    plain: str,
    added: Sequence[Judgement],
) -> Judgement:
    if figure.value is None:
        return Judgement(figure, Verdict.BLANK, "尚未填写")
    if _is_from_outside(figure):
        return Judgement(figure, Verdict.OUTSIDE)
    said = [*_special(figure, figures, plain), *added]
    for each in (parts.judged_names(figure, plain), parts.judged_again(figure, figures)):
        if each is not None:
            said.append(each)
    faults = [each for each in said if each.verdict in FAULTS]
    return next(iter([*faults, *said]), Judgement(figure, Verdict.GIVEN))


def _is_from_outside(figure: PrintedFigure) -> bool:
    noun = figure.noun
    is_ranked = figure.kind is Kind.RANK and not figure.printed.startswith("前")
    is_outside = figure.kind in _FROM_OUTSIDE or noun.is_of_others or noun.is_economy
    return is_ranked or is_outside


def _special(
    figure: PrintedFigure, figures: Sequence[PrintedFigure], plain: str
) -> Iterable[Judgement]:
    """What the kind of the figure asks for."""
    found: Judgement | None = rates.judged_unit(figure, figures)
    if found is not None:
        return [found]
    if figure.kind is Kind.RATE and "序时进度" not in figure.noun.indicators:
        found = rates.nearest_aim(rates.judged_rate(figure, figures), figures)
    elif figure.kind is Kind.POINTS and rates.speaks_of_pace(figure, plain):
        found = rates.judged_lead(figure, figures, plain)
    elif figure.kind is Kind.HALF_WAY:
        found = rates.judged_half(figure, figures)
    elif figure.noun.indicators == ("月均",):
        found = rates.judged_month(figure, figures)
    return [] if found is None else [found]


def _with_what_is_named_later(told: Sequence[Judgement]) -> Iterable[Judgement]:
    """没有投资的单位6个，这6个单位分别是…: names that hold for the one hold for the other."""
    for at, judgement in enumerate(told):
        later = told[at + 1] if at + 1 < len(told) else None
        if judgement.verdict is Verdict.GIVEN and later is not None and _points_back(later):
            figure = judgement.figure
            if (later.figure.value, later.figure.unit) == (figure.value, figure.unit):
                yield Judgement(figure, later.verdict, later.words, later.others)
                continue
        yield judgement


def _points_back(judgement: Judgement) -> bool:
    figure = judgement.figure
    says_this = figure.before.rstrip().endswith(("这", "這"))
    return says_this and judgement.verdict in (Verdict.HOLDS, Verdict.WRONG)
