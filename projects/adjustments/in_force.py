"""When a list is in force: from then on it changes by a plan of adjustment alone (DESIGN §4.18).

It is once it is issued. A list whose issuing nobody registered is by what was reported of it: units
report against one that is not issued from January to March, so that by page an approved month after
March says so; by command the first approved month does (DESIGN §8). Of approved months a higher
room tells.
"""

from collections.abc import Callable

from projects.models import AnnualPlan

LAST_BEFORE_ISSUE = 3
"""March: until then units may report against a list that is not issued."""

Teller = Callable[[AnnualPlan, int], bool]
"""Whether a month of the list that comes after this number is approved."""

_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    _tellers.append(teller)


FREE = "清单没有印发，项目可以直接增减和修改，改了的按全年计算；印发之后走计划调整。"
ISSUED = "清单已印发，增减和修改项目走计划调整。"
REPORTED = (
    "清单没有登记印发，在页面上可以直接增减和修改项目，改了的按全年计算；"
    f"{LAST_BEFORE_ISSUE}月以后的月度进度已经审定，导入的文件不直接改动它，形成调整方案。"
)
CLOSED = "清单已停用，不能再增减和修改项目。"


def standing_words(plan: AnnualPlan) -> str:
    """How the list changes as it stands: one sentence, and the same on each of its pages."""
    if plan.closed_on is not None:
        return CLOSED
    if plan.is_issued:
        return ISSUED
    return REPORTED if is_in_force(plan) else FREE


def is_in_force(plan: AnnualPlan, *, by_command: bool = False) -> bool:
    after = 0 if by_command else LAST_BEFORE_ISSUE
    return plan.is_issued or any(teller(plan, after) for teller in _tellers)
