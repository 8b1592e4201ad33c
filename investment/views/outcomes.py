"""What a person is told after a deed on entries: what was done, and what was left out and why."""

from django.contrib import messages

from accounts.pages.signed_in import SignedInRequest
from investment.transitions import Outcome

MOST_NAMED = 5


def tell_approved(request: SignedInRequest, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"已审定 {len(outcome.done)} 个项目。")
    _tell_others(request, outcome, "审定")


def tell_passed(request: SignedInRequest, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"已审核通过 {len(outcome.done)} 个项目，等待另一位审定。")
    _tell_others(request, outcome, "审核通过")


def tell_returned(request: SignedInRequest, outcome: Outcome) -> None:
    if outcome.done:
        messages.success(request, f"已退回 {len(outcome.done)} 个项目，单位会看到理由。")
    _tell_others(request, outcome, "退回")


def _tell_others(request: SignedInRequest, outcome: Outcome, verb: str) -> None:
    if outcome.repeated:
        messages.info(request, f"{len(outcome.repeated)} 个项目此前已{verb}，没有重复处理。")
    if outcome.left_out:
        named = "、".join(f"“{name}”（{why}）" for name, why in outcome.left_out[:MOST_NAMED])
        more = "等" if len(outcome.left_out) > MOST_NAMED else ""
        messages.warning(
            request,
            f"{len(outcome.left_out)} 个项目有疑点，没有{verb}，须逐条办理：{named}{more}。",
        )
