"""What the bar on top says of the month that a page shows."""

from django import template

from accounts.models import Unit
from figures.facts import Facts
from figures.months import published_as, standing_words
from measures.months import Month

register = template.Library()


@register.simple_tag
def standing_of(county: Unit | None, month: Month, facts: Facts | str = "") -> str:
    """初步 of a month that the county's bureau has not published, 快报; "" of 定数. One query, none
    where the page has the ``facts`` of the month."""
    if isinstance(facts, Facts):
        return facts.standing_words
    return standing_words(published_as(county, month)) if county else ""
