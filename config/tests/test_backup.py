"""A backup is of one moment, whole, private, and leaves room for the next."""

import datetime
import io
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import Unit, UnitKind
from accounts.trail.moments import one_moment
from config.backup import making
from config.backup.making import NotBackedUp, backups_in, make_backup
from config.backup.manifest import dumped_rows, read_manifest, require_whole, sha256_of
from config.backup.tables import columns_of, kept_models, rows_of
from files.models import KeptFile
from workbooks.services import keep_upload

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = datetime.datetime(2019, 8, 2, 2, 30, tzinfo=datetime.UTC)


@pytest.fixture
def upload(county, unit_a, reporter):
    return keep_upload(
        kind="monthly", county=county, unit=unit_a, by=reporter, name="月报.xlsx", content=b"July"
    )


def backed_up(into, *, nights=0, keep=14):
    """The backup of so many nights after the first."""
    return make_backup(into=into, keep=keep, at=NIGHT + datetime.timedelta(days=nights))


def test_every_file_of_a_row_stands_beside_its_digest():
    """What is held against its row knows no other column that names a file."""
    with_files = {
        model
        for model in kept_models()
        if any(isinstance(field, models.FileField) for field in model._meta.local_concrete_fields)
    }
    assert with_files == {model for model in kept_models() if issubclass(model, KeptFile)}


def dump_of(made, table):
    return next(dump for dump in made.manifest.tables if dump.table == table)


