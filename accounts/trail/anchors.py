"""Anchors: where the trail stood, kept outside the database.

Who can write the database can change a line, hash the whole chain anew and set its head to match.
The file of anchors says where the chain stood before: a line for each anchor, of the day, the
sequence and the hash of the last line, and an HMAC over these and the line before. It is only ever
added to, and only while all that it says still holds; it belongs under another account or on
another machine (docs/operations.md).

That a file was begun the trail itself tells: where it is gone or empty, it is missed, and no other
begins in its place unless somebody says so.

A restored backup gives a part of the trail up. ``note_restore`` writes from which line on: what
was anchored of the part given up is asked for no more.
"""

import datetime
import fcntl
import hmac
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.errors import DomainError
from accounts.models import AuditEvent, AuditHead
from accounts.people.selectors import only_county
from accounts.trail.audit import audited
from accounts.trail.invariants import Invariant, NothingToHold

_SALT = "accounts.trail.anchors"
_BEGIN = "trail.anchor"
_CHUNK = 500


class AnchorsDoNotHold(DomainError):
    """What was anchored is not what the trail says now: nothing was added to the file."""


@dataclass(frozen=True)
class Anchor:
    """``sequence`` and ``head`` are those of the trail's last line on ``day``. After a restore
    ``restored`` is the head of the backup, and ``head`` stands behind it."""

    day: str
    sequence: int
    head: str
    restored: str = ""

    def line(self, signature: str) -> str:
        parts = [self.day, str(self.sequence), self.head, signature]
        return "\t".join([*parts, self.restored] if self.restored else parts)

    def signed(self, before: str, key: str) -> str:
        """The HMAC over the anchor and the signature of the line before."""
        text = "\t".join([before, self.day, str(self.sequence), self.head, self.restored])
        return salted_hmac(_SALT, text, secret=key, algorithm="sha256").hexdigest()


def add_anchor(today: datetime.date, *, is_anew: bool = False) -> Anchor | None:
    """Append where the trail stands ``today``; None where the last line says so already, or there
    is no trail yet. The trail tells of the first anchor, so that the file is missed when it is
    gone; ``is_anew`` begins another in its place. Raises AnchorsDoNotHold."""
    if not AuditEvent.objects.exists():
        return None
    with _file() as stream:
        is_empty = not stream.read()
    began = _began_on()
    if is_empty and began and not is_anew:
        raise AnchorsDoNotHold(
            f"{_gone(began)}。没有另建；请找回原来的锚文件，"
            "确已丢失的，运行 manage.py anchor --anew"
        )
    if is_empty or not began:
        _tell_that_it_begins()
    with _file() as stream:
        last = AuditEvent.objects.latest("sequence")
        anchors, signature = _holding(stream)
        if anchors and (anchors[-1].sequence, anchors[-1].head) == (last.sequence, last.hash):
            return None
        return _append(stream, signature, today, last.sequence, last.hash)


def note_restore(old_head: str, new_head: str, today: datetime.date) -> Anchor:
    """Append that ``today`` a backup whose last line hashes to ``old_head`` was restored, and that
    the trail now ends at ``new_head``. Raises AnchorsDoNotHold where the file contradicts the trail
    up to the backup, or tells of another trail altogether."""
    sequences = dict(
        AuditEvent.objects.filter(hash__in=[old_head, new_head]).values_list("hash", "sequence")
    )
    with _file() as stream:
        anchors, signature = _holding(stream, given_up_after=sequences.get(old_head, 0))
        if anchors and not _is_of_this_trail(anchors):
            raise AnchorsDoNotHold("锚文件记的是另一份操作记录，与备份的没有一处相同")
        return _append(stream, signature, today, sequences[new_head], new_head, restored=old_head)


def read_anchors() -> Invariant:
    """For verify: reads the file, before the moment of the trail against which it is then held,
    since the file goes on. Writes nothing."""
    lines = _lines()
    return lambda: _faults(*_read(lines)) if lines else _faults_without_anchors()


def anchor_faults() -> list[str]:
    """The lines of the file that do not hold, a sentence each. Raises NothingToHold."""
    return read_anchors()()


def add_anchor_if_due(now: datetime.datetime) -> list[str]:
    """For tick, to which that it was done is nothing to tell. Raises AnchorsDoNotHold."""
    add_anchor(timezone.localdate(now))
    return []


# --- That there is a file ------------------------------------------------------------------


def _faults_without_anchors() -> list[str]:
    """A file that is gone, or empty, although the trail tells that it was begun."""
    began = _began_on()
    if began and not _lines():  # it may have been begun since it was looked for
        return [_gone(began)]
    if AuditEvent.objects.exists():
        raise NothingToHold(
            f"还没有（{_path()}），操作记录无从比对；manage.py anchor 或 tick 会建立"
        )
    return []


