"""What a unit has sent of a month, by whom and when: the receipt that stands on its sheet."""

import datetime
from dataclasses import dataclass

from accounts.models import User
from investment.models import MonthlyEntry
from investment.selectors import EntrySheet


@dataclass(frozen=True)
class Receipt:
    """``count`` entries with ``amount`` yuan (None where no month was told), sent ``at`` a time."""

    count: int
    amount: int | None
    by: User | None
    at: datetime.datetime


def receipt_of(sheet: EntrySheet) -> Receipt | None:
    """The last sending of which something stands; None where nothing does."""
    sent = [entry for row in sheet.rows if (entry := row.entry) and not entry.is_editable]
    own = [(entry.submitted_at, entry) for entry in sent if entry.submitted_at]
    if not own:
        return None
    at = max(time for time, _ in own)
    last = [entry for time, entry in own if time == at]
    return Receipt(len(last), _amount(last), last[0].submitted_by, at)


def _amount(entries: list[MonthlyEntry]) -> int | None:
    known = [entry.month_amount for entry in entries if entry.month_amount is not None]
    return sum(known) if known else None
