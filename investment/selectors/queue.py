"""The one queue of a month's entries that wait, across all units: doubtful ones first."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q

from accounts.models import Unit, User
from investment.calendar import rule_in_force
from investment.deciding import Decider, Deed, decider
from investment.doubts import Doubt, Doubts, doubt_words, doubts_of
from investment.models import (
    CheckClass,
    CheckFinding,
    EntryLook,
    EntryState,
    MonthlyEntry,
    ReportingPeriod,
)
from investment.models.entries import WAITING
from investment.selectors.answering import answering_in

_RANKS = {doubt: rank for rank, doubt in enumerate(Doubt)}
_STUCK, _EXPLAINED, _CLEAR = len(Doubt), len(Doubt) + 1, len(Doubt) + 2


@dataclass(frozen=True)
class QueueLine:
    """One entry that waits, and the ``unit`` that answers for it. ``deed`` is what the person does
    with it, None where it is another's turn; ``stuck`` says what stands in the way; ``look`` is the
    mark that it was looked at as it now stands."""

    entry: MonthlyEntry
    unit: Unit
    doubts: Doubts
    is_explained: bool
    stuck: str
    deed: Deed | None
    look: EntryLook | None

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubts)

    @property
    def wants_reason(self) -> bool:
        return any(doubt.wants_reason for doubt in self.doubts)

    @property
    def doubt_words(self) -> str:
        return doubt_words(self.doubts)

    @property
    def amount(self) -> int | None:
        """The month's, in yuan: 核定数 where there is one."""
        return self.entry.adopted_month_amount

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands against taking the deed for it together with others."""
        return self.deed is not None and not self.doubts

    @property
    def left_out_as(self) -> str:
        """The class of those that a deed on all the others leaves out; "" where it does not."""
        if self.doubts:
            return self.doubts[0].value
        return self.stuck

    @property
    def rank(self) -> int:
        """The gravest doubt first. An explanation that was accepted keeps its place, so that a
        verdict does not carry the entry away from under the reader."""
        if self.doubts:
            return _RANKS[self.doubts[0]]
        if self.stuck:
            return _STUCK
        return _EXPLAINED if self.is_explained else _CLEAR


@dataclass(frozen=True)
class Queue:
    """The waiting entries of a period: the doubtful first, of one doubt the largest amount first;
    the others by unit, in the order of the register."""

    period: ReportingPeriod
    decider: Decider
    lines: list[QueueLine]

    @cached_property
    def mine(self) -> list[QueueLine]:
        """Those that ask for a deed of this person."""
        return [line for line in self.lines if line.deed is not None]

    @cached_property
    def doubtful(self) -> list[QueueLine]:
        return [line for line in self.lines if line.doubts]

    @property
    def bulk_deed(self) -> Deed | None:
        """What this person may do with all clear ones at once."""
        deeds = {line.deed for line in self.mine}
        return next((deed for deed in (Deed.APPROVE, Deed.PASS) if deed in deeds), None)

    @cached_property
    def clear(self) -> list[QueueLine]:
        """Those on which the bulk deed is done."""
        return [line for line in self.lines if line.is_clear and line.deed is self.bulk_deed]

    @property
    def left_out(self) -> list[tuple[str, list[QueueLine]]]:
        """What a bulk deed leaves out, by class, in the order of the queue."""
        clear = {line.entry.pk for line in self.clear}
        classes: dict[str, list[QueueLine]] = {}
        for line in self.lines:
            if line.entry.pk not in clear:
                why = line.left_out_as or self.decider.whose_turn(line.entry)
                classes.setdefault(why, []).append(line)
        return list(classes.items())

    @property
    def waits_for_review(self) -> int:
        """How many stand 待审核; the others stand 待审定."""
        counts = Counter(line.entry.state for line in self.lines)
        return counts[EntryState.SUBMITTED] if self.decider.asks_review else 0

    def line_of(self, entry_id: int) -> QueueLine | None:
        return next((line for line in self.lines if line.entry.pk == entry_id), None)

    def place_of(self, line: QueueLine) -> int:
        """Counted from 1."""
        return self.lines.index(line) + 1

    def before(self, line: QueueLine) -> QueueLine | None:
        place = self.lines.index(line)
        return self.lines[place - 1] if place else None

    def after(self, line: QueueLine) -> QueueLine | None:
        place = self.lines.index(line) + 1
        return self.lines[place] if place < len(self.lines) else None

    def next_for_me(self, entry_id: int | None = None) -> QueueLine | None:
        """The first that asks for a deed of this person after the entry, or else from the
        beginning; never the entry itself."""
        place = next((n for n, line in enumerate(self.lines) if line.entry.pk == entry_id), -1)
        others = [*self.lines[place + 1 :], *self.lines[: max(place, 0)]]
        return next((line for line in others if line.deed is not None), None)


def review_queue(period: ReportingPeriod, user: User) -> Queue:
    """Eight queries for any number of entries, nine where an approver's turn depends on whether the
    county has a reviewer."""
    entries = list(
        MonthlyEntry.objects.waiting()
        .filter(period=period)
        .select_related("project", "unit")
        .order_by("project_id")
    )
    units = answering_in(period.county, [period]).units_of(entries)
    entries.sort(key=lambda entry: (units[entry.pk].position, units[entry.pk].pk))
    rule = rule_in_force(period.county, period.as_month.last_day)
    who = decider(user, period.county, rule)
    doubts = doubts_of(entries)
    looks = {look.entry_id: look for look in _looks(entries)}
    explained = set(
        CheckFinding.objects.standing()
        .filter(entry__in=entries, check_class=CheckClass.EXPLAIN)
        .values_list("entry_id", flat=True)
    )
    lines = [
        QueueLine(
            entry=entry,
            unit=units[entry.pk],
            doubts=doubts.get(entry.pk, ()),
            is_explained=entry.pk in explained,
            stuck=who.why_stuck(entry),
            deed=who.deed_of(entry, is_looked_at=entry.pk in looks),
            look=looks.get(entry.pk),
        )
        for entry in entries
    ]
    lines.sort(key=lambda line: (line.rank, -(line.amount or 0) if line.rank < _CLEAR else 0))
    return Queue(period, who, lines)


def _looks(entries: list[MonthlyEntry]) -> list[EntryLook]:
    looks = EntryLook.objects.at_entry().filter(entry__in=entries)
    return list(looks.select_related("by"))


@dataclass(frozen=True)
class WaitingMonth:
    """A period with how many entries of it wait."""

    period: ReportingPeriod
    count: int


def waiting_months(county: Unit) -> list[WaitingMonth]:
    """The periods in which something waits, the latest first; one query."""
    waiting = Q(entries__state__in=WAITING)
    periods = ReportingPeriod.objects.filter(county=county).annotate(
        waiting=Count("entries", filter=waiting)
    )
    return [
        WaitingMonth(period, period.waiting)
        for period in periods.filter(waiting__gt=0).select_related("county")
    ]
