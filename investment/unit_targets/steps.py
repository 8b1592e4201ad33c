"""The steps of a result, as those of a project's month: sent, reviewed, approved, returned."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from accounts.errors import DomainError, Stale, WrongState
from accounts.trail.audit import Trail
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, facts_of
from accounts.trail.steps import Step
from investment.models import EntryState, UnitResult
from projects.naming import shortened_list

_EDITABLE = (EntryState.DRAFT, EntryState.RETURNED)
_WAITING = (EntryState.SUBMITTED, EntryState.REVIEWED)

STEPS: Mapping[str, tuple[str, Step]] = {
    "save": ("保存", Step(action="task.save", sources=_EDITABLE)),
    "submit": (
        "报送",
        Step(action="task.submit", sources=_EDITABLE, target=EntryState.SUBMITTED),
    ),
    "key": ("代填", Step(action="task.key", sources=_EDITABLE, target=EntryState.SUBMITTED)),
    "withdraw": (
        "撤回",
        Step(action="task.withdraw", sources=(EntryState.SUBMITTED,), target=EntryState.DRAFT),
    ),
    "review": (
        "审核通过",
        Step(action="task.review", sources=(EntryState.SUBMITTED,), target=EntryState.REVIEWED),
    ),
    "approve": (
        "审定",
        Step(action="task.approve", sources=_WAITING, target=EntryState.APPROVED),
    ),
    "return": (
        "退回",
        Step(
            action="task.return",
            sources=(*_WAITING, EntryState.APPROVED),
            target=EntryState.RETURNED,
        ),
    ),
    "correct": ("更正", Step(action="task.correct", sources=(EntryState.APPROVED,))),
    "undo": ("撤销导入", Step(action="task.undo", sources=(*_EDITABLE, *_WAITING))),
}
"""What each is called where it is refused, and the step."""


def names(results: Sequence[UnitResult]) -> str:
    return shortened_list([f"“{result.bearer} {result.indicator}”" for result in results], most=5)


def load(versions: Mapping[int, int]) -> list[UnitResult]:
    """The results that a form names, in the order of the county. Raises Stale where one is gone."""
    if not versions:
        raise DomainError("没有选中任何一项，请先勾选。")
    rows = UnitResult.objects.filter(pk__in=versions).select_related(
        "indicator__county", "bearer__unit", "period__county"
    )
    found = list(rows.order_by("indicator__position", "bearer__position", "pk"))
    if len(found) != len(versions):
        raise Stale("所选的有几项已经不在了，请刷新后再操作")
    return found


def move(
    name: str,
    results: Sequence[UnitResult],
    versions: Mapping[int, int],
    audit: Trail,
    *,
    is_same_hand: Callable[[UnitResult], bool] = lambda result: False,
    reasons: Mapping[int, str] | None = None,
    values_of: Callable[[UnitResult], Mapping[str, Any]] | None = None,
    **values: Any,
) -> list[UnitResult]:
    """Lead all of them along the step, each at the version read, or none. What the same hand has
    led there since is left: a form sent twice. ``values_of`` are further values of each, and
    ``reasons`` what its line says besides. Raises Stale, WrongState."""
    label, step = STEPS[name]
    moved = []
    for result in results:
        read = versions[result.pk]
        is_there = step.target is not None and result.state == step.target
        if is_there and result.version in (read, read + 1) and is_same_hand(result):
            continue
        if result.version == read and result.state not in step.sources:
            raise WrongState(f"{names([result])}现为“{result.get_state_display()}”，不能{label}")
        before = facts_of(result)
        own = values_of(result) if values_of else {}
        if not claim(result, version=read, where=step.where, **step.values, **values, **own):
            raise Stale(f"打开页面之后{names([result])}已有他人改动，本次没有办理，请核对后再操作")
        audit.record(
            result,
            step.action,
            county=result.indicator.county,
            changes=changed_row(before, result),
            reason=(reasons or {}).get(result.pk, ""),
        )
        moved.append(result)
    return moved
