"""Many declarations answered at once, and what became of them read by who declared."""

import datetime
from collections.abc import Sequence
from typing import Any

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.proposals import ProposalState, accept
from projects.models import Declaration, ReadReturn
from projects.rolls.roll import Roll
from projects.rolls.rules import declares


def confirm_many(
    roll: Roll[Any, Any],
    *,
    declarations: Sequence[Declaration],
    by: User,
    today: datetime.date,
) -> int:
    """Let all of them take force, or none; how many. Raises as ``accept``, naming the one that
    stands in the way; DomainError where none is chosen, Stale where one waits no more."""
    if not declarations:
        raise DomainError("请先勾选申报")
    with audited(by=by):
        for each in sorted(declarations, key=lambda declared: declared.pk):
            if not each.is_waiting:
                raise Stale(f"“{each}”已{each.state_words}，没有确认任何一条，请核对后再确认")
            try:
                accept(proposal=each, by=by, today=today)
            except DomainError as error:
                sentence = f"没有确认任何一条：“{each}”{error.message}"
                raise _of_kind(error, sentence) from error
    return len(declarations)


def _of_kind(error: DomainError, sentence: str) -> DomainError:
    """A conflict stays one."""
    return type(error)(sentence) if error.status == Stale.status else DomainError(sentence)


def read_return(roll: Roll[Any, Any], *, declaration: Declaration, by: User) -> None:
    """Who declared is asked of it no more. The same again does nothing. Raises NotAllowed,
    DomainError where it was not sent back."""
    if not declares(by, declaration.unit):
        raise NotAllowed("只有申报单位可以处理退回的申报")
    if declaration.state != ProposalState.REFUSED:
        raise DomainError("这条申报没有退回")
    ReadReturn.objects.get_or_create(
        roll=roll.key, declaration=declaration.pk, defaults={"by": by, "at": clock.now()}
    )
