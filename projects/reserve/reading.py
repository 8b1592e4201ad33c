"""The reserve by the day: what stands in it, where each has come to, and what is asked of whom; as
the tables stand, or as they were known at a moment (``accounts.trail.reader``)."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from accounts.trail.reader import Reader
from projects import reading as register
from projects.models import (
    FormerReserveTarget,
    PlanCategory,
    ProjectCategory,
    ReserveItem,
    ReservePeriod,
    ReserveTarget,
    Tier,
)

FIRST_HALF_ENDS = 6


@dataclass(frozen=True)
class Reserved:
    """One reserve project as it stood on a day. ``total`` in yuan is the one that was declared;
    ``lists`` are the keys of the year's lists in which its project stands, ``is_municipal`` where
    one of them is of the city. It has started by its project's own date, by a start that the bureau
    recognised, by a list on which it is 续建, or by money of the year; ``started_on`` where a date
    is known."""

    serial: int
    name: str
    unit_id: int
    project_id: int | None
    category: str
    industry: str
    total: int | None
    is_preliminary: bool
    planned_start: datetime.date | None
    declared_on: datetime.date
    lists: tuple[str, ...] = ()
    is_municipal: bool = False
    is_started: bool = False
    started_on: datetime.date | None = None


@dataclass(frozen=True)
class Asked:
    """What is asked of a bearer, the county or a unit, in each period (ReservePeriod): the number,
    and the amount in yuan."""

    unit_id: int
    periods: dict[str, tuple[int | None, int | None]]

    def through(self, month: int) -> tuple[int | None, int | None]:
        """By the end of the half-year of ``month``: of the year what the year is asked, where that
        is not told what its halves are."""
        if month <= FIRST_HALF_ENDS:
            return self.of(ReservePeriod.FIRST_HALF)
        return self.of_year()

    def of_year(self) -> tuple[int | None, int | None]:
        halves = [self.of(period) for period in (ReservePeriod.FIRST_HALF, SECOND)]
        number, amount = self.of(ReservePeriod.YEAR)
        numbers, amounts = ([half[place] for half in halves] for place in (0, 1))
        return (
            _both(numbers) if number is None else number,
            _both(amounts) if amount is None else amount,
        )

    def of_half(self, month: int) -> tuple[int | None, int | None]:
        return self.of(ReservePeriod.FIRST_HALF if month <= FIRST_HALF_ENDS else SECOND)

    def of(self, period: str) -> tuple[int | None, int | None]:
        return self.periods.get(period, (None, None))


SECOND = ReservePeriod.SECOND_HALF


def _both(halves: list[int | None]) -> int | None:
    """Of the year nothing is known while one of its halves is not told."""
    known = [half for half in halves if half is not None]
    return sum(known) if len(known) == len(halves) else None


def reserved_on(reader: Reader, day: datetime.date, spent: Collection[int] = ()) -> list[Reserved]:
    """What stands in the reserve on ``day``, in the order of the numbers; ``spent`` are the
    projects that have money of the year. Seven queries at most."""
    columns = ("serial", "from_day", "until_day", "unit_id", "project_id", "name", "category_id")
    more = ("industry", "total_investment", "is_preliminary", "planned_start")
    rows = reader.by_id(ReserveItem, *columns, *more, is_void=False, from_day__lte=day)
    declared: dict[int, datetime.date] = {}
    for row in rows.values():
        known = declared.get(row["serial"], row["from_day"])
        declared[row["serial"]] = min(known, row["from_day"])
    categories: dict[int, str] = dict(reader.rows(ProjectCategory, "pk", "name"))
    standing = [
        Reserved(
            serial=row["serial"],
            name=row["name"],
            unit_id=row["unit_id"],
            project_id=row["project_id"],
            category=categories.get(row["category_id"], ""),
            industry=row["industry"],
            total=row["total_investment"],
            is_preliminary=row["is_preliminary"],
            planned_start=row["planned_start"],
            declared_on=declared[row["serial"]],
        )
        for row in rows.values()
        if row["until_day"] is None or row["until_day"] > day
    ]
    standing.sort(key=lambda each: each.serial)
    if any(each.project_id for each in standing):
        standing = _as_projects_stand(reader, day, spent, standing)
    return standing


def _as_projects_stand(
    reader: Reader, day: datetime.date, spent: Collection[int], standing: list[Reserved]
) -> list[Reserved]:
    projects = register.details_on(reader, day)
    plans = {plan.pk: plan for plan in register.plans_of(reader, day.year) if plan.is_in_use(day)}
    lines: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for line in register.terms_on(reader, plans, day).values():
        lines[line["project_id"]].append((line["plan_id"], line["category"]))

    def as_it_stands(each: Reserved) -> Reserved:
        project = projects.get(each.project_id) if each.project_id else None
        if project is None:
            return each
        of = sorted(lines.get(each.project_id or 0, ()), key=lambda line: plans[line[0]].order)
        days = (project["actual_start"], project["start_recognised_on"])
        began = min((known for known in days if known and known <= day), default=None)
        is_continuing = any(category == PlanCategory.CONTINUING for _, category in of)
        return replace(
            each,
            lists=tuple(plans[plan].key for plan, _ in of),
            is_municipal=any(plans[plan].tier == Tier.MUNICIPAL for plan, _ in of),
            is_started=began is not None or is_continuing or each.project_id in spent,
            started_on=began,
        )

    return [as_it_stands(each) for each in standing]


def asked_on(reader: Reader, day: datetime.date) -> list[Asked]:
    """What is asked of whom in the year of ``day``, as it was asked then. Two queries at most."""
    columns = ("unit_id", "period", "number", "amount")
    targets = reader.by_id(ReserveTarget, *columns, year=day.year)
    if targets:
        county = "target__county"
        held = reader.held(FormerReserveTarget, targets, since=day, county=county)
        targets = held.on(day)
    periods: dict[int, dict[str, tuple[int | None, int | None]]] = defaultdict(dict)
    for target in targets.values():
        if target["number"] is not None or target["amount"] is not None:
            of_unit = periods[target["unit_id"]]
            of_unit[target["period"]] = target["number"], target["amount"]
    return [Asked(unit_id, of_unit) for unit_id, of_unit in sorted(periods.items())]