def beside(work):
    """What ``work`` gives on a connection of its own."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        return pool.submit(run).result(timeout=15)


def test_every_table_and_every_file_is_in_it_as_the_manifest_says(upload, tmp_path):
    made = backed_up(tmp_path / "backups")
    assert made.folder.name == "xushi-20190802-023000"
    assert read_manifest(made.folder) == made.manifest
    require_whole(made.folder, made.manifest)
    units = dump_of(made, "accounts_unit")
    assert units.columns == columns_of(Unit)
    assert (units.rows, units.last_number) == (2, upload.unit_id)
    assert list(dumped_rows(made.folder, units)) == list(rows_of(Unit))
    (kept,) = made.manifest.files
    assert (kept.name, kept.size, kept.sha256) == (upload.file.name, 4, upload.sha256)
    assert (made.folder / "files" / upload.file.name).read_bytes() == b"July"
    assert {dump.table for dump in made.manifest.tables} == {
        model._meta.db_table for model in kept_models()
    }


def test_who_is_signed_in_or_locked_out_is_not_in_it(county, tmp_path):
    tables = {dump.table for dump in backed_up(tmp_path).manifest.tables}
    assert set(connection.introspection.table_names()) - tables == {
        "django_migrations",
        "accounts_usersession",
        "axes_accessattempt",
        "axes_accessattemptexpiration",
        "axes_accessfailurelog",
        "axes_accesslog",
        "jobs_workerseen",
    }


def test_every_column_is_of_a_kind_that_a_dump_can_carry():
    kinds = {
        field.get_internal_type()
        for model in kept_models()
        for field in model._meta.local_concrete_fields
    }
    assert kinds <= {
        "AutoField",
        "BigAutoField",
        "BigIntegerField",
        "BooleanField",
        "CharField",
        "DateField",
        "DateTimeField",
        "FileField",
        "ForeignKey",
        "GenericIPAddressField",
        "IntegerField",
        "JSONField",
        "OneToOneField",
        "PositiveBigIntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "TextField",
    }


def test_what_is_written_meanwhile_neither_waits_nor_shows(county):
    def found_unit():
        Unit.objects.create(parent=county, name="水利局", kind=UnitKind.DEPARTMENT)

    with one_moment():
        before = list(rows_of(Unit))
        beside(found_unit)
        assert list(rows_of(Unit)) == before
    assert len(list(rows_of(Unit))) == len(before) + 1


def test_it_is_for_its_owner_alone(upload, tmp_path):
    made = backed_up(tmp_path / "backups")
    modes = {
        path.is_dir(): stat.S_IMODE(path.stat().st_mode)
        for path in [made.folder.parent, made.folder, *made.folder.rglob("*")]
    }
    assert modes == {True: 0o700, False: 0o600}


def test_the_newest_stay_and_the_oldest_go(county, tmp_path):
    for nights in range(3):
        backed_up(tmp_path, nights=nights)
    (tmp_path / "notes").mkdir()
    made = backed_up(tmp_path, nights=3, keep=2)
    assert made.removed == ["xushi-20190802-023000", "xushi-20190803-023000"]
    assert [path.name for path in backups_in(tmp_path)] == [
        "xushi-20190804-023000",
        "xushi-20190805-023000",
    ]
    assert (tmp_path / "notes").is_dir()


def test_a_file_takes_room_once_and_a_spoilt_copy_is_made_anew(upload, tmp_path):
    first = backed_up(tmp_path).folder / "files" / upload.file.name
    second = backed_up(tmp_path, nights=1).folder / "files" / upload.file.name
    assert second.samefile(first)
    first.write_bytes(b"Jule")
    third = backed_up(tmp_path, nights=2).folder / "files" / upload.file.name
    assert sha256_of(third) == upload.sha256


def test_a_missing_file_is_told_and_takes_no_older_backup_with_it(upload, tmp_path):
    backed_up(tmp_path)
    default_storage.delete(upload.file.name)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("backup", str(tmp_path), "--keep", "1", stdout=out, stderr=err)
    assert str(error.value) == "备份已做，但有文件缺失或损坏，旧的备份都没有删除。"
    assert err.getvalue() == f"文件缺失：{upload.file.name}\n"
    last = out.getvalue().splitlines()[-1]
    assert [str(path) for path in backups_in(tmp_path)] == [
        str(tmp_path / "xushi-20190802-023000"),
        last,
    ]
    told = json.loads((backups_in(tmp_path)[-1] / "manifest.json").read_text())
    assert (told["files"], told["missing"]) == ([], [upload.file.name])


def test_a_damaged_file_is_told_and_takes_no_older_backup_with_it(upload, tmp_path):
    backed_up(tmp_path)
    stored = Path(default_storage.path(upload.file.name))
    stored.write_bytes(b"Jule")
    err = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("backup", str(tmp_path), "--keep", "1", stdout=io.StringIO(), stderr=err)
    assert str(error.value) == "备份已做，但有文件缺失或损坏，旧的备份都没有删除。"
    assert err.getvalue() == f"文件损坏，与登记的 SHA-256 不符：{upload.file.name}\n"
    first, second = backups_in(tmp_path)
    assert (first / "files" / upload.file.name).read_bytes() == b"July"
    manifest = read_manifest(second)
    assert (manifest.missing, manifest.damaged) == ([], [upload.file.name])
    require_whole(second, manifest)
    assert (second / "files" / upload.file.name).read_bytes() == b"Jule"


def test_one_that_fails_leaves_nothing_behind(county, tmp_path, monkeypatch):
    def full(folder, manifest):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_manifest", full)
    with pytest.raises(CommandError) as error:
        call_command("backup", str(tmp_path / "backups"))
    assert str(error.value) == "没有备份：[Errno 28] No space left on device"
    assert list((tmp_path / "backups").iterdir()) == []


def test_what_a_killed_one_left_goes_after_a_day(county, tmp_path):
    fresh, old = tmp_path / ".xushi-20190802-010000.partial", tmp_path / ".xushi-20190731-x.partial"
    for folder, age in ((fresh, datetime.timedelta(hours=1)), (old, datetime.timedelta(days=2))):
        folder.mkdir()
        made_at = (NIGHT - age).timestamp()
        os.utime(folder, (made_at, made_at))
    backed_up(tmp_path)
    assert (fresh.exists(), old.exists()) == (True, False)


def test_two_in_the_same_second_are_not_mixed(county, tmp_path):
    made = backed_up(tmp_path)
    with pytest.raises(NotBackedUp) as error:
        backed_up(tmp_path)
    assert str(error.value) == f"{made.folder} 已经有了，请稍后再备份"
    require_whole(made.folder, made.manifest)


def test_a_database_that_is_behind_the_program_is_not_backed_up(county, tmp_path):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("workbooks", "0001_initial")
    try:
        with pytest.raises(NotBackedUp) as error:
            backed_up(tmp_path)
    finally:
        recorder.record_applied("workbooks", "0001_initial")
    assert str(error.value) == (
        "数据库还有 1 个迁移没有执行。升级前请用原来的版本备份；新库请先运行 manage.py migrate"
    )
    assert list(tmp_path.iterdir()) == []
