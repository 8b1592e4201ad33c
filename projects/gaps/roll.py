"""The 台账 of gaps."""

import datetime

from accounts.errors import DomainError
from measures.hundredths import HUNDREDTHS
from projects.models import AMOUNT_UNITS, GapDeclaration, GapKind, GapLine, RollDeed
from projects.rolls.roll import Roll


def refuse_unsound(line: GapLine, today: datetime.date) -> None:
    """Money is of funds and an amount of what is counted; what is short is no more than what is
    needed. Raises DomainError."""
    kind = GapKind(line.kind)
    if kind == GapKind.FUNDS:
        _refuse_other(line, "amount", "资金缺口填金额，不填数量")
    else:
        _refuse_other(line, "money", f"{kind.label}缺口填数量，不填金额")
    if kind == GapKind.OTHER:
        if not line.request:
            raise DomainError("请写明缺什么、需要协调什么", field="request")
        _refuse_other(line, "amount", "其他要素不计数量，请写在需协调事项里")
        return
    name = "short_money" if kind == GapKind.FUNDS else "short_amount"
    if not line.short:
        raise DomainError(f"请填写{kind.label}还缺多少；已经解决的请用“解决”", field=name)
    if line.needed is not None and line.short > line.needed:
        raise DomainError("缺口不能大于需要的数", field=name)
    for field in ("needed_amount", "short_amount"):
        if kind == GapKind.RELOCATION and (getattr(line, field) or 0) % HUNDREDTHS:
            raise DomainError(f"{AMOUNT_UNITS[kind]}数要填整数", field=field)


def _refuse_other(line: GapLine, what: str, words: str) -> None:
    for name in (f"needed_{what}", f"short_{what}"):
        if getattr(line, name) is not None:
            raise DomainError(words, field=name)


GAPS = Roll(
    key="gaps",
    name="要素缺口",
    line=GapLine,
    declaration=GapDeclaration,
    fields=(
        "kind",
        "needed_money",
        "short_money",
        "needed_amount",
        "short_amount",
        "is_approximate",
        "request",
        "asked_of",
    ),
    identity=("kind",),
    titles={
        "kind": ("要素类型", "缺口类型", "要素类别"),
        "short_money": ("资金缺口额", "缺口资金"),
        "short_amount": ("缺口", "缺口数"),
        "request": ("需要协调的事项", "存在问题及建议"),
        "asked_of": ("协调部门", "责任单位"),
    },
    deeds={d: d.label for d in RollDeed}
    | {RollDeed.DONE: "解决", RollDeed.CHANGE: "部分解决或变更"},
    refuse_unsound=refuse_unsound,
)
