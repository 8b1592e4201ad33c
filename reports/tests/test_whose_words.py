"""Documents speak of a county in its own word, and are issued by its office as it is registered."""

import pytest

from accounts.models import Unit, UnitKind
from accounts.people.selectors import bureau_name
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line
from reports.offices import issuing_office
from reports.prose.summary import compose_summary

pytestmark = pytest.mark.django_db


def summary(county):
    return compose_summary(load_facts(county, JUNE), issuer=bureau_name(county)).text


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("示范县", "全县"),
        ("东湖区", "全区"),
        ("江州市", "全市"),
        ("云州", "全州"),
        ("示范", "全县"),
    ],
)
def test_a_county_is_called_by_the_word_of_its_name(name, whole):
    assert Unit(name=name, kind=UnitKind.COUNTY).whole == whole


def test_the_summary_of_a_district_is_written_by_its_commission(county, unit_a):
    make_line(unit_a, "滨河路", 1000, {6: 410})
    before = summary(county)
    assert before.startswith("示范县发展和改革局2019年上半年重点项目建设工作总结")
    assert "2019年全县共安排重点建设项目1个" in before
    assert issuing_office(county) == "示范县发展和改革局"
    Unit.objects.filter(pk=county.pk).update(name="东湖区")
    Unit.objects.create(parent=county, name="发展和改革委员会", kind=UnitKind.BUREAU)
    county.refresh_from_db()
    after = summary(county)
    assert after.startswith("东湖区发展和改革委员会2019年上半年重点项目建设工作总结")
    assert "2019年全区共安排重点建设项目1个" in after
    assert issuing_office(county) == "东湖区发展和改革委员会"


def test_an_office_that_is_registered_with_its_county_is_not_named_twice(county):
    Unit.objects.create(parent=county, name="示范县发展改革委", kind=UnitKind.BUREAU)
    assert issuing_office(county) == "示范县发展改革委"
