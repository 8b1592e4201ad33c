"""What is laid down in place of migrating follows what the migrations say."""

import sqlite3
from contextlib import closing

from django.conf import settings

from config.tests.migrated_once import keep, lay_down, named_by

GUARD = settings.BASE_DIR / "accounts" / "trail" / "guard.py"


def test_a_module_of_ours_that_a_migration_imports_is_part_of_what_it_says(tmp_path):
    migration = tmp_path / "0002_guard.py"
    migration.write_text(
        "import datetime\n\nfrom django.db import migrations\n\n"
        "from accounts.trail.guard import set_guard\n"
    )
    assert named_by([migration]) == {GUARD}


def test_what_was_kept_is_laid_over_what_an_earlier_run_left(tmp_path):
    folder = tmp_path / "migrated"
    folder.mkdir()
    (folder / "of_former_migrations.sqlite3").touch()
    made, kept, left = tmp_path / "made", folder / "kept.sqlite3", tmp_path / "left"
    with closing(sqlite3.connect(made)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE project (name)")
        database.execute("INSERT INTO project VALUES ('城南学校')")
        database.commit()
        keep(made, kept)
    left.write_bytes(b"half a page")
    (tmp_path / "left-wal").write_bytes(b"half a line")
    lay_down(kept, left)
    with closing(sqlite3.connect(left)) as database:
        assert database.execute("SELECT name FROM project").fetchall() == [("城南学校",)]
    assert not (tmp_path / "left-wal").exists()
    assert [path.name for path in folder.iterdir()] == ["kept.sqlite3"]
