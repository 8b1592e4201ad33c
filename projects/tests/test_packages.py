"""打包项目: its parts are projects of their own, and no list counts their money twice."""

import datetime

import pytest

from accounts.errors import DomainError
from projects.invariants import package_faults
from projects.models import Part, Project
from projects.packages import PackageUnfit, fit_packages, refuse_counted_twice
from projects.services import update_project
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory

TODAY = datetime.date(2019, 8, 2)


@pytest.fixture
def package(county, unit_a):
    return ProjectFactory(county=county, name="农村公路打包项目", reporting=unit_a)


@pytest.fixture
def part(county, unit_a):
    return ProjectFactory(county=county, name="农村公路一标段", reporting=unit_a)


def put(part, package, by, **values):
    return update_project(
        project=part,
        by=by,
        version=part.version,
        changes={"package": package},
        today=TODAY,
        reason="县政府会议纪要",
        **values,
    )


def test_a_part_belongs_to_its_package_from_a_day(part, package, approver):
    put(part, package, approver, from_day=datetime.date(2019, 7, 1))
    part.refresh_from_db()
    assert part.package == package
    assert [former.package for former in part.former_details.all()] == [None]
    assert part.unit_parts.filter(part=Part.REPORTING).count() == 1


def test_a_list_with_a_package_holds_no_part_of_it(part, package, approver):
    PlanItemFactory(project=package)
    line = PlanItemFactory(project=part)
    with pytest.raises(PackageUnfit) as refusal:
        put(part, package, approver)
    assert str(refusal.value) == (
        "“2019年县级重点建设项目”同时列有本项目和“农村公路打包项目”，打包后投资会算两遍；"
        "请先把其中一个退出清单。"
    )
    line.delete()
    put(part, package, approver)


def test_neither_chains_nor_circles(part, package, county, approver):
    put(part, package, approver)
    part.refresh_from_db()
    third = ProjectFactory(county=county, name="农村公路二标段")
    for project, into in ((third, part), (package, third), (third, third)):
        with pytest.raises(PackageUnfit):
            put(project, into, approver)
    assert list(fit_packages(county, third)) == [package]


def test_lines_that_would_count_twice_are_refused_and_verify_finds_them(part, package, approver):
    Project.objects.filter(pk=part.pk).update(package=package)
    plan = AnnualPlanFactory(county=package.county)
    for project in (package, part):
        PlanItemFactory(plan=plan, project=project)
    words = (
        "“2019年县级重点建设项目”列有打包项目“农村公路打包项目”，又列有它的子项目农村公路一标段，"
        "投资会算两遍，请只列一种"
    )
    with pytest.raises(DomainError, match=words):
        refuse_counted_twice([plan])
    assert package_faults() == [words]
