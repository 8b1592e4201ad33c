"""Who may do what: the table ``rights.csv``, and how it is asked.

A line of the table is a right, ``entry.approve``; a column is a role, and a reporter has two: one
for his own unit and one for any other. A cell is an answer: “yes”, “no”, or what a role may do
instead (“propose”, “on behalf”, “own”). A rule that looks at an object (whose project, whose
upload, in which state) is a predicate in the ``rules.py`` of its room, and builds on this.
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.people.models import RoleAssignment, Unit, User

YES, NO, PROPOSE, ON_BEHALF = "yes", "no", "propose", "on behalf"

_REPORTER = "reporter"
_OF_THE_UNIT, _OF_ANOTHER_UNIT = "reporter_of_the_unit", "reporter_of_another_unit"
_OPERATOR = "approver"
"""The system's own operator, who acts from the command line, has an approver's rights."""


def _read() -> dict[str, Mapping[str, str]]:
    with Path(__file__).with_name("rights.csv").open(encoding="utf-8", newline="") as lines:
        return {line["right"]: line for line in csv.DictReader(lines)}


RIGHTS: Mapping[str, Mapping[str, str]] = _read()
"""By the name of the right: the answer of each column."""


def may(user: "User | None", right: str, where: "Unit | None" = None, *, answer: str = YES) -> bool:
    """Whether the table answers so to ``user``; ``user`` None is the system's own operator.

    ``where`` a unit: its reporter is asked, and who holds a role of the county that it belongs
    to. ``where`` a county: only who holds a role of the county. Without ``where`` any role that the
    user holds is asked: enough for a menu, not for an act. Raises KeyError for an unknown right.
    """
    line = RIGHTS[right]
    if user is None:
        return line[_OPERATOR] == answer
    return answer in _answers(user, line, where)


def may_in_part(user: "User", right: str, where: "Unit | None" = None) -> bool:
    """Whether the table answers anything but “no” to ``user``: “own actions”, “view”."""
    return any(answer != NO for answer in _answers(user, RIGHTS[right], where))


def counties_where(user: "User", right: str, *, answer: str = YES) -> set[int | None]:
    """The ids of the counties in which a role of the county gives ``user`` this answer. A
    reporter's right over his own unit is no right over its county."""
    line = RIGHTS[right]
    return {
        held.county_id
        for held in user.held_roles
        if held.role != _REPORTER and line[held.role] == answer
    }


def counties_read(user: "User") -> set[int | None]:
    """The ids of the counties of which ``user`` sees every project and figure."""
    return counties_where(user, "project.view")


def reads_county(user: "User", county: "Unit | None" = None) -> bool:
    """Whether ``user`` sees every project and figure of ``county``, or of some county."""
    counties = counties_read(user)
    return bool(counties) if county is None else county.pk in counties


def reports_for(user: "User", unit: "Unit") -> bool:
    return unit.pk in reporting_unit_ids(user)


def reports_somewhere(user: "User") -> bool:
    return bool(reporting_unit_ids(user))


def reporting_unit_ids(user: "User") -> set[int]:
    """The units whose reporter ``user`` is."""
    return {held.unit_id for held in user.held_roles if held.role == _REPORTER}


def _answers(user: "User", line: Mapping[str, str], where: "Unit | None") -> Iterator[str]:
    columns = (_column(held, where) for held in user.held_roles)
    return (line[column] for column in columns if column is not None)


def _column(held: "RoleAssignment", where: "Unit | None") -> str | None:
    """The column that speaks of a role, asked about ``where``; None where it does not reach."""
    if where is not None and held.county_id != where.own_county_id:
        return None
    if held.role != _REPORTER:
        return held.role
    if where is None or held.unit_id == where.pk:
        return _OF_THE_UNIT
    return None if where.pk == where.own_county_id else _OF_ANOTHER_UNIT
