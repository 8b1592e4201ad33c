"""The guard of the trail's table: triggers that refuse to change or delete a line.

They stand against a slip and against who may only write rows; who owns the table can lift them,
which ``manage.py verify`` tells (docs/operations.md has the REVOKE for a site with two roles).
"""

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
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
END $$
"""
_POSTGRESQL = {
    "trail_no_update": f"CREATE TRIGGER trail_no_update BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuses()",
    "trail_no_truncate": f"CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TABLE} "
    "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()",
}
_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass "
    "AND NOT tgisinternal AND tgenabled <> 'D'",
}


def set_guard(connection: BaseDatabaseWrapper) -> None:
    """Once more does no harm."""
    is_postgresql = connection.vendor == "postgresql"
    missing = missing_triggers(connection)
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(_FUNCTION)
        for name in missing:
            cursor.execute(_triggers(connection)[name])


def lift_guard(connection: BaseDatabaseWrapper) -> None:
    """For the tests that flush, and for who takes a migration back."""
    where = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")


def guard_faults() -> list[str]:
    """For verify."""
    missing = missing_triggers(default_connection)
    return [f"触发器 {name} 不在，操作记录可以被改动或删除" for name in missing]


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor], [TABLE])
        standing = {name for (name,) in cursor.fetchall()}
    return [name for name in _triggers(connection) if name not in standing]


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
