"""A paper's book of plan lines answers for the topics too, at its own cut-off."""

import datetime

import pytest

from figures.book import FigureBook, UnknownFigure
from figures.facts import load_facts
from figures.figure import Indicator, counted
from figures.plan_fact import PlanFact
from figures.subject import Subject, Topic, named
from figures.subjects import TOPICS
from figures.tests.scene import JUNE, make_line
from figures.units import COUNT

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch, unit_a):
    """The days and moments at which the topic is asked; its rows are the plan's own."""
    make_line(unit_a, "甲公路", 1000, {6: 100})
    days = []

    def load_on(county, day, known):
        days.append((day, known))
        rows: tuple[PlanFact, ...] = load_facts(county, JUNE).rows
        return Topic("用地", county, JUNE, rows)

    subject = Subject(
        name="用地",
        load=lambda county, month, today: load_on(county, month.last_day, None),
        load_on=load_on,
        columns=(),
        indicators=named(Indicator("项目数", COUNT, counted)),
        groups=lambda table: {"全部": lambda row: True},
    )
    monkeypatch.setitem(TOPICS, subject.name, subject)
    return days


def test_a_topic_is_read_once_at_the_cut_off_of_the_facts(asked, unit_a):
    book = FigureBook(load_facts(unit_a.own_county, JUNE))
    assert [book["用地.全部.项目数"].value, book["县级.全部.项目数"].value] == [1, 1]
    assert book["用地.全部.项目数"].key == "用地.全部.项目数"
    assert asked == [(datetime.date(2019, 6, 30), None)]
    assert "用地.全部.项目数" not in list(book)


def test_a_day_after_the_month_is_that_of_the_topic(asked, unit_a):
    day = datetime.date(2019, 7, 15)
    assert FigureBook(load_facts(unit_a.own_county, JUNE, day=day))["用地.全部.项目数"]
    assert asked == [(day, None)]


def test_beside_a_part_of_the_county_no_topic_is_told(asked, unit_a):
    facts = load_facts(unit_a.own_county, JUNE).of_units({unit_a.pk})
    with pytest.raises(UnknownFigure):
        FigureBook(facts)["用地.全部.项目数"]
    assert asked == []


def test_a_topic_that_no_moment_is_asked_of_is_unknown(unit_a):
    with pytest.raises(UnknownFigure):
        FigureBook(load_facts(unit_a.own_county, JUNE))["报送质量.全县.应报数"]
