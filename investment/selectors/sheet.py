"""The sheet on which a unit reports one month, and on which the bureau reviews it."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.models import Unit
from accounts.trail.reader import Reader
from investment.calendar import asks_review
from investment.checks import Surroundings, check_entry, policy_in_force
from investment.extra.columns import asked_in, asked_of, columns_of, shown_of
from investment.extra.values import NOTHING, Columns
from investment.models import (
    DOUBTS,
    CheckClass,
    CheckFinding,
    EntryState,
    Hand,
    MonthlyEntry,
    ReportingPeriod,
)
from investment.selectors.deadlines import open_until
from investment.selectors.facts import standings_before
from investment.selectors.invested import invested_before
from investment.selectors.sheet_row import SheetRow, asks_monthly, row_state
from investment.standing import YearStanding
from projects.models import PlanItem, Project
from projects.reading import items_on, packages_since
from projects.suspension.selectors import stops_of


@dataclass(frozen=True)
class EntrySheet:
    """The unit's projects in one period: those that owe a report first, then the others.
    ``columns`` are all 附加指标 of the county, by the names of their boxes."""

    unit: Unit
    period: ReportingPeriod
    rows: list[SheetRow]
    extended_until: datetime.date | None = None
    is_reviewed_first: bool = False
    columns: Columns = field(default_factory=dict)

    @property
    def estimates(self) -> int:
        """How many of what the unit has sent it still calls an estimate."""
        entries = (row.entry for row in self.rows if not row.is_editable)
        return sum(entry.is_estimate for entry in entries if entry is not None)

    @property
    def is_open(self) -> bool:
        """Whether the unit itself may report it today, the period being closed or not."""
        return self.period.is_open or self.extended_until is not None

    def takes_from(self, hand: Hand) -> bool:
        """Whether it may be filled in today."""
        return self.is_open if hand is Hand.UNIT else self.period.is_open

    @property
    def owing(self) -> list[SheetRow]:
        return [row for row in self.rows if row.owes]

    @property
    def owes_some(self) -> bool:
        """Whether a project that must be reported was not sent."""
        return any(row.entry is None or row.entry.is_editable for row in self.owing)

    @property
    def unfilled(self) -> int:
        """How many boxes of 附加指标 are empty in what was written of the month."""
        return sum(len(row.unfilled) for row in self.rows)

    @property
    def waiting(self) -> list[SheetRow]:
        return [row for row in self.rows if row.is_waiting]

    @property
    def to_review(self) -> int:
        """How many wait for review (待审核)."""
        return sum(row.stage == EntryState.SUBMITTED for row in self.rows)

    @property
    def to_approve(self) -> int:
        """How many wait for approval (待审定)."""
        return sum(row.stage == EntryState.REVIEWED for row in self.rows)

    @property
    def unjudged(self) -> int:
        return sum(row.unjudged for row in self.rows)

    @property
    def doubted(self) -> int:
        return sum(row.doubted for row in self.rows)

    @property
    def withdrawable(self) -> list[SheetRow]:
        """What the unit itself has sent and may take back."""
        return [row for row in self.waiting if row.entry and not row.entry.keyed_source]

    @property
    def has_editable(self) -> bool:
        return any(row.is_editable for row in self.rows)

    @property
    def total_planned(self) -> int:
        return sum(row.counted_plan or 0 for row in self.rows)

    @property
    def has_packages(self) -> bool:
        return any(row.has_parts for row in self.rows)

    @property
    def others_word(self) -> str:
        """What the projects are that need not be reported every month."""
        others = [row for row in self.rows if not row.owes]
        words = {False: "前期项目", True: "打包项目"}
        held = {row.has_parts for row in others}
        return "和".join(word for is_package, word in words.items() if is_package in held)

    @property
    def sent(self) -> list[SheetRow]:
        """Of those that owe a report, what was sent and not given back."""
        return [row for row in self.owing if not row.is_editable]

    @property
    def total_before(self) -> int | None:
        """Of the totals that are known; None while none is."""
        known = [row.last_total for row in self.owing if row.last_total is not None]
        return sum(known) if known else None

    @property
    def total_month(self) -> int | None:
        """Of what was sent, with 核定数 where there is one; drafts are the unit's own affair. None
        while no month was sent."""
        known = (entry.adopted_month_amount for entry in self._sent)
        amounts = [amount for amount in known if amount is not None]
        return sum(amounts) if amounts else None

    @property
    def verified_in_total(self) -> int:
        """How many 核定数 that total rests on."""
        return sum(entry.verified_month_amount is not None for entry in self._sent)

    @property
    def _sent(self) -> list[MonthlyEntry]:
        return [row.entry for row in self.rows if row.entry and not row.is_editable]

    def row_of(self, project_id: int) -> SheetRow:
        return next(row for row in self.rows if row.project.pk == project_id)


def entry_sheet(
    unit: Unit, period: ReportingPeriod, today: datetime.date, *, project_id: int | None = None
) -> EntrySheet:
    """The projects of which the unit reports the month, that were on a list of the year then or
    have an entry in the period, in the order of the lists; one of them alone where ``project_id``
    names it. A fixed number of queries."""
    on = period.as_month.last_day
    reported = Project.objects.reported_through(unit, on).select_related("county")
    if project_id is not None:
        reported = reported.filter(pk=project_id)
    projects = {project.pk: project for project in reported}
    packages = packages_since(Reader(period.county), on).on(on)
    wholes = {packages[pk] for pk in projects if pk in packages}
    plans, lists = _plans({*projects, *wholes}, period)
    columns = columns_of(period.county, period.as_month)
    asked = asked_in(columns, period.as_month).values()
    entries, verified = _entries(projects, period)

    def package_of(pk: int) -> PlanItem | None:
        return plans.get(packages.get(pk, 0))

    shown = [pk for pk in projects if pk in plans or pk in entries or asks_monthly(package_of(pk))]
    before = standings_before(shown, period.as_month.months_after(1 - period.months_covered))
    invested = invested_before([projects[pk] for pk in shown], period.as_month)
    stops = stops_of(shown)
    policy = policy_in_force(period.county, period.as_month)
    counts = _counts_of_findings(entries)
    reviewed_first = asks_review(period)
    rows = []
    for pk in shown:
        entry, plan = _of_unit(entries.get(pk), unit), plans.get(pk)
        planned = plan.planned_investment if plan else None
        on_lists = lists.get(pk, lists.get(packages.get(pk, 0), set()))
        around = Surroundings(
            projects[pk],
            before[pk],
            period.as_month,
            today,
            planned,
            period.months_covered,
            invested[pk],
            stops.get(pk, ()),
            asked_of(asked, on_lists),
        )
        results = check_entry(entry, around, policy) if entry else []
        unjudged, doubted = counts.get(pk, (0, 0))
        base = _base(before[pk], verified.get(pk))
        row = SheetRow(
            projects[pk],
            plan,
            around,
            entry,
            row_state(entry),
            results,
            unjudged,
            doubted,
            base,
            reviewed_first,
            package=package if asks_monthly(package := package_of(pk)) else None,
            has_parts=pk in packages.values(),
            columns=shown_of(columns, period.as_month, on_lists, entry.extra if entry else NOTHING),
        )
        rows.append(row)
    rows.sort(key=_place)
    until = open_until(period, unit, today)
    return EntrySheet(unit, period, rows, until, reviewed_first, columns)


def _place(row: SheetRow) -> tuple[bool, int, int]:
    """By the lists; the parts of a package where it stands."""
    line = row.package or row.plan
    return not row.owes, line.position if line else 0, row.project.pk


def _of_unit(entry: MonthlyEntry | None, unit: Unit) -> MonthlyEntry | None:
    """None for a draft that a former unit never sent: it is not this unit's to see."""
    return None if entry is None or entry.is_left_by_another(unit.pk) else entry


