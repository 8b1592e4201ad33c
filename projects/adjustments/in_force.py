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


def is_in_force(plan: AnnualPlan, *, by_command: bool = False) -> bool:
    after = 0 if by_command else LAST_BEFORE_ISSUE
    return plan.is_issued or any(teller(plan, after) for teller in _tellers)
