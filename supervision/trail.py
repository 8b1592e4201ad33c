"""How the trail tells what hangs on orders and notices."""

from collections.abc import Callable, Sequence

from accounts.models import Unit
from accounts.trail import actions
from accounts.trail.words import EMPTY, Names, Row, Words, tell_rows
from supervision.models import NoticeItem, NoticeItemKind

ACTIONS = {
    "problem": (
        "问题",
        {
            "raise": "提出问题",
            "grade": "改问题程度",
            "correct": "更正问题",
            "report_up": "专报",
            "solve": "问题销号",
            "reopen": "恢复问题",
        },
    ),
    "order": (
        "调度单",
        {
            "issue": "下达调度单",
            "acknowledge": "签收",
            "reply": "回复调度单",
            "send_back": "退回重办",
            "close": "办结",
            "void": "撤销调度单",
            "extend": "延长期限",
            "remind": "提醒",
            "pass_on": "转给承接单位",
        },
    ),
    "meeting": (
        "联席会议",
        {
            "call": "召集会议",
            "update": "修改会议",
            "put_on_agenda": "列入议题",
            "take_off_agenda": "撤下议题",
            "decide": "议定",
            "fulfil": "落实议定事项",
            "confirm": "确认落实",
            "send_back": "退回落实",
            "pass_on": "转给承接单位",
        },
    ),
    "inspection": (
        "督查",
        {
            "record": "记录督查",
            "void": "作废督查",
            "find": "记录发现",
            "correct": "更正发现",
            "void_finding": "作废发现",
            "settle": "现场解决",
            "raise": "转为问题",
            "add_photo": "上传照片",
        },
    ),
    "notice": (
        "督查通报",
        {
            "draft": "起草通报",
            "update": "修改通报",
            "add_item": "加入通报事项",
            "remove_item": "移出通报事项",
            "discard": "放弃草稿",
            "issue": "印发通报",
            "withdraw_item": "拟撤销通报事项",
        },
    ),
}


def register() -> None:
    actions.register(ACTIONS)
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
