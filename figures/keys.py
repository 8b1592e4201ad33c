"""What a figure is called: 清单或主题.分组[.切分…].指标.

A part between group and indicator is a cut, 维度=值 (项目类别=工业, several in any order), or the
bare name of rows that a subject knows (已报齐). In a value the signs that a key is made of are
percent-encoded, and the slash that an address is parted by.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self
from urllib.parse import unquote

_SIGNS = {sign: f"%{ord(sign):02X}" for sign in "%.=+/"}


# What parts a remainder's whole from what it leaves out (figures.book).
REST = "-"


YES, NO = "是", "否"
"""The values of a dimension that is a question."""


class UnknownFigure(KeyError):
    """No figure has this name."""


class Narrowing(NamedTuple):
    """A cut of a key: ``value`` of the dimension ``name``; None of rows that are named alone."""

    name: str
    value: str | None = None

    @classmethod
    def parse(cls, part: str) -> Self:
        name, sign, value = part.partition("=")
        return cls(name, unquote(value) if sign else None)

    def __str__(self) -> str:
        return self.name if self.value is None else f"{self.name}={encoded(self.value)}"

    @property
    def words(self) -> str:
        """As a heading has it: 交通运输局, 已报齐, 产业项目 (非产业项目 of what is none)."""
        if self.value in (None, YES):
            return self.name
        return f"非{self.name}" if self.value == NO else str(self.value)


@dataclass(frozen=True)
class Key:
    start: str
    group: str
    cuts: tuple[Narrowing, ...]
    indicator: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises UnknownFigure for what is no key."""
        parts = text.split(".")
        if len(parts) < 3:
            raise UnknownFigure(text)
        start, group, *cuts, indicator = parts
        return cls(start, group, tuple(map(Narrowing.parse, cuts)), indicator)

    def __str__(self) -> str:
        return ".".join((self.start, self.group, *map(str, self.cuts), self.indicator))


def encoded(value: str) -> str:
    """A value of a cut as a key has it."""
    return "".join(_SIGNS.get(sign, sign) for sign in value)


def with_cuts(group: str, cuts: Iterable[Narrowing]) -> str:
    """A group and cuts of it, as a key has them between its list and its indicator."""
    return ".".join((group, *map(str, cuts)))
