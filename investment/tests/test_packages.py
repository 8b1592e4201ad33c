"""打包项目: a line on a package is owed by its parts, each by the unit that reports it; their money
is the package's."""

import datetime

import pytest

from investment.selectors import entry_sheet, period_progress
from investment.selectors.facts import owed_in, whole_owed_in
from investment.selectors.unit_months import month_of_units
from measures.money import WAN
from projects.models import FormerDetails, Part, PlanCategory, Project, ProjectUnit

pytestmark = pytest.mark.django_db

AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def package(make_project, unit_a):
    return make_project("农村公路打包项目", unit_a, planned=1200 * WAN)


@pytest.fixture
def parts(county, package, unit_a, unit_b):
    made = []
    for name, unit in (("一标段", unit_a), ("二标段", unit_b)):
        part = Project.objects.create(county=county, name=name, package=package)
        ProjectUnit.objects.create(
            project=part, unit=unit, part=Part.REPORTING, from_date=datetime.date(2019, 1, 1)
        )
        made.append(part)
    return made


def test_the_parts_owe_the_line_of_their_package(period, package, parts, unit_a, unit_b):
    owed = whole_owed_in(period)
    assert owed.units == {parts[0].pk: unit_a.pk, parts[1].pk: unit_b.pk}
    assert owed.packages == {package.pk: unit_a.pk}
    assert [period_progress(unit, period, AUGUST_2).owing for unit in (unit_a, unit_b)] == [1, 1]


def test_a_package_without_parts_on_the_day_owes_its_line_itself(
    period, package, parts, unit_a, unit_b
):
    for part in parts:
        FormerDetails.objects.create(
            project=part, until=datetime.date(2019, 8, 1), name=part.name, package=None
        )
    assert owed_in(period) == {package.pk: unit_a.pk}
    FormerDetails.objects.filter(project=parts[1]).update(until=datetime.date(2019, 7, 31))
    assert owed_in(period) == {parts[1].pk: unit_b.pk}


def test_a_part_that_left_its_package_owed_until_then(period, package, parts, unit_a, unit_b):
    part = parts[0]
    Project.objects.filter(pk=part.pk).update(package=None)
    FormerDetails.objects.create(
        project=part, until=datetime.date(2019, 8, 1), name=part.name, package=package
    )
    assert owed_in(period) == {parts[0].pk: unit_a.pk, parts[1].pk: unit_b.pk}
    FormerDetails.objects.filter(project=part).update(until=datetime.date(2019, 7, 31))
    assert owed_in(period) == {parts[1].pk: unit_b.pk}


def test_of_a_preliminary_package_nobody_owes(period, make_project, county, unit_a, unit_b, parts):
    whole = make_project("水厂打包项目", unit_a, PlanCategory.PRELIMINARY)
    Project.objects.filter(pk=parts[1].pk).update(package=whole)
    assert owed_in(period) == {parts[0].pk: unit_a.pk}


def test_units_find_the_parts_on_their_sheets_and_the_plan_counts_once(
    period, package, parts, make_entry, unit_a, unit_b
):
    make_entry(parts[0], "approved", month_amount=300 * WAN, year_to_date=300 * WAN)
    sheet = entry_sheet(unit_a, period, AUGUST_2)
    assert [(row.project.name, row.owes, row.sub, row.counted_plan) for row in sheet.rows] == [
        ("一标段", True, "属打包项目“农村公路打包项目”", None),
        ("农村公路打包项目", False, "打包项目，由子项目填报", 1200 * WAN),
    ]
    assert (sheet.total_planned, sheet.others_word) == (1200 * WAN, "打包项目")
    others = entry_sheet(unit_b, period, AUGUST_2)
    assert [(row.project.name, row.owes) for row in others.rows] == [("二标段", True)]
    assert others.total_planned == 0
    month = month_of_units(period, AUGUST_2)
    told = {each.unit.name: (each.owed, each.sent, each.planned) for each in month.units}
    assert told == {"水利局": (1, 0, 0), "交通运输局": (1, 1, 1200 * WAN)}
    assert (month.total.planned, month.total.total) == (1200 * WAN, 300 * WAN)
