"""A row held until the transaction ends: whoever else wants it waits."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


def hold(row: Row) -> Row:
    """The row as it now is, locked. On SQLite the transaction itself holds everything.

    NO KEY: a plain FOR UPDATE also keeps out everyone who only refers to the row. Foreign keys are
    checked at COMMIT, when the head of the audit chain is held already: two who wrote rows of one
    county and one who held the county so waited for each other until PostgreSQL killed them.
    """
    return type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
