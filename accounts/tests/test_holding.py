"""Locks of rows leave room for foreign keys."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALL = re.compile(r"[\w.]*select_for_update\((?:[^()]|\([^()]*\))*\)")
ROOMS = ("accounts", "workbooks", "projects", "investment", "figures", "supervision", "reports")


def test_no_row_is_locked_against_those_who_only_refer_to_it():
    """But the head of the trail, to which nothing refers."""
    locks = [
        f"{path.relative_to(ROOT)}: {call}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if "tests" not in path.parts
        for call in re.findall(
            r"[\w.]*select_for_update\((?:[^()]|\([^()]*\))*\)", path.read_text("utf-8")
        )
        if "no_key=True" not in call
    ]
    assert locks == ["accounts/trail/audit.py: AuditHead.objects.select_for_update()"]
