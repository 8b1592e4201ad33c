"""Making a backup of one moment while the product is in use."""

import datetime
import gzip
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, models

from accounts.errors import DomainError
from accounts.models import AuditHead
from accounts.trail.moments import one_moment
from config.backup.manifest import (
    FILES,
    MANIFEST,
    TABLES,
    KeptFile,
    Manifest,
    TableDump,
    private,
    sha256_of,
    write_manifest,
)
from config.backup.tables import (
    as_line,
    columns_of,
    kept_models,
    last_number,
    migrations,
    rows_of,
)
from files.models import KeptFile as StoredFile

KEEP = 14
"""How many backups stay where nobody says otherwise."""

_NAME = re.compile(r"xushi-\d{8}-\d{6}")
_PARTIAL = ".partial"
Named = dict[str, set[str]]
"""The files that rows name, each with the SHA-256 that its rows tell."""
STALE = datetime.timedelta(days=1)
"""A backup that is not finished after so long was killed."""


class NotBackedUp(DomainError):
    """There is no new backup; what was there before stands."""


@dataclass(frozen=True)
class Backup:
    """``removed`` are the older backups that went to make room."""

    folder: Path
    manifest: Manifest
    removed: list[str]


def make_backup(*, into: Path, keep: int, at: datetime.datetime) -> Backup:
    """A new folder in ``into``, named after ``at``, under that name only when it is whole.

    The newest ``keep`` backups stay; none goes while files of the new one are missing or damaged:
    an older one may have them whole. Raises NotBackedUp, OSError.
    """
    _require_migrated()
    with private():
        into.mkdir(parents=True, exist_ok=True)
        _remove_killed(into, at)
        folder = into / f"xushi-{at:%Y%m%d-%H%M%S}"
        partial = into / f".{folder.name}{_PARTIAL}"
        if folder.exists():
            raise NotBackedUp(f"{folder} 已经有了，请稍后再备份")
        partial.mkdir()
        try:
            manifest = _fill(partial, at, newest_of(into))
            os.sync()
            partial.rename(folder)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    return Backup(folder, manifest, _remove_oldest(into, keep) if manifest.has_all_files else [])


def backups_in(folder: Path) -> list[Path]:
    """The finished backups, the oldest first."""
    return sorted(
        path
        for path in folder.iterdir()
        if _NAME.fullmatch(path.name) and (path / MANIFEST).is_file()
    )


def newest_of(folder: Path) -> Path | None:
    return next(reversed(backups_in(folder)), None)


def _require_migrated() -> None:
    brought, applied = migrations()
    if waiting := len(brought - applied):
        raise NotBackedUp(
            f"数据库还有 {waiting} 个迁移没有执行。升级前请用原来的版本备份；"
            "新库请先运行 manage.py migrate"
        )


def _fill(folder: Path, at: datetime.datetime, previous: Path | None) -> Manifest:
    (folder / TABLES).mkdir()
    named: Named = {}
    with one_moment():
        head = AuditHead.objects.first() or AuditHead()
        tables = [_dump(model, folder, named) for model in kept_models()]
    # Files are never changed, so that those which the rows of that moment name are still the same.
    files, missing, damaged = [], [], []
    for name in sorted(named):
        if not Path(default_storage.path(name)).is_file():
            missing.append(name)
            continue
        file = _keep(name, folder, previous)
        files.append(file)
        if named[name] != {file.sha256}:
            damaged.append(name)
    manifest = Manifest(
        made_at=at.isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=sorted(migrations()[1]),
        trail_count=head.count,
        trail_head=head.last_hash,
        tables=tables,
        files=files,
        missing=missing,
        damaged=damaged,
    )
    write_manifest(folder, manifest)
    return manifest


def _dump(model: type[models.Model], folder: Path, named: Named) -> TableDump:
    """Write one table; adds the files that its rows name to ``named``."""
    fields = model._meta.local_concrete_fields
    places = {field.name: place for place, field in enumerate(fields)}
    of_file = (places["file"], places["sha256"]) if issubclass(model, StoredFile) else None
    path, rows = folder / TABLES / f"{model._meta.db_table}.jsonl.gz", 0
    # Neither name nor time: the same rows make the same bytes.
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as file,
    ):
        for row in rows_of(model):
            file.write(f"{as_line(row)}\n".encode("ascii"))
            if of_file:
                name, sha256 = (row[place] for place in of_file)
                if name:
                    named.setdefault(name, set()).add(sha256)
            rows += 1
    return TableDump(
        table=model._meta.db_table,
        columns=columns_of(model),
        rows=rows,
        last_number=last_number(model),
        sha256=sha256_of(path),
    )


def _keep(name: str, folder: Path, previous: Path | None) -> KeptFile:
    """Copy one file, or share it with the backup before where that has the same bytes: otherwise
    every night would cost the room of all photos."""
    source, target = Path(default_storage.path(name)), folder / FILES / name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = sha256_of(source)
    before = previous / FILES / name if previous else None
    is_same = before is not None and before.is_file() and sha256_of(before) == digest
    if not (before and is_same and _shared(before, target)):
        shutil.copyfile(source, target)
    return KeptFile(name=name, size=target.stat().st_size, sha256=digest)


def _shared(before: Path, target: Path) -> bool:
    try:
        os.link(before, target)
    except OSError:
        return False  # the disk knows no hard links
    return True


def _remove_oldest(folder: Path, keep: int) -> list[str]:
    oldest = backups_in(folder)[:-keep]
    for path in oldest:
        shutil.rmtree(path)
    return [path.name for path in oldest]


def _remove_killed(folder: Path, at: datetime.datetime) -> None:
    for path in folder.glob(f".xushi-*{_PARTIAL}"):
        if path.stat().st_mtime < (at - STALE).timestamp():
            shutil.rmtree(path, ignore_errors=True)
