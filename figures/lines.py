"""What a plan line says of its month, and what lines add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from figures.coverage import Coverage, coverage_of
from figures.indicators import INDICATORS
from figures.lights import UNRECOGNISED
from figures.plan_fact import PlanFact
from figures.reckoning import IN_FULL
from figures.units import MONEY
from investment.basis import Basis
from investment.models import ZeroReason
from investment.standing import MonthStanding, MonthState
from measures.rounding import NO_VALUE
from projects.models import MilestoneKind, PlanCategory

UNREPORTED_WORD = "未报"


@dataclass(frozen=True)
class Totals:
    """The indicators over the rows of a table, and what they cover."""

    count: int
    total_investment: int
    planned: int
    done_this_month: int | None
    done: int | None
    rate: Fraction | None
    lead: Fraction | None
    coverage: Coverage


def is_verified(row: PlanFact) -> bool:
    """Whether it rests on a 核定数 in some month of the year."""
    return any(month.is_verified for month in row.standing.months)


def verified_words(rows: Sequence[PlanFact]) -> str:
    """Which of the figures stand in the rows (DESIGN §4.7)."""
    if rows and (basis := rows[0].standing.basis) is not Basis.VERIFIED:
        return IN_FULL[basis]
    verified = sum(map(is_verified, rows))
    used = f"{verified}个项目用核定数，其余用上报数" if verified else "没有核定数，均用上报数"
    return f"已审定的填报，有核定数的用核定数；{used}"


def totals_over(rows: Sequence[PlanFact]) -> Totals:
    def value(name: str) -> Any:
        return INDICATORS[name].over(rows, name).value

    return Totals(
        count=value("项目数"),
        total_investment=value("总投资"),
        planned=value("年度计划投资"),
        done_this_month=value("本月完成投资"),
        done=value("完成投资"),
        rate=value("完成率"),
        lead=value("超序时"),
        coverage=coverage_of(rows),
    )


def month_words(row: PlanFact) -> str:
    """What the cut-off month says of the project."""
    standing = row.standing.this_month
    if standing.state is MonthState.SILENT:
        return silence(row)
    return state_words(standing) + ("（预计数）" if standing.is_estimate else "")


def state_words(standing: MonthStanding) -> str:
    """零投资：冬休, where a reason was given."""
    reason = f"：{ZeroReason(standing.zero_reason).label}" if standing.zero_reason else ""
    return f"{standing.state.value}{reason}"


def silence(row: PlanFact) -> str:
    """What stands where nothing is approved: a preliminary project owes no monthly figure."""
    if row.is_waiting:
        return row.waiting_word
    if row.category == PlanCategory.PRELIMINARY:
        return NO_VALUE
    is_recognised = row.standing.basis is Basis.RECOGNISED
    return UNRECOGNISED.word if is_recognised else UNREPORTED_WORD


def standing_words(row: PlanFact) -> str:
    """Why the project shows its light; of a preliminary one, how far it has come."""
    if row.category != PlanCategory.PRELIMINARY:
        return row.light.reason
    if not row.milestone:
        return "未报前期节点"
    return f"前期：{MilestoneKind(row.milestone).label}"


def first_words(row: PlanFact) -> str:
    """年初531, 年中新增: what the list asked at first, in 万元; "" where that
    is what it asks."""
    if row.first is None:
        return ""
    return f"年初{MONEY.in_cell(row.first.planned)}" if row.first.is_listed else "年中新增"
