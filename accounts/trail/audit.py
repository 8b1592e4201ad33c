"""The audit trail: explicit, append-only, chained.

A service writes::

    with audited(by=user, reason=reason) as audit:
        ...change rows...
        audit.record(entry, "entry.approve", changes={"state": ("submitted", "approved")})

``audited`` opens the transaction, collects the lines and chains them under one lock taken
last, just before the commit. A lock taken at each line, in mid-transaction, deadlocks;
no lock at all gives two lines the same predecessor (KNOWLEDGE §3, audit chains).
"""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import models, transaction

from accounts import clock
from accounts.models import AuditEvent, AuditHead, Unit, User
from accounts.trail.bulk import insert_rows
from accounts.trail.facts import Changes, raw
from accounts.trail.json_text import JsonText, as_item, as_items, as_json
from accounts.trail.request_context import RequestIdentity, current_request
from accounts.trail.words import Words

Told = tuple[models.Model, Changes]
"""A row and what changed in it."""

_open_trail: ContextVar["Trail | None"] = ContextVar("open_trail", default=None)


@dataclass(slots=True)
class Line:
    """One line before it is stored, under the names of ``AuditEvent``'s columns. A model instance
    costs ten times as much to make and to write (docs/decisions/0003)."""

    actor_id: int | None
    actor_name: str
    action: str
    object_type: str
    object_id: int | None
    object_label: str
    county_id: int | None
    # JSON's texts of the changes and the rows, made once for the hash and for the table.
    changes_text: JsonText
    rows: list[list[Any]]
    reason: str
    request_id: str
    address: str
    words: Words = field(init=False)
    # Of the moment at which the chain takes it.
    at: datetime.datetime = field(init=False)
    sequence: int = 0
    previous_hash: str = ""
    hash: str = ""
    rows_text: JsonText = field(init=False)

    @property
    def changes(self) -> dict[str, list[Any]]:
        told: dict[str, list[Any]] = json.loads(self.changes_text)
        return told


_NO_ROWS = JsonText("[]")

_STORED = {
    column.name: column.name
    for column in fields(Line)
    if column.name not in ("words", "changes_text", "rows_text")
} | {"changes": "changes_text", "rows": "rows_text"}
"""The attribute of a line that is stored, by the column."""


@dataclass
class Trail:
    """The lines collected in one transaction; ``by`` is None for the system itself. A part that
    joined another's transaction begins after its first ``lines_before``. ``outside`` takes back
    what was done outside the database (``if_rolled_back``)."""

    by: User | None
    reason: str
    lines: list[Line] = field(default_factory=list)
    outside: list[Callable[[], None]] = field(default_factory=list)
    request: RequestIdentity = field(default_factory=current_request)
    lines_before: int = 0
    outside_before: int = 0

    def undo_outside(self) -> None:
        """The last first."""
        while len(self.outside) > self.outside_before:
            self.outside.pop()()

    def take_back(self) -> None:
        """Let nothing stay of what was done under this trail, neither rows nor lines; the last
        thing to be asked of it, since the database answers no more until it is closed."""
        del self.lines[self.lines_before :]
        self.undo_outside()
        transaction.set_rollback(True)

    def record(
        self,
        thing: models.Model,
        action: str,
        *,
        changes: Changes | None = None,
        rows: Iterable[Told] = (),
        county: Unit | None = None,
        reason: str = "",
        label: str = "",
    ) -> None:
        """Add one line. ``changes`` maps a column's name, or a key of the deed's own, to its old
        and new value, raw as they are; ``rows`` are further rows that the deed changed, each with
        its changes: what hangs on the thing, and has no line of its own."""
        self.record_as(
            thing._meta.model,
            thing.pk,
            label or str(thing),
            action,
            changes=changes,
            rows=rows,
            county=county,
            reason=reason,
        )

    def record_as(
        self,
        model: type[models.Model],
        pk: int | None,
        label: str,
        action: str,
        *,
        changes: Changes | JsonText | None = None,
        rows: Iterable[Told] = (),
        county: Unit | None = None,
        reason: str = "",
    ) -> None:
        """``record`` of a row that was written without an instance of its model. Changes that are
        JSON's text already, of lists and not of pairs, are taken as they are."""
        self.lines.append(
            Line(
                actor_id=self.by.pk if self.by else None,
                actor_name=self.by.signature[:60] if self.by else "系统",
                action=action,
                object_type=model._meta.label_lower,
                object_id=pk,
                object_label=label[:200],
                county_id=county.pk if county else None,
                changes_text=_text_of(changes or {}),
                rows=[
                    [row._meta.label_lower, row.pk, _plain(changes)]
                    for row, changes in rows
                    if changes
                ],
                reason=reason or self.reason,
                request_id=self.request.request_id,
                address=self.request.address,
            )
        )


