"""执法停工: what other authorities ordered is on record, and holds nobody up."""

import datetime

import pytest

from accounts.errors import DomainError
from accounts.pages.ways import ways_from
from projects.models import Stage
from projects.rolls.services import declare_line
from projects.tests.factories import ProjectFactory
from supervision.models import AuthorityOrder
from supervision.stop_work.roll import AUTHORITY_ORDERS

pytestmark = pytest.mark.django_db

JUNE_3, AUGUST_2 = datetime.date(2019, 6, 3), datetime.date(2019, 8, 2)
ORDER = {
    "kind": "stop",
    "authority": "县住建局",
    "document_number": "东住建停字〔2019〕3号",
    "matter": "permit",
    "effect": "二标段停工",
}


@pytest.fixture
def record(county, unit_a, approver):
    project = ProjectFactory(county=county, reporting=unit_a, stage=Stage.CONSTRUCTION)

    def recorded(**values):
        declare_line(
            AUTHORITY_ORDERS,
            unit=unit_a,
            project=project,
            values=ORDER | values,
            day=JUNE_3,
            by=approver,
            today=AUGUST_2,
        )
        return AuthorityOrder.objects.get()

    return recorded


def test_an_order_holds_nobody_up(record):
    line = record()
    assert (str(line), line.project.stage) == ("县住建局东住建停字〔2019〕3号", "construction")


def test_a_fine_has_its_amount_and_nothing_else_has_one(record):
    for values in ({"kind": "fine"}, {"fine": 50_000}):
        with pytest.raises(DomainError) as error:
            record(**values)
        assert list(error.value.faults) == ["fine"]
    assert record(kind="fine", fine=50_000).fine == 50_000


def test_an_order_leads_to_a_problem_that_a_meeting_may_take_up(record, approver, client):
    (way,) = ways_from("projects.roll_line", approver, record())
    client.force_login(approver)
    form = client.get(way.url).context["form"]
    assert form["text"].value() == "县住建局东住建停字〔2019〕3号：责令停工。影响：二标段停工"


@pytest.mark.parametrize("matter", ["safety", "environment", "wages"])
def test_safety_environment_and_wages_are_outside_any_consultation(record, approver, matter):
    assert ways_from("projects.roll_line", approver, record(matter=matter)) == []
