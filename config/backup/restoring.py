"""Putting a backup into an empty installation, whole or not at all."""

import datetime
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from accounts.errors import DomainError
from accounts.models import AuditHead, Unit
from accounts.trail.anchors import AnchorsDoNotHold, note_restore
from accounts.trail.audit import audited
from config.backup.making import newest_of
from config.backup.manifest import (
    FILES,
    MANIFEST,
    Manifest,
    NotABackup,
    TableDump,
    dumped_rows,
    private,
    read_manifest,
    require_whole,
    sha256_of,
)
from config.backup.tables import (
    MADE_BY_MIGRATIONS,
    add_rows,
    as_line,
    clear,
    columns_of,
    existing_tables,
    go_on_after,
    is_empty,
    kept_models,
    migrations,
    rows_of,
)

_WAITING = ".restore-"
"""How the folder of files begins that are not in their place yet."""


class NotRestored(DomainError):
    """The installation is as it was before."""


@dataclass(frozen=True)
class Restored:
    folder: Path
    manifest: Manifest


def restore(*, folder: Path, today: datetime.date) -> Restored:
    """Put the backup ``folder``, or the newest in it, into this installation, which must be empty.

    Everything is verified before anything is written. Raises NotABackup, NotRestored, OSError.
    """
    folder = _backup_at(folder)
    manifest = read_manifest(folder)
    _require_same_version(manifest)
    require_whole(folder, manifest)
    _require_empty()
    if len(set.difference(*migrations())):
        call_command("migrate", interactive=False, verbosity=0)
    with private(), files_beside(folder, manifest) as move_in, transaction.atomic():
        _fill(folder, manifest)
        _record(folder, manifest)
        move_in()
        _anchor(manifest, today)
    ContentType.objects.clear_cache()
    return Restored(folder, manifest)


def _backup_at(folder: Path) -> Path:
    if not folder.is_dir():
        raise NotABackup(f"没有 {folder} 这个目录")
    if (folder / MANIFEST).exists():
        return folder
    newest = newest_of(folder)
    if newest is None:
        raise NotABackup(f"{folder} 里没有备份（没有 {MANIFEST}）")
    return newest


def _require_same_version(manifest: Manifest) -> None:
    brought, made_with = migrations()[0], set(manifest.migrations)
    if unknown := sorted(made_with - brought):
        raise NotABackup(
            f"备份来自版本 {manifest.version}，这里没有它的迁移 {unknown[0]} 等 {len(unknown)} 个，"
            "请安装那个版本再恢复"
        )
    if later := brought - made_with:
        raise NotABackup(
            f"备份来自较早的版本 {manifest.version}，这里多出 {len(later)} 个迁移，"
            "请先安装那个版本，恢复之后再升级"
        )
    ours = {model._meta.db_table: columns_of(model) for model in kept_models()}
    if ours != {dump.table: dump.columns for dump in manifest.tables}:
        raise NotABackup(f"备份来自版本 {manifest.version}，表或列与这里不同，请安装那个版本再恢复")


def _require_empty() -> None:
    existing = existing_tables()
    filled = [
        model._meta.db_table
        for model in kept_models()
        if model._meta.label_lower not in MADE_BY_MIGRATIONS
        and model._meta.db_table in existing
        and not is_empty(model)
    ]
    if filled:
        raise NotRestored(
            f"这里已有数据（{filled[0]} 等 {len(filled)} 张表不是空的），备份只恢复到空库里"
        )
    place = Path(settings.MEDIA_ROOT)
    for left_by_a_killed_one in place.glob(f"{_WAITING}*"):
        shutil.rmtree(left_by_a_killed_one)
    if found := next((path for path in place.rglob("*") if path.is_file()), None):
        raise NotRestored(f"这里已有文件（{found}），备份只恢复到空目录里")


def _fill(folder: Path, manifest: Manifest) -> None:
    """Write every table and read it back. Foreign keys are checked at the end of the transaction on
    both databases, so that tables may come in any order."""
    dumps = {dump.table: dump for dump in manifest.tables}
    for model in kept_models():
        dump = dumps[model._meta.db_table]
        try:
            if model._meta.label_lower in MADE_BY_MIGRATIONS:
                clear(model)
            add_rows(model, dumped_rows(folder, dump))
            go_on_after(model, dump.last_number)
        except (DatabaseError, ValueError) as error:
            raise NotRestored(f"{dump.table} 的内容写不进数据库：{error}") from error
        _require_equal(folder, dump, model)
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise NotRestored(f"备份里的数据前后不一致：{error}") from error


def _require_equal(folder: Path, dump: TableDump, model: type[models.Model]) -> None:
    stored = (json.loads(as_line(row)) for row in rows_of(model))
    count = 0
    for count, (given, found) in enumerate(
        itertools.zip_longest(dumped_rows(folder, dump), stored), start=1
    ):
        if given != found:
            raise NotRestored(f"{dump.table} 第 {count} 行写入后与备份不同")
    if count != dump.rows:
        raise NotRestored(f"{dump.table} 应有 {dump.rows} 行，写入 {count} 行")


def _record(folder: Path, manifest: Manifest) -> None:
    """The trail says of itself that it was taken up again here, once for each county."""
    head = AuditHead.objects.get_or_create(pk=1)[0]
    counties: list[Unit | None] = [*Unit.objects.counties().order_by("pk")]
    with audited(by=None, reason="restore") as audit:
        for county in counties or [None]:
            audit.record(
                head,
                "trail.restore",
                county=county,
                label=folder.name,
                changes={"last_hash": (None, manifest.trail_head)},
            )


def _anchor(manifest: Manifest, today: datetime.date) -> None:
    """The last step before the commit: data that no anchor speaks of never stand. An anchor whose
    commit failed is given up by the next restore, as all after the backup is."""
    try:
        note_restore(manifest.trail_head, AuditHead.objects.get(pk=1).last_hash, today)
    except AnchorsDoNotHold as error:
        raise NotRestored(
            f"{error}。备份不是这里的操作记录的延续；"
            f"确要恢复，先把 {settings.ANCHOR_FILE} 移到别处保存"
        ) from error


def _remove_empty(folder: Path) -> None:
    """Remove a folder in which nothing but folders is: no other takes the place of one that holds
    any. Raises OSError where a file came in meanwhile."""
    if folder.is_dir():
        for path in folder.iterdir():
            _remove_empty(path)
        folder.rmdir()


@contextmanager
def files_beside(folder: Path, manifest: Manifest) -> Iterator[Callable[[], None]]:
    """Copy the files to a folder beside their place; the yielded function moves them there. Where
    the block fails afterwards, they go again."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=_WAITING, dir=place))
    moved: list[str] = []

    def move_in() -> None:
        for path in waiting.iterdir():
            _remove_empty(place / path.name)
            path.rename(place / path.name)
            moved.append(path.name)

    try:
        for file in manifest.files:
            target = waiting / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / FILES / file.name, target)
            if sha256_of(target) != file.sha256:
                raise NotRestored(f"{file.name} 复制后与备份不同")
        os.sync()
        yield move_in
    except BaseException:
        for name in moved:
            (place / name).rename(waiting / name)
        raise
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
