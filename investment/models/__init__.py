"""What units report: the window of a month, one project's month in it, and its checks."""

from investment.models.edit_checks import (
    DOUBTS,
    CheckClass,
    CheckFinding,
    CheckRule,
    Verdict,
)
from investment.models.entries import (
    EntryProposal,
    EntryState,
    KeyedConsent,
    MonthlyEntry,
    MonthlyEntryQuerySet,
    ProposalKind,
    ZeroReason,
    entry_label,
)
from investment.models.periods import (
    PeriodDeed,
    PeriodExtension,
    PeriodProposal,
    Reminder,
    ReminderKind,
    ReminderQuerySet,
    ReportingPeriod,
    ReportingPeriodQuerySet,
    ReportingRule,
)
from investment.models.provenance import (
    EntrySource,
)
from investment.models.signed_sheets import (
    SignedSheet,
    SignedSheetQuerySet,
)
from investment.models.typing import TypedCell
from projects.models import Holiday

__all__ = [
    "DOUBTS",
    "CheckClass",
    "CheckFinding",
    "CheckRule",
    "EntryProposal",
    "EntrySource",
    "EntryState",
    "Holiday",
    "KeyedConsent",
    "MonthlyEntry",
    "MonthlyEntryQuerySet",
    "PeriodDeed",
    "PeriodExtension",
    "PeriodProposal",
    "ProposalKind",
    "Reminder",
    "ReminderKind",
    "ReminderQuerySet",
    "ReportingPeriod",
    "ReportingPeriodQuerySet",
    "ReportingRule",
    "SignedSheet",
    "SignedSheetQuerySet",
    "TypedCell",
    "Verdict",
    "ZeroReason",
    "entry_label",
]
