"""The secret key of the embedded profile: made once, kept beside the database."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def embedded_secret_key(data_dir: Path) -> str:
    """Return the key kept in ``data_dir``; the first caller writes it, readable by its owner."""
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = get_random_secret_key()
        file.write(key)
    return key
