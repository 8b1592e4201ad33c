"""The register as a workbook."""

import datetime
from collections.abc import Iterable

from measures.phases import Phases, Span, span_label, spans_of
from projects.models import AnnualPlan, PlanCategory, Project, Tier
from workbooks.writing import Column, Row, write_table

CATEGORY_WORDS = dict(PlanCategory.choices)
HIGHER_TIERS = (Tier.PROVINCIAL, Tier.MUNICIPAL)


def projects_workbook(
    projects: Iterable[Project], year: int, lists: Iterable[AnnualPlan], today: datetime.date
) -> bytes:
    """One row a project, as ``selectors.project_rows`` gives them, with a total row on top, and a
    column for each of the year's ``lists`` but the county's own."""
    listed, every = list(projects), list(lists)
    own = min(every, key=lambda plan: plan.own_rank, default=None)
    others = [plan.key for plan in every if plan != own or plan.tier != Tier.COUNTY]
    # The file can be read back into a county that has none of them yet.
    keys = list(dict.fromkeys([*(tier.label for tier in HIGHER_TIERS), *others]))
    spans = _spans(listed)
    rows = [_row(number, project, keys, spans) for number, project in enumerate(listed, start=1)]
    columns = (
        Column("序号", "integer"),
        Column("项目代码", width=26),
        Column("项目名称", width=32),
        Column("填报单位"),
        Column("项目类别", width=12),
        Column("计划类别", width=9),
        Column("列入清单", width=14),
        Column("产业项目", width=9),
        Column("投资主体", width=10),
        Column("总投资", "wan", parent="投资情况"),
        Column("截至上年底累计完成投资", "wan", parent="投资情况"),
        Column(f"{year}年计划投资", "wan", parent="投资情况"),
        *(Column(f"{span_label(*span)}计划投资", "wan", parent="投资情况") for span in spans),
        *(Column(f"其中：列入{key}计划", "wan", parent="投资情况") for key in keys),
        Column("包抓领导"),
        Column("阶段", width=9),
        Column("实际开工日期", "date"),
        Column("建设内容及规模", width=40),
    )
    sums = [
        sum(getattr(project, name) or 0 for project in listed)
        for name in ("total_investment", "invested_before", "annual_plan")
    ]
    total = Row(
        [
            *(None, "", f"合计（{len(rows)}个）", *[""] * 6, *sums),
            *[""] * (4 + len(spans) + len(keys)),
        ],
        "total",
    )
    return write_table(
        "重点项目一览表",
        columns,
        [total, *rows],
        subtitle=f"导出日期：{today.year}年{today.month}月{today.day}日",
        sheet="重点项目",
    )


def _row(number: int, project: Project, keys: Iterable[str], spans: Iterable[Span]) -> Row:
    spread = Phases.read(project.annual_phases)  # type: ignore[attr-defined]
    return Row(
        [
            number,
            project.code,
            project.name,
            "、".join(part.unit.label for part in project.reporting_parts),  # type: ignore[attr-defined]
            project.category.name if project.category else "",
            CATEGORY_WORDS.get(project.plan_category, ""),  # type: ignore[attr-defined]
            "、".join(item.plan.key for item in project.year_items),  # type: ignore[attr-defined]
            "是" if project.is_productive else "否",
            project.get_investor_type_display(),
            project.total_investment,
            project.invested_before,
            project.annual_plan,  # type: ignore[attr-defined]
            *(spread.amount(span) for span in spans),
            *(_listed(project, key) for key in keys),
            "、".join(official.name for official in project.officials),  # type: ignore[attr-defined]
            project.get_stage_display(),
            project.actual_start,
            project.content,
        ]
    )


def _spans(projects: Iterable[Project]) -> list[Span]:
    """The months and quarters for which any of the lines that speak for projects has a plan."""
    every = (Phases.read(project.annual_phases) for project in projects)  # type: ignore[attr-defined]
    return spans_of(every)


def _listed(project: Project, key: str) -> int | str:
    """What the list plans for the project; 是 for a preliminary one without a plan."""
    items = project.year_items  # type: ignore[attr-defined]
    item = next((item for item in items if item.plan.key == key), None)
    if item is None:
        return ""
    return "是" if item.planned_investment is None else item.planned_investment
