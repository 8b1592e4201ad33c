"""What the charts draw; the numbers are printed ones, as strings, so that none is a float."""

from fractions import Fraction
from typing import Any

from figures.curve import due_by
from figures.figure import Figure
from measures.months import Month
from measures.rates import percent
from reports.selectors import Dashboard, UnitLine

Payload = dict[str, Any]
# More lying bars than this cannot be told apart.
MOST_BARS = 20


def curve_chart(dashboard: Dashboard) -> Payload:
    """Done to the cut-off, the pace through the whole year."""
    year = dashboard.facts.month.year
    months = Month(year, 12).since_january()
    planned = int(dashboard.headline.planned)
    scale = dashboard.scale
    done = [
        None if point.done.value is None else scale.number(int(point.done))
        for point in dashboard.points
    ]
    return {
        "categories": [f"{month.month}月" for month in months],
        "series": [
            {"name": "累计完成", "data": done + [None] * (12 - len(done)), "role": "done"},
            {
                "name": "序时进度",
                "data": [scale.number(due_by(planned, month)) for month in months],
                "role": "pace",
            },
        ],
        "unit": scale.name,
    }


def units_chart(units: tuple[UnitLine, ...], pace: Figure, hrefs: list[str]) -> Payload:
    """Completion rates of the ranked units, the lowest where there are too many."""
    ranked = [(unit, href) for unit, href in zip(units, hrefs, strict=True) if unit.rank]
    shown = ranked[-MOST_BARS:]
    return {
        "categories": [unit.unit_name for unit, _ in shown],
        "series": [
            {"name": "完成率", "data": [_percent(unit.rate) for unit, _ in shown], "role": "done"},
            {"name": "序时进度", "data": [_percent(pace)] * len(shown), "role": "pace"},
        ],
        "unit": "%",
        "hrefs": [href for _, href in shown],
    }


def _percent(figure: Figure) -> str | None:
    return None if figure.value is None else percent(Fraction(figure.value), 1).replace(",", "")
