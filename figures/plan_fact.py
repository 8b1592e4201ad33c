"""One line of a list at a cut-off: what was planned, what is completed, reported, and its light."""

import datetime
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from figures.lights import TO_REVIEW, WAITING, Light
from investment.pacing import LINEAR_PACING, Pacing
from investment.standing import MonthState, YearStanding
from measures.months import CutOff, Month, cut_off_by
from measures.phases import NO_PHASES, Phases
from measures.rates import points, rate
from projects.models import USUAL_BASE, PlanCategory


@dataclass(frozen=True)
class FirstTerms:
    """年初计划 of a line, in yuan; ``is_listed`` is False of one that came later."""

    planned: int | None
    is_listed: bool


@dataclass(frozen=True)
class Target:
    """时段目标 of a list for the end of the cut-off month: ``amount`` in yuan, or ``share`` of what
    it plans; it is asked of all the ``lines`` that count in its rate together."""

    amount: int | None
    share: Fraction | None
    lines: int


@dataclass(frozen=True)
class PlanFact:
    """One line of one list at the end of ``month``. Amounts in yuan; None where nothing is
    known. ``base`` are the classes that count in the list's rate, ``listed_name`` the name as it
    prints it, "" where that is the project's; ``pacing`` the rule of pace that its list goes by."""

    month: Month
    plan_key: str
    item_id: int
    position: int
    category: str
    planned: int | None
    planned_start: datetime.date | None

    project_id: int
    project_name: str
    project_code: str
    project_category: str | None
    is_productive: bool
    total_investment: int | None
    started_on: datetime.date | None
    substantially_complete_on: datetime.date | None
    is_started: bool
    milestone: str
    lead_official: str
    unit_id: int
    unit_name: str

    standing: YearStanding
    is_waiting: bool
    pace: Fraction
    light: Light
    is_to_review: bool = False
    listed_name: str = ""
    base: tuple[str, ...] = USUAL_BASE
    package_id: int | None = None
    investor_type: str = ""
    construction_nature: str = ""
    stage: str = ""
    town: str = ""
    completed_on: datetime.date | None = None
    in_production_on: datetime.date | None = None
    in_use_on: datetime.date | None = None
    start_recognised_on: datetime.date | None = None
    # Whether the county recognises starts at all: otherwise none is said to wait for it.
    recognises_starts: bool = False
    planned_completion: datetime.date | None = None
    invested_before: int | None = None
    # What the list asked at the year's beginning, where that was something else, or nothing.
    first: "FirstTerms | None" = None
    pacing: Pacing = LINEAR_PACING
    # Its plan by months or quarters, and what is asked of the whole list by the cut-off.
    phases: Phases = NO_PHASES
    target: Target | None = None
    # The steps before building whose planned day has passed, and that were not reached.
    overdue_steps: tuple[str, ...] = ()

    @classmethod
    def made(cls, **values: Any) -> "PlanFact":
        """What the constructor makes of the same values, which sets each of fifty fields of a
        frozen thing by itself: 10 ms of the 110 that the facts of 2,000 lines take. A test holds
        both alike."""
        fact = object.__new__(cls)
        fact.__dict__.update(values)
        return fact

    def with_values(self, **values: Any) -> "PlanFact":
        """What ``dataclasses.replace`` makes, without naming each of forty fields anew: a curve
        asks for twelve of each line, half of a dashboard's time with 2,000 lines."""
        other = object.__new__(PlanFact)
        kept = other.__dict__
        kept.update(self.__dict__)
        for name in _RECKONED:
            kept.pop(name, None)
        kept.update(values)
        return other

    @property
    def cut_off(self) -> CutOff:
        return cut_off_by(self.month, self.pacing.day)

    @property
    def is_counted(self) -> bool:
        """Whether it counts in the rate of its list (计入完成率): stands in its group 全部."""
        return self.category in self.base

    @property
    def waiting_word(self) -> str:
        """What it waits for, where something was sent and is not approved."""
        return TO_REVIEW.word if self.is_to_review else WAITING.word

    @property
    def is_substantially_complete(self) -> bool:
        return self.had_come_by_then(self.substantially_complete_on)

    @property
    def is_completed(self) -> bool:
        return self.had_come_by_then(self.completed_on)

    @property
    def is_in_production(self) -> bool:
        return self.had_come_by_then(self.in_production_on)

    @property
    def is_in_use(self) -> bool:
        return self.had_come_by_then(self.in_use_on)

    @property
    def is_start_recognised(self) -> bool:
        return self.had_come_by_then(self.start_recognised_on)

    def had_come_by_then(self, day: datetime.date | None) -> bool:
        """Whether a day is known and had come by the end of the month."""
        return day is not None and day <= self.month.last_day

    @property
    def done_since_start(self) -> int | None:
        """Completed since the project began, in yuan; None where nothing is known of this year or
        of the years before."""
        if self.invested_before is None:
            return None
        return None if self.done is None else self.invested_before + self.done

    @cached_property
    def done(self) -> int | None:
        """Completed this year up to the cut-off; None while nothing was reported."""
        return self.standing.year_to_date

    @cached_property
    def done_this_month(self) -> int | None:
        return self.standing.this_month.amount

    def planned_through(self, month: int) -> int | None:
        """时段计划: what its months or quarters plan from January through ``month``; None where the
        list does not say."""
        return self.phases.through(month, self.planned)

    @property
    def planned_by_now(self) -> int | None:
        return self.planned_through(self.month.month)

    @property
    def planned_this_quarter(self) -> int | None:
        last = -(-self.month.month // 3) * 3
        before = 0 if last == 3 else self.planned_through(last - 3)
        through = self.planned_through(last)
        return None if before is None or through is None else through - before

    @cached_property
    def rate(self) -> Fraction | None:
        return None if self.done is None else rate(self.done, self.planned)

    @cached_property
    def lead(self) -> Fraction | None:
        """超序时 (above 0) or 欠序时 (below), in 百分点, exact; None where the total is not that
        of the cut-off."""
        return points(self.rate, self.pace) if self.is_comparable else None

    @cached_property
    def is_comparable(self) -> bool:
        """Whether the total can be held against the pace of the cut-off: the month is reported,
        and no month before it is missing. Silence is not zero (DESIGN §4.3)."""
        return self.is_reported and not self.standing.has_gap

    @cached_property
    def is_reported(self) -> bool:
        """Whether the cut-off month has an approved entry."""
        return self.standing.this_month.state is not MonthState.SILENT

    @property
    def is_silent(self) -> bool:
        """Whether nothing was sent for the cut-off month, neither approved nor waiting."""
        return not self.is_reported and not self.is_waiting

    @property
    def owes(self) -> bool:
        """Whether it is to report: a preliminary project does when it has something to say, and is
        never called silent (DESIGN §4.3)."""
        return self.category != PlanCategory.PRELIMINARY

    @cached_property
    def reaches_pace(self) -> bool:
        return self.lead is not None and self.lead >= 0

    @property
    def progress(self) -> str:
        return self.standing.latest.progress if self.standing.latest else ""

    @property
    def problem(self) -> str:
        return self.standing.latest.problem if self.standing.latest else ""


_RECKONED = [name for name, of in vars(PlanFact).items() if isinstance(of, cached_property)]
"""What a line keeps once it was asked, and what another line made of it must reckon anew."""
