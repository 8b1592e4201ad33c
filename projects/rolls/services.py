"""What a person declares of a 台账. What they may confirm themselves is in force at once."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.facts import raw
from accounts.trail.json_text import as_json
from accounts.trail.proposals import accept, propose
from projects.models import Declaration, Project, RollDeed, RollLine
from projects.papers import papers_sent
from projects.rolls.force import values_of
from projects.rolls.papers import keep_declared
from projects.rolls.roll import Roll
from projects.rolls.rules import confirms, declares
from workbooks.models import Upload

if TYPE_CHECKING:
    from django.core.files import File

D = TypeVar("D", bound=Declaration)
L = TypeVar("L", bound=RollLine)

_WITH_VALUES = (RollDeed.ADD, RollDeed.CHANGE, RollDeed.CORRECT)


def declare_line(
    roll: Roll[L, D],
    *,
    unit: Unit,
    values: Mapping[str, Any],
    day: datetime.date,
    by: User,
    today: datetime.date,
    project: Project | None = None,
    reason: str = "",
    upload: Upload | None = None,
    files: "Sequence[File[Any]]" = (),
) -> D:
    """A new line that holds from ``day``; ``values`` by the names of ``roll.columns``. Raises
    NotAllowed, DomainError for what cannot be a line."""
    if roll.of_project and project is None:
        raise DomainError("请选择项目", field="project")
    after = _kept(roll, values)
    return _declare(
        roll,
        roll.declaration(
            county=unit.own_county,
            unit=unit,
            project=project,
            deed=RollDeed.ADD,
            day=day,
            before=dict.fromkeys(after),
            after=after,
            reason=reason.strip(),
            upload=upload,
        ),
        by=by,
        today=today,
        files=files,
    )


def declare_of(
    roll: Roll[L, D],
    *,
    line: L,
    deed: RollDeed,
    day: datetime.date,
    by: User,
    today: datetime.date,
    version: int,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    upload: Upload | None = None,
    files: "Sequence[File[Any]]" = (),
) -> D:
    """What is to become of ``line``, read at ``version``. Raises NotAllowed, Stale where it was
    changed since, DomainError where nothing is changed or it could not be a line, and as
    ``accept`` where it is in force at once."""
    if line.version != version:
        raise Stale("这一行已有新的改动，没有申报，请核对后再申报")
    after = _kept(roll, values or {})
    if deed == RollDeed.REOPEN and line.until_day is not None:
        # It never ended: what follows from that begins on the day on which it did.
        day = line.until_day
    before = {name: raw(getattr(line, name)) for name in after}
    if deed in _WITH_VALUES:
        after = {name: value for name, value in after.items() if value != before[name]}
        before = {name: before[name] for name in after}
        if not after:
            raise DomainError("没有改动，不须申报。")
    return _declare(
        roll,
        roll.declaration(
            county=line.county,
            unit=line.unit,
            project=line.project,
            line=line,
            line_version=version,
            deed=deed,
            day=day,
            before=before,
            after=after,
            reason=reason.strip(),
            upload=upload,
        ),
        by=by,
        today=today,
        files=files,
    )


def _declare(
    roll: Roll[Any, D],
    declaration: D,
    *,
    by: User,
    today: datetime.date,
    files: "Sequence[File[Any]]",
) -> D:
    if not declares(by, declaration.unit):
        raise NotAllowed(f"只有{declaration.unit}的填报员和发改局可以申报{roll.name}")
    if declaration.day > today:
        raise DomainError("日期不能晚于今天", field="day")
    deed = RollDeed(declaration.deed)
    if deed in (RollDeed.CORRECT, RollDeed.VOID, RollDeed.REOPEN) and not declaration.reason:
        raise DomainError(f"请写明{deed.label}的理由", field="reason")
    _refuse_unsound(roll, declaration, today)
    declaration.mark = _mark(declaration)
    papers = papers_sent(files)
    with audited(by=by, reason=declaration.reason) as audit:
        waiting = propose(declaration, by=by)
        keep_declared(audit, roll.key, waiting, papers, by)
        if waiting.is_waiting and confirms(by, declaration.county):
            return accept(proposal=waiting, by=by, today=today)
    return waiting


def _refuse_unsound(roll: Roll[Any, D], declaration: D, today: datetime.date) -> None:
    """What could not be a line is not declared either."""
    if declaration.deed not in _WITH_VALUES:
        return
    would_be = would_be_of(
        roll,
        unit=declaration.unit,
        project=declaration.project,
        line=declaration.line,  # type: ignore[attr-defined]
        after=declaration.after,
        day=declaration.day,
    )
    roll.refuse_unsound(would_be, today)


def would_be_of(
    roll: Roll[L, Any],
    *,
    unit: Unit,
    project: Project | None,
    line: L | None,
    after: Mapping[str, Any],
    day: datetime.date,
) -> L:
    """The line as it would be, unsaved: a new one, or ``line`` with the raw values of ``after``."""
    columns = {} if line is None else {name: getattr(line, name) for name in roll.columns}
    would_be = roll.line(
        county=unit.own_county,
        unit=unit,
        project=project if line is None else line.project,
        serial=line.serial if line else 0,
        from_day=day,
        **{**columns, **values_of(roll.line, after)},
    )
    would_be.pk = None if line is None else line.pk
    return would_be


def _kept(roll: Roll[Any, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Raises ValueError for what is no column of the roll."""
    if unknown := set(values) - set(roll.columns):
        raise ValueError(f"not of {roll.key}: {sorted(unknown)}")
    return {name: raw(value) for name, value in values.items()}


def _mark(declaration: Declaration) -> str:
    asked = [
        declaration.unit_id,
        declaration.project_id,
        declaration.deed,
        raw(declaration.day),
        declaration.after,
    ]
    return hashlib.sha256(as_json(asked).encode()).hexdigest()
