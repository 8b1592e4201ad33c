"""Checks of a row against the project's earlier months of the year."""

import re
import statistics
from fractions import Fraction

from investment.checks.kinds import Figures, Parameters, Surroundings
from investment.standing import MonthState
from measures.money import WAN, wan_input
from measures.rounding import round_half_up

QUARTER = 3
_QUANTITY = re.compile(
    r"[0-9０-９%％]|百分之|过半|[一二三四五六七八九十百千万]+(?:层|公里|米|栋|座|台|套|孔)"
)


def same_money(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """The month's money is that of the month before, to the yuan."""
    last = around.last_month
    if last is None or not last.amount:
        return None
    money = around.month_money(figures)
    if money != last.amount:
        return None
    return f"本月{wan_input(money)}万元与上月完全相同，请核对是否照抄，并说明"


def same_text(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """Money moves while what was said to be built does not. A word for a stage (主体施工) may well
    hold for months: what is doubted is a text that tells a quantity or, with ``length`` characters
    or more, particulars."""
    latest, last = around.before.latest, around.last_month
    if latest is None or last is None or latest.month != last.month:
        return None
    if not around.month_money(figures) or not figures.progress.strip():
        return None
    told = figures.progress.strip()
    if told != latest.progress.strip():
        return None
    if len(told) < parameters["length"] and not _QUANTITY.search(told):
        return None
    return "本月有投资，形象进度与上月完全相同，可写明本月的变化"


def text_without_money(
    figures: Figures, around: Surroundings, parameters: Parameters
) -> str | None:
    """What was built moves while the money does not."""
    latest, last = around.before.latest, around.last_month
    if latest is None or last is None or latest.month != last.month:
        return None
    if last.state is not MonthState.ZERO or around.month_money(figures) != 0:
        return None
    told = figures.progress.strip()
    if not told or not latest.progress.strip() or told == latest.progress.strip():
        return None
    return "形象进度有变化，投资却连续两个月为0，请核对投资是否漏报"


def slip(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """The unit of money mistaken: times ``times`` what is usual, or so many times less. What is
    usual is the middle of the earlier months, or a twelfth of the plan."""
    money = around.month_money(figures)
    usual = _usual(around)
    if not money or not usual:
        return None
    times = parameters["times"]
    if usual < abs(money) * times and abs(money) < usual * times:
        return None
    return (
        f"本月{wan_input(money)}万元，而平常每月约{wan_input(usual)}万元，"
        f"相差{times}倍以上，请核对单位是元还是万元"
    )


def _usual(around: Surroundings) -> int | None:
    if around.earlier_amounts:
        middle = Fraction(statistics.median(Fraction(abs(each)) for each in around.earlier_amounts))
        return int(round_half_up(middle / WAN)) * WAN or WAN
    return around.planned // 12 // WAN * WAN if around.planned else None


def quarter_jump(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """The quarter's last month beside its two others, which both are known, each or together."""
    if around.month.month % QUARTER:
        return None
    others = around.before.months[1 - QUARTER :]
    amounts = [month.amount for month in others if not month.is_joint]
    if len(others) < QUARTER - 1 or not all(amounts):
        return None
    money = around.month_money(figures)
    if money is None:
        return None
    mean = sum(amount or 0 for amount in amounts) // len(others)
    if mean <= 0 or money < mean * parameters["times"]:
        return None
    return (
        f"季末月{wan_input(money)}万元，是本季前两月平均{wan_input(mean // WAN * WAN)}万元的"
        f"{parameters['times']}倍以上，请核对是否赶报"
    )


def round_numbers(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """So many months of the year, this one among them, all whole multiples of a large unit."""
    if len(around.before.months) + 1 < parameters["months"]:
        return None
    unit = parameters["unit"] * WAN
    money = around.month_money(figures)
    if not money:
        return None
    amounts = [*around.earlier_amounts, money]
    if len(amounts) < parameters["months"] or any(amount % unit for amount in amounts):
        return None
    return f"今年{len(amounts)}个月的投资都是{parameters['unit']}万元的整倍数，请核对是否估报"
