"""The empty test database on SQLite, migrated once for all processes and runs.

Migrating takes seven seconds of a core in each process of the tests, and more with every migration;
laying down the file that another process migrated takes a quarter of one. The file is kept under
.pytest_cache by what the migrations say and with what they were run. ``migrate`` runs over it all
the same: what it would add to an older file, it adds. The plain way is to leave this out.
"""

import fcntl
import hashlib
import re
import sqlite3
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db.backends.sqlite3.base import Database
from django.db.backends.sqlite3.creation import DatabaseCreation

OURS = re.compile(r"^(?:from|import) ([a-z_.]+)", re.MULTILINE)


def state_of_the_migrations():
    """A digest of every migration, of the modules of ours that they name, and of the libraries
    that run them."""
    said = hashlib.sha256(f"{django.__version__} {Database.sqlite_version}".encode())
    migrations = [
        path
        for app in apps.get_app_configs()
        for path in sorted((Path(app.path) / "migrations").glob("*.py"))
    ]
    for path in [*migrations, *sorted(named_by(migrations))]:
        said.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return said.hexdigest()[:32]


def named_by(migrations):
    """The modules of this repository that migrations import."""
    names = {name for path in migrations for name in OURS.findall(path.read_text())}
    paths = {settings.BASE_DIR / f"{name.replace('.', '/')}.py" for name in names}
    return {path for path in paths if path.is_file()}


@contextmanager
def alone(path):
    """Hold every other process at this place, until the database is there for it."""
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def lay_down(kept, path):
    """Put a copy of ``kept`` in the place of whatever an earlier run left."""
    for left in (path, f"{path}-wal", f"{path}-shm"):
        with suppress(FileNotFoundError):
            Path(left).unlink()
    Path(path).write_bytes(kept.read_bytes())


def keep(path, kept):
    """Keep the database at ``path``; what was kept of other migrations goes."""
    for former in kept.parent.glob("*.sqlite3"):
        former.unlink()
    made = kept.with_suffix(".part")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(made)) as copy:
        source.backup(copy)
    made.rename(kept)


def made_from_what_is_kept(folder):
    """``DatabaseCreation.create_test_db`` that migrates nothing which ``folder`` has migrated."""
    make = DatabaseCreation.create_test_db

    def create_test_db(creation, *args, **options):
        kept = folder / f"{state_of_the_migrations()}.sqlite3"
        with alone(folder / "lock"):
            if kept.exists():
                lay_down(kept, creation._get_test_db_name())
                return make(creation, *args, **{**options, "keepdb": True})
            name = make(creation, *args, **options)
            keep(name, kept)
            return name

    return create_test_db
