"""What every kept file is: an abstract table for those of the rooms above."""

import hashlib
from pathlib import PurePosixPath
from typing import ClassVar

from django.core.files.base import ContentFile
from django.db import models


def kept_path(kept: "KeptFile", filename: str) -> str:
    """Where the file lies in the data folder: by content, not by the name it came under, which is
    the user's and may say anything."""
    suffix = PurePosixPath(filename).suffix.lower() if kept.keeps_suffix else ""
    name = f"{kept.sha256}{suffix if suffix.isascii() else ''}"
    return f"{kept.folder}/{kept.sha256[:2]}/{name}"


class KeptFile(models.Model):
    """A file that is kept byte for byte and never changed. ``folder`` is its place in the data
    folder; ``keeps_suffix`` says whether its name there ends as the name it came under."""

    folder: ClassVar[str]
    keeps_suffix: ClassVar[bool] = False

    file = models.FileField("文件", upload_to=kept_path, max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("字节数")

    class Meta:
        abstract = True

    def keep(self, content: bytes, name: str = "") -> None:
        """Write ``content`` to its place; the row itself is saved by the caller."""
        self.sha256, self.size = sha256_of(content), len(content)
        self.file.save(name or self.sha256, ContentFile(content), save=False)

    def content(self) -> bytes:
        """The file as it was kept. Raises FileNotFoundError where it is no longer there."""
        with self.file.open("rb") as stream:
            return stream.read()


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
