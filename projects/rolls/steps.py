"""What may be declared of a line as it stands."""

from collections.abc import Sequence
from typing import Any

from projects.models import RollDeed, RollLine
from projects.rolls.roll import Roll

_OF_OPEN = (RollDeed.CHANGE, RollDeed.CORRECT, RollDeed.DONE, RollDeed.VOID)
_OF_ENDED = (RollDeed.CORRECT, RollDeed.REOPEN, RollDeed.VOID)


def deeds_of(roll: Roll[Any, Any], line: RollLine, *, is_last: bool = True) -> Sequence[RollDeed]:
    """Of a line that another followed only a correction; of one that is void nothing."""
    if line.is_void:
        return ()
    if not is_last:
        offered: Sequence[RollDeed] = (RollDeed.CORRECT,)
    else:
        offered = _OF_OPEN if line.until_day is None else _OF_ENDED
    return [each for each in offered if each in roll.deeds]
