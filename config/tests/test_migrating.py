"""An installation of each earlier shape becomes one of today.

Each folder packed in databases/ is the demonstration county as the code of that time made it, with
its files, its anchors and what its commands printed. Migrations are added, never made anew.
"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EARLIER = sorted(Path(__file__).with_name("databases").glob("*.tar.xz"))

MANY = 8
"""Invariants that verify holds at the least."""

REDEFINED = {
    f"{plan}.{group}.{name}"
    for plan in ("市级", "县级")
    for group in ("前期", "合计")
    for name in (
        "未报送数",
        "未报送单位数",
        "超序时",
        "达序时比例",
        "过亿元项目占比",
        "五千万元至一亿元项目占比",
    )
}
"""Figures that mean something else since: who owes nothing is not silent, what nobody planned has
no share (DESIGN §4.3), and a lead is over the rows of the rate beside it (§4.16)."""

pytestmark = [pytest.mark.slow]


@pytest.fixture(params=EARLIER, ids=lambda path: path.name.removesuffix(".tar.xz"))
def earlier(request, tmp_path):
    """The folder of an earlier installation: data/ and what was printed of it."""
    with tarfile.open(request.param) as packed:
        # Python 3.11.2, as Debian 12 has it, knows no filters.
        packed.extraction_filter = getattr(tarfile, "data_filter", None)
        packed.extractall(tmp_path)
    return tmp_path


def run(folder, *command):
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder / "data")}
    known |= {"XUSHI_DEMO": "1", "XUSHI_TODAY": "2019-08-02", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=known, capture_output=True
    )
    assert (done.returncode, done.stderr.decode()) == (0, ""), command
    return done.stdout.decode()


def printed(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_the_rows_of_an_earlier_shape_say_today_what_they_said_then(earlier):
    run(earlier, "migrate", "--no-input", "-v", "0")

    told = run(earlier, "verify").splitlines()
    invariants = told[told.index("操作记录完整。") + 1 :]
    assert len(invariants) >= MANY
    assert [line for line in invariants if not line.endswith("：相符")] == []
    figures = json.loads(run(earlier, "figures", "--as-of", "2019-06-30"))
    then = printed(earlier, "figures-2019-06-30.json")
    same = then.keys() - REDEFINED
    assert {key: figures.get(key) for key in same} == {key: then[key] for key in same}
    entries = json.loads(run(earlier, "entries", "--month", "2019-07"))
    then = printed(earlier, "entries-2019-07.json")
    assert [
        {key: entry.get(key) for key in old} for entry, old in zip(entries, then, strict=True)
    ] == then
