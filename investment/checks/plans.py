"""Checks of a row against the plan and against what is known of the project."""

from investment.checks.kinds import Figures, Parameters, Surroundings
from investment.models import ZeroReason
from measures.money import wan_input

NOT_STARTED = "未开工"


def before_start(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """Money in a month in which, by the register or by the row itself, nothing had begun."""
    is_unstarted = figures.progress.startswith(NOT_STARTED)
    start = figures.actual_start or around.project.actual_start
    if not is_unstarted and (start is None or start <= around.month.last_day):
        return None
    money = around.month_money(figures)
    if not money:
        return None
    if is_unstarted or start is None:
        return f"形象进度写明未开工，本月却有投资{wan_input(money)}万元，请改正或说明"
    return f"{start:%Y-%m-%d}才开工，本月却有投资{wan_input(money)}万元，请改正或说明"


def after_completion(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """Money after the month in which the project was completed."""
    ends = (around.project.completed_on, around.project.substantially_complete_on)
    if ends == (None, None):
        return None
    ended = min(day for day in ends if day is not None)
    money = around.month_money(figures)
    if not money or ended >= around.first_day:
        return None
    return f"项目{ended:%Y-%m-%d}已建成，本月仍有投资{wan_input(money)}万元，请说明（如尾款结算）"


def while_suspended(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """Money on a site that stands still by the register, or by the unit's own word of the month
    before."""
    is_suspended, last = around.stands_still, around.last_month
    stood_still = last is not None and last.zero_reason == ZeroReason.SUSPENDED
    money = around.month_money(figures) if is_suspended or stood_still else None
    if not money:
        return None
    if is_suspended:
        return f"项目现为停工，本月却有投资{wan_input(money)}万元，请改正或说明"
    return f"上月因停工没有投资，本月却有{wan_input(money)}万元，请改正或说明何时复工"


def over_plan(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """The year to date beyond the plan by more than ``share`` per cent of it."""
    total, planned = around.running_total(figures), around.planned
    if total is None or not planned or total * 100 <= planned * (100 + parameters["share"]):
        return None
    return (
        f"本年累计{wan_input(total)}万元，超出年度计划{parameters['share']}%以上"
        f"（计划{wan_input(planned)}万元），请核对"
    )


def over_total_investment(
    figures: Figures, around: Surroundings, parameters: Parameters
) -> str | None:
    """The investment since the beginning beyond the total, as far as it is known."""
    total, invested = around.running_total(figures), around.invested
    if total is None or invested.total is None:
        return None
    last_year = around.month.year - 1
    if invested.year is not None and invested.year > last_year:
        # It holds what is reported here.
        return None
    reached = invested.before + invested.since + total
    if reached <= invested.total:
        return None
    is_last = invested.year in (None, last_year)
    known = f"截至{'上年' if is_last else f'{invested.year}年'}底{wan_input(invested.before)}"
    if invested.since:
        known += f"＋此后至上年底{wan_input(invested.since)}"
    return (
        f"{known}＋本年累计{wan_input(total)}＝{wan_input(reached)}万元，"
        f"超过总投资{wan_input(invested.total)}万元，请改正或说明"
    )
