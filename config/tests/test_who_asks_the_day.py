"""Only who begins a deed asks the day: a page, a command, the pages of reference data. Below them
rules, guards, selectors and services are given ``today``, so that one deed is done on one day."""

import ast
from pathlib import Path

from django.conf import settings

BEGIN = {
    "views",
    "views.py",
    "pages",
    "pages.py",
    "marked_pages.py",
    "scope.py",
    "commands",
    "admin",
    "admin.py",
}
"""Parts of a path that say that a request or a command line ends there."""

MAY_ASK = {
    "accounts/clock.py",
    "accounts/middleware.py",
    "config/navigation.py",
    "jobs/carrying.py",
    "projects/reserve/ways.py",
}
"""The clock itself, what every request passes (who may act for a leader on the day), what the
frame of every page shows, what begins a deed in the background, and where a page leads on to in the
year of the day."""

TODAY = {"today", "localdate"}


def _asks(call: ast.Call) -> bool:
    """``clock.today()``, ``date.today()``, ``timezone.localdate()``; a day of a moment that is
    given is none of these."""
    named = call.func
    name = named.attr if isinstance(named, ast.Attribute) else getattr(named, "id", "")
    return name in TODAY and not call.args and not call.keywords


def test_nothing_below_who_begins_a_deed_asks_the_day():
    rooms = [room for room in Path(settings.BASE_DIR).iterdir() if (room / "__init__.py").exists()]
    asking = []
    for path in sorted(path for room in rooms for path in room.rglob("*.py")):
        name = path.relative_to(settings.BASE_DIR)
        if {"tests", "migrations", *BEGIN} & {*name.parts} or str(name) in MAY_ASK:
            continue
        calls = [
            node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
        ]
        asking += [f"{name}:{call.lineno}" for call in calls if _asks(call)]
    assert asking == []
