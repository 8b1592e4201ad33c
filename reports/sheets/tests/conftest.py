"""A county whose 交通运输局 has three projects, one behind, and one in preliminary work."""

import datetime

import pytest

from figures.tests.scene import JUNE, make_line
from measures.money import WAN
from projects.models import Leader, LeadOfficial, PlanCategory, Portfolio
from projects.tests.factories import MilestoneFactory
from reports.papers.composing import compose
from reports.papers.kinds import about_words, kind_named

AUGUST_2 = datetime.date(2019, 8, 2)


@pytest.fixture
def written(county):
    """The text of a paper of a kind about these, of June."""

    def text(kind, *about, month=JUNE):
        return document(kind, *about, month=month).text

    def document(kind, *about, month=JUNE):
        how, named = kind_named(kind), tuple(map(str, about))
        called = about_words(how, county, None, named)
        return compose(county, kind, month, how.begun(county, named, called), AUGUST_2).document

    text.document = document
    return text


def line_of(unit, *said, **item):
    """Of a project whose total is not known."""
    line = make_line(unit, *said, **item)
    line.project.total_investment = None
    line.project.save()
    return line


@pytest.fixture
def roads(unit_a):
    return line_of(unit_a, "镇区道路改造工程", 1000, {5: 400, 6: 200}, category="continuing")


@pytest.fixture
def bridge(unit_a):
    return line_of(unit_a, "东河大桥", 2000, {6: 400})


@pytest.fixture
def airport(unit_a):
    line = line_of(unit_a, "通用机场", None, category=PlanCategory.PRELIMINARY)
    MilestoneFactory(project=line.project, kind="feasibility", reached_on="2019-05-01")
    return line


@pytest.fixture
def school(unit_b):
    return line_of(unit_b, "实验学校", 3000, {6: 1500})


@pytest.fixture
def lines(roads, bridge, airport, school):
    bridge.project.entries.update(problem="征迁未完成。")
    bridge.project.total_investment = 5000 * WAN
    bridge.project.save()
    return [roads, bridge, airport, school]


@pytest.fixture
def vice(county, leader, bridge, unit_b):
    """He answers for the bridge, and looks after 水利局."""
    found = Leader.objects.create(
        county=county, name="李建国", office="副县长", from_date="2019-01-01", user=leader
    )
    LeadOfficial.objects.create(
        project=bridge.project, name="李建国", leader=found, from_date="2019-01-01"
    )
    Portfolio.objects.create(leader=found, unit=unit_b, from_date="2019-01-01")
    return found
