"""Edit checks of a month's entry, a table of two classes (DESIGN §4.10).

What must be fixed is refused. What must be explained may be sent with a 情况说明, which the
reviewer sees and which is kept.
"""

import datetime
import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from investment.drafts import REASONS_IN_PROGRESS
from investment.standing import YearStanding
from measures.money import wan_input
from measures.months import Month
from projects.models import Project


class Level(enum.Enum):
    MUST_FIX = "must_fix"
    EXPLAIN = "explain"


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


@dataclass(frozen=True)
class Surroundings:
    """What the figures are held against: the project, its year before this month, the day."""

    project: Project
    before: YearStanding
    month: Month
    today: datetime.date

    @property
    def last_total(self) -> int | None:
        """Last month's year to date; 0 in January, None when an earlier month is missing."""
        if self.before.has_gap:
            return None
        return self.before.year_to_date or 0


@dataclass(frozen=True)
class CheckResult:
    """One thing found wrong; ``message`` names the numbers."""

    code: str
    level: Level
    field: str
    message: str

    @property
    def must_be_fixed(self) -> bool:
        return self.level is Level.MUST_FIX


@dataclass(frozen=True)
class Check:
    code: str
    level: Level
    field: str
    find: Callable[[Figures, Surroundings], str | None]


def check_entry(figures: Figures, around: Surroundings) -> list[CheckResult]:
    """Everything found, explained or not, in the order of the table."""
    found = []
    for check in CHECKS:
        message = check.find(figures, around)
        if message:
            found.append(CheckResult(check.code, check.level, check.field, message))
    return found


def open_results(results: list[CheckResult], explanation: str) -> list[CheckResult]:
    """Those that stand in the way of sending."""
    return [r for r in results if r.must_be_fixed or not explanation.strip()]


def _amounts_absent(figures: Figures, around: Surroundings) -> str | None:
    if figures.month_amount is None and figures.year_to_date is None:
        return "本月完成和本年累计至少填一项，没有投资的请填0"
    return None


def _negative_unexplained(figures: Figures, around: Surroundings) -> str | None:
    negative = [
        amount
        for amount in (figures.month_amount, figures.year_to_date, figures.correction)
        if amount is not None and amount < 0
    ]
    if negative and not figures.explanation.strip():
        return f"填了负数{wan_input(negative[0])}万元，请在“情况说明”写明冲减哪个月、为什么"
    return None


def _zero_without_reason(figures: Figures, around: Surroundings) -> str | None:
    if _month_money(figures, around) != 0 or figures.zero_reason:
        return None
    if figures.progress.startswith(tuple(start for start, _ in REASONS_IN_PROGRESS)):
        return None
    return "本月投资为0，请选择零投资原因，或在形象进度开头写明“未开工”"


def _total_mismatch(figures: Figures, around: Surroundings) -> str | None:
    last, month, total = around.last_total, figures.month_amount, figures.year_to_date
    if last is None or month is None or total is None:
        return None
    correction = figures.correction or 0
    expected = last + month + correction
    if total == expected:
        return None
    with_correction = f"＋补报或冲减{wan_input(correction)}" if correction else ""
    return (
        f"本年累计{wan_input(total)}万元，而上月累计{wan_input(last)}＋本月{wan_input(month)}"
        f"{with_correction}＝{wan_input(expected)}万元，请改正或说明"
    )


def _total_fell(figures: Figures, around: Surroundings) -> str | None:
    last, total = around.before.year_to_date, figures.year_to_date
    if last is None or total is None or total >= last:
        return None
    return f"本年累计{wan_input(total)}万元小于此前累计{wan_input(last)}万元，请改正或说明"


def _over_total_investment(figures: Figures, around: Surroundings) -> str | None:
    project = around.project
    total = _running_total(figures, around)
    if total is None or project.total_investment is None:
        return None
    if project.invested_before_year not in (None, around.month.year - 1):
        return None
    before = project.invested_before or 0
    reached = before + total
    if reached <= project.total_investment:
        return None
    return (
        f"截至上年底{wan_input(before)}＋本年累计{wan_input(total)}＝{wan_input(reached)}万元，"
        f"超过总投资{wan_input(project.total_investment)}万元，请改正或说明"
    )


def _start_too_late(figures: Figures, around: Surroundings) -> str | None:
    start = figures.actual_start
    if start is None or start <= min(around.month.last_day, around.today):
        return None
    limit = "今天" if around.today < around.month.last_day else f"{around.month.label}末"
    return f"开工日期{start:%Y-%m-%d}晚于{limit}，尚未开工的请留空"


def _month_money(figures: Figures, around: Surroundings) -> int | None:
    """The month's own money, worked out of the totals where only those are known."""
    if figures.month_amount is not None:
        return figures.month_amount
    if figures.year_to_date is None or around.last_total is None:
        return None
    return figures.year_to_date - around.last_total - (figures.correction or 0)


def _running_total(figures: Figures, around: Surroundings) -> int | None:
    if figures.year_to_date is not None:
        return figures.year_to_date
    if figures.month_amount is None:
        return None
    before = around.before.year_to_date or 0
    return before + figures.month_amount + (figures.correction or 0)


CHECKS = (
    Check("amounts_absent", Level.MUST_FIX, "month_amount", _amounts_absent),
    Check("negative_unexplained", Level.MUST_FIX, "explanation", _negative_unexplained),
    Check("zero_without_reason", Level.MUST_FIX, "zero_reason", _zero_without_reason),
    Check("start_too_late", Level.MUST_FIX, "actual_start", _start_too_late),
    Check("total_mismatch", Level.EXPLAIN, "year_to_date", _total_mismatch),
    Check("total_fell", Level.EXPLAIN, "year_to_date", _total_fell),
    Check("over_total_investment", Level.EXPLAIN, "year_to_date", _over_total_investment),
)
