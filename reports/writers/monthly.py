"""月度汇总表 as a workbook: the table, each unit's amounts month by month, and charts of both."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from figures.lines import Totals
from figures.plan_fact import PlanFact
from investment.intake.own_tables import MONTHS_SHEET, UNDIVIDED
from investment.standing import MonthState
from reports.monthly_table import MonthlyLine, MonthlyTable
from reports.writers.monthly_charts import chart_sheets
from workbooks.writing import Column, Row, Sheet, write_sheets

if TYPE_CHECKING:
    from pandas import DataFrame

COLUMNS = (
    Column("序号", "integer", width=5),
    Column("项目名称", width=32),
    Column("建设性质", width=8),
    Column("责任单位", width=18),
    Column("总投资", "wan", width=11),
    Column("年度计划投资", "wan", width=11),
    Column("本月完成", "wan", width=10, parent="完成投资"),
    Column("累计完成", "wan", width=11, parent="完成投资"),
    Column("占年度计划%", "percent", width=9, parent="完成投资", digits=2),
    Column("超/欠序时（百分点）", "points", width=10, parent="完成投资", digits=2),
    Column("形象进度", width=30),
    Column("存在问题", width=22),
    Column("亮灯", width=9),
)
APART, TOTAL, TOGETHER = UNDIVIDED, "累计完成", "与后月合并"
REPORTED = (MonthState.MONEY, MonthState.ZERO)
SIGNATURE = ("填表人：", "审核人：", "联系电话：")


def monthly_workbook(table: MonthlyTable) -> bytes:
    return write_sheets([_table_sheet(table), *_sheets_of_last(table)])


def year_workbook(tables: Sequence[MonthlyTable]) -> bytes:
    """The tables of one list, a sheet a month in their order, and the months of the last."""
    return write_sheets([*map(_table_sheet, tables), *_sheets_of_last(tables[-1])])


def _sheets_of_last(table: MonthlyTable) -> list[Sheet]:
    return [_months_sheet(table), *chart_sheets(table)]


def _table_sheet(table: MonthlyTable) -> Sheet:
    return Sheet(
        f"{table.month.month}月",
        table.title,
        COLUMNS,
        _rows(table),
        subtitle=table.subtitle,
        notes=[f"注{number}：{note}" for number, note in enumerate(table.notes, start=1)],
        signature=SIGNATURE,
    )


def _rows(table: MonthlyTable) -> list[Row]:
    (label, whole), *parts = table.totals
    rows = [_total_row(label, whole)]
    # The reader takes what begins so for a part of the total above it, and not for a group.
    rows += [_total_row(f"其中：{label}", totals) for label, totals in parts]
    for block in table.blocks:
        rows.append(_group_row(f"{block.unit_name}（{len(block.lines)}个）"))
        rows += [_project_row(line) for line in block.lines]
        rows.append(_total_row("小计", block.totals))
    if table.preliminary:
        title = f"前期项目（{len(table.preliminary)}个，投资为计划外，不计入合计）"
        rows.append(_group_row(title))
        rows += [_project_row(line) for line in table.preliminary]
    return rows


def _group_row(title: str) -> Row:
    return Row([None, title, *[None] * 6, "", "", *[None] * 3], "group")


def _total_row(label: str, totals: Totals) -> Row:
    return Row(
        [
            None,
            f"{label}（{totals.count}个）",
            None,
            None,
            totals.total_investment,
            totals.planned,
            totals.done_this_month,
            "未报" if totals.done is None else totals.done,
            totals.rate,
            totals.lead,
            totals.coverage.words,
            *[None] * 2,
        ],
        "total",
    )


def _project_row(line: MonthlyLine) -> Row:
    row = line.row
    return Row(
        [
            line.serial,
            row.project_name,
            line.category,
            row.unit_name,
            row.total_investment,
            row.planned,
            line.amount,
            line.done,
            row.rate,
            row.lead,
            line.progress,
            row.problem,
            row.light.word,
        ]
    )


def _months_sheet(table: MonthlyTable) -> Sheet:
    import pandas

    frame = months_frame(table)
    covered = _words_of_covered(table)

    def cell(unit: int, name: str) -> int | str:
        amount = frame.loc[unit, name]
        if not pandas.isna(amount):
            return int(amount)
        return covered.get((unit, name), "" if name == APART else "未报")

    lines = [
        Row([block.unit_name, *(cell(block.unit_id, name) for name in frame.columns)])
        for block in table.blocks
    ]
    sums = [_sum(frame[name].sum(min_count=1)) for name in frame.columns]
    return Sheet(
        MONTHS_SHEET,
        f"{table.month.year}年1—{table.month.month}月{table.plan.key}重点建设项目各单位逐月完成投资",
        [Column("责任单位", width=24), *(Column(name, "wan") for name in frame.columns)],
        [*lines, Row(["合计", *sums], "total"), Row(["报送项目", *_covered_words(table, frame)])],
        subtitle=table.subtitle,
        notes=[
            "未报的月份不作零计；未分月为只报累计、不能分到各月的投资，以及补报、冲减。"
            "报送项目为当月报送并审定的项目数，累计完成下为累计已知的项目数。",
            table.notes[1],
        ],
        signature=SIGNATURE,
    )


def months_frame(table: MonthlyTable) -> "DataFrame":
    """Unit (by its key: two may have one name) × month in yuan, Int64, <NA> where nothing was
    reported. What was sent only as a total belongs to no month and stands in 未分月, so that each
    line adds up to its 累计完成."""
    import pandas

    names = [*_month_names(table), APART, TOTAL]
    cells = [
        (row.unit_id, name, amount)
        for row in table.rows
        for name, amount in zip(names, _amounts(row), strict=True)
    ]
    long = pandas.DataFrame(cells, columns=["unit", "column", "yuan"]).astype({"yuan": "Int64"})
    frame = long.groupby(["unit", "column"])["yuan"].sum(min_count=1).unstack()
    frame = frame.reindex(index=[block.unit_id for block in table.blocks], columns=names)
    return frame.drop(columns=APART) if frame[APART].isna().all() else frame


def _month_names(table: MonthlyTable) -> list[str]:
    return [f"{number}月" for number in range(1, table.month.month + 1)]


def _amounts(row: PlanFact) -> list[int | None]:
    """The project's amount of each month, what belongs to no month, and the total."""
    amounts = [month.amount for month in row.standing.months]
    if row.done is None:
        return [*amounts, None, None]
    apart = row.done - sum(amount or 0 for amount in amounts)
    return [*amounts, apart or None, row.done]


def _covered_words(table: MonthlyTable, frame: "DataFrame") -> list[str]:
    """Under each sum how many of the projects it is of: 80/85. A month that only a later total
    tells was not reported itself."""
    reported = {
        name: sum(row.standing.months[place].state in REPORTED for row in table.rows)
        for place, name in enumerate(_month_names(table))
    }
    known = sum(row.done is not None for row in table.rows)
    counts = {**reported, TOTAL: known}
    return [f"{counts[name]}/{len(table.rows)}" if name in counts else "" for name in frame.columns]


def _words_of_covered(table: MonthlyTable) -> dict[tuple[int, str], str]:
    """What stands for a unit's month of which only a later total tells, or that was to be
    reported together with the next."""
    return {
        (row.unit_id, name): TOGETHER if month.is_joint else APART
        for row in table.rows
        for name, month in zip(_month_names(table), row.standing.months, strict=True)
        if month.state is MonthState.COVERED
    }


def _sum(amount: Any) -> int | str:
    import pandas

    return "未报" if pandas.isna(amount) else int(amount)
