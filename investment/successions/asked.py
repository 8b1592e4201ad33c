"""What a change of projects asks: who goes on as whom, with what of the money, on which lists."""

import datetime
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

SHAPE = 1


@dataclass(frozen=True)
class AskedLine:
    """What a list (its key) is to plan of a project from the day on, in yuan."""

    plan: int
    planned: int | None
    category: str = ""
    planned_start: datetime.date | None = None


@dataclass(frozen=True)
class Successor:
    """A project of the register (its key), or one by ``name`` that is made with it, reported by
    ``unit``. ``total`` is its total investment from the day on, in yuan."""

    project: int | None = None
    name: str = ""
    unit: int | None = None
    total: int | None = None
    lines: tuple[AskedLine, ...] = ()


@dataclass(frozen=True)
class AskedShare:
    """What the successor at ``place`` takes over of a predecessor, as ``SuccessionShare`` has it;
    ``before`` of the years before, where it is told in yuan."""

    predecessor: int
    place: int
    permille: int | None = None
    amount: int | None = None
    before: int | None = None

    @property
    def takes_what_is_left(self) -> bool:
        return self.permille is None and self.amount is None


@dataclass(frozen=True)
class Asked:
    """Of a 更名 the new ``name`` alone. A predecessor ``ends``, or goes on with ``kept`` on its
    lists and ``kept_total`` as its total investment."""

    predecessors: tuple[int, ...]
    ends: bool = True
    successors: tuple[Successor, ...] = ()
    shares: tuple[AskedShare, ...] = ()
    kept: tuple[AskedLine, ...] = ()
    kept_total: int | None = None
    name: str = ""

    def of(self, predecessor: int) -> list[AskedShare]:
        return [share for share in self.shares if share.predecessor == predecessor]

    def keeps_what_is_left(self, predecessor: int) -> bool:
        return not any(share.takes_what_is_left for share in self.of(predecessor))

    @property
    def existing(self) -> list[int]:
        """The successors that the register has."""
        return [each.project for each in self.successors if each.project is not None]

    @property
    def plans(self) -> set[int]:
        lines = (*self.kept, *(line for each in self.successors for line in each.lines))
        return {line.plan for line in lines}

    def as_kept(self) -> dict[str, Any]:
        told: dict[str, Any] = asdict(self)
        for line in _lines(told):
            start = line["planned_start"]
            line["planned_start"] = start.isoformat() if start else None
        return {"shape": SHAPE, **told}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Asked":
        """Raises ValueError for a shape that is not known."""
        if kept.get("shape") != SHAPE:
            raise ValueError(f"unknown shape of what is asked: {kept.get('shape')}")
        told = {name: value for name, value in kept.items() if name != "shape"}
        successors = (
            Successor(**{**each, "lines": _read_lines(each["lines"])})
            for each in told["successors"]
        )
        return cls(
            **{
                **told,
                "predecessors": tuple(told["predecessors"]),
                "successors": tuple(successors),
                "shares": tuple(AskedShare(**share) for share in told["shares"]),
                "kept": _read_lines(told["kept"]),
            }
        )


def _lines(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from told["kept"]
    for each in told["successors"]:
        yield from each["lines"]


def _read_lines(kept: list[dict[str, Any]]) -> tuple[AskedLine, ...]:
    lines = []
    for line in kept:
        start = line["planned_start"]
        day = datetime.date.fromisoformat(start) if start else None
        lines.append(AskedLine(**{**line, "planned_start": day}))
    return tuple(lines)


@dataclass(frozen=True)
class Made:
    """What the deed made: plans of adjustment, by their keys, and so many lines of the trail before
    that which tells of it."""

    adjustments: tuple[int, ...] = ()
    lines: int = 0

    def as_kept(self) -> dict[str, Any]:
        return {"shape": SHAPE, "adjustments": list(self.adjustments), "lines": self.lines}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Made":
        return cls(tuple(kept.get("adjustments", ())), kept.get("lines", 0))
