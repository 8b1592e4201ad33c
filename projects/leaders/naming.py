"""Whom a text means that a plan has for 包抓领导: 李建国, or 常务副县长."""

import datetime

from accounts.models import Unit
from projects.models import Leader
from projects.naming import name_key


class Leaders:
    """The leaders of a county in office on a day, found by name or by office; one query."""

    def __init__(self, county: Unit, on: datetime.date) -> None:
        self._by_key: dict[str, set[int]] = {}
        for leader in Leader.objects.filter(county=county, from_date__lte=on):
            if leader.until is None or leader.until > on:
                for text in (leader.name, leader.office, str(leader)):
                    self._by_key.setdefault(name_key(text), set()).add(leader.pk)

    def meant_by(self, text: str) -> int | None:
        """The key of the leader; None where the text means nobody, or not surely one."""
        found = self._by_key.get(name_key(text), set())
        return next(iter(found)) if len(found) == 1 else None
