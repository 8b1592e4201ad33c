"""What is kept can be read by its owner alone, from its first moment on."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from config.embedded.base import keep_private

ROOT = Path(__file__).parents[2]
AFTER_A_WRITE = """
import django; django.setup()
from django.db import connection
connection.cursor().execute("CREATE TABLE kept (what)")
connection.cursor().execute("INSERT INTO kept VALUES (1)")
import os
folder = os.environ["DATA_DIR"]
print(sorted((name, oct(os.stat(os.path.join(folder, name)).st_mode)[-3:])
             for name in [".", *os.listdir(folder)] if name != "secret_key"))
"""


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o022])
@pytest.mark.slow
def test_the_embedded_database_and_what_stands_beside_it(tmp_path, umask):
    given = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    answer = subprocess.run(
        [sys.executable, "-c", AFTER_A_WRITE],
        cwd=ROOT,
        env=given | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.umask(umask),
    )
    assert answer.stderr == ""
    private = [(f"xushi.sqlite3{end}", "600") for end in ("", "-shm", "-wal")]
    assert answer.stdout == f"{[('.', '700'), *private]}\n"


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path):
    paths = [tmp_path / f"xushi.sqlite3{end}" for end in ("", "-wal")]
    for path in paths:
        path.write_bytes(b"")
        path.chmod(0o644)
    keep_private(str(paths[0]))
    assert [mode(path) for path in paths] == [0o600, 0o600]


def test_who_opens_the_first_database_at_the_same_moment_opens_the_same(tmp_path):
    path = str(tmp_path / "xushi.sqlite3")
    start = threading.Barrier(8)

    def begin(number):
        start.wait(timeout=10)
        keep_private(path)
        with sqlite3.connect(path, timeout=20) as connection:
            connection.execute(f"CREATE TABLE kept_{number} (what)")

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    found = sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_master").fetchone()
    assert (found, os.listdir(tmp_path)) == ((8,), ["xushi.sqlite3"])


def test_a_place_that_is_not_there_is_left_for_sqlite_to_tell(tmp_path):
    keep_private(str(tmp_path / "nowhere" / "xushi.sqlite3"))
    assert os.listdir(tmp_path) == []


def test_a_file_that_was_uploaded():
    name = default_storage.save("sheets/a.pdf", ContentFile(b"%PDF"))
    path = django_settings.MEDIA_ROOT / name
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
