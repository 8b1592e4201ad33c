"""属地: the town of the county that a text means."""

import re
from collections.abc import Iterable

from accounts.models import Unit
from projects.models import Town
from projects.naming import name_key

_OFFICE = re.compile("(?:人民)?政府$|街道办事处$|街道办$|办事处$")
_KIND = re.compile("(?:镇|乡|街道)$")


class Towns:
    """The towns of a county, found as they are called: 城关镇, 城关镇人民政府, or 城关 where that
    means one of them. One query."""

    def __init__(self, county: Unit) -> None:
        self.names = list(Town.objects.filter(county=county).values_list("name", flat=True))
        self._by_key: dict[str, set[str]] = {}
        for name in self.names:
            for key in _keys(name):
                self._by_key.setdefault(key, set()).add(name)

    def meant_by(self, text: str) -> str:
        """The name of the town; "" where the text means none, or not surely one."""
        for key in _keys(text):
            found = self._by_key.get(key, set())
            if len(found) == 1:
                return next(iter(found))
        return ""

    def lacks(self, text: str) -> bool:
        """Whether the county has towns, and none of them is called so."""
        return bool(text and self.names) and text not in self.names


def _keys(name: str) -> Iterable[str]:
    """The surest first."""
    whole = name_key(name)
    place = _OFFICE.sub(lambda end: "街道" if "街道" in end.group() else "", whole)
    return dict.fromkeys((whole, place, _KIND.sub("", place)))
