"""Clearing away what no row owns: files whose upload was cut off by a kill or a cut of power."""

import datetime
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings

from files.models import KeptFile
from files.sizes import MEGABYTE

OLDER_THAN = 24 * 3600
"""Seconds by the machine's clock: no upload that is under way is so old."""


def sweep(moment: datetime.datetime) -> list[str]:
    """Delete the files in the folders of kept files that are older than a day and that no row
    names. The disk is looked at before the rows: what a row came to name meanwhile is young."""
    kinds = [model for model in apps.get_models() if issubclass(model, KeptFile)]
    root = Path(settings.MEDIA_ROOT)
    old = dict(_old_files(root, {kind.folder for kind in kinds}))
    for kind in kinds if old else ():
        for name in kind._base_manager.values_list("file", flat=True).iterator():
            old.pop(name, None)
    for name in old:
        with suppress(FileNotFoundError):
            (root / name).unlink()
    if not old:
        return []
    return [f"清理没有登记的文件 {len(old)} 个，{-(-sum(old.values()) // MEGABYTE)} MB"]


def _old_files(root: Path, folders: set[str]) -> Iterator[tuple[str, int]]:
    """Name and size."""
    before = time.time() - OLDER_THAN
    for folder in sorted(folders):
        for path in (root / folder).rglob("*"):
            with suppress(FileNotFoundError):
                told = path.stat()
                if path.is_file() and told.st_mtime < before:
                    yield path.relative_to(root).as_posix(), told.st_size
