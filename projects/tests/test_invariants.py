"""What verify asks of the register."""

import datetime

from projects.invariants import part_faults
from projects.models import Part
from projects.services import assign_unit
from projects.tests.factories import ProjectUnitFactory


def test_reporting_units_follow_one_another_day_on_day(project, unit_b, approver):
    assign_unit(
        project=project,
        unit=unit_b,
        part=Part.REPORTING,
        by=approver,
        on=datetime.date(2019, 7, 1),
    )
    assert part_faults() == []
    former = project.unit_parts.get(part=Part.REPORTING, until__isnull=False)
    for until, words in (
        ("2019-06-20", "抽水蓄能电站项目自2019-06-20至2019-07-01没有填报单位"),
        ("2019-07-11", "抽水蓄能电站项目自2019-07-01起有两个填报单位"),
    ):
        type(former).objects.filter(pk=former.pk).update(until=until)
        assert part_faults() == [words]


def test_a_project_whose_reporting_ended_has_no_gap(project, unit_b):
    ProjectUnitFactory(project=project, unit=unit_b, part=Part.CONSTRUCTION)
    project.unit_parts.filter(part=Part.REPORTING).update(until="2019-07-01")
    assert part_faults() == []
