"""Columns of an entry that change together."""

from typing import Any

from accounts import clock
from accounts.models import User
from investment.models import MonthlyEntry

TOTAL = ("year_to_date",)

WITHOUT_VERIFIED: dict[str, Any] = {
    "verified_month_amount": None,
    "verified_year_to_date": None,
    "verified_by": None,
    "verified_at": None,
    "verified_reason": "",
}

WITHOUT_KEYED: dict[str, Any] = {
    "keyed_by": None,
    "keyed_source": "",
    "keyed_consent": "",
    "keyed_objection": "",
}


WITHOUT_RECEIPT: dict[str, Any] = {"received_on": None}
"""A unit that takes its figures back has not reported; what it sends next is received then."""


WITHOUT_REVIEW: dict[str, Any] = {"reviewed_by": None, "reviewed_at": None}


def sent_by(by: User | None) -> dict[str, Any]:
    return {"submitted_by": by, "submitted_at": clock.now(), "returned_reason": ""}


def fresh(entry: MonthlyEntry) -> MonthlyEntry:
    return MonthlyEntry.objects.select_related("project", "unit", "period").get(pk=entry.pk)
