"""A unit is merged while another gives it a project. Without the hold of the unit in
``assign_unit`` the project was seen, on PostgreSQL, to be left with a unit that is closed."""

import datetime

import pytest

from accounts.errors import DomainError
from accounts.tests.crowd import overlapping
from accounts.trail.proposals import accept
from projects.mergers.services import propose_merger
from projects.models import Part, ProjectUnit
from projects.services import assign_unit
from projects.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)

AUGUST_2 = datetime.date(2019, 8, 2)


def test_who_gives_a_part_to_a_unit_that_is_being_merged_waits_and_is_refused(
    county, unit_a, unit_b, administrator, approver
):
    merger = propose_merger(
        unit=unit_a,
        successor=unit_b,
        from_day=AUGUST_2,
        document="方案",
        by=administrator,
        today=AUGUST_2,
    )
    project = ProjectFactory(county=county, reporting=unit_b)
    _, answer = overlapping(
        lambda: accept(proposal=merger, by=approver, today=AUGUST_2),
        lambda: assign_unit(
            project=project, unit=unit_a, part=Part.LINKED, by=approver, on=AUGUST_2
        ),
        seconds=1,
    )
    assert isinstance(answer, DomainError)
    assert str(answer) == "“交通运输局”已经停用，请另选单位。"
    assert not ProjectUnit.objects.current().filter(unit=unit_a).exists()
