"""The tables that a backup holds, read and written as plain rows on either database.

A row is the list of what its columns store, as JSON has it: integers, texts, booleans, null, dates
in ISO form, JSON columns as they are. Rows come in the order of their keys.
"""

import datetime
import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

from accounts.trail.bulk import insert_rows

Row = list[Any]

NOT_KEPT = {"axes", "accounts.usersession", "jobs.workerseen"}
"""Apps and models that know who is signed in or locked out, or which workers live, which lasts for
hours: everybody signs in anew, and the trail has the sign-ins."""

MADE_BY_MIGRATIONS = {"contenttypes.contenttype", "auth.permission", "accounts.audithead"}
"""Tables that have rows as soon as they exist. A restore puts the backup's in their place."""

AT_ONCE = 1000
"""Rows in memory at a time."""


def kept_models() -> list[type[models.Model]]:
    """Every model whose table belongs to a backup, in the order of the installed apps."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and NOT_KEPT.isdisjoint({model._meta.app_label, model._meta.label_lower})
    ]


def columns_of(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.local_concrete_fields]


def rows_of(model: type[models.Model]) -> Iterator[Row]:
    names = [field.attname for field in model._meta.local_concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    return map(list, rows.iterator(chunk_size=AT_ONCE))


def as_line(row: Sequence[Any]) -> str:
    """A row as one line of JSON: in ASCII, so that whatever a database can hold survives, and with
    keys in order, which PostgreSQL does not keep, so that equal tables make equal files."""
    return json.dumps(row, default=_iso, sort_keys=True)


def add_rows(model: type[models.Model], rows: Iterable[Row]) -> None:
    """Write ``rows``, as ``as_line`` has them, into an empty table."""
    names = [field.attname for field in model._meta.local_concrete_fields]
    rows = iter(rows)
    while part := list(itertools.islice(rows, AT_ONCE)):
        insert_rows(model, names, part)


def is_empty(model: type[models.Model]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_quoted(model._meta.db_table)} LIMIT 1")
        return cursor.fetchone() is None


def clear(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")


def last_number(model: type[models.Model]) -> int | None:
    """The last key that the database gave to a row, also where that row is gone since; None where
    it gave none. The trail speaks of rows by their keys, so that none may be given twice."""
    key = model._meta.auto_field
    if key is None:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)",
                [_quoted(model._meta.db_table), key.column],
            )
        else:
            cursor.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table]
            )
        found = cursor.fetchone()
    return found[0] if found else None


def go_on_after(model: type[models.Model], number: int | None) -> None:
    """Let the next key be greater than ``number`` and than every key in the table."""
    key, table = model._meta.auto_field, model._meta.db_table
    if key is None:
        return
    highest = model._base_manager.aggregate(highest=models.Max(key.attname))["highest"]
    number = max(number or 0, highest or 0)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if number:
                place = "pg_get_serial_sequence(%s, %s)"
                cursor.execute(f"SELECT setval({place}, %s)", [_quoted(table), key.column, number])
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            if number:
                cursor.execute(
                    "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number]
                )


def migrations() -> tuple[set[str], set[str]]:
    """What this version brings, and what of it was applied to the database."""
    loader = MigrationLoader(connection)
    brought = {".".join(name) for name in loader.disk_migrations}
    return brought, brought & {".".join(name) for name in loader.applied_migrations}


def existing_tables() -> set[str]:
    return set(connection.introspection.table_names())


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _iso(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"no column of a backup holds a {type(value).__name__}")
