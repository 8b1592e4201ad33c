"""Several people who do something at the same moment, each on a connection of his own."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

from django.db import connections, transaction

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


def overlapping(first, second, *, seconds=0.5):
    """Do ``second`` while ``first`` is done and not committed, for ``seconds`` at most; what each
    returned, or the DomainError with which the second was refused."""

    def in_its_thread():
        try:
            return second()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hands:
        with transaction.atomic():
            done = first()
            other = hands.submit(in_its_thread)
            # Long enough to come to the lock, or past where it should be.
            wait([other], timeout=seconds)
        return done, other.result()
