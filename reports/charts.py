"""What the charts draw; the numbers are printed ones, as strings, so that none is a float."""

from typing import Any

from figures.curve import curve_chart
from figures.figure import Figure
from measures.rates import percent
from reports.selectors import Dashboard, UnitLine

Payload = dict[str, Any]
# More lying bars than this cannot be told apart.
MOST_BARS = 20


def chart_of(dashboard: Dashboard) -> Payload:
    done = [point.done.yuan for point in dashboard.points]
    rows, scale = dashboard.headline.planned.rows, dashboard.scale
    return curve_chart(dashboard.facts.month, done, rows, scale.number, scale.name)


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
    return None if figure.exact is None else percent(figure.exact, 1).replace(",", "")
