"""One month, unit by unit: what was sent, what it comes to, what is doubtful, and whom to call."""

import datetime
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction

from django.db.models import Count, Q

from accounts.models import Unit
from investment.models import (
    CheckClass,
    CheckFinding,
    ContactRole,
    EntryState,
    MonthlyEntry,
    ReportingCall,
    ReportingPeriod,
    SignedSheet,
    UnitContact,
    Verdict,
)
from investment.pacing import paces_of_projects
from investment.selectors.answering import Answering, answering_in
from investment.selectors.deadlines import Deadlines, deadlines, due_words
from investment.selectors.facts import owed_of, planned_by_project, standings_through
from investment.standing import YearStanding
from measures.rates import points, rate

SENT = (EntryState.SUBMITTED, EntryState.REVIEWED, EntryState.APPROVED)


class Urgency(IntEnum):
    """In which order the units stand: who is silent first."""

    SILENT = 0
    RETURNED = 1
    PARTLY = 2
    UNSIGNED = 3
    WHOLE = 4


@dataclass
class UnitMonth:
    """A unit's month. Counts are of the projects that owe it (new and continuing); ``preliminary``
    sent something beside. ``month_amount`` and ``total`` are sums in yuan of what was sent, waiting
    or approved, a silent project with its last known total; None while nothing is known. ``pace``
    is None where the lists of the projects have paces of their own.
    ``unjudged``, ``doubted`` and ``false`` count findings: explained and not yet looked at, 待核查,
    经核不符."""

    unit: Unit
    period: ReportingPeriod
    due_on: datetime.date
    today: datetime.date
    states: Counter[str] = field(default_factory=Counter)
    owed: int = 0
    preliminary: int = 0
    month_amount: int | None = None
    total: int | None = None
    planned: int = 0
    pace: Fraction | None = None
    unjudged: int = 0
    doubted: int = 0
    false: int = 0
    is_signed: bool = False
    contacts: list[UnitContact] = field(default_factory=list)
    calls: list[ReportingCall] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.states[state] for state in SENT)

    @property
    def approved(self) -> int:
        return self.states[EntryState.APPROVED]

    @property
    def missing(self) -> int:
        return self.owed - self.sent

    @property
    def urgency(self) -> Urgency:
        if self.missing and not self.sent:
            return Urgency.SILENT
        if self.states[EntryState.RETURNED]:
            return Urgency.RETURNED
        if self.missing:
            return Urgency.PARTLY
        return Urgency.WHOLE if self.is_signed else Urgency.UNSIGNED

    @property
    def days_late(self) -> int:
        """Days since it was due, of a unit that has not sent everything; 0 until then."""
        return max(0, (self.today - self.due_on).days) if self.missing else 0

    @property
    def word(self) -> str:
        """未报送, 未报齐, 已报，未回签章表, 已报齐; 有退回."""
        return {
            Urgency.SILENT: "未报送",
            Urgency.RETURNED: "有退回",
            Urgency.PARTLY: "未报齐",
            Urgency.UNSIGNED: "已报，未回签章表",
            Urgency.WHOLE: "已报齐",
        }[self.urgency]

    @property
    def badge(self) -> str:
        """The state of components/badge.html."""
        if self.days_late:
            return "overdue"
        return {
            Urgency.SILENT: "missing",
            Urgency.RETURNED: "returned",
            Urgency.PARTLY: "draft",
            Urgency.UNSIGNED: "due",
            Urgency.WHOLE: "positive",
        }[self.urgency]

    @property
    def rate(self) -> Fraction | None:
        """Of the plan of all that owes; None of a unit that has sent nothing."""
        return rate(self.total, self.planned) if self.sent and self.total is not None else None

    @property
    def lead(self) -> Fraction | None:
        """The rate beside it less the pace, in 百分点."""
        return points(self.rate, self.pace)

    @property
    def due_words(self) -> str:
        return due_words(self.due_on, self.today)

    @property
    def is_given_longer(self) -> bool:
        return self.due_on != self.period.due_on

    @property
    def contacts_in_order(self) -> list[UnitContact]:
        """Who is called first stands first."""
        return [each for _, contacts in self.contact_lines for each in contacts]

    @property
    def contact_lines(self) -> list[tuple[str, list[UnitContact]]]:
        """填报员, 分管领导, 主要领导, each with who it is."""
        return [
            (role.label, [each for each in self.contacts if each.role == role])
            for role in ContactRole
        ]


