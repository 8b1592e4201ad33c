"""What units report: the window of a month, one project's month in it, and its checks."""

from investment.models.contacts import (
    CallAnswer,
    ContactRole,
    ReportingCall,
    UnitContact,
)
from investment.models.definitions import DefinedSubject, Definition
from investment.models.edit_checks import (
    DOUBTS,
    CheckClass,
    CheckFinding,
    CheckRule,
    Verdict,
)
from investment.models.entries import (
    CONSENTED,
    EntryProposal,
    EntryState,
    KeyedConsent,
    MonthlyEntry,
    MonthlyEntryQuerySet,
    ProposalKind,
    ZeroReason,
    entry_label,
    stage_of,
)
from investment.models.evidence import LONGEST_CAPTION, Evidence, EvidenceQuerySet
from investment.models.extra import (
    BETWEEN,
    MONEY_UNITS,
    ColumnDeed,
    ColumnTerms,
    ExtraColumn,
    ExtraColumnName,
    ExtraColumnProposal,
    ExtraKind,
)
from investment.models.pace import PaceKind, PaceRule
from investment.models.periods import (
    PeriodDeed,
    PeriodExtension,
    PeriodProposal,
    PublishedAs,
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
from investment.models.publishing import PublishProposal
from investment.models.recognised import RecognisedAmount, RecognisedSource
from investment.models.reviews import (
    EntryLook,
    EntryReturn,
    LookKind,
    ReadyReason,
)
from investment.models.signed_sheets import (
    SignedSheet,
    SignedSheetQuerySet,
)
from investment.models.successions import (
    ProjectSuccession,
    SuccessionKind,
    SuccessionShare,
)
from investment.models.typing import Hand, TypedCell
from investment.models.unit_results import (
    UnitResult,
    UnitResultProposal,
    UnitResultSource,
)
from investment.models.unit_targets import (
    Bearer,
    BearerRole,
    FormerUnitTarget,
    IndicatorKind,
    TaskMeasure,
    TaskSubject,
    UnitIndicator,
    UnitTarget,
)
from investment.models.weekly import WeeklyNote, WeeklyReminder
from projects.models import Holiday

__all__ = [
    "BETWEEN",
    "CONSENTED",
    "DOUBTS",
    "LONGEST_CAPTION",
    "MONEY_UNITS",
    "Bearer",
    "BearerRole",
    "CallAnswer",
    "CheckClass",
    "CheckFinding",
    "CheckRule",
    "ColumnDeed",
    "ColumnTerms",
    "ContactRole",
    "DefinedSubject",
    "Definition",
    "EntryLook",
    "EntryProposal",
    "EntryReturn",
    "EntrySource",
    "EntryState",
    "Evidence",
    "EvidenceQuerySet",
    "ExtraColumn",
    "ExtraColumnName",
    "ExtraColumnProposal",
    "ExtraKind",
    "FormerUnitTarget",
    "Hand",
    "Holiday",
    "IndicatorKind",
    "KeyedConsent",
    "LookKind",
    "MonthlyEntry",
    "MonthlyEntryQuerySet",
    "PaceKind",
    "PaceRule",
    "PeriodDeed",
    "PeriodExtension",
    "PeriodProposal",
    "ProjectSuccession",
    "ProposalKind",
    "PublishProposal",
    "PublishedAs",
    "ReadyReason",
    "RecognisedAmount",
    "RecognisedSource",
    "Reminder",
    "ReminderKind",
    "ReminderQuerySet",
    "ReportingCall",
    "ReportingPeriod",
    "ReportingPeriodQuerySet",
    "ReportingRule",
    "SignedSheet",
    "SignedSheetQuerySet",
    "SuccessionKind",
    "SuccessionShare",
    "TaskMeasure",
    "TaskSubject",
    "TypedCell",
    "UnitContact",
    "UnitIndicator",
    "UnitResult",
    "UnitResultProposal",
    "UnitResultSource",
    "UnitTarget",
    "Verdict",
    "WeeklyNote",
    "WeeklyReminder",
    "ZeroReason",
    "entry_label",
    "stage_of",
]
