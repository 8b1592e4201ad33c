"""A broker only says that a job waits. It may be away and may forget: the sweep tells it again."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection

from accounts.models import Unit
from jobs.models import STANDING, Job, JobState
from jobs.sending import send
from jobs.sweeping import sweep
from jobs.tests.kinds import COUNTED, POISON
from jobs.tests.workers import wait_until

ROOT = Path(__file__).parents[2]
WAITING = 100


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def broker(settings):
    """The address of a broker, at which nobody answers yet, known to an application of its own."""
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
    app = Celery("tests")
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.set_current()
    yield settings.CELERY_BROKER_URL
    app.pool.force_close_all()


class Redis:
    """A server of our own, which keeps nothing on disk."""

    def __init__(self, url, folder):
        self.client = redis.Redis.from_url(url)
        port = url.rpartition(":")[2].partition("/")[0]
        self._process = subprocess.Popen(
            ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        assert wait_until(self._answers, 10)

    def _answers(self):
        try:
            return self.client.ping()
        except redis.ConnectionError:
            return False

    def stop(self):
        self._process.kill()
        self._process.wait()
        self.client.close()


class CeleryWorker:
    def __init__(self, url, folder):
        told = connection.settings_dict
        at = f"sqlite:///{told['NAME']}"
        if connection.vendor == "postgresql":
            at = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "jobs.tests.a_celery_worker"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DATABASE_URL": at,
                "DATA_DIR": str(folder),
                "SECRET_KEY": "only-for-the-test-suite",
                "ALLOWED_HOSTS": "127.0.0.1",
                "JOB_LEASE_SECONDS": "2",
                "CELERY_BROKER_URL": url,
            },
            start_new_session=True,
        )

    def stop(self):
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.mark.django_db(transaction=True)
def test_with_the_broker_away_asking_takes_no_harm_and_little_time(ask, broker):
    began = time.monotonic()
    job = ask()
    assert time.monotonic() - began < 2
    assert (job.state, Job.objects.get().sent_at) == (JobState.WAITING, None)


@pytest.mark.django_db(transaction=True)
def test_who_takes_the_transaction_back_sends_nothing(ask, broker, monkeypatch):
    from django.db import transaction

    from jobs import services

    sent = []
    monkeypatch.setattr(services, "send", sent.append)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask()
        assert sent == []
        raise ZeroDivisionError
    assert sent == []
    job = ask()
    assert sent == [job.pk]


@pytest.mark.services
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_hundred_jobs_outlive_a_broker_that_was_stopped_and_emptied(ask, broker, tmp_path):
    folder = django_settings.DATA_DIR
    first = Redis(broker, tmp_path)
    for number in range(WAITING):
        ask(COUNTED, number)
    assert first.client.llen("celery") == WAITING
    first.stop()
    late = ask(POISON, 1_000)
    assert not send(late.pk)
    assert Job.objects.get(pk=late.pk).sent_at is None
    second = Redis(broker, tmp_path)
    assert second.client.llen("celery") == 0
    # As after the two minutes that a broker has.
    Job.objects.update(sent_at=None)
    assert wait_until(lambda: sweep() == [] and second.client.llen("celery") > WAITING, 10)
    worker = CeleryWorker(broker, folder)
    try:
        over = wait_until(lambda: not Job.objects.filter(state__in=STANDING).exists(), 60)
    finally:
        worker.stop()
        second.stop()
    assert over
    states = dict(Job.objects.values_list("pk", "state"))
    assert states.pop(late.pk) == JobState.FAILED
    assert set(states.values()) == {JobState.DONE}
    assert Unit.objects.filter(name__endswith="号").count() == WAITING
