"""The register in the order of fields of the national repository."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from projects.models import Project
from projects.national_repository import COLUMNS
from projects.services import update_project
from projects.tests.factories import PlanItemFactory, ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def road(county, unit_a):
    road = ProjectFactory(
        county=county,
        name="镇区道路改造工程",
        reporting=unit_a,
        code="2019-610799-48-01-110823",
        approval_type="approved",
        construction_nature="rebuild",
        industry="E4812 公路工程建筑",
        legal_person="示范县城市建设投资公司",
        legal_person_code="91610799MA6YU1234X",
        location="东河镇",
        construction_start_year=2019,
        construction_end_year=2020,
        content="改造道路3公里",
        actual_start=datetime.date(2019, 3, 5),
    )
    start = datetime.date(2019, 4, 1)
    PlanItemFactory(project=road, planned_start=start, annual_task="完成路基")
    return Project.objects.get(pk=road.pk)


def exported(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("projects:export_national"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if row[0] == "项目代码")
    return [dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]]


def test_what_the_register_holds_is_filled_in_and_the_rest_is_empty(client, road, reviewer):
    (row,) = [each for each in exported(client, reviewer) if each["项目名称"] == road.name]
    assert list(row) == [column.title for column in COLUMNS]
    known = {title: value for title, value in row.items() if value not in (None, "")}
    start = known.pop("实际开工时间")
    assert (start.year, start.month, start.day) == (2019, 3, 5)
    assert known == {
        "项目代码": "2019-610799-48-01-110823",
        "项目名称": "镇区道路改造工程",
        "项目类型": "审批",
        "建设性质": "改建和技术改造",
        "建设地点": "东河镇",
        "国标行业": "E4812 公路工程建筑",
        "总投资（万元）": 10_000,
        "拟开工年份": 2019,
        "拟开工月份": 4,
        "拟建成年份": 2020,
        "主要建设规模": "改造道路3公里",
        "年度主要建设内容": "完成路基",
        "法人单位": "示范县城市建设投资公司",
        "统一社会信用代码": "91610799MA6YU1234X",
    }


def test_a_unit_gets_its_own_projects(client, road, other_project, reporter):
    assert [each["项目名称"] for each in exported(client, reporter)] == [road.name]


def test_its_fields_are_changed_by_page_and_stand_on_the_page_of_the_project(
    client, road, approver
):
    update_project(
        project=road,
        by=approver,
        version=road.version,
        changes={"legal_person": "东河镇人民政府", "industry": "E4813 市政道路工程建筑"},
        today=datetime.date(2019, 8, 2),
    )
    client.force_login(approver, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("projects:data", args=[road.pk])).content.decode()
    assert "东河镇人民政府" in page
    assert "E4813 市政道路工程建筑" in page
    form = client.get(reverse("projects:edit", args=[road.pk])).content.decode()
    assert 'value="91610799MA6YU1234X"' in form
