"""Two who register at the same moment, on threads with connections of their own."""

import datetime

import pytest

from accounts.tests.crowd import at_once
from projects.models import Project
from projects.services import NameTaken, add_alias, create_project
from projects.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)

AUGUST_2 = datetime.date(2019, 8, 2)


def registering(county, unit, by, name):
    return lambda: create_project(
        county=county, by=by, facts={"name": name}, reporting=unit, on=AUGUST_2
    )


def test_of_five_names_alike_but_for_their_spaces_one_is_registered(county, unit_a, approver):
    names = ["滨河路", "滨 河路", "滨河 路", "滨 河 路", "滨河路　"]
    answers = at_once(*(registering(county, unit_a, approver, name) for name in names))
    assert sum(isinstance(answer, NameTaken) for answer in answers) == 4
    assert Project.objects.count() == 1


def test_a_name_and_an_alias_alike_are_not_both_given(county, unit_a, approver):
    other = ProjectFactory(county=county, name="环城路", reporting=unit_a)
    answers = at_once(
        registering(county, unit_a, approver, "滨河路"),
        lambda: add_alias(project=other, name="滨 河 路", by=approver),
    )
    assert sum(isinstance(answer, NameTaken) for answer in answers) == 1
