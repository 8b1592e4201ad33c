"""Files that are on the disk whole or not at all."""

import errno
import os
import shutil
import uuid
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from files.sizes import MEGABYTE

PART = ".part"
"""What the name of a file that is being written ends with."""


class WholeFiles(FileSystemStorage):
    """Writes under a name of its own, to the disk, and only then gives the file its place: neither
    a full disk nor a cut of power leaves half a file under a name that a row holds."""

    def _save(self, name: str, content: Any) -> str:
        folder = os.path.dirname(self.path(name))
        self._make(folder)
        part = os.path.join(folder, f"{uuid.uuid4().hex}{PART}")
        try:
            _require_room(folder, content.size)
            self._write(part, content)
            name = self._place(part, name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(part)
        _sync(folder)
        return name

    def _make(self, folder: str) -> None:
        mode = self.directory_permissions_mode
        before = os.umask(0o777 & ~(0o777 if mode is None else mode))
        try:
            os.makedirs(folder, exist_ok=True)
        finally:
            os.umask(before)

    def _write(self, part: str, content: Any) -> None:
        mode = self.file_permissions_mode or 0o666
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in content.chunks():
                stream.write(chunk)
            stream.flush()
            os.fsync(descriptor)

    def _place(self, part: str, name: str) -> str:
        """The name under which the file stands: another one where the first was taken meanwhile."""
        while True:
            try:
                os.link(part, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
            else:
                return name


def _require_room(folder: str, size: int) -> None:
    """Raises OSError while the disk has room yet: what is left belongs to the database."""
    if shutil.disk_usage(folder).free < size + settings.SPARE_DISK_MB * MEGABYTE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), folder)


def _sync(folder: str) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
