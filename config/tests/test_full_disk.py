"""A disk that is full is told in words; nothing is half written, and room is enough to go on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DISK = 'mount -t tmpfs -o size=12m,mode=0700 tmpfs "$DATA_DIR" && exec "$0" -c "$1"'
RUN = "import django; django.setup(); from config.tests.on_a_full_disk import main; main()"


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
