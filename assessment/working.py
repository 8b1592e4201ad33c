"""How each kind of rule reckons: exact points of a unit's figure, and in words how it came to them.

The points are rounded once, when they are entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from figures.figure import Fact, Figure, Indicator
from figures.units import MONEY, RATE
from measures.money import YI
from measures.rounding import plain, round_half_up

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Worked:
    """``points`` exact; ``words``: the reckoning (计算依据). ``is_known`` is False where there was
    nothing to reckon with: silence is not zero."""

    points: Fraction
    words: str
    is_known: bool = True


@dataclass(frozen=True)
class Given:
    """What a rule knows of one unit: its figure, None where the unit has no project on the list,
    its place among the units ranked by it, and what of the figure is reported where not all is."""

    figure: Figure | None
    place: int | None = None
    partial: str = ""


# --- Words --------------------------------------------------------------------------------


def number(value: Fraction, digits: int = 2) -> str:
    """33.89, with trailing zeros dropped and a true minus."""
    rounded = round_half_up(value, digits)
    text = plain(rounded.copy_abs(), trim=True)
    return f"−{text}" if rounded < 0 else text


def typed(text: str) -> str:
    """A parameter as it was typed, with a true minus: it must not look rounded."""
    return number(Fraction(text), 6)


def shown(given: Given) -> str:
    """完成率 56.48%（5000 ÷ 8853 万元）: the figure with its sign, what it was made from, and what
    of it has been reported where not all has."""
    figure = given.figure
    assert figure is not None
    told = f"{figure.name} {figure.text()}{figure.unit.label}"
    formula = figure.indicator.formula if figure.indicator else None
    notes = [given.partial] if given.partial else []
    if formula is not None and formula.is_told:
        upper, lower = formula.terms(figure.rows)
        made_from = f"{upper.text()} {formula.sign} {lower.text()} {lower.unit.label}"
        notes.insert(0, made_from)
    return f"{told}（{'；'.join(notes)}）" if notes else told


def value_of(figure: Figure) -> Fraction:
    """A rate in per cent, exact; money in 亿元; other figures as they are."""
    assert figure.exact is not None
    if figure.unit == RATE:
        return figure.exact * 100
    return figure.exact / YI if figure.unit == MONEY else figure.exact


def _nothing(given: Given) -> str:
    """Silence is not zero: why there is nothing to reckon with; "" where there is."""
    if given.figure is None:
        return "没有列入清单的项目"
    if given.figure.value is None:
        return f"{given.figure.name}没有数（未报送，或没有计划、没有这类项目）"
    return ""


def _unknown(given: Given, so: str) -> Worked:
    return Worked(Fraction(0), f"{_nothing(given)}，{so}", is_known=False)


def _capped(parameters: Parameters, worked: Fraction, words: str) -> Worked:
    cap = parameters.get("cap")
    if cap and worked > Fraction(cap):
        return Worked(Fraction(cap), f"{words}，封顶 {typed(cap)} 分")
    return Worked(worked, words)


# --- The kinds ----------------------------------------------------------------------------


def work_share(parameters: Parameters, given: Given) -> Worked:
    """points × rate, up to a cap."""
    figure = given.figure
    if figure is None or _nothing(given):
        return _unknown(given, "不计分")
    worked = Fraction(parameters["points"]) * value_of(figure) / 100
    sum_words = f"{typed(parameters['points'])} × {figure.name} = {number(worked)} 分"
    return _capped(parameters, worked, f"{shown(given)}，{sum_words}")


def work_steps(parameters: Parameters, given: Given) -> Worked:
    """A base at a target, of a rate in per cent or of a lead in 百分点, and so much for each full
    step above or below it; the change capped. A full step counts by the band in which it ends."""
    figure = given.figure
    if figure is None or _nothing(given):
        return _unknown(given, "不计分")
    value, target = value_of(figure), Fraction(parameters["target"])
    base, step = Fraction(parameters["base"]), Fraction(parameters["step"])
    sign = "%" if figure.unit == RATE else "个百分点"
    change, told = Fraction(0), []
    if value < target:
        full = (target - value) // step
        change = full * Fraction(parameters["below"])
        told.append(
            f"低于 {number(target)}{sign}满 {full} 档，每档 {typed(parameters['below'])} 分"
        )
    lower, counted = target, 0
    for band in parameters["above"]:
        if value <= lower:
            break
        upper = Fraction(band["until"]) if band["until"] is not None else max(value, lower)
        full = (min(value, upper) - target) // step - counted
        change += full * Fraction(band["each"])
        told.append(f"超 {number(lower)}{sign}满 {full} 档，每档 {typed(band['each'])} 分")
        lower, counted = upper, counted + full
    if (most := parameters.get("max_change")) and abs(change) > Fraction(most):
        change = Fraction(most) if change > 0 else -Fraction(most)
        told.append(f"加减分不超过 {typed(most)} 分")
    plus = "−" if change < 0 else "+"
    sum_words = (
        f"{typed(parameters['base'])} {plus} {number(abs(change), 6)} = {number(base + change)} 分"
    )
    words = "；".join([shown(given), *(told or [f"达到 {number(target)}{sign}"]), sum_words])
    return Worked(base + change, words)


def work_bands(parameters: Parameters, given: Given) -> Worked:
    """Points by size: of the whole, or of each project and added up."""
    figure = given.figure
    if figure is None:
        return _unknown(given, "不计分")
    if parameters.get("each") == "project" and figure.indicator is not None:
        return _bands_of_projects(parameters["bands"], figure, figure.indicator)
    if _nothing(given):
        return _unknown(given, "不计分")
    value = value_of(figure)
    worked = _band_points(parameters["bands"], value)
    in_yi = f"{figure.name} {number(value, 4)}亿元"
    told = in_yi if figure.unit == MONEY else shown(given)
    return Worked(worked, f"{told}，得 {number(worked)} 分")


def _bands_of_projects(
    found: Sequence[Mapping[str, str]], figure: Figure, indicator: Indicator
) -> Worked:
    """What is unknown of a project scores nothing, and is said."""
    projects: dict[int, list[Fact]] = {}
    for row in figure.rows:
        projects.setdefault(row.project_id, []).append(row)
    each_alone = [indicator.over(own, figure.key) for own in projects.values()]
    known = [alone for alone in each_alone if alone.value is not None]
    worked = sum((_band_points(found, value_of(alone)) for alone in known), Fraction(0))
    unknown = len(each_alone) - len(known)
    left_out = f"（另{unknown} 个没有数，不计分）" if unknown else ""
    return Worked(worked, f"{len(known)} 个项目逐个计分{left_out}，合计 {number(worked)} 分")


def _band_points(found: Sequence[Mapping[str, str]], value: Fraction) -> Fraction:
    for band in found:
        if value >= Fraction(band["from"]):
            return Fraction(band["points"])
    return Fraction(0)


def work_ranking(parameters: Parameters, given: Given) -> Worked:
    """Points by place; equal values share the better one."""
    figure, place = given.figure, given.place
    if figure is None or _nothing(given):
        return _unknown(given, "不排名次")
    assert place is not None
    if "first" in parameters:
        first, step = Fraction(parameters["first"]), Fraction(parameters["step"])
        worked = max(first + step * (place - 1), Fraction(parameters["least"]))
        return Worked(worked, f"{shown(given)}，第 {place} 名，得 {number(worked)} 分")
    for band in parameters["places"]:
        if band["from"] <= place <= band["to"]:
            worked = Fraction(band["points"])
            return Worked(worked, f"{shown(given)}，第 {place} 名，得 {number(worked)} 分")
    return Worked(Fraction(0), f"{shown(given)}，第 {place} 名，不得分")


def work_count(parameters: Parameters, given: Given) -> Worked:
    figure = given.figure
    if figure is None or _nothing(given):
        return _unknown(given, "不计分")
    counted = int(figure)
    worked = Fraction(parameters["each"]) * counted
    words = f"{shown(given)}，{typed(parameters['each'])} × {counted} = {number(worked, 6)} 分"
    return _capped(parameters, worked, words)
