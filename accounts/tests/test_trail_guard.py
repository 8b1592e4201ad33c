"""No line of the trail is changed or removed by who may write rows, on either database."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import AuditEvent
from accounts.trail.audit import audited
from accounts.trail.guard import REFUSAL, guard_faults, set_guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(county):
    with audited(by=None) as audit:
        audit.record(county, "unit.update", changes={"position": (0, 1)})
    return AuditEvent.objects.get()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_auditevent SET reason = '改'",
        "DELETE FROM accounts_auditevent",
        pytest.param("TRUNCATE accounts_auditevent", marks=pytest.mark.services),
    ],
)
def test_a_line_stands(line, sql):
    with (
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        if connection.vendor == "postgresql":
            # What waits for the end of the transaction would keep TRUNCATE out before we do.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)
    assert AuditEvent.objects.get() == line


def test_verify_tells_that_the_guard_was_lifted(line, unguarded_trail):
    assert [fault.partition(" 不在")[0] for fault in guard_faults()] == [
        "触发器 trail_no_update",
        "触发器 trail_no_delete" if connection.vendor == "sqlite" else "触发器 trail_no_truncate",
    ]
    set_guard(connection)
    assert guard_faults() == []


_EMPTIED = {
    "sqlite": [
        ["DROP TRIGGER trail_no_update",
         "CREATE TRIGGER trail_no_update BEFORE UPDATE ON accounts_auditevent BEGIN SELECT 1; END"],
        ["DROP TRIGGER trail_no_update",
         "CREATE TRIGGER trail_no_update BEFORE UPDATE ON accounts_auditevent WHEN 0 "
         f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"],
    ],
    "postgresql": [
        ["CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS "
         "$$ BEGIN RETURN NEW; END $$"],
        ["ALTER TABLE accounts_auditevent DISABLE TRIGGER trail_no_update"],
        ["ALTER TABLE accounts_auditevent ENABLE REPLICA TRIGGER trail_no_update"],
        ["DROP TRIGGER trail_no_update ON accounts_auditevent",
         "CREATE TRIGGER trail_no_update BEFORE UPDATE OR DELETE ON accounts_auditevent "
         "FOR EACH ROW WHEN (false) EXECUTE FUNCTION trail_refuses()"],
        ["DROP TRIGGER trail_no_update ON accounts_auditevent",
         "CREATE TRIGGER trail_no_update BEFORE UPDATE OF sequence OR DELETE ON "
         "accounts_auditevent FOR EACH ROW EXECUTE FUNCTION trail_refuses()"],
        ["DROP TRIGGER trail_no_update ON accounts_auditevent",
         "CREATE TRIGGER trail_no_update BEFORE DELETE ON accounts_auditevent "
         "FOR EACH ROW EXECUTE FUNCTION trail_refuses()"],
    ],
}  # fmt: skip
"""Triggers that have their names still, and refuse nothing."""


def test_verify_tells_of_a_trigger_that_is_there_by_name_alone(line):
    """Seen to be overlooked where only the name is asked."""
    assert guard_faults() == []
    for statements in _EMPTIED[connection.vendor]:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in statements:
                cursor.execute(statement)
            found = guard_faults()
            set_guard(connection)
            repaired = guard_faults()
            transaction.set_rollback(True)
        assert (statements, found[0], repaired) == (
            statements,
            "触发器 trail_no_update 已停用或被换成了别的，操作记录可以被改动或删除",
            [],
        )
