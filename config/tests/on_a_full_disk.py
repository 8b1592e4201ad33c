"""What happens on a disk that fills up, told as JSON; run by test_full_disk.py in a process of its
own, whose data folder is a small disk of its own."""

import json
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import AuditEvent, Role, RoleAssignment, Unit, UnitKind, User
from accounts.trail import invariants
from workbooks.models import Upload
from workbooks.tests.builders import workbook

PASSWORD = "xushi-2019-full"
FOLDER = Path(settings.DATA_DIR)
BALLAST = FOLDER / "ballast"
HEAD = ["序号", "项目名称", "建设性质", "总投资（万元）", "2019年计划投资（万元）", "责任单位"]
PLAN = workbook([["2019年重点项目计划"], HEAD, [1, "甲路", "新建", 900, 500, "交通局"]])


def settle():
    county = Unit.objects.create(name="示范县", kind=UnitKind.COUNTY)
    Unit.objects.create(parent=county, name="交通局", kind=UnitKind.DEPARTMENT)
    bureau = Unit.objects.create(parent=county, name="发改局", kind=UnitKind.BUREAU)
    user = User.objects.create_user("shenhe", password=PASSWORD, name="王审核")
    RoleAssignment.objects.create(user=user, unit=bureau, role=Role.REVIEWER)
    return user


def fill():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with BALLAST.open("wb", buffering=0) as stream, suppress(OSError):
        for size in (65536, 512, 1):
            with suppress(OSError):
                while stream.write(b"\0" * size):
                    pass


def files():
    return sorted(p.name for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file())


def faults():
    """But that nothing was anchored yet."""
    asked = invariants.ready()
    del asked["锚文件"]
    return [fault for each in asked.values() for fault in each()]


def told(response):
    text = response.content.decode()
    said = "磁盘空间不足" in text or "磁盘已满" in text
    return [response.status_code, said]


def upload(client):
    file = SimpleUploadedFile("计划.xlsx", PLAN)
    return client.post(reverse("projects:import_plan"), {"file": file, "year": 2019})


PLAIN_STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


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
    discard = reverse("projects:upload_discard", args=[Upload.objects.get().pk])
    kept, lines, known = files(), AuditEvent.objects.count(), faults()

    fill()
    story["uploaded"] = told(upload(client))
    story["discarded"] = told(client.post(discard))
    stranger = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    credentials = {"username": "shenhe", "password": PASSWORD}
    story["signed in"] = told(stranger.post(reverse("accounts:sign_in"), credentials))
    story["read"] = client.get(page).status_code
    story["left"] = [files() == kept, Upload.objects.count(), AuditEvent.objects.count() - lines]

    BALLAST.unlink()
    story["discarded again"] = client.post(discard).status_code
    story["uploaded again"] = upload(client).status_code
    story["rows"] = Upload.objects.count() == len(files())
    story["signed in again"] = stranger.post(reverse("accounts:sign_in"), credentials).status_code
    story["faults"] = [fault for fault in faults() if fault not in known]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        story["database"] = cursor.fetchone()[0]
    sys.stdout.write(json.dumps(story))
