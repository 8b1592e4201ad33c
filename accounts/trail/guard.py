"""The guard of the trail's table: triggers that refuse to change or delete a line.

They stand against a slip and against who may only write rows; who owns the table can lift them,
which ``manage.py verify`` tells (docs/operations.md has the REVOKE for a site with two roles).
"""

from typing import Any

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "accounts_auditevent"
REFUSAL = "操作记录只增不改"

_SQLITE = {
    "trail_no_update": f"CREATE TRIGGER trail_no_update BEFORE UPDATE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    "trail_no_delete": f"CREATE TRIGGER trail_no_delete BEFORE DELETE ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
}
_BODY = f"""
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END """
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS $${_BODY}$$
"""
_POSTGRESQL = {
    "trail_no_update": f"CREATE TRIGGER trail_no_update BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuses()",
    "trail_no_truncate": f"CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()",
}
_ROW, _BEFORE, _DELETE, _UPDATE, _TRUNCATE = 1, 2, 8, 16, 32
_FIRES = {
    "trail_no_update": _ROW | _BEFORE | _DELETE | _UPDATE,
    "trail_no_truncate": _BEFORE | _TRUNCATE,
}
"""When a trigger fires, as ``pg_trigger.tgtype`` has it."""
_FOUND = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    # Also whether it refuses nothing: under a condition, of some columns, by another language.
    "postgresql": "SELECT tgname, prosrc, tgtype, tgenabled IN ('O', 'A') AND tgqual IS NULL "
    "AND tgattr = ''::int2vector AND lanname = 'plpgsql' "
    "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
    "JOIN pg_language ON pg_language.oid = prolang "
    "WHERE tgrelid = %s::regclass AND NOT tgisinternal",
}


def set_guard(connection: BaseDatabaseWrapper) -> None:
    """Once more does no harm."""
    is_postgresql = connection.vendor == "postgresql"
    where = f" ON {TABLE}" if is_postgresql else ""
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(_FUNCTION)
        for name in _wanting(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")
            cursor.execute(_triggers(connection)[name])


def lift_guard(connection: BaseDatabaseWrapper) -> None:
    """For the tests that flush, and for who takes a migration back."""
    where = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def guard_faults() -> list[str]:
    """For verify."""
    return [
        f"触发器 {name} {fault}，操作记录可以被改动或删除"
        for name, fault in _wanting(default_connection).items()
    ]


def _wanting(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers that do not stand as they were made, and how; a name alone refuses nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], [TABLE])
        found = {name: tuple(of) for name, *of in cursor.fetchall()}
    if connection.vendor == "postgresql":
        right: dict[str, tuple[Any, ...]] = {n: (_BODY, _FIRES[n], True) for n in _POSTGRESQL}
    else:
        right = {name: (sql,) for name, sql in _SQLITE.items()}
    return {
        name: "已停用或被换成了别的" if name in found else "不在"
        for name, as_made in right.items()
        if found.get(name) != as_made
    }


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
