"""Writers of the embedded database follow each other, each in a connection of its own."""

import threading
import time

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

pytestmark = pytest.mark.django_db

PATIENCE = 0.2


@pytest.fixture
def writers(tmp_path):
    """Two connections to a database of their own."""
    made = {
        "ENGINE": "config.embedded",
        "NAME": tmp_path / "own.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": PATIENCE},
        "TIME_ZONE": None,
    }
    handler = ConnectionHandler({"default": made, "other": made})
    connections = [handler["default"], handler["other"]]
    for connection in connections:
        connection.inc_thread_sharing()
        connection.ensure_connection()
    yield connections
    for connection in connections:
        connection.close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def waits(connection):
    """Milliseconds for which the connection waits in whatever else it does."""
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA busy_timeout").fetchone()[0]


def test_who_waits_begins_when_the_other_is_done(writers):
    one, other = writers
    other.settings_dict["OPTIONS"]["timeout"] = 20
    begin(one)
    waiting = threading.Thread(target=begin, args=[other])
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    one.rollback()
    waiting.join()
    assert (other.get_autocommit(), waits(other)) == (False, 20_000)
    other.rollback()


def test_nobody_waits_longer_than_is_set(writers):
    one, other = writers
    begin(one)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked"):
        begin(other)
    assert time.monotonic() - began >= PATIENCE
    assert (other.get_autocommit(), waits(other)) == (True, 200)
    one.rollback()
