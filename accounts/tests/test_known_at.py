"""What was known at a moment that has passed never changes."""

import threading

import pytest
from django.db import connection, transaction

from accounts import clock
from accounts.models import AuditEvent, AuditHead, Unit, UnitKind
from accounts.trail.audit import audited
from accounts.trail.unwinding import sequence_at

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county():
    return Unit.objects.create(name="示范县", kind=UnitKind.COUNTY)


def in_a_thread(act, answers):
    def run():
        try:
            answers.append(act())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_deed_that_began_before_the_moment_and_ended_after_it_does_not_count(county):
    with audited(by=None) as audit:
        audit.record(county, "unit.update")
        moment = clock.now()
    assert sequence_at(moment) == 0
    assert sequence_at(clock.now()) == 1


def test_who_asks_waits_for_lines_that_are_stamped_and_not_yet_committed(county):
    answers, is_stamped, may_end = [], threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            with audited(by=None) as audit:
                audit.record(county, "unit.update")
            is_stamped.set()
            may_end.wait(10)

    writer = in_a_thread(write, [])
    assert is_stamped.wait(10)
    moment = clock.now()
    asking = in_a_thread(lambda: sequence_at(moment), answers)
    asking.join(timeout=0.5)
    may_end.set()
    writer.join()
    asking.join()
    assert answers == [sequence_at(moment)] == [1]


def test_a_clock_that_runs_backwards_stamps_no_line_earlier_than_the_one_before(
    county, time_machine
):
    stamped = []
    for moment in ("2019-08-02 16:00+08:00", "2019-08-02 09:00+08:00", "2019-08-02 16:01+08:00"):
        time_machine.move_to(moment)
        with audited(by=None) as audit:
            audit.record(county, "unit.update")
        stamped.append(f"{AuditEvent.objects.latest('sequence').at:%H:%M}")
    assert stamped == ["08:00", "08:00", "08:01"]
    assert AuditHead.objects.get().last_at == AuditEvent.objects.latest("sequence").at
