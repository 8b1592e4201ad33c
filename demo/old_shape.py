"""A database of a former shape, found where the demonstration wants to begin.

Migrations were made anew while no county ran the product. A database that was made before has
migrations that are no longer there, and cannot be brought to the present shape.
"""

import datetime
import sqlite3
from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from demo.cast import PEOPLE


class OldShape(Exception):
    """The database is of a former shape and holds more than the demo county; the message is for
    the operator."""


def set_aside(database: Path, today: datetime.date) -> Path | None:
    """Rename a database of a former shape that holds the demo county alone, and return its new
    name. None where the database is of the present shape, or is not there. Nothing is deleted.
    Raises OldShape where it holds anything else."""
    if not database.exists():
        return None
    with closing(sqlite3.connect(database)) as connection:
        if not _is_old(connection):
            return None
        if not _is_demonstration(connection):
            raise OldShape(
                f"数据库 {database} 是旧版本的，本版本不能由它升级；"
                "里面不只是示范县的数据，没有动它。"
                "请把它移到别处再运行 make run，或用 DATA_DIR 另指一个数据目录。"
            )
        # What stands in the log beside the file belongs to it.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = _free_name(database, today)
    database.rename(aside)
    return aside


def _is_old(connection: sqlite3.Connection) -> bool:
    """Whether migrations of our rooms were applied that are no longer there."""
    ours = {room.label for room in apps.get_app_configs()} - {"admin", "auth", "contenttypes"}
    there = set(MigrationLoader(None).disk_migrations or ())
    applied = _rows(connection, "SELECT app, name FROM django_migrations")
    return any(app in ours and (app, name) not in there for app, name in applied)


def _is_demonstration(connection: sqlite3.Connection) -> bool:
    names = {name for (name,) in _rows(connection, "SELECT username FROM accounts_user")}
    counties = _rows(connection, "SELECT name FROM accounts_unit WHERE kind = 'county'")
    return names <= {person.username for person in PEOPLE} and counties in ([], [("示范县",)])


def _rows(connection: sqlite3.Connection, query: str) -> list[tuple[str, ...]]:
    try:
        return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        # The table is not there yet.
        return []


def _free_name(database: Path, today: datetime.date) -> Path:
    """xushi.sqlite3.old-2026-11-28, and -2 behind it where that is taken."""
    first = database.with_name(f"{database.name}.old-{today.isoformat()}")
    number, name = 1, first
    while name.exists():
        number += 1
        name = first.with_name(f"{first.name}-{number}")
    return name
