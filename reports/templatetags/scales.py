"""Amounts in the money a page counts in: ``{{ yuan|at:scale }}``."""

from django import template

from reports.scale import Scale

register = template.Library()


@register.filter
def at(yuan: int | None, scale: Scale) -> str:
    return scale.text(yuan)
