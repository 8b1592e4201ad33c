"""填报模板: a unit's own projects of a month as a workbook to fill in, and what it was made for.

Its titles are those that the intake reads by name, so it comes back through the same door as any
other workbook. The hidden mark only lets a template of another month or unit be refused in one
sentence; which rows may be written is decided row by row, as always.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import Unit, User
from accounts.people.wording import said
from accounts.rights import ON_BEHALF, may, reporting_unit_ids
from investment.drafts import LONGEST_TEXT
from investment.extra.values import NOTHING
from investment.extra.workbooks import (
    asked_by_sheet,
    instructions,
    template_columns,
    template_values,
)
from investment.models import Definition, ExtraColumn, MonthlyEntry, ReportingPeriod, ZeroReason
from investment.selectors import EntrySheet, SheetRow
from measures.months import Month
from workbooks.marking import marked
from workbooks.templates import (
    INSTRUCTIONS,
    Column,
    Group,
    Row,
    Template,
    Value,
    day_between,
    number_from,
    one_of,
    text_up_to,
    write_template,
)
from workbooks.values import clean
from workbooks.writing import DATE, INTEGER, WAN_YUAN

VERSION = 1
MARK = "XUSHI_TEMPLATE"

OWING = "一、每月必报的项目"
OTHERS = "二、{}（有投资时填报）"
"""Numbered, so that the reader knows them for heads of groups wherever they are sorted to."""

_EARLIEST_START = datetime.date(1990, 1, 1)
_NAME_COLUMN = 2
_LARGEST_CORRECTION = -1_000_000_000
"""In 万元: more is taken back of no project."""
_WRITTEN_MARK = re.compile(rf"{VERSION}\|([0-9]{{1,18}})\|([0-9]{{4}}-[0-9]{{2}})")


@dataclass(frozen=True)
class TemplateMark:
    """For which unit and month a template was made."""

    unit_id: int
    month: Month


def write_entry_template(sheet: EntrySheet) -> bytes:
    """The unit's projects with what it has entered so far. What was sent stands there locked."""
    month = sheet.period.as_month
    extra = asked_by_sheet(sheet.columns, sheet.rows)
    return write_template(
        Template(
            sheet=f"{month.month}月填报",
            title=f"{sheet.unit.name}{month.label}重点项目填报表",
            line=f"填报截止：{_written(sheet.period.due_on)}。只填浅黄色的格子，填法见“{INSTRUCTIONS}”。",
            columns=[*_columns(month), *template_columns(extra)],
            rows=_rows(sheet, extra),
            name_column=_NAME_COLUMN,
            mark=(MARK, f"{VERSION}|{sheet.unit.pk}|{month}"),
            instructions=[*_instructions(sheet), *_definitions(sheet), *instructions(extra)],
            signature=("填表人：", "审核人：", "联系电话：", "单位（盖章）："),
        )
    )


def template_name(unit: Unit, period: ReportingPeriod) -> str:
    return f"{unit.name}{period.as_month.label}填报模板.xlsx"


def template_mark(content: bytes) -> TemplateMark | None:
    """What a workbook that the guard has let through was made for, if it is a template."""
    written = _WRITTEN_MARK.fullmatch(marked(content, MARK) or "")
    if written is None:
        return None
    try:
        return TemplateMark(int(written[1]), Month.parse(written[2]))
    except ValueError:
        return None


def template_problem(
    mark: TemplateMark, *, county: Unit, month: Month, by: User | None
) -> str | None:
    """Why a template with this mark is not to be brought in for ``month`` by this person: made
    for another month, or for a unit for which he does not report. The bureau and the system
    (None) bring in every unit's of the county."""
    if mark.month != month:
        return (
            f"这是{mark.month.label}的填报模板，而这次导入的是{month.label}，"
            f"请下载{month.label}的模板填写"
        )
    unit = Unit.objects.within(county).filter(pk=mark.unit_id).first()
    if unit is None:
        return "这是外县单位的填报模板，请核对是否传错了文件"
    if (
        by is None
        or may(by, "entry.enter", county, answer=ON_BEHALF)
        or unit.pk in reporting_unit_ids(by)
    ):
        return None
    return f"这是{unit.name}的填报模板，不是您单位的，请下载本单位的模板填写"