def _plans(
    projects: Collection[int], period: ReportingPeriod
) -> tuple[dict[int, PlanItem], dict[int, set[str]]]:
    """Each project's line in the county's own list, else in the first list it is on, as it held on
    the last day of the period; and the keys of all lists it was on."""
    items = PlanItem.objects.filter(
        project__in=projects, plan__year=period.year, plan__county=period.county_id
    )
    plans: dict[int, PlanItem] = {}
    lists: dict[int, set[str]] = defaultdict(set)
    every = items.select_related("plan", "project").order_by("plan_id")
    standing = items_on(every, period.as_month.last_day, period.county)
    for item in sorted(standing, key=lambda item: item.plan.own_rank):
        plans.setdefault(item.project_id, item)
        lists[item.project_id].add(item.plan.key)
    return plans, lists


def _counts_of_findings(entries: dict[int, MonthlyEntry]) -> dict[int, tuple[int, int]]:
    """Without a verdict though one is called for, and doubted; by project id."""
    found = CheckFinding.objects.standing().filter(entry__in=entries.values())
    counts = (
        found.order_by()
        .values_list("entry__project_id")
        .annotate(
            unjudged=Count("pk", filter=Q(verdict="", check_class=CheckClass.EXPLAIN)),
            doubted=Count("pk", filter=Q(verdict__in=DOUBTS)),
        )
    )
    return {pk: (unjudged, doubted) for pk, unjudged, doubted in counts}


def _base(before: YearStanding, verified: MonthlyEntry | None) -> MonthlyEntry | None:
    """The last verified entry, unless the unit has since sent a total that stands by itself."""
    latest = before.latest
    if verified is None or latest is None:
        return None
    is_own = latest.year_to_date is not None and latest.year_to_date == before.year_to_date
    return None if is_own and latest.month > verified.month else verified


def _entries(
    projects: dict[int, Project], period: ReportingPeriod
) -> tuple[dict[int, MonthlyEntry], dict[int, MonthlyEntry]]:
    """The period's own and the last one sent before it in the year that has a 核定数, both by
    project id. One query."""
    has_figure = Q(verified_month_amount__isnull=False) | Q(verified_year_to_date__isnull=False)
    is_sent = ~Q(state__in=(EntryState.DRAFT, EntryState.RETURNED))
    found = MonthlyEntry.objects.filter(
        Q(month=period.month) | Q(has_figure, is_sent, month__lt=period.month),
        project__in=projects,
        year=period.year,
    ).select_related("submitted_by", "approved_by", "keyed_by", "verified_by")
    entries: dict[int, MonthlyEntry] = {}
    verified: dict[int, MonthlyEntry] = {}
    for entry in found.order_by("month"):
        held = entries if entry.month == period.month else verified
        held[entry.project_id] = entry
    return entries, verified
