"""The audit trail as a file for keeping elsewhere: CSV, a line a line."""

import csv
import itertools
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from accounts.models import AuditEvent
from accounts.trail.actions import ACTION_LABELS
from accounts.trail.words import with_words

HEADER = (
    "序号",
    "时间",
    "操作人",
    "操作",
    "对象类型",
    "对象编号",
    "对象",
    "变更",
    "原因",
    "请求编号",
    "地址",
    "校验值",
    "原始数据",
)
_BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the system's own code page."""


def trail_file(lines: Iterable[AuditEvent]) -> Iterator[str]:
    """The lines as CSV, the header first, one string a line."""
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK + writer.writerow(HEADER)
    for some in _in_parts(lines):
        for line in with_words(some):
            yield writer.writerow([_harmless(value) for value in _values(line)])


def _in_parts(lines: Iterable[AuditEvent]) -> Iterator[list[AuditEvent]]:
    """A thousand at a time: the names that they refer to are read together."""
    rest = iter(lines)
    while some := list(itertools.islice(rest, 1000)):
        yield some


def _change(label: str, old: str, new: str) -> str:
    return f"{label}：{old} → {new}" if old else f"{label}：{new}"


def _values(line: AuditEvent) -> tuple[Any, ...]:
    return (
        line.sequence,
        f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
        line.actor_name,
        ACTION_LABELS.get(line.action, line.action),
        line.object_type,
        line.object_id,
        line.object_label,
        "；".join(_change(*change) for change in line.words),
        line.reason,
        line.request_id,
        line.address,
        line.hash,
        json.dumps({"changes": line.changes, "rows": line.rows}, ensure_ascii=False),
    )


def _harmless(value: Any) -> Any:
    """An apostrophe before text, and before text alone, that a spreadsheet would run."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value


class _Echo:
    """A file whose writing gives the text back."""

    def write(self, text: str) -> str:
        return text
