"""The facts of reporting: one row a project's month, what was owed, when it came, and what
became of it."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import Unit
from accounts.people.names import FormerNames
from accounts.trail.proposals import ProposalState
from accounts.trail.reader import Reader
from investment.calendar import months_reviewed
from investment.carrying import shares_among
from investment.models import (
    CheckClass,
    CheckFinding,
    EntryProposal,
    EntryState,
    MonthlyEntry,
    ProposalKind,
    ReportingCall,
    ReportingPeriod,
    Verdict,
    ZeroReason,
    stage_of,
)
from investment.selectors.deadlines import Deadlines, deadlines
from investment.selectors.facts import owed_by_month
from investment.standing import EntryRow, MonthStanding, MonthState
from measures.months import Month
from projects.reading import project_names

UNSENT = (EntryState.DRAFT, EntryState.RETURNED)


@dataclass(frozen=True)
class ReportFact:
    """One month that one project owes, by what was sent (waiting or approved). ``amount`` in
    yuan, None where the month's own is not known. ``due_on`` is the unit's, with the extension it
    was given; ``received_on`` is None where nothing was sent, or the day was not kept.
    ``corrections`` were accepted after approval; ``unexplained`` are findings of the edit checks
    without an explanation, or with one that the reviewer called doubtful or false.
    ``is_undecided``: nothing was sent, and by the day that was asked about it is not due.
    ``is_to_review``: it waits for review (待审核), before approval. ``calls`` are those that the
    bureau made about the unit's month, at the first of its projects."""

    period: ReportingPeriod
    project_id: int
    project_name: str
    unit_id: int
    unit_name: str
    state: MonthState
    entry_id: int | None
    entry_state: str
    amount: int | None
    zero_reason: str
    is_estimate: bool
    due_on: datetime.date
    received_on: datetime.date | None
    is_late: bool
    returned_times: int
    corrections: int
    unexplained: int
    is_undecided: bool
    is_to_review: bool = False
    calls: int = 0

    @property
    def is_reported(self) -> bool:
        """Whether the month itself was sent; one that a later total covers was not."""
        return self.state in (MonthState.MONEY, MonthState.ZERO)

    @property
    def is_waiting(self) -> bool:
        return self.is_reported and self.entry_state != EntryState.APPROVED

    @property
    def stage(self) -> str:
        """The state of what was sent as people are told it (``stage_of``)."""
        return stage_of(self.entry_state, is_reviewed_first=self.is_to_review)

    @property
    def is_receipt_known(self) -> bool:
        """Whether it can be told on time or not: silence can, a report of no known day cannot."""
        return self.received_on is not None or not self.is_reported

    @property
    def is_on_time(self) -> bool:
        return self.is_reported and self.received_on is not None and not self.is_late

    @property
    def zero_words(self) -> str:
        """零投资：冬休; 零投资 where no reason was given."""
        if not self.zero_reason:
            return self.state.value
        return f"{self.state.value}：{ZeroReason(self.zero_reason).label}"

    @property
    def words(self) -> str:
        """What the month says of itself."""
        if self.state is MonthState.ZERO:
            return self.zero_words
        if self.state is not MonthState.SILENT:
            return self.state.value
        silent = "未到期" if self.is_undecided else self.state.value
        return f"{silent}（已退回）" if self.entry_state == EntryState.RETURNED else silent


class _Sent(NamedTuple):
    entry_id: int
    state: str
    received_on: datetime.date | None
    returned_times: int


def report_facts(
    county: Unit,
    periods: Sequence[ReportingPeriod],
    *,
    known_through: int,
    today: datetime.date | None = None,
) -> tuple[ReportFact, ...]:
    """The facts of the periods, which are of one year, by what was sent up to month number
    ``known_through``: the projects that owe each of them (``owed_by_month``), in the order of
    offices (机构序列) and of projects. A silent month that is not due by ``today`` is undecided;
    without a day none is. A fixed number of queries for any number of projects and months."""
    if not periods:
        return ()
    year = periods[0].year
    owed = owed_by_month(county, periods)
    owing = {project for month in owed.values() for project in month}
    held = project_names(Reader(county), owing, since=min(owed).last_day)
    projects = {month: held.on(month.last_day) for month in owed}
    units = dict(county.county_units.values_list("pk", "name"))
    rows, sent = _entries(county, year, known_through)
    shares = shares_among(owing, Month(year, known_through))
    standings = {pk: shares.own(pk, rows[pk], through=known_through).months for pk in owing}
    around = _Around(
        FormerNames(county),
        deadlines(periods),
        today,
        _corrections(county, year),
        _unexplained(county, year),
        months_reviewed(county, [period.as_month for period in periods]),
    )
    facts = (
        _fact(
            (pk, projects[period.as_month][pk]["name"]),
            (unit_id, units[unit_id]),
            period,
            standings[pk],
            sent.get((pk, period.month)),
            around,
        )
        for period in periods
        for pk, unit_id in owed[period.as_month].items()
    )
    place = {pk: at for at, pk in enumerate(units)}
    in_order = sorted(
        facts, key=lambda fact: (place[fact.unit_id], fact.project_id, fact.period.month)
    )
    return tuple(_with_calls(in_order, periods))


