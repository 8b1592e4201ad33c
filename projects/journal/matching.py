"""Which project a photo shows and on which day it was taken, as far as its name tells.

People keep photos in folders: 2019年6月/抽水蓄能电站/基坑开挖 (3).jpg. The whole path is read: the
code, the name or an alias of a project in it, else four Chinese letters or more that only one
project's name has. What fits two projects fits none: a person says which.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from measures.months import Month
from projects.models import Project, ProjectAlias
from projects.naming import name_key

SHORTEST_PIECE = 4
_DAY = re.compile(
    r"(?<!\d)(?P<year>20\d{2})(?:[-_.年]?)(?P<month>0[1-9]|1[0-2]|[1-9](?=[-_.月]))"
    r"(?:[-_.月]?)(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?!\d))(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(20\d{2})(?:年|[-_.])(1[0-2]|0?[1-9])(?:月|(?!\d))")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_SEPARATORS = re.compile(r"[/\\]+")


@dataclass(frozen=True)
class Spelling:
    """A way in which a project is written, without blanks and marks."""

    text: str
    project_id: int


class Names:
    """The spellings of some projects."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self.spellings = [each for each in spellings if len(each.text) >= 2]

    def project_in(self, path: str) -> int | None:
        """The id of the one project that the path names, its last part first; None where it names
        none, or several."""
        parts = [name_key(part) for part in reversed(_SEPARATORS.split(path))]
        for part in parts:
            if found := _only(self._named(part)):
                return found
        for part in parts:
            if found := self._by_a_piece(part):
                return found
        return None

    def _named(self, text: str) -> list[Spelling]:
        held = [each for each in self.spellings if each.text in text]
        longest = max((len(each.text) for each in held), default=0)
        return [each for each in held if len(each.text) == longest]

    def _by_a_piece(self, text: str) -> int | None:
        """By the longest run of Chinese letters, from its beginning, that a name has."""
        for run in sorted(_CHINESE.findall(text), key=len, reverse=True):
            for length in range(len(run), SHORTEST_PIECE - 1, -1):
                held = [each for each in self.spellings if run[:length] in each.text]
                if held:
                    return _only(held)
        return None


def _only(found: Iterable[Spelling]) -> int | None:
    """The one project that is meant by all of them."""
    ids = {each.project_id for each in found}
    return ids.pop() if len(ids) == 1 else None


def names_of(projects: Iterable[Project]) -> Names:
    """Names, aliases and codes; a code that several stages share names none. Two queries."""
    known = {project.pk: project for project in projects}
    spellings = [
        Spelling(name_key(text), project.pk)
        for project in known.values()
        for text in (project.name, project.code)
        if text
    ]
    aliases = ProjectAlias.objects.filter(project__in=known).values_list("name", "project_id")
    return Names([*spellings, *(Spelling(name_key(name), pk) for name, pk in aliases)])


def day_in(path: str) -> datetime.date | None:
    """The day that the path names, its last part first: IMG_20190612_1530, 2019-06-12,
    2019年6月12日; of a month alone (2019年6月) its last day."""
    parts = list(reversed(_SEPARATORS.split(path)))
    for part in parts:
        for found in _DAY.finditer(part):
            try:
                return datetime.date(*(int(found[name]) for name in ("year", "month", "day")))
            except ValueError:
                continue
    for part in parts:
        if written := _MONTH.search(part):
            return Month(int(written[1]), int(written[2])).last_day
    return None
