"""Points of an assessment as pages print them."""

from django import template

from measures.scores import format_score

register = template.Library()


@register.filter
def score(hundredths: int) -> str:
    """+5, −0.5, 0."""
    return format_score(hundredths, signed=True)


@register.filter
def total(hundredths: int) -> str:
    """A sum: 33.87, −0.5."""
    return format_score(hundredths)


@register.filter
def fixed(hundredths: int) -> str:
    """In a table (DESIGN §4.13): 7.00, −0.50."""
    return format_score(hundredths, fixed=True)
