"""Projects, units and leaders, as they are found from the bar."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Unit, User
from accounts.pages.search import MOST, Found
from accounts.people.selectors import home_county
from accounts.rights import may
from projects.models import Leader, Project
from projects.naming import pinyin_of

_spelt = lru_cache(maxsize=2_000)(pinyin_of)
"""Units and leaders are few, and are asked about again and again."""


def find_projects(user: User, text: str) -> Iterator[Found]:
    """Those whose name begins with it first."""
    fits = Project.objects.visible_to(user).named_like(text)
    begin = fits.filter(name__startswith=text).order_by("name", "pk")
    others = fits.exclude(name__startswith=text).order_by("name", "pk")
    for rows in (begin, others):
        for project in rows[: MOST + 1]:
            yield Found(project.name, reverse("projects:detail", args=[project.pk]), project.code)


def find_units(user: User, text: str) -> Iterator[Found]:
    """To the projects that the unit reports."""
    county = home_county(user)
    if county is None or not may(user, "project.view", county):
        return
    for unit in Unit.objects.filter(county=county, is_active=True).order_by("position", "pk"):
        if _fits(unit.name, text):
            asked = urlencode({"unit": unit.pk})
            yield Found(unit.name, f"{reverse('projects:list')}?{asked}", "填报的项目")


def find_leaders(user: User, text: str) -> Iterator[Found]:
    county = home_county(user)
    if county is None or not may(user, "leaders.view", county):
        return
    for leader in Leader.objects.filter(county=county, until=None):
        if _fits(leader.name, text) or text in leader.office:
            yield Found(leader.name, reverse("projects:leader", args=[leader.pk]), leader.office)


def _fits(name: str, text: str) -> bool:
    return text in name or text.lower() in _spelt(name)
