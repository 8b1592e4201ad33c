"""Who may propose a change of a project's data, to the edge of the rule."""

import datetime

import pytest

from accounts.errors import NotAllowed
from accounts.models import Unit, UnitKind
from projects.models import ProjectProposal
from projects.services import propose_change

pytestmark = pytest.mark.django_db


def refused(project, by):
    with pytest.raises(NotAllowed) as error:
        propose_change(
            project=project,
            changes={"total_investment": 200_000_000},
            reason="初设批复",
            by=by,
            version=1,
            today=datetime.date(2019, 8, 2),
        )
    assert ProjectProposal.objects.count() == 0
    return str(error.value)


ONLY = "只有审核员和项目有关单位可以提出修改资料"


def test_a_unit_whose_part_has_ended_proposes_nothing(project, reporter):
    project.unit_parts.update(until="2019-06-30")
    assert refused(project, reporter) == ONLY


def test_the_reviewer_of_another_county_proposes_nothing(project, make_user):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    assert refused(project, make_user("linxian", "reviewer", elsewhere)) == ONLY


@pytest.mark.parametrize("who", ["approver", "inspector", "leader", "auditor", "administrator"])
def test_who_neither_reviews_nor_has_a_part_proposes_nothing(project, request, who):
    assert refused(project, request.getfixturevalue(who)) == ONLY
