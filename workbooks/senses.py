"""What a title speaks of: what was done, what is planned, a share of it, or something else.

完成投资 was done and 计划投资 is to be; 完成率 is no amount, and 形象进度目标 not how far the works
have come. A column that wants the one is never found by a title of the other. What cannot be
told (投资计划完成额) is neither, so that a person is asked.
"""

import re
from collections.abc import Sequence
from enum import Enum

from workbooks.titles import MONTH, SPAN, Title


class Sense(Enum):
    DONE = "done"
    PLANNED = "planned"
    SHARE = "share"
    OTHER = "other"
    """Of a plan or of what was done, but not surely which; or of neither (差额, 未完成原因)."""


_AND = re.compile("[及与和、/]|情况$")
_AFTERWARDS = re.compile(r"(?<=.)[及与和、](?:下一?(?:步|月|阶段|季度)|今后).*$")
_OF_A_PLAN = re.compile(
    "(?:计划|任务|目标)(?:投资)?(?:的)?(?:完成|执行|进展|落实|推进|实施)(?:情况|进度|进展)"
)
_TOTAL = re.compile("计划总投资|计划投资总额")
_SHARE = re.compile(
    "率|占比|比例|比重|百分|%|‰|同比|环比|增速|增长|增幅|排名|位次|占(?=.{0,8}(?:计划|任务|目标|投资))"
)
_PLANNED = re.compile("计划|目标|任务|拟|预计|预期|预测|安排|力争")
_PLANNED_TO_BE_DONE = re.compile(
    "(?:(?<!投资)计划|预计|预期|预测|拟|目标|应|力争|安排)完成(?:投资|额$|$)"
)
_DONE = re.compile(
    "(?:(?:年度|全年|月|年|本年度?|旬|季度|本月|当月|下月)?计划|预计|预期|预测|拟|目标|应|力争|安排)完成(?:投资|额$|$)"
)
_DONE = re.compile("完成|实际|实完|累计|已|到位|支付")
_NOT_AN_AMOUNT = re.compile(
    "未完成|尚未|剩余|尚需|尚缺|缺口|差额|余额|结余|增减|较上|比上|超欠|原因|说明|备注|依据|是否"
)
_WHEN_OR_WHO = re.compile("日期|时间|名称|负责人|电话")
_SAYS_WHEN = re.compile(f"[{MONTH}{SPAN}]|实际|累计|本月|当月|已")


def sense_of(path: Sequence[Title]) -> Sense | None:
    """Of the lowest of the titles that says one; None where none does.

    ``path`` runs from the top down. Under a title that speaks of a plan alone, what was done is
    only what says when.
    """
    for number, title in enumerate(reversed(path)):
        own = _own(title.pattern)
        if own is None:
            continue
        above = [_own(parent.pattern) for parent in path[: len(path) - number - 1]]
        if own is Sense.DONE and Sense.SHARE in above:
            return Sense.SHARE
        if own is Sense.DONE and Sense.PLANNED in above and not _SAYS_WHEN.search(title.pattern):
            return Sense.OTHER
        return own
    return None


def _own(pattern: str) -> Sense | None:
    text = _AFTERWARDS.sub("", pattern)
    text = _TOTAL.sub("", _OF_A_PLAN.sub("", text))
    if _SHARE.search(text):
        return None if _AND.search(text) and _DONE.search(_AND.split(text)[0]) else Sense.SHARE
    if _NOT_AN_AMOUNT.search(text):
        return Sense.OTHER
    if not _PLANNED.search(text) and "应完成" not in text:
        if _WHEN_OR_WHO.search(text):
            return Sense.OTHER
        return Sense.DONE if _DONE.search(text) else None
    if _PLANNED_TO_BE_DONE.search(text):
        return Sense.PLANNED
    if not _DONE.search(text):
        return Sense.PLANNED
    return None if _AND.search(text) else Sense.OTHER
