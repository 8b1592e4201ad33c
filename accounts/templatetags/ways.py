"""The buttons of a page that lead into higher rooms (accounts/pages/ways.py)."""

from typing import Any

from django import template
from django.template import Context

from accounts.pages.ways import ways_from

register = template.Library()


@register.inclusion_tag("components/ways.html", takes_context=True)
def ways_on(context: Context, page: str, thing: Any) -> dict[str, Any]:
    """A button for each way from ``page``, which is about ``thing``."""
    return {"ways": ways_from(page, context["request"].user, thing)}


@register.inclusion_tag("components/way_links.html", takes_context=True)
def way_links(context: Context, page: str, thing: Any) -> dict[str, Any]:
    """The same as plain links, for the line above a heading."""
    return {"ways": ways_from(page, context["request"].user, thing)}
