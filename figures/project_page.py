"""The page of one project at a month: its light and why, its lists, its months."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accounts.models import Unit
from accounts.people.names import FormerNames
from figures import words
from figures.curve import curve_chart, due_by, row_at
from figures.facts import Facts, own_list
from figures.lines import silence, state_words
from figures.plan_fact import PlanFact
from investment.calendar import months_reviewed
from investment.models import EntryState, MonthlyEntry, stage_of
from investment.standing import MonthStanding, MonthState
from measures.money import WAN, format_money
from measures.months import Month
from measures.rounding import NO_VALUE
from projects.models import AnnualPlan, MilestoneKind, Part, PlanCategory, ProjectUnit


@dataclass(frozen=True)
class Told:
    """The latest words of the year, and the month that told them; ``is_latest`` says whether
    no later approved month kept silent about it."""

    text: str
    month: Month
    is_latest: bool


@dataclass(frozen=True)
class ListLine:
    """The project's line in one list."""

    plan: AnnualPlan
    row: PlanFact

    @property
    def category(self) -> str:
        return PlanCategory(self.row.category).label


@dataclass(frozen=True)
class MonthLine:
    """A month of the year. Amounts in yuan; ``done`` and what follows from it are None for a
    month that was not reported itself: what was known before is not that month's."""

    month: Month
    state: str
    amount: int | None
    done: int | None
    rate: Fraction | None
    lead: Fraction | None
    is_verified: bool
    is_estimate: bool


@dataclass(frozen=True)
class ProjectPage:
    """``line`` is the one the page speaks of, ``lines`` all lists the project is on."""

    facts: Facts
    line: ListLine
    lines: tuple[ListLine, ...]
    units: tuple[ProjectUnit, ...]
    progress: Told | None
    problem: Told | None
    months: tuple[MonthLine, ...]

    @property
    def row(self) -> PlanFact:
        return self.line.row

    @property
    def is_measured(self) -> bool:
        """Whether the line is held against the pace: not so without a plan of its own."""
        return bool(self.row.planned) and self.row.category != PlanCategory.PRELIMINARY

    @property
    def start_words(self) -> str:
        """When it was begun, as far as that is known by the cut-off."""
        began = self.row.started_on
        if began is not None and began <= self.facts.month.last_day:
            return f"{Month.of(began).label}{began.day}日"
        is_started = self.row.is_started or self.row.milestone == MilestoneKind.START
        return "已开工，日期未填" if is_started else "未开工"

    @property
    def is_comparable(self) -> bool:
        """Whether the total is held against the pace of the cut-off."""
        return self.row.lead is not None

    @property
    def told_until(self) -> MonthLine | None:
        """The latest month whose total is known."""
        return next((line for line in reversed(self.months) if line.done is not None), None)

    @property
    def has_months(self) -> bool:
        """Whether there is a month to show: a preliminary project need not report any."""
        return any(line.state != NO_VALUE for line in self.months)


def project_page(facts: Facts, project_id: int, key: str | None = None) -> ProjectPage | None:
    """The project as the list ``key`` has it, without one as the county's own list or the
    first has it; None where the facts have no such line. Two queries."""
    plans = {plan.key: plan for plan in facts.plans}
    lines = tuple(
        ListLine(plans[row.plan_key], row) for row in facts.rows if row.project_id == project_id
    )
    plan = own_list(line.plan for line in lines if not key or line.plan.key == key)
    if plan is None:
        return None
    line = next(line for line in lines if line.plan == plan)
    sent = _sent(project_id, facts.month)
    approved = [entry for entry in sent if entry.state == EntryState.APPROVED]
    waiting = {entry.as_month: entry for entry in sent if entry.state != EntryState.APPROVED}
    reviewed = months_reviewed(facts.county, waiting) if waiting else set()
    waits = {
        month.month: EntryState(stage_of(entry.state, is_reviewed_first=month in reviewed)).label
        for month, entry in waiting.items()
    }
    return ProjectPage(
        facts=facts,
        line=line,
        lines=lines,
        units=_units(facts.county, project_id, facts.month.last_day),
        progress=_told([(entry.as_month, entry.progress) for entry in approved]),
        problem=_told([(entry.as_month, entry.problem) for entry in approved]),
        months=tuple(_month(line.row, at, waits) for at in facts.month.since_january()),
    )


def curve_title(page: ProjectPage) -> str:
    """Done against what the pace calls for, as the title of the curve."""
    last = page.told_until
    if last is None or last.done is None:
        return f"{page.facts.month.month}月底尚无已审定的完成投资"
    done = f"{last.month.month}月底累计完成{words.amount(last.done)}"
    if not page.is_comparable:
        return f"{done}，{page.facts.month.month}月底暂不与序时比较"
    return f"{done}，{words.against_due(last.done, due_by([page.row], [last.month])[0])}"


def chart_of(page: ProjectPage) -> dict[str, Any]:
    done = [line.done for line in page.months]
    return curve_chart(page.facts.month, done, [page.row], _number, "万元")


def _sent(project_id: int, month: Month) -> list[MonthlyEntry]:
    entries = MonthlyEntry.objects.sent().of_year_through(month).filter(project=project_id)
    return list(entries.only("month", "year", "state", "progress", "problem").order_by("month"))


def _units(county: Unit, project_id: int, on: datetime.date) -> tuple[ProjectUnit, ...]:
    """The units' parts on the day, by their names of then, the reporting unit first."""
    names = FormerNames(county)
    parts = list(ProjectUnit.objects.on(on).filter(project=project_id).select_related("unit"))
    for held in parts:
        held.unit = names.as_on(on, held.unit)
    return tuple(sorted(parts, key=lambda held: (Part.values.index(held.part), held.pk)))


def _told(words: list[tuple[Month, str]]) -> Told | None:
    """The latest words of the months, which come in order."""
    told = [(month, text) for month, text in words if text]
    if not told:
        return None
    month, text = told[-1]
    return Told(text, month, is_latest=month == words[-1][0])


def _month(row: PlanFact, month: Month, waits: Mapping[int, str]) -> MonthLine:
    then = row_at(row, month)
    standing = row.standing.months[month.month - 1]
    return MonthLine(
        month=month,
        state=waits.get(month.month) or _state_words(then, standing),
        amount=then.done_this_month,
        done=then.done if then.is_reported else None,
        rate=then.rate if then.is_reported else None,
        lead=then.lead if then.is_reported else None,
        is_verified=standing.is_verified,
        is_estimate=standing.is_estimate,
    )


def _state_words(row: PlanFact, standing: MonthStanding) -> str:
    if standing.state is MonthState.SILENT:
        return silence(row)
    if standing.is_joint:
        return "与后月合并报送"
    return "含在后期累计" if standing.state is MonthState.COVERED else state_words(standing)


def _number(yuan: int) -> str:
    return format_money(yuan, WAN, 0, grouped=False)
