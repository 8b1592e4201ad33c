"""The rows of a figure as a workbook."""

from figures.facts import PlanFact
from figures.rows_page import RowsPage, month_words, silence, standing_words, verified_words
from figures.wording import with_unit
from measures.rounding import NO_VALUE
from projects.models import PlanCategory
from workbooks.writing import Column, Row, write_table

NO_MONTHS = "所列均为前期项目，没有月报"

COLUMNS = (
    Column("序号", "integer"),
    Column("项目名称", width=36),
    Column("项目代码", width=25),
    Column("计划类别", width=9),
    Column("填报单位", width=20),
    Column("总投资", "wan"),
    Column("年度计划投资", "wan"),
    Column("本月完成", "wan"),
    Column("累计完成", "wan"),
    Column("完成率%", "percent", digits=2),
    Column("超/欠序时（百分点）", "points", digits=2),
    Column("亮灯", width=10),
    Column("亮灯依据", width=28),
    Column("本月报送", width=14),
    Column("存在问题", width=30),
    Column("包抓领导", width=14),
)


def rows_workbook(page: RowsPage) -> bytes:
    """The rows in the order of the page, with the totals that equal the figure."""
    rows = [_row(number, row) for number, row in enumerate(page.rows, start=1)]
    rows.append(_total(page))
    columns: tuple[Column, ...] = COLUMNS
    if page.explanation.counted_as:
        columns = (*COLUMNS, Column(page.explanation.counted_as, width=14))
        rows = [
            Row([*row.values, mark], row.style)
            for row, mark in zip(rows, _marks(page), strict=True)
        ]
    return write_table(
        f"{page.facts.month.label} {page.title}",
        columns,
        rows,
        sheet=page.figure.key,
        subtitle=f"{page.scope}　{with_unit(page.figure)}",
        notes=_notes(page),
    )


def _row(number: int, row: PlanFact) -> Row:
    return Row(
        [
            number,
            row.project_name,
            row.project_code,
            PlanCategory(row.category).label,
            row.unit_name,
            row.total_investment,
            row.planned,
            row.done_this_month if row.is_reported else silence(row),
            silence(row) if row.done is None else row.done,
            row.rate,
            row.lead,
            row.light.word,
            standing_words(row),
            month_words(row),
            row.problem,
            row.lead_official,
        ]
    )


def _total(page: RowsPage) -> Row:
    totals = page.totals
    return Row(
        [
            None,
            f"合计（{totals.count}个）",
            *("", "", ""),
            totals.total_investment,
            totals.planned,
            totals.done_this_month,
            totals.done,
            totals.rate,
            totals.lead,
            *("", ""),
            f"报送{totals.coverage.reported}/{totals.coverage.projects}",
            *("", ""),
        ],
        "total",
    )


def _marks(page: RowsPage) -> list[str]:
    """Which rows are in the upper term of a share, and under them how many."""
    counted = page.counted_ids
    marks = ["计入" if row.item_id in counted else NO_VALUE for row in page.rows]
    return [*marks, f"{len(counted)}个"]


def _notes(page: RowsPage) -> list[str]:
    figure, explanation = page.figure, page.explanation
    formula = explanation.words + (f" = {explanation.numbers}" if explanation.numbers else "")
    basis = f"；口径：{figure.basis}" if figure.basis and not explanation.numbers else ""
    return [
        f"{page.title}：{with_unit(figure)}；{formula}{basis}",
        f"{page.totals.coverage.words or NO_MONTHS}；{verified_words(page.rows)}",
    ]
