"""A backup comes back whole into an empty installation, or nothing at all is written."""

import datetime
import gzip
import hashlib
import io
import json
import stat
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, AuditHead, Unit, UnitKind
from accounts.tests.trail import tell_the_rest, told
from accounts.trail.anchors import add_anchor
from accounts.trail.audit import audited
from config.backup.manifest import dumped_rows
from config.backup.restoring import files_beside
from config.backup.tables import as_line, columns_of, kept_models, rows_of
from config.tests.emptying import empty_what_holds_rows
from config.tests.test_access_matrix import world  # noqa: F401  a row of nearly every kind
from config.tests.test_backup import backed_up, dump_of, upload  # noqa: F401
from config.version import VERSION
from projects.models import ProjectProposal
from workbooks.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)

ODD = {'换行\n反斜线\\引号"': [None, True, 1, "一\t二", {"乙": 2, "甲": 9_007_199_254_740_993}]}
AUGUST_2 = datetime.date(2019, 8, 2)
THE_TRAIL = {"accounts_auditevent", "accounts_audithead"}


def tables():
    """Every row of every table of a backup, as it would be dumped."""
    return {model._meta.db_table: [*map(as_line, rows_of(model))] for model in kept_models()}


def files():
    root = Path(default_storage.location)
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def emptied(settings, tmp_path):
    """Make this an installation without rows and files."""

    def empty():
        empty_what_holds_rows()
        settings.MEDIA_ROOT = tmp_path / "new-files"

    return empty


def restored(folder):
    out = io.StringIO()
    call_command("restore", str(folder), stdout=out)
    return out.getvalue().splitlines()


def restored_with_faults(folder):
    """What it printed, and the error with which it ended although all is there."""
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command("restore", str(folder), stdout=out)
    return out.getvalue().splitlines(), str(error.value)


def refused(folder):
    """The sentence with which a restore ends that changed nothing."""
    before = tables(), files()
    with pytest.raises(CommandError) as error:
        call_command("restore", str(folder))
    assert (tables(), files()) == before
    told = str(error.value)
    assert told.startswith("没有恢复，什么也没有改动：")
    return told.removeprefix("没有恢复，什么也没有改动：")


@pytest.mark.slow
def test_every_table_and_file_comes_back(world, upload, emptied, tmp_path):  # noqa: F811
    Upload.objects.update(outcome=ODD, original_name="=制表\t\\N “引号”.xlsx")
    ProjectProposal.objects.update(before=12, after="一百")
    Unit.objects.create(name="撤销的单位", kind=UnitKind.DEPARTMENT).delete()
    made, before, held = backed_up(tmp_path / "backups"), tables(), files()
    lines = AuditEvent.objects.count()
    emptied()
    told, fault = restored_with_faults(tmp_path / "backups")
    after = tables()
    assert {name: after[name] for name in after if name not in THE_TRAIL} == {
        name: before[name] for name in before if name not in THE_TRAIL
    }
    assert after["accounts_auditevent"][:lines] == before["accounts_auditevent"]
    assert len(after["accounts_auditevent"]) == lines + 1
    assert files() == held
    assert {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in Path(default_storage.location).rglob("*")
    } == {(True, 0o700), (False, 0o600)}
    assert told[0].startswith(f"已恢复 {made.folder}（2019-08-02T02:30:00+00:00，")
    # The rows of this world were made without their lines: verify says so, as it did before.
    assert fault == "数据已恢复，与备份相同；但核对发现：数据与操作记录、存放的文件有问题。"
    # The number of a unit that is gone is not given again: the trail speaks of it.
    gone = dump_of(made, "accounts_unit").last_number
    assert Unit.objects.create(name="新单位", kind=UnitKind.DEPARTMENT).pk == gone + 1


def test_the_trail_says_that_it_was_taken_up_again(county, emptied, tmp_path):
    with audited(by=None) as audit:
        audit.record(county, "unit.update", county=county)
    tell_the_rest()
    made = backed_up(tmp_path)
    emptied()
    assert restored(made.folder)[2] == "操作记录完整。"
    line = AuditEvent.objects.first()
    assert (line.action, line.county, line.object_label, line.reason) == (
        "trail.restore",
        county,
        made.folder.name,
        "restore",
    )
    assert told(line) == {"末条校验值": ["", made.manifest.trail_head]}
    assert AuditHead.objects.get().count == 3


