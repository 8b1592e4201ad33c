"""Liveness for a monitor, readiness for who keeps the server."""

import datetime
import os
import time
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.trail import due
from jobs.living import LONG_WAIT, say_alive
from jobs.models import Job, WorkerSeen
from jobs.services import ask_job
from reports.year_of_months import YEAR_OF_MONTHS, YearAsked

READY = {
    "ready": True,
    "database": True,
    "migrations": True,
    "data_folder": True,
    "static_files": True,
    "charts": False,
    "minutes_since_tick": None,
    "background": True,
}


@contextmanager
def no_database():
    def refuse(execute, sql, params, many, context):
        raise DatabaseError("gone")

    with connection.execute_wrapper(refuse):
        yield


def answer(client):
    response = client.get("/readyz")
    return response.status_code, response.json()


@pytest.fixture
def charts(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "collected"
    return settings.STATIC_ROOT / "vendor" / "echarts.min.js"


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["127.0.0.1", "10.9.8.7:8000", "evil.example", "no host at all"])
def test_a_monitor_is_answered_whatever_it_calls_the_host(client, db, settings, address, host):
    settings.ALLOWED_HOSTS = ["xushi.example.gov.cn"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address, headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example"])
def test_other_addresses_answer_named_hosts_alone(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["xushi.example.gov.cn"]
    assert client.get("/account/sign-in/", headers={"host": host}).status_code == 400


def test_the_process_lives_without_its_database(client, db):
    with no_database():
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_all_is_ready(client, db, charts):
    assert answer(client) == (200, READY)


def test_not_ready_without_a_database(client, db, charts):
    with no_database():
        told = answer(client)
    gone = {"ready": False, "database": False, "migrations": False, "background": None}
    assert told == (503, READY | gone)


def test_not_ready_before_it_is_migrated(client, db, charts):
    last = MigrationRecorder.Migration.objects.filter(app="reports").last()
    last = last or MigrationRecorder.Migration.objects.filter(app="supervision").last()
    last.delete()
    assert answer(client) == (
        503,
        READY | {"ready": False, "migrations": False, "background": None},
    )


def test_not_ready_where_nothing_can_be_written(client, db, charts, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "a file, no folder"
    settings.DATA_DIR.write_text("")
    assert answer(client) == (503, READY | {"ready": False, "data_folder": False})


def test_the_check_of_the_data_folder_leaves_nothing_there(client, db, charts, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "not yet" / "data"
    assert answer(client) == (200, READY)
    assert list(settings.DATA_DIR.iterdir()) == []


def test_not_ready_before_static_files_are_collected(client, db, charts, settings):
    collected = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": collected}
    assert answer(client) == (503, READY | {"ready": False, "static_files": False})


def test_the_chart_library_is_told_and_not_asked_for(client, db, charts):
    charts.parent.mkdir(parents=True)
    charts.write_text("")
    assert answer(client) == (200, READY | {"charts": True})


def test_it_tells_how_long_ago_a_tick_was_done(client, db, charts, settings):
    call_command("tick")
    assert answer(client) == (200, READY | {"minutes_since_tick": 0})
    an_hour_ago = time.time() - 3700
    os.utime(settings.DATA_DIR / "last_tick", (an_hour_ago, an_hour_ago))
    assert answer(client) == (200, READY | {"minutes_since_tick": 61})


def test_it_tells_that_jobs_wait_and_nobody_works(client, db, charts, county, approver):
    asked = YearAsked(year=2019, until=6, list_key="县级")
    job = ask_job(kind=YEAR_OF_MONTHS, asked=asked, county=county, by=approver)
    assert answer(client) == (200, READY)
    Job.objects.update(asked_at=job.asked_at - LONG_WAIT - datetime.timedelta(seconds=1))
    assert answer(client) == (200, READY | {"background": False})
    say_alive("worker")
    assert answer(client) == (200, READY)
    long_ago = timezone.now() - datetime.timedelta(seconds=121)
    WorkerSeen.objects.update(seen_at=long_ago)
    assert answer(client) == (200, READY | {"background": False})


def test_a_tick_that_failed_in_part_does_not_count_as_done(client, db, charts, monkeypatch):
    def fail(now):
        raise ValueError("broken")

    monkeypatch.setattr(due, "_registered", {"坏的": fail, **due._registered})
    with pytest.raises(CommandError, match="坏的没有办成，详见日志"):
        call_command("tick")
    assert answer(client) == (200, READY)
