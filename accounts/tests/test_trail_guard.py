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
