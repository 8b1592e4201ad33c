"""A county of many projects, and its monthly workbook, made for the measurement."""

import io

import openpyxl

from accounts.models import Unit, UnitKind
from investment.models import ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import AnnualPlan, Part, PlanCategory, PlanItem, Project, ProjectUnit, Tier

JUNE = Month(2019, 6)
UNITS = 200
HEADER = (
    "序号",
    "项目名称",
    "责任单位",
    "本月完成投资",
    "本年累计完成投资",
    "形象进度",
    "存在问题",
)


def make_county(projects: int, name: str = "") -> Unit:
    """A county with open June, ``projects`` projects on its list, and two hundred units."""
    county = Unit.objects.create(name=name or f"测量县{projects}", kind=UnitKind.COUNTY)
    units = Unit.objects.bulk_create(
        Unit(parent=county, county=county, name=f"第{n}单位", kind=UnitKind.DEPARTMENT)
        for n in range(UNITS)
    )
    made = Project.objects.bulk_create(
        Project(county=county, name=project_name(projects, n), total_investment=10_000_000 * WAN)
        for n in range(projects)
    )
    ProjectUnit.objects.bulk_create(
        ProjectUnit(
            project=project,
            unit=units[n % UNITS],
            part=Part.REPORTING,
            from_date=JUNE.first_day.replace(month=1),
        )
        for n, project in enumerate(made)
    )
    plan = AnnualPlan.objects.create(
        county=county, year=JUNE.year, tier=Tier.COUNTY, name="2019年县级清单", key="县级"
    )
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            project=project,
            category=PlanCategory.CONTINUING,
            planned_investment=20_000 * WAN,
        )
        for project in made
    )
    ReportingPeriod.objects.create(
        county=county, year=JUNE.year, month=JUNE.month, due_on=JUNE.next().first_day
    )
    return county


def project_name(projects: int, number: int) -> str:
    """Told apart between the counties of one run by their size."""
    return f"{projects}项县第{number}号重点建设项目"


def monthly_workbook(projects: int) -> bytes:
    """June of every project, in 万元, under a title and a unit line."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("6月")
    sheet.append(["2019年6月重点建设项目进展情况月报表"])
    sheet.append(["单位：万元"])
    sheet.append(HEADER)
    for n in range(projects):
        amount = 100 + n % 37
        name, unit = project_name(projects, n), f"第{n % UNITS}单位"
        sheet.append([n + 1, name, unit, amount, amount * 5, "主体施工", None])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