def lines_of(county, count):
    for _ in range(count):
        with audited(by=None) as audit:
            audit.record(county, "unit.update", county=county)


def test_without_its_anchor_nothing_is_restored(upload, emptied, tmp_path, settings):  # noqa: F811
    """Seen to fail with the anchor written after the commit: then all the data stands."""
    folder = backed_up(tmp_path / "backups").folder
    emptied()
    settings.ANCHOR_FILE = tmp_path / "a-file" / "anchors"
    settings.ANCHOR_FILE.parent.write_text("")
    assert "a-file" in refused(folder)
    assert files() == {}


def test_an_anchor_whose_commit_failed_hinders_no_second_restore(county, emptied, tmp_path):
    lines_of(county, 2)
    tell_the_rest()
    folder = backed_up(tmp_path).folder
    emptied()
    restored(folder)
    emptied()  # as after a crash between the anchor and the commit
    assert restored(folder)[2] == "操作记录完整。"


def test_the_backup_of_another_trail_is_refused(county, emptied, tmp_path, settings):
    """Its lines are fewer than any anchor: nothing contradicts them. Seen to be restored without
    the guard."""
    lines_of(county, 2)
    foreign = backed_up(tmp_path / "foreign").folder
    emptied()
    ours = Unit.objects.create(name="本县", kind=UnitKind.COUNTY)
    lines_of(ours, 3)
    add_anchor(AUGUST_2)
    anchors = settings.ANCHOR_FILE.read_text()
    emptied()
    assert refused(foreign) == (
        "锚文件记的是另一份操作记录，与备份的没有一处相同。备份不是这里的操作记录的延续；"
        f"确要恢复，先把 {settings.ANCHOR_FILE} 移到别处保存。"
    )
    assert settings.ANCHOR_FILE.read_text() == anchors
    settings.ANCHOR_FILE.rename(tmp_path / "anchors-of-before")
    restored_with_faults(foreign)
    assert AuditEvent.objects.count() == 3


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-8])


UNITS = "tables/accounts_unit.jsonl.gz"


@pytest.mark.parametrize(
    ("damage", "part", "sentence"),
    [
        (flip, UNITS, f"备份已损坏：{UNITS} 与校验值不符。"),
        (truncate, UNITS, f"备份已损坏：{UNITS} 与校验值不符。"),
        (Path.unlink, UNITS, f"备份不完整：缺少 {UNITS}。"),
        (flip, "files/{upload}", "备份已损坏：files/{upload} 与校验值不符。"),
        (Path.unlink, "files/{upload}", "备份不完整：缺少 files/{upload}。"),
        (flip, "manifest.json", "备份已损坏：manifest.json 与它的校验值不符。"),
        (truncate, "manifest.json", "备份已损坏：manifest.json 与它的校验值不符。"),
    ],
)
def test_a_damaged_backup_is_refused(upload, tmp_path, damage, part, sentence):  # noqa: F811
    folder = backed_up(tmp_path).folder
    damage(folder / part.format(upload=upload.file.name))
    assert refused(folder) == sentence.format(upload=upload.file.name)


@pytest.mark.parametrize("name", ["manifest.json", "manifest.json.sha256"])
def test_a_backup_that_does_not_say_what_it_holds_is_refused(county, tmp_path, name):
    folder = backed_up(tmp_path).folder
    (folder / name).unlink()
    assert refused(folder) in (
        f"{folder} 里没有备份（没有 manifest.json）。",
        f"{folder} 不是完整的备份：读不到 {folder / name}。",
    )


def reworded(folder, change):
    """Change what the manifest says, with a checksum that fits."""
    told = json.loads((folder / "manifest.json").read_text())
    change(told)
    content = json.dumps(told).encode()
    (folder / "manifest.json").write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json.sha256").write_text(f"{digest}  manifest.json\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda told: told.update(format=2),
            f"备份格式为 2（版本 {VERSION}），这里只读格式 1，请安装那个版本再恢复。",
        ),
        (lambda told: told.update(product="moped"), "这是“moped”的备份，不是本系统的。"),
        (lambda told: told.pop("product"), "manifest.json 不是本系统的备份清单。"),
        (lambda told: told.update(more=1), "manifest.json 不是本系统的备份清单。"),
        (
            lambda told: told["files"][0].update(name="../../secret_key"),
            "manifest.json 不是本系统的备份清单。",
        ),
        (
            lambda told: told["migrations"].append("projects.0099_later"),
            f"备份来自版本 {VERSION}，这里没有它的迁移 projects.0099_later 等 1 个，"
            "请安装那个版本再恢复。",
        ),
        (
            lambda told: told["migrations"].remove("workbooks.0001_initial"),
            f"备份来自较早的版本 {VERSION}，这里多出 1 个迁移，请先安装那个版本，恢复之后再升级。",
        ),
        (
            lambda told: told["tables"][0]["columns"].pop(),
            f"备份来自版本 {VERSION}，表或列与这里不同，请安装那个版本再恢复。",
        ),
    ],
)
def test_a_foreign_backup_is_refused(upload, tmp_path, change, sentence):  # noqa: F811
    folder = backed_up(tmp_path).folder
    reworded(folder, change)
    assert refused(folder) == sentence


