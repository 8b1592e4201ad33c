"""Anchors: where the trail stood, kept outside the database.

Who can write the database can change a line, hash the whole chain anew and set its head to match.
The file of anchors says where the chain stood before: a line for each anchor, of the day, the
sequence and the hash of the last line, and an HMAC over these and the line before. It is only ever
added to, and only while all that it says still holds; it belongs under another account or on
another machine (docs/operations.md).

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
from accounts.models import AuditEvent

_SALT = "accounts.trail.anchors"
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


def add_anchor(today: datetime.date) -> Anchor | None:
    """Append where the trail stands ``today``; None where the last line says so already, or there
    is no trail yet. Raises AnchorsDoNotHold."""
    last = AuditEvent.objects.order_by("sequence").last()
    if last is None:
        return None
    with _file() as stream:
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


def anchor_faults() -> list[str]:
    """For verify: the lines of the file that do not hold, a sentence each. Writes nothing."""
    try:
        text = _path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return _faults(*_read(text.splitlines()))


def add_anchor_if_due(now: datetime.datetime) -> list[str]:
    """For tick, to which that it was done is nothing to tell. Raises AnchorsDoNotHold."""
    add_anchor(timezone.localdate(now))
    return []


# --- The file ------------------------------------------------------------------------------


def _path() -> Path:
    return Path(settings.ANCHOR_FILE)


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
