"""How the projects of a change stand on its day: their money, their lines, who owes what."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.reader import Reader
from investment.carrying import Share, Shares, reckoned_shares
from investment.models import MonthlyEntry, SuccessionShare
from investment.standing import EntryRow, YearStanding, stand
from measures.months import Month
from projects.models import AnnualPlan, PlanItem, Project
from projects.reading import terms_since


@dataclass(frozen=True)
class Known:
    """The approved entries of the year of some projects, and the shares among them before."""

    rows: dict[int, list[EntryRow]]
    shares: Shares

    def through(self, project: int, month: int) -> YearStanding:
        """How a project stands at the end of the month."""
        shares = self.shares.through(month)
        rows = {pk: [row for row in sent if row.month <= month] for pk, sent in self.rows.items()}
        carried = shares.carried(rows, through=month)
        return carried.get(project) or stand(rows.get(project, ()), through=month)

    def before(self, project: int, month: int) -> int | None:
        """The year's total of a project before the month, in yuan, with what it took over; None
        where nothing is known."""
        if month == 1:
            return None
        # What took force in the month before this one counts from the same month on.
        shares = self.shares.through(month)
        rows = {pk: [row for row in sent if row.month < month] for pk, sent in self.rows.items()}
        standing = shares.carried(rows, through=month).get(project)
        if standing is None:
            return stand(rows.get(project, ()), through=month - 1).year_to_date
        return standing.months[month - 2].year_to_date


def known_of(county: Unit, projects: Iterable[int], year: int) -> Known:
    """With the projects from which theirs took over, and so on. A query for each step, and one."""
    found = [
        Share._make(values)
        for values in SuccessionShare.objects.filter(
            predecessor__county=county, from_day__year=year
        ).values_list(*Share._fields)
    ]
    wanted = set(projects)
    while more := {each.predecessor_id for each in found if each.successor_id in wanted} - wanted:
        wanted |= more
    own = [each for each in found if {each.predecessor_id, each.successor_id} & wanted]
    wanted |= {pk for each in own for pk in (each.predecessor_id, each.successor_id)}
    entries = MonthlyEntry.objects.approved().filter(project__in=wanted, year=year)
    rows: dict[int, list[EntryRow]] = defaultdict(list)
    for values in entries.values_list(*EntryRow._fields):
        rows[values[0]].append(EntryRow(*values))
    return Known(rows, Shares(tuple(sorted(own, key=lambda each: each[:4]))))


def reckoned(known: Known, shares: Iterable[Share]) -> list[Share]:
    """With what each carries of the year, by its predecessor; none of them is in force yet."""
    told: list[Share] = []
    by_predecessor: dict[int, list[Share]] = {}
    for share in shares:
        by_predecessor.setdefault(share.predecessor_id, []).append(share)
    for predecessor, own in by_predecessor.items():
        total = known.before(predecessor, own[0].month)
        told += reckoned_shares(own, total)
    return told


def lists_on(county: Unit, day: datetime.date) -> dict[int, AnnualPlan]:
    """The lists of the day's year that are in use, in their order, by their keys."""
    plans = AnnualPlan.objects.filter(county=county, year=day.year).in_use(day)
    return {plan.pk: plan for plan in sorted(plans, key=lambda plan: plan.order)}


def lines_of(projects: Collection[int], plans: Collection[int]) -> list[PlanItem]:
    """The lines of the projects that stand on the lists today."""
    items = PlanItem.objects.standing().filter(project__in=projects, plan__in=plans)
    return list(items.select_related("plan", "project").order_by("plan", "position", "pk"))


def is_new(project: Project, day: datetime.date) -> bool:
    """Whether it owed no month before the day: it stood on no list of the year then, was no part
    of a package, and nothing was sent of it."""
    if project.package_id is not None:
        return False
    if MonthlyEntry.objects.sent().filter(project=project, year=day.year).exists():
        return False
    plans = AnnualPlan.objects.filter(county=project.county_id, year=day.year)
    before = day - datetime.timedelta(days=1)
    ids = list(plans.values_list("pk", flat=True))
    return not terms_since(Reader(project.county), ids, before, [project.pk]).on(before)


def first_month(day: datetime.date) -> Month:
    """The first month that is reported by those who go on."""
    return Month.of(day)
