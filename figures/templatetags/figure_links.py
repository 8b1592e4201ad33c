"""Figures in templates: every number opens its rows.

The tags read ``cut_off``, or else ``month``, and, where a page shows one unit, ``unit_id`` from the
context.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from figures import lines, links, words
from figures.figure import Figure
from figures.lights import Colour, Light
from figures.plan_fact import PlanFact
from measures.months import Month
from measures.rates import format_points

register = template.Library()

# How components/light.html calls the colours.
LIGHT_STATES = {
    Colour.GREEN: "green",
    Colour.AMBER: "yellow",
    Colour.RED: "red",
    Colour.GREY: "grey",
    Colour.UNREPORTED: "none",
    Colour.WAITING: "none",
    Colour.NONE: "none",
}


@register.simple_tag(takes_context=True)
def figure_link(
    context: Context,
    figure: Figure[Any],
    text: Any = None,
    month: Month | None = None,
    unit: int | None = None,
    sort: str = "",
) -> SafeString:
    """The figure as a link to its rows; ``text`` where it is printed otherwise than in tables."""
    shown = words.value_text(figure) if text is None else text
    address = rows_url(context, figure, month, unit, sort)
    return format_html('<a class="figure-link" href="{}">{}</a>', address, shown)


@register.simple_tag(takes_context=True)
def rows_url(
    context: Context,
    figure: Figure[Any],
    month: Month | None = None,
    unit: int | None = None,
    sort: str = "",
) -> str:
    """The address of the figure's rows."""
    unit = context.get("unit_id") if unit is None else unit
    at = month or context.get("cut_off") or context["month"]
    return links.rows_url(figure, at, unit, sort)


@register.simple_tag(takes_context=True)
def key_url(context: Context, key: str, month: Month) -> str:
    """The address of the page of the figure that a sentence names."""
    return links.address_of(key, context.get("cut_off") or month)


@register.filter
def figure_text(figure: Figure[Any]) -> str:
    """The value without its unit, thousands separated."""
    return words.value_text(figure)


@register.filter
def light_state(colour: Colour) -> str:
    return LIGHT_STATES[colour]


@register.filter
def light_points(light: Light) -> str:
    """The points beside a light that goes by pace; nothing beside another."""
    return "" if light.points is None else format_points(light.points)


@register.filter
def month_words(row: PlanFact) -> str:
    return lines.month_words(row)


@register.filter
def silence(row: PlanFact) -> str:
    return lines.silence(row)


@register.filter
def standing_words(row: PlanFact) -> str:
    return lines.standing_words(row)


@register.inclusion_tag("figures/_sort_heading.html", takes_context=True)
def sort_heading(context: Context, name: str, label: str, unit: str, css: str) -> dict[str, Any]:
    """A head cell that sorts by its column, falling first, and back."""
    sort = context["page"].sort
    aria = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    return {
        "request": context["request"],
        "label": label,
        "unit": unit,
        "aria": aria,
        "sort": name if sort == f"-{name}" else f"-{name}",
        "css": css,
    }
