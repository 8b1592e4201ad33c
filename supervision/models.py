"""The tables of this room, a topic a package."""

from supervision.meetings.models import AgendaItem, JointMeeting, MeetingDecision
from supervision.notices.models import (
    NoticeItem,
    NoticeItemKind,
    NoticeState,
    NoticeTarget,
    NoticeWithdrawal,
    SupervisionNotice,
)
from supervision.numbering.models import NumberedKind, NumberSeries
from supervision.orders.models import (
    WITH_ADDRESSEE,
    DispatchOrder,
    OrderAttachment,
    OrderReminder,
    OrderReminderKind,
    OrderState,
    OrderStep,
)
from supervision.problems.models import (
    Problem,
    ProblemCategory,
    ProblemSource,
    ProblemState,
    Severity,
)
from supervision.stop_work.models import (
    AuthorityMatter,
    AuthorityOrder,
    AuthorityOrderDeclaration,
    AuthorityOrderKind,
)
from supervision.visits.models import FindingPhoto, Inspection, InspectionFinding, InspectionKind

__all__ = [
    "WITH_ADDRESSEE",
    "AgendaItem",
    "AuthorityMatter",
    "AuthorityOrder",
    "AuthorityOrderDeclaration",
    "AuthorityOrderKind",
    "DispatchOrder",
    "FindingPhoto",
    "Inspection",
    "InspectionFinding",
    "InspectionKind",
    "JointMeeting",
    "MeetingDecision",
    "NoticeItem",
    "NoticeItemKind",
    "NoticeState",
    "NoticeTarget",
    "NoticeWithdrawal",
    "NumberSeries",
    "NumberedKind",
    "OrderAttachment",
    "OrderReminder",
    "OrderReminderKind",
    "OrderState",
    "OrderStep",
    "Problem",
    "ProblemCategory",
    "ProblemSource",
    "ProblemState",
    "Severity",
    "SupervisionNotice",
]
