"""What the head of a leader's own page says."""

import datetime
from collections.abc import Sequence

from measures.rates import format_points
from reports.own.selectors import OwnCard, OwnCards

YOU = "您"


def heading(who: str, cards: OwnCards) -> str:
    """您包抓7个项目，2个落后；分管12个，均未落后。"""
    if not cards.parts:
        return f"{who}没有包抓、分管的列入计划的项目"
    told = [
        f"{word}{len(own)}个{'' if at else '项目'}，{_lagging(own)}"
        for at, (word, own) in enumerate(cards.parts)
    ]
    return f"{who}{'；'.join(told)}"


def _lagging(cards: Sequence[OwnCard]) -> str:
    lagging = sum(card.lags for card in cards)
    silent = sum(not card.row.is_reported for card in cards)
    if not lagging:
        said = "未落后" if len(cards) == 1 else "均未落后"
        said = said if not silent else "已报的未落后"
    else:
        said = f"{lagging}个落后"
    return f"{said}，{silent}个未报" if silent else said


def change_words(card: OwnCard) -> str:
    """较上月+3.2个百分点; "" where that is not known."""
    return "" if card.change is None else f"较上月{format_points(card.change)}个百分点"


def days_words(due_on: datetime.date, today: datetime.date) -> str:
    """还有3天, 今天到期, 逾期5天."""
    left = (due_on - today).days
    if left < 0:
        return f"逾期{-left}天"
    return f"还有{left}天" if left else "今天到期"
