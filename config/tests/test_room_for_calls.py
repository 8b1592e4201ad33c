"""How deep a loop stands does not make its calls dearer."""

import resource
import threading

from config.tests.room_for_calls import with_room

DEPTH, CALLS = 400, 200


def nothing():
    return None


def call_at_every_depth(depth):
    for _ in range(CALLS):
        nothing()
    if depth:
        call_at_every_depth(depth - 1)


def faults_of(work, *args):
    """The page faults of ``work`` in a thread, whose calls begin on an empty stack."""
    counted = []

    def count():
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        work(*args)
        counted.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    return counted[0]


def test_calls_ask_for_no_memory_wherever_their_loop_stands():
    assert faults_of(with_room, call_at_every_depth, DEPTH) < CALLS


def test_what_is_called_gets_its_arguments_and_answers():
    assert with_room(divmod, 7, 2) == (3, 1)
    assert with_room(sorted, [1, 2], reverse=True) == [2, 1]
