"""Which projects a pasted text names: a column of a sheet, or a numbered list out of a chat."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from accounts.errors import DomainError
from accounts.models import Unit, User
from investment.intake.likeness import Names, Near
from projects.models import Project, ProjectAlias
from projects.naming import name_key

_ORDINAL = re.compile(r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．,，]\s*")
_APART = re.compile(r"[\t、，,;；]+")
_NUMBERS = re.compile(r"[0-9.%年月日万亿元个]+")
SHORTEST_NAME = 3
_NO_NAMES = frozenset(map(name_key, ("项目名称", "项目", "名称", "序号", "合计", "总计")))


@dataclass(frozen=True)
class Pasted:
    """What was pasted as one name. ``near`` are those that may be meant where none is called so."""

    text: str
    project_id: int | None
    near: tuple[Near[int], ...] = ()


class KnownNames:
    """The names, aliases and codes of the projects that a user sees, former names among them. A
    code that stages of one project share means none of them. Two queries."""

    def __init__(self, county: Unit, user: User) -> None:
        projects = Project.objects.of_county(county).visible_to(user).order_by()
        aliases = ProjectAlias.objects.filter(project__in=projects)
        own = list(projects.values_list("name", "code", "pk"))
        self._names = [
            *((name, pk) for name, _, pk in own),
            *aliases.values_list("name", "project"),
        ]
        by_key: dict[str, set[int]] = {}
        for name, pk in [*self._names, *((code, pk) for _, code, pk in own if code)]:
            by_key.setdefault(name_key(name), set()).add(pk)
        self._by_key = by_key

    def found(self, name: str) -> int | None:
        """None also for a name that two projects bear."""
        meant = self._by_key.get(name_key(name), set())
        return next(iter(meant)) if len(meant) == 1 else None

    def near(self, name: str) -> tuple[Near[int], ...]:
        return tuple(self._similar.near(name))

    @cached_property
    def _similar(self) -> Names[int]:
        return Names(self._names)


MOST_CELLS = 20
"""Of a row that is pasted out of a sheet."""

MOST_NAMES = 500
"""As many as fit into an address, and into a table that somebody reads."""

MOST_SEARCHED = 50
"""Names that nobody bears beyond these are asked about without those that are near."""


class TooMany(DomainError):
    def __init__(self) -> None:
        super().__init__(f"一次最多{MOST_NAMES}个项目，请缩小范围。", field="names")


def read_pasted(text: str, names: KnownNames) -> list[Pasted]:
    """Each project once, in the order of the text. Raises TooMany before anything is searched."""
    read: dict[int | str, Pasted] = {}
    lines = list(filter(None, map(str.strip, text.splitlines())))
    if max(len(lines), len(_APART.split(text))) > MOST_NAMES * MOST_CELLS:
        raise TooMany
    for line in lines:
        for each in _of_line(line, names):
            read.setdefault(each.project_id or each.text, each)
        if len(read) > MOST_NAMES:
            raise TooMany
    return _with_near(list(read.values()), names)


def _with_near(read: list[Pasted], names: KnownNames) -> list[Pasted]:
    searched = [each.text for each in read if each.project_id is None][:MOST_SEARCHED]
    return [
        replace(each, near=names.near(each.text)) if each.text in searched else each
        for each in read
    ]


def _of_line(line: str, names: KnownNames) -> Iterator[Pasted]:
    bare = _ORDINAL.sub("", line).rstrip("。；;，,、")
    for written in (line, bare):
        if (found := names.found(written)) is not None:
            yield Pasted(written, found)
            return
    parts = [_ORDINAL.sub("", part).strip() for part in _APART.split(bare)]
    read = [Pasted(part, names.found(part)) for part in parts if part]
    if any(each.project_id for each in read):
        # Of the cells of a row what is no name is a number or a unit; of names in a sentence it is
        # asked about.
        is_row = "\t" in line
        yield from (each for each in read if each.project_id or not (is_row or _is_no_name(each)))
    elif name_key(bare) not in _NO_NAMES:
        yield Pasted(bare, None)


def _is_no_name(each: Pasted) -> bool:
    """A number, a day, or a word too short to be a project."""
    return len(_NUMBERS.sub("", name_key(each.text))) < SHORTEST_NAME


def with_choices(pasted: list[Pasted], chosen: Mapping[str, int | None]) -> list[Pasted]:
    """What a person said is meant, by the text that was pasted; None of what is left out."""
    told = [
        replace(each, project_id=chosen[each.text]) if each.text in chosen else each
        for each in pasted
    ]
    return [each for each in told if each.project_id is not None or each.text not in chosen]