def _gone(began: datetime.date) -> str:
    return f"锚文件不见了或是空的：{_path()}；操作记录写明{began.isoformat()}已开始记锚"


def _began_on() -> datetime.date | None:
    """The day on which the trail says that the file was begun, the last time."""
    lines = AuditEvent.objects.about(AuditHead(pk=1)).filter(action=_BEGIN)
    line = lines.order_by("sequence").last()
    return timezone.localdate(line.at) if line else None


def _tell_that_it_begins() -> None:
    with audited(by=None) as audit:
        audit.record(AuditHead.objects.get(pk=1), _BEGIN, county=only_county(), label="锚文件")


# --- The file ------------------------------------------------------------------------------


def _path() -> Path:
    return Path(settings.ANCHOR_FILE)


def _lines() -> list[str]:
    """None where there is no file."""
    try:
        return _path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


@contextmanager
def _file() -> Iterator[IO[str]]:
    """Open for reading and for adding, by one hand at a time."""
    _path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_path(), os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield stream


def _append(
    stream: IO[str],
    before: str,
    today: datetime.date,
    sequence: int,
    head: str,
    *,
    restored: str = "",
) -> Anchor:
    anchor = Anchor(today.isoformat(), sequence, head, restored)
    stream.write(anchor.line(anchor.signed(before, _key())) + "\n")
    stream.flush()
    os.fsync(stream.fileno())
    return anchor


def _holding(stream: IO[str], *, given_up_after: int | None = None) -> tuple[list[Anchor], str]:
    """The anchors of the file and its last signature. Raises AnchorsDoNotHold."""
    anchors, signature, faults = _read(stream.read().splitlines())
    if found := _faults(anchors, signature, faults, given_up_after=given_up_after):
        raise AnchorsDoNotHold(f"锚文件与操作记录不符，没有追加：{'；'.join(found[:3])}")
    return anchors, signature


def _read(lines: Iterable[str]) -> tuple[list[Anchor], str, list[str]]:
    """The anchors, the last signature, and what in the file itself does not hold."""
    anchors: list[Anchor] = []
    faults: list[str] = []
    before = ""
    for number, line in enumerate(lines, start=1):
        day, sequence, head, signature, restored = [*line.split("\t"), "", "", "", "", ""][:5]
        anchor = Anchor(day, int(sequence) if sequence.isdecimal() else 0, head, restored)
        if not _is_ours(anchor, before, signature):
            faults.append(f"锚文件第{number}行与它的校验码不符")
        anchors.append(anchor)
        before = signature
    return anchors, before, faults


def _is_ours(anchor: Anchor, before: str, signature: str) -> bool:
    keys = [_key(), *([] if settings.ANCHOR_KEY else map(str, settings.SECRET_KEY_FALLBACKS))]
    return any(hmac.compare_digest(anchor.signed(before, key), signature) for key in keys)


def _key() -> str:
    return str(settings.ANCHOR_KEY or settings.SECRET_KEY)


def _faults(
    anchors: list[Anchor],
    signature: str,
    faults: list[str],
    *,
    given_up_after: int | None = None,
) -> list[str]:
    """Those of the file, and each anchor that the trail contradicts."""
    hashes = _hashes_at(anchors)
    ends = {head: sequence for sequence, head in hashes.items()}
    found = list(faults)
    limit = given_up_after
    for anchor in reversed(anchors):
        is_given_up = limit is not None and anchor.sequence > limit
        if not is_given_up and hashes.get(anchor.sequence) != anchor.head:
            found.append(f"{anchor.day}记下的第{anchor.sequence}条，现在不在操作记录里或已被改动")
        if anchor.restored and not is_given_up:
            limit = ends.get(anchor.restored, 0)
    return found


def _is_of_this_trail(anchors: list[Anchor]) -> bool:
    """Whether the trail has one of the anchored lines, or goes on from one of the backups. A trail
    shorter than every anchor contradicts none of them and shares none either."""
    hashes = _hashes_at(anchors)
    heads = set(hashes.values())
    return any(hashes.get(a.sequence) == a.head or a.restored in heads for a in anchors)


def _hashes_at(anchors: Iterable[Anchor]) -> Mapping[int, str]:
    """The trail's hash at each anchored line, and at each line that was a backup's last."""
    sequences = sorted({anchor.sequence for anchor in anchors})
    heads = sorted({anchor.restored for anchor in anchors if anchor.restored})
    found: dict[int, str] = {}
    for start in range(0, len(sequences), _CHUNK):
        lines = AuditEvent.objects.filter(sequence__in=sequences[start : start + _CHUNK])
        found.update(lines.values_list("sequence", "hash"))
    found.update(AuditEvent.objects.filter(hash__in=heads).values_list("sequence", "hash"))
    return found
