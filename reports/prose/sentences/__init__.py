"""The sentences of papers, a topic a module. Each is a small function with a Chinese name, by which
templates call it: it takes what it is told of, and gives marked text, or "" where there is nothing
to say."""

from reports.prose.sentences import (
    approvals,
    compared,
    completion,
    construction,
    funds,
    highlights,
    kinds,
    measures,
    notes,
    opening,
    own_columns,
    plans,
    preliminary,
    problems,
    progress,
    reserve,
    sets,
    tasks,
    units,
)
from reports.prose.sentences.naming import SENTENCES

__all__ = [
    "SENTENCES",
    "approvals",
    "compared",
    "completion",
    "construction",
    "funds",
    "highlights",
    "kinds",
    "measures",
    "notes",
    "opening",
    "own_columns",
    "plans",
    "preliminary",
    "problems",
    "progress",
    "reserve",
    "sets",
    "tasks",
    "units",
]
