"""The register in the order of fields of the 国家重大建设项目库 (KNOWLEDGE §1; the import sheet of
a platform, data/blanks/repository-import.xlsx): what the register holds is filled in, the rest
stays empty to be filled by hand or by 套表, which also has what units report."""

import datetime
from collections.abc import Iterable

from projects.models import ConstructionNature, PlanItem, Project
from workbooks.writing import Column, Row, write_table

NATURES = {
    ConstructionNature.NEW: "新建",
    ConstructionNature.EXTENSION: "扩建",
    ConstructionNature.REBUILD: "改建和技术改造",
    ConstructionNature.RELOCATION: "迁建",
}
"""In the words of the repository's own list."""

NOT_HELD = "资金来源和本年到位资金见资金台账，报告期、形象进度、完成投资和问题见月度汇总表或套表"

COLUMNS = (
    Column("项目代码", width=26),
    Column("项目名称", width=32),
    Column("项目类型", width=9),
    Column("建设性质", width=12),
    Column("建设地点", width=16),
    Column("国标行业", width=16),
    Column("所属行业", width=10),
    Column("总投资（万元）", "wan"),
    Column("拟开工年份", "integer"),
    Column("拟开工月份", "integer"),
    Column("拟建成年份", "integer"),
    Column("主要建设规模", width=40),
    Column("年度主要建设内容", width=30),
    Column("法人单位", width=20),
    Column("统一社会信用代码", width=20),
    Column("项目责任人", width=10),
    Column("责任人电话", width=13),
    Column("报告期", width=9),
    Column("实际开工时间", "date"),
    Column("招投标方式", width=10),
    Column("形象进度", width=20),
    Column("本月完成投资（万元）", width=12),
    Column("本年完成投资（万元）", width=12),
    Column("开工累计完成投资（万元）", width=12),
    Column("本年到位资金（万元）", width=12),
    Column("资金来源", width=12),
    Column("问题及建议", width=20),
)
_FROM_ELSEWHERE = 7
"""The columns after 招投标方式."""


def national_workbook(projects: Iterable[Project], today: datetime.date) -> bytes:
    """One row a project, as ``selectors.project_rows`` gives them. What is not known is empty,
    never a zero, and never a word that the repository's lists have not."""
    rows = [_row(project) for project in projects]
    day = f"{today.year}年{today.month}月{today.day}日"
    return write_table(
        "国家重大建设项目库字段",
        COLUMNS,
        rows,
        subtitle=f"导出日期：{day}；{NOT_HELD}",
        sheet="项目",
    )


def _row(project: Project) -> Row:
    items: list[PlanItem] = project.year_items  # type: ignore[attr-defined]
    planned = next((item.planned_start for item in items if item.planned_start), None)
    task = next((item.annual_task for item in items if item.annual_task), "")
    nature = project.construction_nature
    return Row(
        [
            project.code,
            project.name,
            project.get_approval_type_display(),
            NATURES[ConstructionNature(nature)] if nature else "",
            project.location,
            project.industry,
            "",
            project.total_investment,
            project.construction_start_year,
            planned.month if planned else None,
            project.construction_end_year,
            project.content,
            task,
            project.legal_person,
            project.legal_person_code,
            "",
            "",
            "",
            project.actual_start,
            *[""] * (_FROM_ELSEWHERE + 1),
        ]
    )
