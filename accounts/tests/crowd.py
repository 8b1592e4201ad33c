"""Several people who do something at the same moment, each on a connection of his own."""

import threading

from django.db import connections

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