@dataclass(frozen=True)
class MonthOfUnits:
    """The units that owe the month, who is silent first."""

    period: ReportingPeriod
    today: datetime.date
    units: tuple[UnitMonth, ...]
    pace: Fraction | None

    @property
    def owing(self) -> list[UnitMonth]:
        return [each for each in self.units if each.owed]

    @property
    def missing(self) -> list[UnitMonth]:
        """Those that have not sent everything."""
        return [each for each in self.units if each.missing]

    @property
    def owed(self) -> int:
        return sum(each.owed for each in self.units)

    @property
    def sent(self) -> int:
        return sum(each.sent for each in self.units)

    @property
    def approved(self) -> int:
        return sum(each.approved for each in self.units)

    @property
    def units_sent(self) -> int:
        """Those that sent something."""
        return sum(each.sent > 0 for each in self.owing)

    @property
    def units_whole(self) -> int:
        return sum(not each.missing for each in self.owing)

    @property
    def unsigned(self) -> int:
        return sum(each.urgency is Urgency.UNSIGNED for each in self.owing)

    @property
    def flags(self) -> tuple[int, int, int]:
        """未核查, 待核查, 经核不符."""
        return (
            sum(each.unjudged for each in self.units),
            sum(each.doubted for each in self.units),
            sum(each.false for each in self.units),
        )

    @property
    def total(self) -> UnitMonth:
        """All units added up."""
        whole = UnitMonth(self.period.county, self.period, self.period.due_on, self.today)
        whole.pace = self.pace
        for each in self.units:
            whole.states.update(each.states)
            whole.owed += each.owed
            whole.planned += each.planned
            whole.unjudged += each.unjudged
            whole.doubted += each.doubted
            whole.false += each.false
            whole.month_amount = _add(whole.month_amount, each.month_amount)
            whole.total = _add(whole.total, each.total)
        return whole

    @property
    def due_words(self) -> str:
        return due_words(self.period.due_on, self.today)

    @property
    def is_overdue(self) -> bool:
        return self.period.is_overdue(self.today) and bool(self.missing)

    @property
    def sentence(self) -> str:
        """17个单位报送15个、报齐14个，85个项目报送75个、审定14个."""
        return (
            f"{len(self.owing)}个单位中报送{self.units_sent}个、报齐{self.units_whole}个，"
            f"{self.owed}个项目中报送{self.sent}个、审定{self.approved}个"
        )


def month_of_units(period: ReportingPeriod, today: datetime.date) -> MonthOfUnits:
    """Eighteen queries for any number of units, three more where a list has its own rule of pace.
    The plan of a package counts at the unit that answers for it, once; the money of its parts at
    theirs."""
    county = period.county
    answering = answering_in(county, [period])
    owed = owed_of(county, answering)[period.as_month]
    owing = owed.units
    found = MonthlyEntry.objects.filter(period=period).values_list("project", "unit", "state")
    entries = [
        (project, answering.unit_of(project, period.as_month, sender), state)
        for project, sender, state in found
    ]
    ids = {*owing.values(), *owed.packages.values()}
    ids |= {unit for _, unit, state in entries if state in SENT}
    due = deadlines([period])
    lines = {unit.pk: _line(unit, period, due, today) for unit in Unit.objects.filter(pk__in=ids)}
    plans = planned_by_project(county, period.as_month)
    standings = standings_through(owing, period.year, period.month)
    paces = paces_of_projects(county, period.as_month)
    planning: dict[int, list[int]] = defaultdict(list)
    for project, unit_id in owing.items():
        line = lines[unit_id]
        line.owed += 1
        if project not in owed.parts:
            planning[unit_id].append(project)
            line.planned += plans.get(project) or 0
        _add_money(line, standings[project])
    for project, unit_id in owed.packages.items():
        planning[unit_id].append(project)
        lines[unit_id].planned += plans.get(project) or 0
    for project, unit_id, state in entries:
        if project in owing:
            lines[unit_id].states[state] += 1
        elif state in SENT:
            lines[unit_id].preliminary += 1
    for unit_id, projects in planning.items():
        lines[unit_id].pace = paces.over(projects, period.as_month)
    _flag(lines, period, answering)
    _find_people(lines, period)
    pace = paces.over(itertools.chain(*planning.values()), period.as_month)
    in_order = sorted(lines.values(), key=lambda line: (line.urgency, line.unit.position))
    return MonthOfUnits(period, today, tuple(in_order), pace)


def _line(unit: Unit, period: ReportingPeriod, due: Deadlines, today: datetime.date) -> UnitMonth:
    return UnitMonth(unit, period, due.due_on(period, unit.pk), today)


def _add(one: int | None, other: int | None) -> int | None:
    return one if other is None else (one or 0) + other


def _add_money(line: UnitMonth, standing: YearStanding) -> None:
    line.month_amount = _add(line.month_amount, standing.this_month.amount)
    line.total = _add(line.total, standing.year_to_date)


def _flag(lines: dict[int, UnitMonth], period: ReportingPeriod, answering: Answering) -> None:
    standing = CheckFinding.objects.standing().filter(entry__period=period, entry__state__in=SENT)
    counts = (
        standing.order_by()
        .values_list("entry__project", "entry__unit")
        .annotate(
            unjudged=Count("pk", filter=Q(verdict="", check_class=CheckClass.EXPLAIN)),
            doubted=Count("pk", filter=Q(verdict=Verdict.DOUBTFUL)),
            false=Count("pk", filter=Q(verdict=Verdict.FALSE)),
        )
    )
    for project, sender, unjudged, doubted, false in counts:
        if line := lines.get(answering.unit_of(project, period.as_month, sender)):
            line.unjudged += unjudged
            line.doubted += doubted
            line.false += false


def _find_people(lines: dict[int, UnitMonth], period: ReportingPeriod) -> None:
    signed = SignedSheet.objects.filter(period=period).standing()
    for unit_id in signed.values_list("unit", flat=True):
        if line := lines.get(unit_id):
            line.is_signed = True
    by_unit: dict[int, list[UnitContact]] = defaultdict(list)
    for contact in UnitContact.objects.current().filter(unit__in=lines):
        by_unit[contact.unit_id].append(contact)
    for unit_id, contacts in by_unit.items():
        lines[unit_id].contacts = contacts
    calls = ReportingCall.objects.filter(period=period, unit__in=lines)
    for call in calls.select_related("called_by"):
        lines[call.unit_id].calls.append(call)
