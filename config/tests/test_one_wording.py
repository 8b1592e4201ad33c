"""What is read is worded one way on every page: days are written together, and a unit sends its
month (报送); 上报数 is the name of its number, 导入并上报 that of a button."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = [
    "accounts",
    "files",
    "jobs",
    "workbooks",
    "projects",
    "investment",
    "figures",
    "documents",
    "supervision",
    "assessment",
    "reports",
]

PARTED_DAY = re.compile(
    r"""(?:[\d}]|"[^"]*[njYmd]) [年月日]|[年月] [{\d][^年月日，。]{0,40}[月日]"""
)
OTHER_WORD = re.compile(r"(?<!导入并)(?<!口径=)上报(?!数)")

# Titles of other people's workbooks, and migrations, which say what was; what a key says.
READ = {"workbooks/periods.py", "investment/basis.py"}


def worded():
    """The lines of templates, scripts and sources that a person may come to read."""
    for room in (*ROOMS, "templates", "static/js"):
        for path in sorted((ROOT / room).rglob("*")):
            name = str(path.relative_to(ROOT))
            if path.suffix not in {".html", ".py", ".js", ".j2"} or name in READ:
                continue
            if "/tests/" in name or "/migrations/" in name:
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                yield f"{name}:{number}", line


@pytest.mark.parametrize("pattern", [PARTED_DAY, OTHER_WORD], ids=["days", "sending"])
def test_it_is_written_one_way(pattern):
    assert [(place, line) for place, line in worded() if pattern.search(line)] == []


@pytest.mark.parametrize(
    "line", ["8 月", "{{ month }} 月", '{{ due|date:"n 月 j 日" }}', "8月 5日", "次月 {{ day }}日"]
)
def test_a_parted_day_is_found(line):
    assert PARTED_DAY.search(line)
