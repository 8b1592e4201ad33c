"""The 台账 of funds."""

import datetime

from accounts.errors import DomainError
from projects.models import FundDeclaration, FundLine, RollDeed
from projects.rolls.roll import Roll

EARLIEST, YEARS_AHEAD = 2000, 2


def refuse_unsound(line: FundLine, today: datetime.date) -> None:
    """What is paid has arrived (必改); what has arrived beyond the plan is explained (说明). One
    source gives to a project once a year and program. Raises DomainError."""
    if not EARLIEST <= line.year <= today.year + YEARS_AHEAD:
        raise DomainError(
            f"资金年度要在{EARLIEST}年到{today.year + YEARS_AHEAD}年之间", field="year"
        )
    if all(getattr(line, name) is None for name in FundLine.MONEY):
        raise DomainError("申报额、计划额、到位额、支付额至少填一项", field="planned")
    if line.paid and line.arrived is None:
        raise DomainError("填了支付额的要填到位额", field="arrived")
    if line.paid is not None and line.arrived is not None and line.paid > line.arrived:
        raise DomainError("支付额不能大于到位额", field="paid")
    over = line.arrived is not None and line.planned is not None and line.arrived > line.planned
    if over and not line.note:
        raise DomainError("到位额大于计划额，请在说明里写明原因", field="note")
    same = FundLine.objects.current().filter(
        county=line.county,
        project=line.project,
        source=line.source_id,
        program=line.program,
        year=line.year,
    )
    if other := same.exclude(serial=line.serial).first():
        raise DomainError(
            f"这个项目这一来源、类别和年度的资金已登记（编号{other.serial}），请在那一行上变更",
            field="source",
        )


FUNDS = Roll(
    key="funds",
    name="项目资金",
    line=FundLine,
    declaration=FundDeclaration,
    fields=(
        "source",
        "program",
        "year",
        "applied",
        "planned",
        "arrived",
        "paid",
        "document",
        "note",
    ),
    identity=("source", "program", "year"),
    titles={
        "source": ("资金渠道", "资金类别"),
        "program": ("类别", "专项名称", "投资类别"),
        "year": ("年度", "计划年度"),
        "applied": ("申报资金", "申请资金"),
        "planned": ("计划额", "下达额", "计划下达资金", "批复额"),
        "arrived": ("到位资金", "累计到位资金", "资金到位"),
        "paid": ("支付资金", "累计支付资金", "已支付"),
        "document": ("文号", "批复文号"),
        "note": ("备注",),
    },
    deeds={d: d.label for d in RollDeed} | {RollDeed.CHANGE: "更新到位支付", RollDeed.DONE: "办结"},
    refuse_unsound=refuse_unsound,
)
