"""Each guard of the thresholds of lights by itself: taken away, its test fails."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Unit, UnitKind
from accounts.tests.trail import told
from figures.models import LightFamily, LightScheme
from figures.services import set_light_scheme

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 7, 1)


@pytest.fixture
def set_scheme(county, approver):
    def made(**values):
        given = {
            "county": county,
            "from_date": TODAY,
            "family": LightFamily.RATIO,
            "green_limit": 80,
            "amber_limit": 60,
            "start_red_months": 3,
            "source": "武重办〔2019〕2号",
            "by": approver,
        }
        return set_light_scheme(today=TODAY, **(given | values))

    return made


@pytest.mark.parametrize(
    "who", ["reporter", "reviewer", "inspector", "leader", "auditor", "administrator"]
)
def test_nobody_but_the_approver_sets_the_thresholds(set_scheme, request, who):
    with pytest.raises(NotAllowed) as error:
        set_scheme(by=request.getfixturevalue(who))
    assert str(error.value) == "只有审定员可以改亮灯规则"
    assert LightScheme.objects.count() == 0


def test_the_approver_of_another_county_does_not_set_them(set_scheme):
    elsewhere = Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)
    with pytest.raises(NotAllowed) as error:
        set_scheme(county=elsewhere)
    assert str(error.value) == "只有审定员可以改亮灯规则"


def test_limits_may_be_equal_in_both_families(set_scheme):
    tomorrow = TODAY + datetime.timedelta(days=1)
    set_scheme(green_limit=60, amber_limit=60)
    set_scheme(from_date=tomorrow, family=LightFamily.POINTS, green_limit=10, amber_limit=10)
    assert LightScheme.objects.count() == 2


def test_the_trail_tells_the_thresholds_in_a_sentence(set_scheme):
    set_scheme()
    line = AuditEvent.objects.get(action="light.set")
    assert told(line) == {
        f"{TODAY}起": [
            "",
            "达到序时进度的80%为绿灯，60%以上为黄灯，不足为红灯；开工滞后满3个月为红灯",
        ]
    }


@pytest.mark.parametrize(
    ("family", "green_limit", "amber_limit"),
    [(LightFamily.RATIO, 60, 80), (LightFamily.POINTS, 10, 5)],
)
def test_the_database_takes_no_limits_out_of_order(county, family, green_limit, amber_limit):
    with pytest.raises(IntegrityError), transaction.atomic():
        LightScheme.objects.create(
            county=county,
            from_date=TODAY,
            family=family,
            green_limit=green_limit,
            amber_limit=amber_limit,
            source="依据",
        )
