"""A confirmed declaration becomes lines: one function a deed, in the transaction that confirms."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Max

from accounts.errors import DomainError, Stale, WrongState
from accounts.trail.audit import Told, Trail
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from projects.models import Declaration, RollDeed, RollLine

L = TypeVar("L", bound=RollLine)
Check = Callable[[Any, datetime.date], None]


def put_in_force(
    audit: Trail, declaration: Declaration, model: type[L], *, today: datetime.date, check: Check
) -> L:
    """The line as the declaration leaves it. Raises Stale where it was changed since it was
    declared of, WrongState where the deed does not fit how it stands, and what ``check`` raises."""
    hold(declaration.county)
    deed = RollDeed(declaration.deed)
    if deed == RollDeed.ADD:
        line = _added(audit, declaration, model)
    else:
        line = _DEEDS[deed](audit, declaration, _held(declaration))
    if not line.is_void:
        check(line, today)
    return line


def _held(declaration: Declaration) -> Any:
    """The line that is declared of, as it was read. Raises Stale."""
    line = declaration.line  # type: ignore[attr-defined]
    if not claim(line, version=declaration.line_version):
        raise Stale("申报之后这一行又有改动，不能照原样确认；请退回，由申报人按现在的情况重新申报")
    return line


def values_of(model: type[RollLine], kept: Mapping[str, Any]) -> dict[str, Any]:
    """Raw values of the trail or a declaration, as a row has them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: None if value is None else fields[name].to_python(value)
        for name, value in kept.items()
    }


def _added(audit: Trail, declaration: Declaration, model: type[L]) -> L:
    lines = model._default_manager.filter(county=declaration.county)
    last = lines.aggregate(last=Max("serial"))["last"] or 0
    line = model(
        county=declaration.county,
        unit=declaration.unit,
        project=declaration.project,
        serial=last + 1,
        from_day=declaration.day,
        **values_of(model, declaration.after),
    )
    line.save(force_insert=True)
    _tell(audit, declaration, line, [(line, made(line))])
    return line


def _change(audit: Trail, declaration: Declaration, line: Any) -> Any:
    _require_open(line)
    if declaration.day <= line.from_day:
        raise DomainError(
            f"变更要晚于这一行的起始日{line.from_day:%Y-%m-%d}；当天或更早的改动请用更正",
            field="day",
        )
    before = facts_of(line)
    claim(line, until_day=declaration.day)
    model = type(line)
    columns = [field.attname for field in model._meta.concrete_fields]
    apart = {"id", "version", "from_day", "until_day"}
    kept = {name: getattr(line, name) for name in columns if name not in apart}
    after = model(
        **{**kept, **values_of(model, declaration.after)}, from_day=declaration.day, until_day=None
    )
    after.save(force_insert=True)
    _tell(audit, declaration, after, [(line, changed_row(before, line)), (after, made(after))])
    return after


def _correct(audit: Trail, declaration: Declaration, line: Any) -> Any:
    if line.is_void:
        raise WrongState("这一行已经作废，不能更正")
    return _written(audit, declaration, line, **values_of(type(line), declaration.after))


def _done(audit: Trail, declaration: Declaration, line: Any) -> Any:
    _require_open(line)
    if declaration.day <= line.from_day:
        raise DomainError(
            f"销号日期要晚于这一行的起始日{line.from_day:%Y-%m-%d}；从未发生的请用作废",
            field="day",
        )
    return _written(audit, declaration, line, until_day=declaration.day)


def _reopen(audit: Trail, declaration: Declaration, line: Any) -> Any:
    if line.is_void or line.until_day is None or _followed(line):
        raise WrongState("这一行没有销号，不须恢复")
    return _written(audit, declaration, line, until_day=None)


def _void(audit: Trail, declaration: Declaration, line: Any) -> Any:
    if line.is_void or _followed(line):
        raise WrongState("只有同一编号的最后一行可以作废")
    before = facts_of(line)
    claim(line, is_void=True)
    rows: list[Told] = [(line, changed_row(before, line))]
    former = _of_the_number(line).filter(until_day=line.from_day).first()
    if former is not None:
        was = facts_of(former)
        claim(former, until_day=line.until_day)
        rows.append((former, changed_row(was, former)))
    _tell(audit, declaration, line, rows)
    return line


_DEEDS: Mapping[RollDeed, Callable[[Trail, Declaration, Any], Any]] = {
    RollDeed.CHANGE: _change,
    RollDeed.CORRECT: _correct,
    RollDeed.DONE: _done,
    RollDeed.REOPEN: _reopen,
    RollDeed.VOID: _void,
}


def _require_open(line: RollLine) -> None:
    if not line.is_open:
        raise WrongState("这一行已经销号、作废或另有后来的变更，请在最后一行上申报")


def _of_the_number(line: Any) -> Any:
    """The lines of its number that stand."""
    lines = type(line)._default_manager.filter(county=line.county, serial=line.serial)
    return lines.filter(is_void=False).exclude(pk=line.pk)


def _followed(line: Any) -> bool:
    return bool(_of_the_number(line).filter(from_day__gt=line.from_day).exists())


def _written(audit: Trail, declaration: Declaration, line: Any, **values: Any) -> Any:
    before = facts_of(line)
    claim(line, **values)
    _tell(audit, declaration, line, [(line, changed_row(before, line))])
    return line


def _tell(audit: Trail, declaration: Declaration, line: RollLine, rows: list[Told]) -> None:
    action = f"roll.{declaration.deed}"
    own = dict(rows[-1][1]) if rows[-1][0] is line else dict(rows[0][1])
    others = [row for row in rows if row[0] is not line]
    audit.record(line, action, county=declaration.county, changes=own, rows=others)
