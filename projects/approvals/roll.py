"""The 台账 of approvals: one line a project and approval of its checklist."""

import datetime

from django.db.models import Q

from accounts.errors import DomainError
from projects.approvals.reading import is_asked
from projects.models import (
    ApprovalDeclaration,
    ApprovalLine,
    ApprovalState,
    ProjectCategory,
    RollDeed,
)
from projects.rolls.roll import Roll, Term

_OWN_DAY = {
    ApprovalState.PLEDGED: (
        ("promised_on", "容缺办结要写明承诺补齐的日期"),
        ("owed", "容缺办结要写明还缺什么材料"),
    ),
    ApprovalState.DONE: (("done_on", "办结要写明办结日期"),),
    ApprovalState.NOT_NEEDED: (("note", "不需要办理要写明理由"),),
}
"""What each state must say, and the words where it does not."""


def refuse_unsound(line: ApprovalLine, today: datetime.date) -> None:
    """Raises DomainError for a state that lacks its day or reason, an approval that the project's
    checklist does not ask, and a second line of one approval."""
    faults = [
        DomainError(words, field=name)
        for name, words in _OWN_DAY.get(ApprovalState(line.state), ())
        if not getattr(line, name)
    ]
    if faults:
        raise faults[0]
    if line.state == ApprovalState.DONE and line.done_on and line.done_on > line.from_day:
        raise DomainError("办结日期不能晚于“自”那一天", field="done_on")
    assert line.project is not None
    item = line.item
    parents = dict(
        ProjectCategory.objects.filter(county=line.county).values_list("pk", "parent_id")
    )
    is_of_county = item.county_id == line.county_id
    asked = is_asked(item, line.project.category_id, line.project.investor_type, parents)
    if not (is_of_county and asked and item.from_date <= line.from_day):
        raise DomainError(f"{line.project}的手续清单里没有“{item}”", field="item")
    if item.until is not None and item.until <= line.from_day:
        raise DomainError(f"“{item}”自{item.until:%Y-%m-%d}起不再要求", field="item")
    others = ApprovalLine.objects.current().filter(project=line.project, item=item)
    if line.until_day is None and others.exclude(serial=line.serial).exists():
        raise DomainError(f"{line.project}已登记“{item}”，请在那一行上变更", field="item")


def _owed(line: ApprovalLine) -> str:
    return f"“{line.item}”容缺办结，承诺补齐：{line.owed}"


APPROVALS = Roll(
    key="approvals",
    name="手续办理",
    line=ApprovalLine,
    declaration=ApprovalDeclaration,
    fields=("item", "state", "promised_on", "owed", "done_on", "document_number", "note"),
    identity=("item",),
    noun="项",
    titles={
        "item": ("手续名称", "审批事项"),
        "state": ("办理情况", "状态"),
        "document_number": ("文号",),
        "promised_on": ("承诺时限", "承诺日期"),
    },
    deeds={
        RollDeed.ADD: "登记",
        RollDeed.CHANGE: "变更状态",
        RollDeed.CORRECT: "更正",
        RollDeed.VOID: "作废",
    },
    refuse_unsound=refuse_unsound,
    term=Term("promised_on", _owed, owed=Q(state=ApprovalState.PLEDGED), reads=("item",)),
)