def test_where_there_is_no_backup_none_is_restored(county, tmp_path):
    assert refused(tmp_path) == f"{tmp_path} 里没有备份（没有 manifest.json）。"
    assert refused(tmp_path / "typo") == f"没有 {tmp_path / 'typo'} 这个目录。"


def test_an_installation_with_rows_is_refused(county, tmp_path):
    assert refused(backed_up(tmp_path).folder) == (
        "这里已有数据（accounts_unit 等 1 张表不是空的），备份只恢复到空库里。"
    )


def test_an_installation_with_files_is_refused(county, emptied, tmp_path):
    folder = backed_up(tmp_path / "backups").folder
    emptied()
    there = tmp_path / "new-files" / "uploads" / "old.xlsx"
    there.parent.mkdir(parents=True)
    there.write_bytes(b"old")
    assert refused(folder) == f"这里已有文件（{there}），备份只恢复到空目录里。"


@pytest.mark.slow
def test_empty_folders_are_no_hindrance(upload, emptied, tmp_path):  # noqa: F811
    """A copy of the folder of files, emptied of its files, has them still."""
    made = backed_up(tmp_path / "backups")
    emptied()
    (tmp_path / "new-files" / Path(upload.file.name).parent).mkdir(parents=True)
    restored_with_faults(made.folder)
    assert files() == {upload.file.name: b"July"}


def test_what_a_killed_restore_left_is_no_hindrance(county, emptied, tmp_path):
    tell_the_rest()
    folder = backed_up(tmp_path / "backups").folder
    emptied()
    left = tmp_path / "new-files" / ".restore-x" / "uploads" / "half.xlsx"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    assert restored(folder)[2] == "操作记录完整。"
    assert files() == {}


def rewritten(folder, table, change):
    """Change the rows of a dump, with checksums that fit."""
    path = folder / "tables" / f"{table}.jsonl.gz"
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    change(rows)
    path.write_bytes(gzip.compress("".join(f"{json.dumps(row)}\n" for row in rows).encode()))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()

    def agree(told):
        dump = next(dump for dump in told["tables"] if dump["table"] == table)
        dump.update(sha256=digest)

    reworded(folder, agree)


PARENT = columns_of(Unit).index("parent_id")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        # The unit's parent is one that nobody knows.
        (lambda rows: rows[1].__setitem__(PARENT, 999), "备份里的数据前后不一致："),
        (lambda rows: rows.append(rows[0]), "accounts_unit 的内容写不进数据库："),
        (lambda rows: rows.pop(), "accounts_unit 应有 2 行，写入 1 行。"),
    ],
)
def test_what_does_not_hold_together_is_taken_back_whole(
    upload,  # noqa: F811
    emptied,
    tmp_path,
    change,
    sentence,
):
    made = backed_up(tmp_path / "backups")
    rewritten(made.folder, "accounts_unit", change)
    emptied()
    assert refused(made.folder).startswith(sentence)
    assert files() == {}


def test_the_files_go_again_where_the_last_step_fails(upload, emptied, tmp_path):  # noqa: F811
    made = backed_up(tmp_path / "backups")
    emptied()
    with pytest.raises(ValueError), files_beside(made.folder, made.manifest) as move_in:
        move_in()
        assert files() == {upload.file.name: b"July"}
        raise ValueError
    assert files() == {}


def test_a_dump_is_read_a_row_at_a_time(county, tmp_path):
    made = backed_up(tmp_path)
    rows = dumped_rows(made.folder, dump_of(made, "accounts_unit"))
    assert next(rows) == next(rows_of(Unit))
