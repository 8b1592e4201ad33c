"""Rows written in bulk come back as what they were, on either database."""

import datetime

import pytest

from accounts.models import AuditEvent
from accounts.trail.bulk import insert_rows

COLUMNS = (
    "sequence", "at", "actor_id", "actor_name", "action", "object_type", "object_id",
    "object_label", "county_id", "changes", "rows", "reason", "request_id", "address",
    "previous_hash", "hash",
)  # fmt: skip

TEXTS = [
    "",
    "逗号,、'单引号'、\"双引号\"",
    "两行\n第二行\r\n第三行\t制表",
    "\\N",
    "\\.",
    "甲\n\\.\n乙",
    "反斜杠 \\n 不是换行",
    "甲\r乙",
    "NULL",
    " 前后有空格 ",
    "记号\x1d、\x1e\n、\x1f\\",
]


def row(sequence, text, changes):
    at = datetime.datetime(2019, 8, 2, 9, 30, tzinfo=datetime.UTC)
    return (
        sequence, at, None, "系统", "entry.save", "x.y", None, text, None, changes, [changes], text,
        "", "", "", str(sequence),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_as_it_was(text):
    changes = {"字段": [text, None], "数": [1, -2]}
    insert_rows(AuditEvent, COLUMNS, [row(1, text, changes), row(2, "另一行", {})])
    kept = AuditEvent.objects.order_by("sequence").values_list(*COLUMNS)
    assert list(kept) == [row(1, text, changes), row(2, "另一行", {})]


@pytest.mark.django_db
def test_no_rows_write_nothing():
    insert_rows(AuditEvent, COLUMNS, [])
    assert AuditEvent.objects.count() == 0
