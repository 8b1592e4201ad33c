"""How amounts, rates and points look in templates; the arithmetic is in measures/."""

from django import template

register = template.Library()
