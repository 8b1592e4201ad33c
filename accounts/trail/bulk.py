"""Many plain rows into one table, as fast as the database takes them.

``bulk_create`` prepares every field of every object: at 10,000 rows that is most of the time of an
import (benchmarks/). Here a row is a tuple of what its columns store. Database defaults, ``save``
methods and signals do not run, and no keys come back; constraints hold as ever.
"""

import datetime
import io
import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

Row = Sequence[Any]

# COPY's text format: what stands for the characters that it uses itself.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
# Made once: json.dumps makes one for every value.
_encoder = json.JSONEncoder(ensure_ascii=False)


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert ``rows``, whose values stand in the order of ``columns`` (field attribute names such
    as ``project_id``). Raises IntegrityError as any insert does."""
    insert = _copy if connection.vendor == "postgresql" else _execute_many
    insert(model, columns, rows)


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    copied = [
        _copied_json if isinstance(_field(model, column), models.JSONField) else _copied
        for column in columns
    ]
    texts = map(_column_texts, copied, zip(*rows, strict=True))
    lines = map("\t".join, zip(*texts, strict=True))
    text = "\n".join(lines)
    if not text:
        return
    table, names = _names(model, columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text))


def _column_texts(copied: Callable[[Any], str], values: Row) -> Iterable[str]:
    """A column as COPY reads it. Most columns of an import hold one thing in all of its rows."""
    first = values[0]
    if all(value is first for value in values):
        return itertools.repeat(copied(first), len(values))
    return map(copied, values)


def _copied_json(value: Any) -> str:
    """A JSON column may hold a text or a number alone, which is not the text or number itself."""
    return _NULL if value is None else _copied(_encoder.encode(value))


def _copied(value: Any) -> str:
    if value is None:
        return _NULL
    if isinstance(value, str):
        # Most texts hold nothing to escape, which is cheaper asked than done.
        return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _execute_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    table, names = _names(model, columns)
    places = ", ".join(["%s"] * len(columns))
    prepare = [_preparation(_field(model, column)) for column in columns]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({places})",
            [[p(v) if p else v for p, v in zip(prepare, row, strict=True)] for row in rows],
        )


def _preparation(field: models.Field) -> Callable[[Any], Any] | None:
    """How a value of this field is stored, where the driver does not know it itself."""
    if isinstance(field, models.DateField | models.JSONField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


def _names(model: type[models.Model], columns: Sequence[str]) -> tuple[str, str]:
    quote = connection.ops.quote_name
    stored = (str(_field(model, column).column) for column in columns)
    return quote(model._meta.db_table), ", ".join(quote(name) for name in stored)


def _field(model: type[models.Model], column: str) -> models.Field:
    return next(field for field in model._meta.concrete_fields if field.attname == column)
