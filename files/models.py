"""What every kept file is: an abstract table for those of the rooms above."""

import hashlib
import tempfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models

from accounts.errors import NoSpace
from accounts.models import Unit
from accounts.pages.full_disk import is_full
from accounts.trail.audit import if_rolled_back
from files.lost import LostFile
from files.quota import require_quota


def kept_path(kept: "KeptFile", filename: str) -> str:
    """Where the file lies in the data folder: by content, not by the name it came under, which is
    the user's and may say anything."""
    suffix = PurePosixPath(filename).suffix.lower() if kept.keeps_suffix else ""
    name = f"{kept.sha256}{suffix if suffix.isascii() else ''}"
    return f"{kept.folder}/{kept.sha256[:2]}/{name}"


class KeptFile(models.Model):
    """A file that is kept byte for byte and never changed. ``folder`` is its place in the data
    folder; ``keeps_suffix`` says whether its name there ends as the name it came under;
    ``unit_path`` leads to the unit whose room it takes, and is empty for the bureau's own."""

    folder: ClassVar[str]
    keeps_suffix: ClassVar[bool] = False
    unit_path: ClassVar[str] = ""

    file = models.FileField("文件", upload_to=kept_path, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("字节数")

    class Meta:
        abstract = True

    def keep(self, content: bytes, name: str = "", *, unit: Unit | None = None) -> None:
        """Write ``content`` to its place; the row itself is saved by the caller, and where its
        transaction comes to nothing the file goes again. ``unit`` is whose room it takes, None for
        the bureau's own. Raises QuotaReached, NoSpace."""
        self.sha256, self.size = sha256_of(content), len(content)
        if unit is not None:
            require_quota(unit, self.size, kinds_of_units())
        self._place(ContentFile(content), name or self.sha256)

    def _place(self, content: File, name: str) -> None:
        try:
            self.file.save(name, content, save=False)
        except OSError as error:
            if is_full(error):
                raise NoSpace(field="file") from error
            raise
        written = str(self.file.name)
        if_rolled_back(lambda: default_storage.delete(written))

    def keep_pieces(self, pieces: Iterable[bytes]) -> None:
        """``keep`` of what never stands in memory as a whole: it is written to the disk under a
        name that is nobody's, which gives it its content's name. Raises NoSpace."""
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as stream:
            digest = hashlib.sha256()
            for piece in pieces:
                digest.update(piece)
                stream.write(piece)
            self.sha256, self.size = digest.hexdigest(), stream.tell()
            self._place(File(stream), self.sha256)

    def content(self) -> bytes:
        """The file as it was kept. Raises LostFile where it is no longer there."""
        try:
            with self.file.open("rb") as stream:
                return stream.read()
        except (FileNotFoundError, IsADirectoryError) as error:
            raise LostFile from error


def kinds_of_units() -> list[type[KeptFile]]:
    """The kinds of kept files that take room of a unit."""
    return [kind for kind in apps.get_models() if issubclass(kind, KeptFile) and kind.unit_path]


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
