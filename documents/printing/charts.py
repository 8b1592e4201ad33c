"""A chart as the data that the layouts draw: each number as the part of its axis that it fills."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from documents.paragraphs import Chart
from measures.rounding import plain, round_half_up
from workbooks.charts import MOST_UPRIGHT, ChartKind

_FEWEST_STEPS = 4
_STEPS = (1, 2, 5, 10)
_DIGITS = 6


@dataclass(frozen=True)
class Axis:
    """From ``low`` to ``high`` by ``step``; 0 is on it."""

    low: Fraction
    high: Fraction
    step: Fraction

    def at(self, value: Fraction) -> str:
        """Where a value stands, from 0 at the low end to 1 at the high one."""
        return _number((value - self.low) / (self.high - self.low))

    @property
    def ticks(self) -> Iterator[Fraction]:
        value = self.low
        while value <= self.high:
            yield value
            value += self.step


def axis_of(values: list[Fraction]) -> Axis:
    """Whole steps of 1, 2 or 5 and their tens, at least four of them."""
    least, most = min([*values, Fraction(0)]), max([*values, Fraction(0)])
    if least == most:
        most = Fraction(1)
    span = most - least
    unit = Fraction(1)
    while unit * 10 * _FEWEST_STEPS <= span:
        unit *= 10
    while unit * _FEWEST_STEPS > span:
        unit /= 10
    step = max(unit * factor for factor in _STEPS if unit * factor * _FEWEST_STEPS <= span)
    return Axis(least // step * step, -(-most // step) * step, step)


def chart_data(chart: Chart, shown: Callable[[str], str]) -> dict[str, Any]:
    points = [
        [(run.text, number) for run, number in zip(each.numbers, each.drawn, strict=True)]
        for each in chart.series
    ]
    axis = axis_of([Fraction(number) for column in points for _, number in column if number])
    is_crowded = len(chart.categories) > MOST_UPRIGHT
    return {
        "kind": "CHART",
        "form": chart.kind.name,
        "caption": shown(chart.caption),
        "unit": shown(chart.unit),
        "categories": [shown(name) for name in chart.categories],
        "aslant": is_crowded and chart.kind is ChartKind.COLUMNS,
        "labelled": chart.kind is ChartKind.BARS or not is_crowded,
        "zero": axis.at(Fraction(0)),
        "ticks": [
            {"at": axis.at(tick), "text": _number(tick, grouped=True)} for tick in axis.ticks
        ],
        "series": [
            {
                "name": shown(each.name),
                "part": each.part.name,
                "points": [
                    {"at": axis.at(Fraction(number)) if number else "", "text": shown(text)}
                    for text, number in column
                ],
            }
            for each, column in zip(chart.series, points, strict=True)
        ],
    }


def _number(value: Fraction, *, grouped: bool = False) -> str:
    return plain(round_half_up(value, _DIGITS), trim=True, grouped=grouped)
