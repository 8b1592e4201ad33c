"""Columns of a plan by months or quarters: 一季度计划投资, 1月计划, 上半年 under 投资计划."""

from measures.phases import MONTHS, Phases, Span, span_label
from projects.intake.lines import RowReader
from workbooks import values
from workbooks.columns import Column, ColumnKind
from workbooks.senses import Sense

_SPANS: tuple[Span, ...] = (
    *((month, month) for month in range(1, MONTHS + 1)),
    *((first, first + 2) for first in range(1, MONTHS, 3)),
    (7, MONTHS),
    # From January on, as 上半年, 前三季度, 1-5月 or 截至5月底 have it; the year has its own column.
    *((1, month) for month in range(2, MONTHS) if month != 3),
)

_NOT_ITS_MONEY = (
    "开工",
    "竣工",
    "投产",
    "形象",
    "进度",
    "进展",
    "节点",
    "内容",
    "工作",
    "时间",
    "日期",
    "说明",
    "备注",
    "情况",
    "资金",
    "到位",
    # 列入市前三季度计划 names a list.
    "列入",
    "总投资",
    "省级",
    "市级",
    "上年",
    "去年",
    "明年",
    "下年",
    "同期",
)
"""Words in a title of some months that is not of what is planned for them."""


def _key(span: Span) -> str:
    return f"phase:{span[0]}-{span[1]}"


_BY_KEY = {_key(span): span for span in _SPANS}

PHASE_KEYS = tuple(_BY_KEY)

PHASE_COLUMNS = tuple(
    Column(
        key,
        f"{span_label(*span)}计划投资",
        (),
        ColumnKind.MONEY,
        excludes=_NOT_ITS_MONEY,
        sense=Sense.PLANNED,
        months=span,
    )
    for key, span in _BY_KEY.items()
)


def phases_of(reader: RowReader) -> Phases:
    """What the row plans for some of the year's months. What is no amount is told and left out: the
    year's plan stands without it."""
    amounts = []
    for key, span in _BY_KEY.items():
        cell = reader.row.get(key)
        try:
            yuan = values.money(cell)
        except values.Unreadable as error:
            reader.warn(key, f"{error}，这一格没有读入")
            continue
        if yuan is not None and yuan < 0:
            reader.warn(key, "金额不能是负数，这一格没有读入")
        elif yuan is not None:
            amounts.append((span, yuan))
    return Phases.of(amounts)
