"""What a county that begins has still to do, in its order: 单位 → 用户 → 清单 → 规则 → 填报期.

Every room registers its steps. They stand on the first page of administrator and bureau until the
county has published a month: from then on nothing is asked but the one question whether it has.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import Role, Unit, User


@dataclass(frozen=True)
class Step:
    """One thing to do, or done, by ``doers``: ``words`` say how far it is. ``url`` leads to its
    page for who may do it."""

    title: str
    is_done: bool
    words: str
    doers: tuple[Role, ...]
    url: str

    def may_do(self, user: User) -> bool:
        return any(held.role in self.doers for held in user.held_roles)

    @property
    def doer_words(self) -> str:
        return "、".join(role.label for role in self.doers)


Steps = Callable[[Unit], list[Step]]

_registered: list[tuple[int, Steps]] = []
_ended_by: list[Callable[[Unit], bool]] = []


def register(place: int, steps: Steps) -> None:
    """``place`` orders the rooms."""
    _registered.append((place, steps))


def end_with(is_over: Callable[[Unit], bool]) -> None:
    """``is_over`` says whether the county has left its first day behind."""
    _ended_by.append(is_over)


def first_day(county: Unit) -> list[Step]:
    """The steps in their order; none once the county is under way."""
    if any(is_over(county) for is_over in _ended_by):
        return []
    in_order = sorted(_registered, key=lambda each: each[0])
    return [step for _, steps in in_order for step in steps(county)]
