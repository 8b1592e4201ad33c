"""The 台账 of what other authorities ordered."""

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode

from accounts.errors import DomainError
from accounts.models import User
from accounts.pages.ways import Way
from projects.models import RollDeed
from projects.rolls.roll import Roll
from supervision.stop_work.models import (
    AuthorityOrder,
    AuthorityOrderDeclaration,
    AuthorityOrderKind,
)

NOT_CONSULTED = (
    "安全生产、生态环境、农民工工资方面的执法决定不列入协商：协调情况只写整改进展，不写协商意见"
)


def refuse_unsound(line: AuthorityOrder, today: datetime.date) -> None:
    """A fine has its amount."""
    if line.kind == AuthorityOrderKind.FINE and line.fine is None:
        raise DomainError("请填写罚款金额", field="fine")
    if line.kind != AuthorityOrderKind.FINE and line.fine is not None:
        raise DomainError("只有罚款填写罚款金额", field="fine")


AUTHORITY_ORDERS = Roll(
    key="authority-orders",
    name="执法停工",
    line=AuthorityOrder,
    declaration=AuthorityOrderDeclaration,
    fields=(
        "kind",
        "authority",
        "document_number",
        "matter",
        "matter_words",
        "fine",
        "effect",
        "coordination",
    ),
    identity=("document_number",),
    noun="件",
    deeds={
        RollDeed.ADD: "登记",
        RollDeed.CHANGE: "更新",
        RollDeed.CORRECT: "更正",
        RollDeed.DONE: "解除",
        RollDeed.REOPEN: "撤销解除",
        RollDeed.VOID: "作废",
    },
    refuse_unsound=refuse_unsound,
)


def ways_from_order(user: User, line: object) -> Iterator[Way]:
    """To a problem, which a meeting may take up, of what may be consulted about."""
    if isinstance(line, AuthorityOrder) and line.is_open and line.may_be_consulted:
        words = f"{line.authority}{line.document_number}：{line.get_kind_display()}"
        if line.effect:
            words += f"。影响：{line.effect}"
        address = reverse("supervision:raise", args=[line.project_id])
        yield Way("提为问题，可列入联席会议", f"{address}?{urlencode({'text': words})}")
