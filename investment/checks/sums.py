"""Checks of a row in itself, and of its sums with the month before."""

from investment.checks.kinds import Figures, Parameters, Surroundings
from investment.drafts import REASONS_IN_PROGRESS
from investment.extra.values import missing_of
from measures.money import wan_input


def amounts_absent(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    if figures.month_amount is None and figures.year_to_date is None:
        return "本月完成和本年累计至少填一项，没有投资的请填0"
    return None


def negative_unexplained(
    figures: Figures, around: Surroundings, parameters: Parameters
) -> str | None:
    negative = [
        amount
        for amount in (figures.month_amount, figures.year_to_date, figures.correction)
        if amount is not None and amount < 0
    ]
    if negative and not figures.explanation.strip():
        return f"填了负数{wan_input(negative[0])}万元，请在“情况说明”写明冲减哪个月、为什么"
    return None


def progress_absent(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    """Money without a word of what it built."""
    money = around.month_money(figures)
    if not money or figures.progress.strip():
        return None
    return f"本月有投资{wan_input(money)}万元，请填写形象进度，确实没有的在“情况说明”写明原因"


def zero_without_reason(
    figures: Figures, around: Surroundings, parameters: Parameters
) -> str | None:
    if around.month_money(figures) != 0 or figures.zero_reason:
        return None
    if figures.progress.startswith(tuple(start for start, _ in REASONS_IN_PROGRESS)):
        return None
    return "本月投资为0，请选择零投资原因，或在形象进度开头写明“未开工”"


def total_mismatch(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
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


def total_fell(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    last, total = around.before.year_to_date, figures.year_to_date
    if last is None or total is None or total >= last:
        return None
    return f"本年累计{wan_input(total)}万元小于此前累计{wan_input(last)}万元，请改正或说明"


def start_too_late(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    start = figures.actual_start
    if start is None or start <= min(around.month.last_day, around.today):
        return None
    limit = "今天" if around.today < around.month.last_day else f"{around.month.label}末"
    return f"开工日期{start:%Y-%m-%d}晚于{limit}，尚未开工的请留空"


def extra_absent(figures: Figures, around: Surroundings, parameters: Parameters) -> str | None:
    missing = missing_of(figures.extra, around.asked)
    if not missing:
        return None
    names = "、".join(column.called for column in missing)
    return f"附加指标未填：{names}，请填写，填不了的在“情况说明”写明原因"
