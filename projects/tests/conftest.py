import datetime
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from measures.money import WAN
from projects.intake import apply_plan, apply_preliminary, preview_plan, preview_preliminary
from projects.models import PlanCategory, Project, Stage
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory

WORKBOOKS = Path(__file__).resolve().parents[2] / "demo" / "workbooks"
JUNE_30 = datetime.date(2019, 6, 30)
TODAY = datetime.date(2019, 8, 2)


@pytest.fixture
def plan_file():
    return (WORKBOOKS / "plan-2019.xlsx").read_bytes()


@pytest.fixture
def preliminary_file():
    return (WORKBOOKS / "preliminary-2019.xlsx").read_bytes()


@pytest.fixture
def edited():
    """A workbook with some cells of its first sheet set: ``edited(content, {"M7": "x"})``."""

    def edit(content, cells, deleted_rows=()):
        book = load_workbook(io.BytesIO(content))
        for ref, value in cells.items():
            book.active[ref] = value
        for row in sorted(deleted_rows, reverse=True):
            book.active.delete_rows(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return edit


@pytest.fixture
def sample_county(county, plan_file, preliminary_file):
    """The county after both workbooks were imported."""
    apply_plan(preview_plan(plan_file, county=county, year=2019, today=TODAY), by=None)
    apply_preliminary(
        preview_preliminary(preliminary_file, county=county, year=2019, as_of=JUNE_30, today=TODAY),
        by=None,
    )
    return county


@pytest.fixture
def project(county, unit_a):
    """A project of unit A, on the county list."""
    project = ProjectFactory(county=county, name="抽水蓄能电站项目", reporting=unit_a)
    PlanItemFactory(project=project)
    return Project.objects.get(pk=project.pk)


@pytest.fixture
def other_project(county, unit_b):
    """A project of unit B, on the county list."""
    project = ProjectFactory(county=county, name="引水工程", reporting=unit_b)
    PlanItemFactory(project=project)
    return Project.objects.get(pk=project.pk)


# --- The turn of the year ------------------------------------------------------------------


@pytest.fixture
def this_year(county):
    """The county's list of 2019."""
    return AnnualPlanFactory(county=county, year=2019, place=2, titles="全县重点建设项目计划表")


@pytest.fixture
def listed(this_year, unit_a):
    def make(name, category, **facts):
        project = ProjectFactory(county=this_year.county, name=name, reporting=unit_a, **facts)
        planned = None if category == PlanCategory.PRELIMINARY else 1000 * WAN
        PlanItemFactory(
            plan=this_year, project=project, category=category, planned_investment=planned
        )
        return project

    return make


@pytest.fixture
def lines(listed):
    """One of each kind, by name."""
    under = {"stage": Stage.CONSTRUCTION, "actual_start": datetime.date(2019, 3, 1)}
    done = {"stage": Stage.COMPLETED, "completed_on": datetime.date(2019, 12, 1)}
    return {
        each.name: each
        for each in (
            listed("续建路", PlanCategory.CONTINUING, **under),
            listed("已开工厂", PlanCategory.NEW, **under),
            listed("未开工站", PlanCategory.NEW, stage=Stage.PRELIMINARY),
            listed("前期桥", PlanCategory.PRELIMINARY, stage=Stage.PRELIMINARY),
            listed("建成园", PlanCategory.CONTINUING, **done),
            listed("终止馆", PlanCategory.NEW, stage=Stage.ENDED),
        )
    }
