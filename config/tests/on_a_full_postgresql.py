"""What happens where the disk of PostgreSQL fills up, told as JSON; run by test_full_disk.py in a
process of its own, beside a server whose tables stand on the small disk SMALL_DISK. Its journal
stands elsewhere: where that finds no room, PostgreSQL itself ends."""

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import AuditEvent
from config.tests.on_a_full_disk import (
    PASSWORD,
    PLAIN_STATIC,
    faults,
    files,
    settle,
    told,
    upload,
)
from workbooks.models import Upload

BALLAST = Path(os.environ.get("SMALL_DISK", "")) / "ballast"
MOST_TRIES = 500
"""A row for which its table has a page already needs no room."""


def fill():
    with BALLAST.open("wb", buffering=0) as stream, suppress(OSError):
        while stream.write(b"\0" * 4096):
            pass


def until_refused(client):
    """How many files went in before one was refused, and how that was told."""
    for number in range(MOST_TRIES):
        answer = upload(client)
        if answer.status_code != 302:
            return number, told(answer)
    return MOST_TRIES, [302, False]


def main():
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN_STATIC}):
        tell()


def tell():
    call_command("migrate", verbosity=0)
    user = settle()
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.force_login(user)
    page = reverse("projects:import_plan")
    client.get(page)
    story = {"before": upload(client).status_code}
    lines, known = AuditEvent.objects.count(), faults()

    fill()
    went_in, story["uploaded"] = until_refused(client)
    story["read"] = client.get(page).status_code
    story["uploads"] = Upload.objects.count() - 1 - went_in
    story["files"] = len(files()) - 1 - went_in
    story["lines"] = AuditEvent.objects.count() - lines - went_in

    BALLAST.unlink()
    story["uploaded again"] = upload(client).status_code
    story["rows"] = Upload.objects.count() == len(files())
    stranger = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    credentials = {"username": "shenhe", "password": PASSWORD}
    story["signed in"] = stranger.post(reverse("accounts:sign_in"), credentials).status_code
    story["faults"] = [fault for fault in faults() if fault not in known]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_postmaster_start_time() < %s", [user.date_joined])
        [story["one server all along"]] = cursor.fetchone()
    sys.stdout.write(json.dumps(story))
