"""Several people who do something at the same moment, each on a connection of his own."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connection, connections, transaction

from accounts.errors import DomainError


def at_once(*acts):
    """Run the acts together; what each returned or, as a DomainError, refused."""
    start = threading.Barrier(len(acts))
    answers = [None] * len(acts)

    def run(place, act):
        start.wait()
        try:
            answers[place] = act()
        except DomainError as error:
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def overlapping(first, second, *, seconds=5):
    """Do ``second`` while ``first`` is done and not committed, until it is at its end or waits for
    what ``first`` holds, ``seconds`` at most; what each returned, or the DomainError with which the
    second was refused."""
    hand = _Hand()

    def in_its_thread():
        try:
            with connection.execute_wrapper(hand.asks):
                return second()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic():
            done = first()
            other = hands.submit(in_its_thread)
            until = time.monotonic() + seconds
            while time.monotonic() < until and not (other.done() or hand.waits()):
                wait([other], timeout=0.01)
        return done, other.result()


class _Hand:
    """Somebody who asks the database things, and may come to wait for what this thread holds.

    Half a minute of each run of the suite was spent in waiting for as long as that might take.
    """

    def __init__(self):
        self._process = None
        self._begins = False

    def asks(self, execute, sql, params, many, context):
        if connection.vendor == "postgresql":
            self._process = connection.connection.info.backend_pid
        self._begins = self._begins or sql.startswith("BEGIN")
        return execute(sql, params, many, context)

    def waits(self):
        """Whether nothing goes on there until the transaction of this thread has ended. On SQLite
        nobody begins one beside it."""
        if connection.vendor != "postgresql":
            return self._begins
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_backend_pid() = ANY(pg_blocking_pids(%s))", [self._process or 0]
            )
            return cursor.fetchone()[0]
