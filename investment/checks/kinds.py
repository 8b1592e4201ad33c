"""What an edit check is, what it is held against, and what it finds."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as defaulting
from typing import Protocol

from investment.extra.values import Extra
from investment.models import CheckClass, ExtraColumn
from investment.standing import MonthStanding, YearStanding
from measures.months import Month
from projects.models import Project, Stage
from projects.suspension.selectors import Stop

Parameters = Mapping[str, int]


class Figures(Protocol):
    """What is checked: a draft or an entry. Amounts in yuan."""

    @property
    def month_amount(self) -> int | None: ...
    @property
    def year_to_date(self) -> int | None: ...
    @property
    def correction(self) -> int | None: ...
    @property
    def zero_reason(self) -> str: ...
    @property
    def progress(self) -> str: ...
    @property
    def actual_start(self) -> datetime.date | None: ...
    @property
    def explanation(self) -> str: ...
    @property
    def extra(self) -> Extra: ...


@dataclass(frozen=True)
class Invested:
    """What is known of a project before the year, in yuan: ``before`` by the end of ``year`` (None:
    of last year, as far as anybody said), ``since`` in the years after it that were reported.
    ``total`` is its total investment."""

    total: int | None
    before: int
    year: int | None
    since: int = 0


def known_total(before: YearStanding) -> int | None:
    """The year to date before a month in yuan; 0 in January, None where an earlier month is
    missing."""
    return None if before.has_gap else before.year_to_date or 0


@dataclass(frozen=True)
class Surroundings:
    """What the figures are held against: the project with its plan of the year (yuan, None where
    it has none), its year before the period, and the day. ``known`` is what was invested in it
    before the year; None: as the project says now. ``month`` is the period's last of
    ``months_covered``, 2 for January and February together. ``stops`` are when it stood still,
    ``asked`` the 附加指标 that the project is asked in it."""

    project: Project
    before: YearStanding
    month: Month
    today: datetime.date
    planned: int | None = None
    months_covered: int = 1
    known: Invested | None = None
    stops: Sequence[Stop] = ()
    asked: Sequence[ExtraColumn] = ()

    @property
    def stands_still(self) -> bool:
        """Whether the site is known to have stood still all the while: by its stops, or where it
        has none by its stage, of which no day is known."""
        if not self.stops:
            return self.project.stage == Stage.SUSPENDED
        return any(stop.covers(self.first_day, self.month.last_day) for stop in self.stops)

    @property
    def first_day(self) -> datetime.date:
        """Of the period."""
        return self.month.months_after(1 - self.months_covered).first_day

    @property
    def invested(self) -> Invested:
        project = self.project
        return self.known or Invested(
            project.total_investment, project.invested_before or 0, project.invested_before_year
        )

    @property
    def last_total(self) -> int | None:
        """Last month's year to date; 0 in January, None when an earlier month is missing."""
        return known_total(self.before)

    @property
    def last_month(self) -> MonthStanding | None:
        """The month before; None in January."""
        return self.before.months[-1] if self.before.months else None

    @property
    def earlier_amounts(self) -> list[int]:
        """The amounts of the year's earlier months that are known and not zero. Silence is no
        amount."""
        return [month.amount for month in self.before.months if month.amount]

    def month_money(self, figures: Figures) -> int | None:
        """The month's own money, worked out of the totals where only those are known."""
        if figures.month_amount is not None:
            return figures.month_amount
        if figures.year_to_date is None or self.last_total is None:
            return None
        return figures.year_to_date - self.last_total - (figures.correction or 0)

    def running_total(self, figures: Figures) -> int | None:
        """The year to date at the end of the month, as sent or added up."""
        if figures.year_to_date is not None:
            return figures.year_to_date
        if figures.month_amount is None:
            return None
        before = self.before.year_to_date or 0
        return before + figures.month_amount + (figures.correction or 0)


@dataclass(frozen=True)
class CheckResult:
    """One thing found wrong; ``message`` names the numbers."""

    code: str
    check_class: CheckClass
    field: str
    message: str

    @property
    def must_be_fixed(self) -> bool:
        return self.check_class is CheckClass.MUST_FIX

    @property
    def is_notice(self) -> bool:
        return self.check_class is CheckClass.NOTICE


Find = Callable[[Figures, Surroundings, Parameters], str | None]


@dataclass(frozen=True)
class Check:
    """One edit check. ``level`` is what it looks at, ``check_class`` and ``parameters`` hold until
    the county sets others (models.CheckRule), ``source`` is where the rule comes from;
    ``parameter_labels`` name the parameters with their units."""

    code: str
    label: str
    level: str
    check_class: CheckClass
    field: str
    find: Find
    source: str
    parameters: Parameters = defaulting(default_factory=dict)
    parameter_labels: Mapping[str, str] = defaulting(default_factory=dict)

    def named(self, parameters: Parameters) -> list[tuple[str, int]]:
        """Each parameter under its label."""
        labels = self.parameter_labels
        return [(labels[name], value) for name, value in parameters.items() if name in labels]


CELL, ROW, HISTORY, PLAN = "单元格", "本行", "与前几月", "与计划和项目状态"
"""What a check looks at."""
