"""What is said of a figure that was held against the others of its text."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from documents.reading.printed import Kind, PrintedFigure
from measures.rounding import plain, round_half_up


class Verdict(Enum):
    """``value`` is what a person reads."""

    GIVEN = "自身成立"
    HOLDS = "吻合"
    TRUNCATED = "截尾未四舍五入"
    WRONG = "有误"
    BASE_MISSING = "缺基数"
    OUTSIDE = "系统外"
    BLANK = "待填"


@dataclass(frozen=True)
class Judgement:
    """``words`` say why, in Chinese; "" of what stands by itself. ``others`` are the figures that
    it was held against."""

    figure: PrintedFigure
    verdict: Verdict
    words: str = ""
    others: tuple[PrintedFigure, ...] = ()


FAULTS = (Verdict.TRUNCATED, Verdict.WRONG, Verdict.BASE_MISSING)


def rounds_to(exact: Fraction, figure: PrintedFigure) -> bool:
    return figure.value == Fraction(round_half_up(exact, figure.decimals))


def is_cut_to(exact: Fraction, figure: PrintedFigure) -> bool:
    """Whether its further decimals were dropped instead of rounded."""
    steps = exact / figure.step
    return figure.value == (steps.numerator // steps.denominator) * figure.step


def number(exact: Fraction, digits: int) -> str:
    return plain(round_half_up(exact, digits))


def unit_words(figure: PrintedFigure) -> str:
    return "个百分点" if figure.kind is Kind.POINTS else figure.unit


def held(
    figure: PrintedFigure,
    exact: Fraction,
    formula: str,
    others: tuple[PrintedFigure, ...],
) -> Judgement:
    """The figure against what it should be, exactly; ``formula`` says how that is made."""
    unit, finer = unit_words(figure), number(exact, figure.decimals + 2)
    if rounds_to(exact, figure):
        return Judgement(figure, Verdict.HOLDS, f"{formula}={finer}{unit}", others)
    right = f"{formula}={finer}{unit}"
    rounded = number(exact, figure.decimals)
    if is_cut_to(exact, figure):
        words = f"{right}，四舍五入应为{rounded}{unit}，文中是截尾数"
        return Judgement(figure, Verdict.TRUNCATED, words, others)
    words = f"{right}，应为{rounded}{unit}，文中为{figure.printed}"
    return Judgement(figure, Verdict.WRONG, words, others)