def _columns(month: Month) -> list[Column]:
    amount = number_from(0, "请填写不小于0的数字，单位万元。冲减以前月份的，填在“补报或冲减”一列。")
    correction = number_from(_LARGEST_CORRECTION, "请填写数字，单位万元；冲减的写负数。")
    start = day_between(
        _EARLIEST_START,
        month.last_day,
        f"请填写年月日，如{month.year}-03-04，不晚于{month.label}末；尚未开工的请留空。",
    )
    reason = one_of(
        [label for _, label in ZeroReason.choices], "请从下拉列表中选择一项；本月有投资的请留空。"
    )
    estimate = one_of(["是"], "是预计数的选“是”；其余留空。")
    words = text_up_to(LONGEST_TEXT, f"最多填写{LONGEST_TEXT}个字。")
    return [
        Column("序号", INTEGER, 6),
        Column("项目代码", width=25),
        Column("项目名称", width=28),
        Column("年度计划投资", WAN_YUAN, 12),
        Column("上月累计", WAN_YUAN, 12),
        Column("本月完成投资", WAN_YUAN, 12, is_asked=True, rule=amount),
        Column("本年累计完成投资", WAN_YUAN, 12, is_asked=True, rule=amount),
        Column("形象进度", width=26, is_asked=True, rule=words),
        Column("存在问题", width=22, is_asked=True, rule=words),
        Column("零投资原因", width=11, is_asked=True, rule=reason),
        Column("开工日期", DATE, 12, is_asked=True, rule=start),
        Column("情况说明", width=20, is_asked=True, rule=words),
        Column("补报或冲减", WAN_YUAN, 11, is_asked=True, rule=correction),
        Column("建议", width=16, is_asked=True, rule=words),
        Column("预计数", width=7, is_asked=True, rule=estimate),
    ]


def _rows(sheet: EntrySheet, extra: Sequence[ExtraColumn]) -> list[Row | Group]:
    owing = [row for row in sheet.rows if row.owes]
    others = [row for row in sheet.rows if not row.owes]
    rows: list[Row | Group] = []
    serial = 0
    for title, members in ((OWING, owing), (OTHERS.format(sheet.others_word), others)):
        if members and others:
            rows.append(Group(title))
        for row in members:
            serial += 1
            is_open = sheet.period.is_open and row.is_editable
            rows.append(Row([*_values(serial, row), *_extra(row, extra)], is_open=is_open))
    return rows


def _values(serial: int, row: SheetRow) -> list[Value]:
    return [
        serial,
        row.project.code,
        row.project.name,
        row.planned,
        row.last_total,
        *_entered(row.entry),
    ]


def _extra(row: SheetRow, columns: Sequence[ExtraColumn]) -> list[Value]:
    return template_values(columns, row.columns, row.entry.extra if row.entry else NOTHING)


def _entered(entry: MonthlyEntry | None) -> list[Value]:
    if entry is None:
        return [None] * 10
    return [
        entry.month_amount,
        entry.year_to_date,
        clean(entry.progress),
        clean(entry.problem),
        ZeroReason(entry.zero_reason).label if entry.zero_reason else None,
        entry.actual_start,
        clean(entry.explanation),
        entry.correction,
        clean(entry.suggestion),
        "是" if entry.is_estimate else None,
    ]


def _instructions(sheet: EntrySheet) -> list[str]:
    month = sheet.period.as_month
    reasons = "、".join(label for _, label in ZeroReason.choices)
    told = [
        "1. 只填浅黄色的格子。灰色的格子是已经报送的数字，要改请先在系统中撤回，或请发改局退回。",
        "2. 金额单位是万元。本月没有投资的填0，并选择零投资原因；没有填的项目按未报送处理。",
        "3. 本月数和累计数可以只填一个；两个都填而累计不等于上月累计加本月数的，请写明情况。",
        f"4. 零投资原因从下拉列表中选：{reasons}。",
        f"5. 开工日期写年月日，如{month.year}-03-04；尚未开工的留空。",
        "6. 可以筛选；要排序、删行，请先撤销工作表保护（没有密码）。列的名称不要改，顺序可以变。",
        "7. 清空格子不会删除系统中已经保存的内容；要删除，请在系统的填报页面上改。",
        "8. 以前月份漏报的、要冲减的填在“补报或冲减”，并写明情况；还是预计的数，“预计数”选“是”。",
        f"9. 这份模板只用于{sheet.unit.name}{month.label}，导入其他单位或月份会被拒绝。",
        "10. 填好后保存为.xlsx，在系统的“导入月报”上传，核对预览后确认，"
        f"{_written(sheet.period.due_on)}截止。",
        "11. 需要签字盖章的，打印本表签章后拍照或扫描，在系统的填报页面上传签章表。",
    ]
    return [said(each, sheet.unit.own_county) for each in told]


def _definitions(sheet: EntrySheet) -> list[str]:
    """One query."""
    county, day = sheet.unit.own_county, sheet.period.as_month.last_day
    return [f"口径·{each.words}" for each in Definition.objects.in_force(county, day)]


def _written(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
