"""The secret key of the embedded profile: made once, kept beside the database."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def embedded_secret_key(data_dir: Path) -> str:
    """Return the key kept in ``data_dir``; the first caller writes it, readable by its owner."""
    path = data_dir / "secret_key"
    if not path.exists():
        _write_whole(path, get_random_secret_key())
    return path.read_text().strip()


def _write_whole(path: Path, key: str) -> None:
    """Give the file its name only when the key stands in it, and only where no other process was
    first: several start at the same moment, and none may read half a key."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(key)
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
