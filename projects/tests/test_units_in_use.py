"""A unit that reports projects stays in use."""

import datetime

import pytest

from accounts.errors import DomainError
from accounts.people.services import update_unit
from projects.models import Part
from projects.services import assign_unit
from projects.tests.factories import ProjectFactory

AUGUST_2 = datetime.date(2019, 8, 2)


def take_out_of_use(unit, by):
    return update_unit(
        unit=unit,
        version=unit.version,
        parent=unit.parent,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        position=unit.position,
        is_active=False,
        by=by,
    )


def test_a_unit_that_reports_projects_stays_until_they_are_given_to_another(
    administrator, approver, unit_a, unit_b, project
):
    second = ProjectFactory(county=project.county, name="农村公路", reporting=unit_a)
    with pytest.raises(DomainError) as refused:
        take_out_of_use(unit_a, administrator)
    assert str(refused.value) == "2 个项目仍由本单位填报，请先改派。"
    for each in (project, second):
        assign_unit(project=each, unit=unit_b, part=Part.REPORTING, on=AUGUST_2, by=approver)
    assert take_out_of_use(unit_a, administrator).is_active is False


def test_a_unit_with_another_part_in_a_project_may_go(administrator, approver, unit_b, project):
    assign_unit(project=project, unit=unit_b, part=Part.SUPERVISING, on=AUGUST_2, by=approver)
    assert take_out_of_use(unit_b, administrator).is_active is False
