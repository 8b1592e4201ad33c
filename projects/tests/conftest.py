import datetime
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from projects.intake import apply_plan, apply_preliminary, preview_plan, preview_preliminary
from projects.models import Project
from projects.tests.factories import PlanItemFactory, ProjectFactory

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
