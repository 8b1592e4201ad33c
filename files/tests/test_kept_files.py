"""A kept file is there whole with its row, or neither is; and what becomes of lost ones."""

import errno
import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.errors import NoSpace
from accounts.pages.full_disk import is_full
from accounts.trail.audit import audited
from files.models import kinds_of_units
from files.quota import QuotaReached, used_by
from files.sizes import MEGABYTE
from files.sweeping import OLDER_THAN, sweep
from workbooks.models import Upload
from workbooks.services import keep_upload
from workbooks.tests.builders import workbook


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SPARE_DISK_MB = 0
    return tmp_path


@pytest.fixture
def keep(folder, county, unit_a, reporter):
    def keep(content=b"table", unit=unit_a):
        return keep_upload(
            kind="monthly", county=county, unit=unit, by=reporter, name="7月.xlsx", content=content
        )

    return keep


def stored(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_a_file_lies_by_its_content_for_its_owner_alone(keep, folder):
    upload = keep()
    assert stored(folder) == [upload.file.name]
    path = folder / upload.file.name
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"table", 0o600)
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_same_content_twice_is_two_files(keep, folder):
    assert len({keep().file.name, keep().file.name}) == len(stored(folder)) == 2


def test_a_file_goes_with_the_transaction_in_which_it_was_kept(keep, folder, reporter):
    kept = keep(b"first")
    with pytest.raises(KeyError), audited(by=reporter):
        keep(b"second")
        raise KeyError
    assert stored(folder) == [kept.file.name]


def test_only_the_part_that_failed_loses_its_file(keep, folder, reporter):
    with audited(by=reporter):
        kept = keep(b"outer")
        with pytest.raises(KeyError), audited(by=reporter):
            keep(b"inner")
            raise KeyError
    assert stored(folder) == [kept.file.name]


def test_where_the_disk_has_no_room_it_is_said_and_nothing_stays(keep, folder, settings):
    settings.SPARE_DISK_MB = 10**9
    with pytest.raises(NoSpace) as refused:
        keep()
    assert str(refused.value) == (
        "服务器磁盘空间不足，没有保存任何内容；请联系系统管理员清理磁盘后再试"
    )
    assert (stored(folder), Upload.objects.count()) == ([], 0)


def test_a_full_disk_is_told_from_other_faults():
    full = OSError(errno.ENOSPC, "x")
    wrapped = RuntimeError()
    wrapped.__cause__ = full
    assert [is_full(each) for each in (full, wrapped, OSError(errno.EACCES, "x"), None)] == [
        *(True, True, False, False)
    ]


# --- Quota -------------------------------------------------------------------------------


def test_a_unit_has_so_much_room_and_no_more(keep, folder, settings, unit_a, unit_b):
    settings.UNIT_QUOTA_MB = 1
    keep(bytes(MEGABYTE - 10))
    with pytest.raises(QuotaReached) as refused:
        keep(b"eleven bytes")
    assert str(refused.value) == (
        "交通运输局存放的文件已有1.0 MB，加上这个文件超过1 MB的限额，"
        "没有保存；请压缩后上传，或联系系统管理员调整限额"
    )
    assert used_by(unit_a, kinds_of_units()) == MEGABYTE - 10
    keep(b"eleven bytes", unit=unit_b)
    keep(b"eleven bytes", unit=None)


def test_no_quota_is_no_limit(keep, settings):
    settings.UNIT_QUOTA_MB = 0
    keep(bytes(2 * MEGABYTE))


# --- Sweeping ----------------------------------------------------------------------------


def aged(path: Path, seconds: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def test_what_no_row_owns_goes_after_a_day(keep, folder):
    kept = keep()
    aged(folder / kept.file.name, 2 * OLDER_THAN)
    aged(folder / "uploads/ab/orphan.xlsx", OLDER_THAN + 60)
    aged(folder / "orders/ab/0123.part", OLDER_THAN + 60)
    young = aged(folder / "uploads/ab/under-way.xlsx", OLDER_THAN - 60)
    other = aged(folder / "elsewhere/file.txt", 2 * OLDER_THAN)
    assert sweep(timezone.now()) == ["清理没有登记的文件 2 个，0 MB"]
    left = {path.relative_to(folder).as_posix() for path in (young, other)}
    assert set(stored(folder)) == {kept.file.name, *left}
    assert sweep(timezone.now()) == []


# --- Lost files --------------------------------------------------------------------------


def test_a_lost_original_is_told_on_a_page(keep, folder, client, reviewer):
    upload = keep()
    (folder / upload.file.name).unlink()
    client.force_login(reviewer)
    response = client.get(reverse("projects:upload_original", args=[upload.pk]))
    assert response.status_code == 410
    assert "这个文件在服务器上找不到了" in response.content.decode()


def test_the_preview_of_a_lost_file_says_so(folder, client, reviewer, county):
    rows = [["2019年计划"], ["序号", "项目名称"], [1, "甲"]]
    upload = keep_upload(
        kind="plan", county=county, unit=None, by=reviewer, name="计划.xlsx",
        content=workbook(rows), parameters={"year": 2019},
    )  # fmt: skip
    (folder / upload.file.name).unlink()
    client.force_login(reviewer)
    response = client.get(reverse("projects:upload", args=[upload.pk]))
    assert response.status_code == 410
    assert "这个文件在服务器上找不到了" in response.content.decode()


def test_an_upload_for_which_the_disk_has_no_room_is_refused_on_its_page(
    folder, client, reviewer, settings
):
    settings.SPARE_DISK_MB = 10**9
    client.force_login(reviewer)
    head = ["序号", "项目名称", "建设性质", "总投资（万元）", "2019年计划投资（万元）", "责任单位"]
    content = workbook([["2019年重点项目计划"], head, [1, "甲路", "新建", 900, 500, "交通局"]])
    response = client.post(
        reverse("projects:import_plan"),
        {"file": SimpleUploadedFile("计划.xlsx", content), "year": 2019},
    )
    assert response.status_code == 507
    assert "服务器磁盘空间不足，没有保存任何内容" in response.content.decode()