@contextmanager
def audited(*, by: User | None, reason: str = "") -> Iterator[Trail]:
    """Open a transaction whose audit lines are chained at its end; joins one already open.

    A joined part that fails takes its lines back with its changes, so that a service which
    tries many things and passes over the refused ones leaves lines only of what was done.
    """
    outer = _open_trail.get()
    if outer is not None:
        before = len(outer.lines)
        joined = Trail(
            by=by,
            reason=reason or outer.reason,
            lines=outer.lines,
            lines_before=before,
            outside=outer.outside,
            outside_before=len(outer.outside),
        )
        try:
            with transaction.atomic():
                yield joined
        except BaseException:
            del outer.lines[before:]
            joined.undo_outside()
            raise
        return
    trail = Trail(by=by, reason=reason)
    try:
        with transaction.atomic():
            token = _open_trail.set(trail)
            try:
                yield trail
            finally:
                _open_trail.reset(token)
            _chain(trail.lines)
            # A COMMIT whose answer is lost may have held: what is outside stays, and is swept
            # where no row came to own it.
            trail.outside.clear()
    except BaseException:
        trail.undo_outside()
        raise


def if_rolled_back(undo: Callable[[], None]) -> None:
    """Call ``undo`` where the transaction of the open trail, or the part of it that is at work,
    comes to nothing: what was done outside the database is taken back with it."""
    trail = _open_trail.get()
    if trail is not None:
        trail.outside.append(undo)


def hold_trail() -> AuditHead:
    """The head of the trail, locked until the transaction ends: nobody else commits a line.

    Asked for before its time only by who deletes rows, after they locked them. Whoever wrote a row
    that refers to one of them has it checked at COMMIT, when they hold the head, and waits there
    for the deletion, which waits for the head: PostgreSQL kills one of the two.
    """
    return AuditHead.objects.select_for_update().get_or_create(pk=1)[0]


def line_hash(event: AuditEvent | Line) -> str:
    """SHA-256 over the line's content and its predecessor's hash: three texts of JSON, the second
    its changes, the third its rows, on a line each."""
    return _hash(event, as_json(event.changes), as_json(event.rows))


def _hash(event: AuditEvent | Line, changes: str, rows: str) -> str:
    content = ", ".join(
        (
            str(event.sequence),
            as_items(
                _instant(event.at),
                event.actor_id,
                event.actor_name,
                event.action,
                event.object_type,
            ),
            as_item(event.object_id),
            as_item(event.object_label),
            as_items(event.county_id, event.reason, event.request_id, event.address),
            as_item(event.previous_hash),
        )
    )
    text = f"[{content}]\n{changes}\n{rows}"
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def _instant(at: datetime.datetime) -> str:
    """All lines of a trail are of one instant."""
    return at.astimezone(datetime.UTC).isoformat()


@dataclass(frozen=True)
class ChainReport:
    """``count`` lines stand, the last of them hashes to ``head``; ``broken`` numbers those that
    do not hold; ``complete`` says whether the end is where the trail was last written."""

    count: int
    head: str
    broken: list[int]
    complete: bool

    @property
    def holds(self) -> bool:
        return self.complete and not self.broken


def check_chain() -> ChainReport:
    """Read the whole trail. Lines cut off at its end show against the head kept apart."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    last = AuditEvent.objects.order_by("sequence").last()
    count, last_hash = AuditEvent.objects.count(), last.hash if last else ""
    return ChainReport(
        count=count,
        head=last_hash,
        broken=broken_lines(AuditEvent.objects.order_by("sequence").iterator()),
        complete=(head.count, head.last_hash) == (count, last_hash),
    )


def broken_lines(events: Iterable[AuditEvent]) -> list[int]:
    """Sequence numbers at which the chain does not hold; ``events`` ordered by sequence."""
    broken, previous, expected = [], "", 1
    for event in events:
        intact = (
            event.sequence == expected
            and event.previous_hash == previous
            and event.hash == line_hash(event)
        )
        if not intact:
            broken.append(event.sequence)
        previous, expected = event.hash, event.sequence + 1
    return broken


def _chain(lines: list[Line]) -> None:
    if not lines:
        return
    head = hold_trail()
    # Stamped here and not when the deed began, so that lines are written in the order of their
    # moments: what a moment that has passed knew never changes (trail/unwinding.py).
    at = max(clock.now(), head.last_at) if head.last_at else clock.now()
    head.last_at = at
    for line in lines:
        line.at = at
        head.count += 1
        line.sequence = head.count
        line.previous_hash = head.last_hash
        line.rows_text = JsonText(as_json(line.rows)) if line.rows else _NO_ROWS
        line.hash = head.last_hash = _hash(line, line.changes_text, line.rows_text)
    insert_rows(AuditEvent, list(_STORED), map(attrgetter(*_STORED.values()), lines))
    head.save()


def _plain(changes: Changes) -> dict[str, list[Any]]:
    return {name: [raw(old), raw(new)] for name, (old, new) in changes.items()}


def _text_of(changes: Changes | JsonText) -> JsonText:
    return changes if isinstance(changes, JsonText) else JsonText(as_json(_plain(changes)))
