"""From whom a project took over, where lists of projects name it: a higher room tells."""

from collections.abc import Callable, Collection, Iterable, Mapping

from projects.models import Project

Teller = Callable[[Collection[int]], Mapping[int, str]]
"""A sentence for each of the projects, by its key, that took over from another."""

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    _tellers.append(teller)


def note_origins(projects: Iterable[Project]) -> None:
    """Each of them has its ``origin`` in words, "" where it is nobody's successor."""
    named = list(projects)
    told: dict[int, str] = {}
    for teller in _tellers:
        told |= teller([project.pk for project in named])
    for project in named:
        project.origin = told.get(project.pk, "")  # type: ignore[attr-defined]
