"""A 台账表 taken back: what waits is withdrawn, what came into force is made as it was."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from accounts.errors import NotAllowed
from accounts.models import User
from accounts.trail.facts import raw
from accounts.trail.proposals import ProposalState, refuse, withdraw
from projects.models import Declaration, RollDeed, RollLine, RollSource
from projects.rolls.roll import Roll
from projects.rolls.rules import confirms
from projects.rolls.services import declare_of

REASON = "撤销导入"


def left_alone(roll: Roll[Any, Any], sources: Sequence[RollSource]) -> Mapping[int, str]:
    """By the sources' ids. Two questions for each that came into force."""
    declared = _declared(roll, sources)
    left = {}
    for source in sources:
        declaration = declared[source.declaration]
        if declaration.is_waiting:
            continue
        if declaration.state != ProposalState.ACCEPTED:
            left[source.pk] = f"申报{declaration.state_words}，没有写入"
        elif _made(roll, declaration) is None:
            left[source.pk] = "确认之后又有改动"
    return left


def put_back(
    roll: Roll[Any, Any], sources: Sequence[RollSource], *, by: User | None, today: datetime.date
) -> None:
    """The last first. Raises NotAllowed where something came into force and they confirm nothing
    themselves."""
    assert by is not None
    declared = _declared(roll, sources)
    for source in reversed(sources):
        declaration = declared[source.declaration]
        if not declaration.is_waiting:
            _make_undone(roll, declaration, by=by, today=today)
        elif declaration.proposed_by_id == by.pk:
            withdraw(proposal=declaration, by=by)
        else:
            refuse(proposal=declaration, by=by, decision=REASON)


def _make_undone(
    roll: Roll[Any, Any], declaration: Declaration, *, by: User, today: datetime.date
) -> None:
    if not confirms(by, declaration.county):
        raise NotAllowed("有的申报已经确认，请审定员撤销")
    line = _made(roll, declaration)
    assert line is not None
    corrects = declaration.deed == RollDeed.CORRECT
    declare_of(
        roll,
        line=line,
        deed=RollDeed.CORRECT if corrects else RollDeed.VOID,
        values=declaration.before if corrects else None,
        day=today,
        by=by,
        today=today,
        version=line.version,
        reason=REASON,
    )


def _declared(roll: Roll[Any, Any], sources: Sequence[RollSource]) -> dict[int, Any]:
    keys = [source.declaration for source in sources]
    found = roll.declaration.objects.select_related("county", "unit", "project", "line")
    return {each.pk: each for each in found.filter(pk__in=keys)}


def _made(roll: Roll[Any, Any], declaration: Declaration) -> RollLine | None:
    """The line as the declaration left it; None where it is another by now."""
    lines = roll.line._default_manager.filter(county=declaration.county).current()
    line = declaration.line  # type: ignore[attr-defined]
    if declaration.deed == RollDeed.CORRECT:
        found = lines.filter(pk=line.pk, version=(declaration.line_version or 0) + 1)
    elif line is not None:
        found = lines.filter(serial=line.serial, from_day=declaration.day, version=1)
    else:
        found = lines.filter(
            unit=declaration.unit, project=declaration.project, from_day=declaration.day, version=1
        )
    found = found.select_related("county", "unit", "project")
    return next((each for each in found if _is_as_declared(each, declaration)), None)


def _is_as_declared(line: RollLine, declaration: Declaration) -> bool:
    return all(raw(getattr(line, name)) == value for name, value in declaration.after.items())
