"""The demonstration county on SQLite, carried to PostgreSQL by a backup and a restore."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.trail.guard import lift_guard, set_guard
from config.backup.manifest import dumped_rows, read_manifest
from config.backup.tables import as_line
from config.tests.test_restoring import THE_TRAIL, files, restored, tables

ROOT = Path(__file__).parents[2]
JUNE = ("figures", "--as-of", "2019-06-30")


@pytest.fixture
def trial(tmp_path):
    """Run a command in an embedded installation of its own; gives what it printed."""
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    known |= {"XUSHI_DEMO": "1", "XUSHI_TODAY": "2019-08-02", "LOG_LEVEL": "ERROR"}

    def run(*command):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=known, capture_output=True
        )
        assert (done.returncode, done.stderr.decode()) == (0, ""), command
        return done.stdout.decode()

    return run


@pytest.mark.services
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_row_file_and_figure_is_the_same_on_postgresql(trial, tmp_path):
    assert connection.vendor == "postgresql"
    trial("migrate", "--no-input", "-v", "0")
    trial("load_demo")
    trial("anchor")
    folder = Path(trial("backup", str(tmp_path / "backups")).splitlines()[-1])
    lift_guard(connection)
    call_command("flush", interactive=False, verbosity=0)
    set_guard(connection)

    told = restored(folder)

    assert told[2:] == trial("verify").splitlines()[1:]
    dumps = {dump.table: dump for dump in read_manifest(folder).tables}
    after = tables()
    for name in after.keys() - THE_TRAIL:
        assert after[name] == [*map(as_line, dumped_rows(folder, dumps[name]))], name
    assert files() == {
        str(path.relative_to(folder / "files")): path.read_bytes()
        for path in (folder / "files").rglob("*")
        if path.is_file()
    }
    out = io.StringIO()
    call_command(*JUNE, stdout=out)
    assert out.getvalue() == trial(*JUNE)
