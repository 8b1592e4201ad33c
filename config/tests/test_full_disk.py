"""A disk that is full is told in words; nothing is half written, and room is enough to go on."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DISK = 'mount -t tmpfs -o size=12m,mode=0700 tmpfs "$DATA_DIR" && exec "$0" -c "$1"'
SERVED_FROM_A_SMALL_DISK = r"""
mount -t tmpfs -o size=64m,mode=0700 tmpfs "$SMALL_DISK"
# The server refuses to be run by root, also by who is root in this space of names alone.
exec unshare --user --map-user=65534 sh -ec '
    "$PROGRAMS/initdb" -D "$SMALL_DISK/data" -X "$JOURNAL" -U postgres -A trust -E UTF8 -N >&2
    run() { "$PROGRAMS/pg_ctl" -D "$SMALL_DISK/data" "$@" >&2; }
    run start -w -l "$JOURNAL/../log" -o "-k '\'\'' -c autovacuum=off -c checkpoint_timeout=1h"
    trap "run stop -m immediate" EXIT
    "$0" -c "$1"
' "$0" "$1"
"""
RUN = "import django; django.setup(); from config.tests.on_a_full_disk import main; main()"
RUN_ON_POSTGRESQL = RUN.replace("on_a_full_disk", "on_a_full_postgresql")


@pytest.mark.slow
def test_a_full_disk_is_told_and_room_is_enough_to_go_on(tmp_path):
    # A disk of our own: in a space of names of its own, where no administrator is needed.
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-c", DISK, sys.executable, RUN]
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(tmp_path),
        "SPARE_DISK_MB": "0",
        "LOG_LEVEL": "CRITICAL",
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    done = subprocess.run(
        alone, cwd=ROOT, env=kept | settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "before": 302,
        "uploaded": [507, True],
        "discarded": [507, True],
        "signed in": [507, True],
        "read": 200,
        "left": [True, 1, 0],
        "discarded again": 302,
        "uploaded again": 302,
        "rows": True,
        "signed in again": 302,
        "faults": [],
        "database": "ok",
    }


@pytest.mark.services
@pytest.mark.slow
def test_a_full_disk_of_postgresql_is_told_and_room_is_enough_to_go_on(tmp_path):
    """A server of its own, as initdb of this machine makes it, on a small disk of its own."""
    [programs] = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
    disk, journal, files = (tmp_path / name for name in ("disk", "journal", "files"))
    for folder in (disk, files):
        folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(files),
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:{port}/postgres",
        "SECRET_KEY": "only-for-the-test-suite",
        "ALLOWED_HOSTS": "127.0.0.1",
        "LOG_LEVEL": "CRITICAL",
        "SMALL_DISK": str(disk),
        "PGPORT": str(port),
        "PROGRAMS": str(programs),
        "JOURNAL": str(journal),
    }
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-c", SERVED_FROM_A_SMALL_DISK]
    done = subprocess.run(
        [*alone, sys.executable, RUN_ON_POSTGRESQL],
        cwd=ROOT,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "before": 302,
        "uploaded": [507, True],
        "read": 200,
        "uploads": 0,
        "files": 0,
        "lines": 0,
        "uploaded again": 302,
        "rows": True,
        "signed in": 302,
        "faults": [],
        "one server all along": True,
    }
