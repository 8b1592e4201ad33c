"""Django's SQLite backend, with statements as long as SQLite takes them, in a file of its owner,
whose writers follow each other closely.

Django 5.2 holds every SQLite to the 999 values of versions before 3.32, so that a bulk insert of
two hundred rows becomes ten statements. SQLite makes its file for everybody to read. And who waits
for another writer looks in ever longer pauses, at last every tenth of a second, while a writer is
done in a hundredth: of two hundred who send at once most time passed with nobody writing.
"""

import os
import sqlite3
import tempfile
import time
from contextlib import suppress
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base, features

LOOKS_AGAIN_AFTER = 0.005
"""Seconds."""


class DatabaseFeatures(features.DatabaseFeatures):
    max_query_params = 32_766


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            keep_private(os.fspath(conn_params["database"]))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        """Begin as soon as no other writes; as ever, wait for that no longer than ``timeout``."""
        patience = self.settings_dict["OPTIONS"]["timeout"]
        until = time.monotonic() + patience
        self._wait_for_writers(0)
        try:
            while True:
                try:
                    return super()._start_transaction_under_autocommit()  # type: ignore[misc]
                except OperationalError as error:
                    if not _is_locked(error) or time.monotonic() > until:
                        raise
                time.sleep(LOOKS_AGAIN_AFTER)
        finally:
            self._wait_for_writers(patience)

    def _wait_for_writers(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


def _is_locked(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def keep_private(path: str) -> None:
    """Let only its owner read the database at ``path``, made here where there is none.

    An existing file is not opened: closing it again would drop the locks that other connections of
    this process hold on it. Beside a new one SQLite makes -wal and -shm with the same mode.
    """
    try:
        is_private = not os.stat(path).st_mode & 0o077
    except FileNotFoundError:
        with suppress(OSError):  # SQLite itself says what is wrong with the place
            _make_empty(path)
        return
    if not is_private:
        for name in (path, f"{path}-wal", f"{path}-shm"):
            with suppress(OSError):
                os.chmod(name, 0o600)


def _make_empty(path: str) -> None:
    """Closed before it gets its name, and only where no other process was first."""
    descriptor, name = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=".sqlite.")
    os.close(descriptor)
    try:
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
