"""What was put into a form: cell by cell, to be held against the next month's; kept as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

SHAPE = 1


class FilledCell(NamedTuple):
    """``key`` says of which table, row and column it is, wherever the row stands in this month's
    form; ``label`` and ``title`` call them for people, ``shown`` is what was written."""

    key: str
    label: str
    title: str
    shown: str


class ChangedCell(NamedTuple):
    label: str
    title: str
    before: str
    after: str


@dataclass(frozen=True)
class Unfilled:
    """Cells that stay empty and are marked: of which column, how many, and why."""

    title: str
    count: int
    why: str


@dataclass(frozen=True)
class FilledBlank:
    cells: tuple[FilledCell, ...] = ()
    unfilled: tuple[Unfilled, ...] = ()

    def as_kept(self) -> dict[str, Any]:
        return {
            "cells": [list(cell) for cell in self.cells],
            "unfilled": [[each.title, each.count, each.why] for each in self.unfilled],
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "FilledBlank":
        return cls(
            tuple(FilledCell(*cell) for cell in kept["cells"]),
            tuple(Unfilled(*each) for each in kept["unfilled"]),
        )

    @property
    def by_key(self) -> dict[str, str]:
        return {cell.key: cell.shown for cell in self.cells}


def changes(before: FilledBlank, after: FilledBlank) -> list[ChangedCell]:
    """What another month wrote otherwise, in the order of the form; what has gone comes last."""
    then, now = before.by_key, after.by_key
    moved = [
        ChangedCell(cell.label, cell.title, then.get(cell.key, ""), cell.shown)
        for cell in after.cells
        if then.get(cell.key, "") != cell.shown
    ]
    gone = [
        ChangedCell(cell.label, cell.title, cell.shown, "")
        for cell in before.cells
        if cell.key not in now
    ]
    return [*moved, *gone]


def counted(marks: Sequence[tuple[str, str]]) -> tuple[Unfilled, ...]:
    """Titles and reasons of marked cells, each pair once with its number."""
    counts: dict[tuple[str, str], int] = {}
    for mark in marks:
        counts[mark] = counts.get(mark, 0) + 1
    return tuple(Unfilled(title, count, why) for (title, why), count in counts.items())
