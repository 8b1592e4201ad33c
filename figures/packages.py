"""A package (打包项目) stands as its parts together: a line on it counts their money once.

The parts are projects of their own, each with its unit, its entries and its checks; the package
has what they have. What was reported on the package itself is added to it; nobody owes it.
"""

from collections import defaultdict
from dataclasses import dataclass

from accounts.trail.reader import ById
from investment.standing import YearStanding, together


@dataclass
class Sites:
    """What was reported of each project, by its id: how it stands, and whether its month waits and
    for review. ``silent`` is how one stands that was never reported."""

    standings: dict[int, YearStanding]
    waiting: dict[int, bool]
    silent: YearStanding


def with_packages(projects: ById, sites: Sites) -> tuple[ById, Sites]:
    """The projects and what was reported, where each package has what its parts have."""
    of_package: dict[int, list[int]] = defaultdict(list)
    for pk, project in projects.items():
        if project["package_id"] is not None:
            of_package[project["package_id"]].append(pk)
    if not of_package:
        return projects, sites
    standings, waiting, told = dict(sites.standings), dict(sites.waiting), dict(projects)
    for package, parts in of_package.items():
        own = [package] if package in sites.standings else []
        members = [*own, *parts]
        standings[package] = together(
            {projects[pk]["name"]: sites.standings.get(pk, sites.silent) for pk in parts},
            {projects[pk]["name"]: sites.standings[pk] for pk in own},
        )
        waits = [sites.waiting[pk] for pk in members if pk in sites.waiting]
        if waits:
            waiting[package] = any(waits)
        started = [projects[pk]["actual_start"] for pk in members]
        told[package] = {
            **projects[package],
            "actual_start": min((day for day in started if day), default=None),
        }
    return told, Sites(standings, waiting, sites.silent)
