"""The figures of a paper as they were when it was issued: every figure of the book and all that the
paper prints, exact, with the lines that they rest on."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from documents.paragraphs import Document
from figures.book import FigureBook
from figures.figure import Fact, Figure
from figures.plan_fact import PlanFact

SHAPE = 1


@dataclass(frozen=True)
class FrozenFigure:
    """``exact`` as ``Figure.value``; ``rows`` are the ids of plan lines, of a topic those of the
    projects of its rows."""

    exact: Fraction | None
    unit: str
    rows: tuple[int, ...]


@dataclass(frozen=True)
class FrozenFigures:
    """``figures`` by key; ``printed`` are the keys of the paper's own, in the order of its text."""

    figures: dict[str, FrozenFigure]
    printed: tuple[str, ...]

    def as_bytes(self) -> bytes:
        kept = {
            "shape": SHAPE,
            "printed": list(self.printed),
            "figures": {key: _kept(figure) for key, figure in self.figures.items()},
        }
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def read(cls, content: bytes) -> "FrozenFigures":
        kept = json.loads(content)
        figures = {key: _figure(*values) for key, values in kept["figures"].items()}
        return cls(figures, tuple(kept["printed"]))


def freeze(document: Document, book: FigureBook) -> FrozenFigures:
    printed = tuple(dict.fromkeys(run.key for run in document.figures))
    every: Iterable[str] = dict.fromkeys((*book, *printed))
    return FrozenFigures({key: _frozen(book[key]) for key in every}, printed)


def _frozen(figure: Figure[PlanFact]) -> FrozenFigure:
    rows = tuple(map(_number, figure.rows))
    return FrozenFigure(figure.exact, figure.unit.label, rows)


def _number(row: Fact) -> int:
    return row.item_id if isinstance(row, PlanFact) else row.project_id


def _kept(figure: FrozenFigure) -> list[Any]:
    exact = None if figure.exact is None else str(figure.exact)
    return [exact, figure.unit, list(figure.rows)]


def _figure(exact: str | None, unit: str, rows: list[int]) -> FrozenFigure:
    return FrozenFigure(None if exact is None else Fraction(exact), unit, tuple(rows))