def _with_calls(
    facts: Sequence[ReportFact], periods: Sequence[ReportingPeriod]
) -> Iterator[ReportFact]:
    """The calls about a unit's month stand at its first project, so that they add up."""
    made = ReportingCall.objects.filter(period__in=periods).order_by()
    counts = {
        (unit, period): number
        for unit, period, number in made.values_list("unit", "period").annotate(n=Count("pk"))
    }
    for fact in facts:
        number = counts.pop((fact.unit_id, fact.period.pk), 0)
        yield replace(fact, calls=number) if number else fact


class _Around(NamedTuple):
    """What the facts are told by; the counts are by the id of the entry."""

    names: FormerNames
    due: Deadlines
    today: datetime.date | None
    corrections: dict[int, int]
    unexplained: dict[int, int]
    reviewed: Collection[Month]


def _fact(
    project: tuple[int, str],
    reporter: tuple[int, str],
    period: ReportingPeriod,
    months: tuple[MonthStanding, ...],
    entry: _Sent | None,
    around: _Around,
) -> ReportFact:
    standing = months[period.month - 1]
    project_id, project_name = project
    unit_id, unit_name = reporter
    is_sent = entry is not None and entry.state not in UNSENT
    received_on = entry.received_on if entry and is_sent else None
    due_on = around.due.due_on(period, unit_id)
    is_due = around.today is None or around.today > due_on
    return ReportFact(
        period=period,
        project_id=project_id,
        project_name=project_name,
        unit_id=unit_id,
        unit_name=around.names.name_on(period.as_month.last_day, unit_id, unit_name),
        state=standing.state,
        entry_id=entry.entry_id if entry else None,
        entry_state=entry.state if entry else "",
        amount=standing.amount,
        zero_reason=standing.zero_reason,
        is_estimate=standing.is_estimate,
        due_on=due_on,
        received_on=received_on,
        is_late=around.due.is_late(period, unit_id, received_on),
        returned_times=entry.returned_times if entry else 0,
        corrections=around.corrections.get(entry.entry_id, 0) if entry else 0,
        unexplained=around.unexplained.get(entry.entry_id, 0) if entry else 0,
        is_undecided=standing.state is MonthState.SILENT and not is_due,
        is_to_review=is_sent
        and entry is not None
        and entry.state == EntryState.SUBMITTED
        and period.as_month in around.reviewed,
    )


def _entries(
    county: Unit, year: int, through: int
) -> tuple[dict[int, list[EntryRow]], dict[tuple[int, int], _Sent]]:
    """The rows to fold of what was sent, by project; and every entry by project and month."""
    entries = MonthlyEntry.objects.filter(
        project__county=county, year=year, month__lte=through
    ).order_by("project_id", "month")
    rows: dict[int, list[EntryRow]] = defaultdict(list)
    found: dict[tuple[int, int], _Sent] = {}
    width = len(EntryRow._fields)
    for values in entries.values_list(
        *EntryRow._fields,
        *("pk", "state", "received_on", "returned_times"),
    ):
        row, entry = EntryRow(*values[:width]), _Sent(*values[width:])
        found[row.project_id, row.month] = entry
        if entry.state not in UNSENT:
            rows[row.project_id].append(row)
    return rows, found


def _corrections(county: Unit, year: int) -> dict[int, int]:
    accepted = EntryProposal.objects.filter(
        kind=ProposalKind.CORRECTION,
        state=ProposalState.ACCEPTED,
        entry__project__county=county,
        entry__year=year,
    )
    return dict(accepted.order_by().values_list("entry").annotate(n=Count("pk")))


def _unexplained(county: Unit, year: int) -> dict[int, int]:
    standing = CheckFinding.objects.standing().filter(
        Q(verdict__in=[Verdict.DOUBTFUL, Verdict.FALSE])
        | Q(verdict="", check_class=CheckClass.EXPLAIN, explanation=""),
        entry__project__county=county,
        entry__year=year,
    )
    return dict(standing.order_by().values_list("entry").annotate(n=Count("pk")))
