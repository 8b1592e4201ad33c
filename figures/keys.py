"""What a figure is called: 清单或主题.分组[.切分…].指标.

A part between group and indicator is a cut, 维度=值 (项目类别=工业, several in any order), or the
bare name of rows that a subject knows (已报齐). 口径=上报 and 进度=季度目标 stand behind them, and
say by what the figure is reckoned (``figures.reckoning``). In a value the signs that a key is made
of are percent-encoded, and the slash that an address is parted by.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Self
from urllib.parse import unquote

from figures.reckoning import BASIS, PACE, PACES, Reckoning, pace_name
from investment.basis import Basis
from investment.models import PaceKind

_SIGNS = {sign: f"%{ord(sign):02X}" for sign in "%.=+/"}


_RECKONED = (BASIS, PACE)

# What parts a remainder's whole from what it leaves out (figures.book).
REST = "-"


YES, NO = "是", "否"
"""The values of a dimension that is a question."""

PICKED = "项目号"
"""The dimension whose value is a choice of projects by their ids, 12-15-19: no row parts by it."""


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
        if self.name == PICKED:
            return f"所选{len(picked_ids(self.value))}个项目"
        return f"非{self.name}" if self.value == NO else str(self.value)


def picked(projects: Iterable[int]) -> Narrowing:
    """The cut that holds these projects, by their ids."""
    return Narrowing(PICKED, "-".join(map(str, projects)))


def picked_ids(value: str | None) -> set[str]:
    return set((value or "").split("-"))


@dataclass(frozen=True)
class Key:
    """``basis`` and ``pace`` are None where the key does not say by what it is reckoned."""

    start: str
    group: str
    cuts: tuple[Narrowing, ...]
    indicator: str
    basis: Basis | None = None
    pace: PaceKind | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises UnknownFigure for what is no key."""
        parts = text.split(".")
        if len(parts) < 3:
            raise UnknownFigure(text)
        start, group, *said, indicator = parts
        if not said:
            return cls(start, group, (), indicator)
        cuts = tuple(map(Narrowing.parse, said))
        by = {cut.name: cut.value for cut in cuts if cut.name in _RECKONED}
        cuts = tuple(cut for cut in cuts if cut.name not in _RECKONED)
        if len(by) + len(cuts) < len(said):
            raise UnknownFigure(text)
        try:
            basis = Basis(by[BASIS] or "") if BASIS in by else None
            pace = PACES[by[PACE] or ""] if PACE in by else None
        except (ValueError, KeyError):
            raise UnknownFigure(text) from None
        return cls(start, group, cuts, indicator, basis, pace)

    def __str__(self) -> str:
        return ".".join((self.start, self.group, *map(str, self.cuts), *self._by, self.indicator))

    @property
    def _by(self) -> Iterator[str]:
        if self.basis is not None:
            yield f"{BASIS}={self.basis.value}"
        if self.pace is not None:
            yield f"{PACE}={pace_name(self.pace)}"

    @property
    def is_reckoned(self) -> bool:
        """Whether it says by what."""
        return self.basis is not None or self.pace is not None

    def reckoning(self, unsaid: Reckoning) -> Reckoning:
        """By what it is reckoned, ``unsaid`` as far as it does not say."""
        if not self.is_reckoned:
            return unsaid
        return Reckoning(self.basis or unsaid.basis, self.pace or unsaid.pace)

    def by(self, reckoning: Reckoning) -> "Key":
        """The same, reckoned so; what is usual goes without saying."""
        basis = None if reckoning.basis is Basis.VERIFIED else reckoning.basis
        return replace(self, basis=basis, pace=reckoning.pace)


def encoded(value: str) -> str:
    """A value of a cut as a key has it."""
    return "".join(_SIGNS.get(sign, sign) for sign in value)


def with_cuts(group: str, cuts: Iterable[Narrowing]) -> str:
    """A group and cuts of it, as a key has them between its list and its indicator."""
    return ".".join((group, *map(str, cuts)))
