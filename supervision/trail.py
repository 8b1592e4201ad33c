"""How the trail tells what hangs on orders and notices."""

from collections.abc import Callable, Sequence

from accounts.models import Unit
from accounts.trail.words import EMPTY, Names, Row, Words, tell_rows
from supervision.models import NoticeItem, NoticeItemKind


def register() -> None:
    # The step's own words are the line's reason.
    tell_rows("supervision.orderstep", lambda rows, names: [])
    tell_rows("supervision.orderattachment", _attachments)
    tell_rows("supervision.noticeitem", _items)
    tell_rows("supervision.noticewithdrawal", _withdrawals)


def _attachments(rows: Sequence[Row], names: Names) -> Words:
    return [
        (f"附件 {row.now('original_name')}", "", f"SHA-256 {row.now('sha256')}") for row in rows
    ]


def _items(rows: Sequence[Row], names: Names) -> Words:
    """通报批评：交通运输局：进度滞后."""

    def told(row: Row) -> str:
        return f"{names.of(Unit, row.now('unit_id'))}：{row.now('text')}"

    return [_come_or_gone(NoticeItemKind(row.now("kind")).label, row, told) for row in rows]


def _withdrawals(rows: Sequence[Row], names: Names) -> Words:
    return [
        _come_or_gone("撤销", row, lambda row: names.of(NoticeItem, row.now("item_id")))
        for row in rows
    ]


def _come_or_gone(label: str, row: Row, told: Callable[[Row], str]) -> tuple[str, str, str]:
    return (label, told(row), EMPTY) if row.is_gone else (label, "", told(row))
