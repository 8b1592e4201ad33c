"""Who does what with an entry that waits: the next deed of a person, and why there is none.

Where a county asks for two pairs of eyes (审定前须先审核) the reviewer passes on and another person
approves. Where it does not, the approver approves at once and the reviewer marks what they have
looked at (已看).
"""

import enum
from dataclasses import dataclass

from accounts.models import Role, RoleAssignment, Unit, User
from accounts.rights import may
from investment import rules
from investment.models import EntryState, KeyedConsent, MonthlyEntry, ReportingRule


class Deed(enum.Enum):
    APPROVE = "审定"
    PASS = "审核通过"
    LOOK = "标为已看"


@dataclass(frozen=True)
class Decider:
    """A person before the entries of one period. ``passes``: whether 审核通过 is theirs to press;
    an approver leaves that to the reviewer where the county has one, for who has reviewed an entry
    does not approve it, unless one person may do all (``has_one_hand``, 一人多岗)."""

    user: User
    asks_review: bool
    has_one_hand: bool
    approves: bool
    reviews: bool
    passes: bool

    def deed_of(self, entry: MonthlyEntry, *, is_looked_at: bool = False) -> Deed | None:
        """What this person does with the entry next; None where that is another's."""
        return None if self.why_stuck(entry) else self.turn_of(entry, is_looked_at=is_looked_at)

    def turn_of(self, entry: MonthlyEntry, *, is_looked_at: bool = False) -> Deed | None:
        """``deed_of``, as though nothing stood in the way."""
        if not self.asks_review:
            if self.approves:
                return Deed.APPROVE
            return Deed.LOOK if self.reviews and not is_looked_at else None
        if entry.state == EntryState.REVIEWED:
            return Deed.APPROVE if self.approves and not self._has_reviewed(entry) else None
        return Deed.PASS if self.passes else None

    def why_stuck(self, entry: MonthlyEntry) -> str:
        """Why this person neither approves the entry nor passes it on, "" where nothing stands in
        the way but whose turn it is."""
        if entry.keyed_consent == KeyedConsent.OBJECTED:
            return "单位有异议"
        if self.has_keyed(entry):
            return "由您代填，待单位确认"
        return ""

    def has_keyed(self, entry: MonthlyEntry) -> bool:
        """Whether this person keyed it, which keeps them from approving it until the unit
        confirms."""
        return not self.has_one_hand and rules.keyed_it_unconfirmed(self.user, entry)

    def _has_reviewed(self, entry: MonthlyEntry) -> bool:
        return not self.has_one_hand and entry.reviewed_by_id == self.user.pk

    def whose_turn(self, entry: MonthlyEntry) -> str:
        """Who is asked now, where it is not this person."""
        if self.asks_review and entry.state == EntryState.SUBMITTED:
            return "待审核员审核"
        if self.asks_review and self._has_reviewed(entry):
            return "您已审核，待另一位审定员审定"
        return "待审定员审定"

    @property
    def words(self) -> str:
        """Who does what, in one sentence."""
        if self.asks_review and self.has_one_hand:
            return "本月须先审核，再审定；可由一人办理，逐条标明“同一人办理”。"
        if self.asks_review:
            return "本月须先审核：审核员审核通过，再由另一位审定员审定。"
        if self.approves:
            return "本月不须先审核：审定员直接审定，审核员看过的标“已看”。"
        return "本月不须先审核：由审定员审定；您看过的请标“已看”，有问题的可以退回。"


def decider(user: User, county: Unit, rule: ReportingRule) -> Decider:
    """Before the entries of months in which the rule holds. One query where an approver's turn
    depends on whether the county has a reviewer."""
    approves, reviews = may(user, "entry.approve", county), may(user, "entry.review", county)
    passes = reviews and rule.has_review
    if passes and approves and not rule.has_one_hand:
        passes = not has_reviewer(county, user)
    return Decider(
        user=user,
        asks_review=rule.has_review,
        has_one_hand=rule.has_one_hand,
        approves=approves,
        reviews=reviews,
        passes=passes,
    )


def has_reviewer(county: Unit, besides: User) -> bool:
    """Whether another than this person reviews for the county; one query."""
    held = RoleAssignment.objects.filter(unit=county, role=Role.REVIEWER, user__is_active=True)
    return held.exclude(user=besides).exists()
