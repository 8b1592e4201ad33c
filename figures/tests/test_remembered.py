"""What a process remembers of a county is what it would read, whatever was told since."""

import datetime
import random
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditHead
from accounts.trail import remembered
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from figures.facts import load_facts
from figures.models import LightScheme
from figures.months import shown_months
from figures.tests.scene import JUNE, enter, make_line
from investment.models import EntryState, MonthlyEntry, PaceRule, PublishedAs, ReportingPeriod
from investment.selectors.publishing import READ_OF_REVIEW, preliminary
from measures.money import WAN
from projects.models import FormerDetails, LeadOfficial, PlanItem, Project
from projects.tests.factories import MilestoneFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def remembering(settings):
    settings.REMEMBERS_WHAT_WAS_READ = True
    remembered.forget_everything()


@pytest.fixture
def lines(unit_a, unit_b):
    """Four lines of two units; July waits."""
    units = (unit_a, unit_b, unit_a, unit_b)
    made_now = [
        make_line(unit, name, 1000, {month: 10 * month for month in range(1, 7)})
        for name, unit in zip(("甲路", "乙桥", "丙库", "丁渠"), units, strict=True)
    ]
    for line in made_now:
        waiting = {"state": EntryState.REVIEWED, "published_as": PublishedAs.NOT}
        enter(line.project, 7, month_amount=WAN, **waiting)
    return made_now


def tell(row, county, **values):
    """Change the row, and let the trail tell it."""
    with audited(by=None) as audit:
        before = facts_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(row, "project.update", county=county, changes=changed_since(before, row))


def tell_new(row, beside, county):
    """A row that hangs on a thing stands in the line of the thing."""
    with audited(by=None) as audit:
        row.save(force_insert=True)
        audit.record(beside, "project.update", county=county, rows=[(row, made(row))])


class Deeds:
    """What moves a figure, each told by its line."""

    def __init__(self, county, at_random):
        self.county, self.random = county, at_random

    def do_one(self):
        names = [name for name in vars(Deeds) if name.startswith("tell_of_")]
        getattr(self, self.random.choice(sorted(names)))()

    def any_of(self, model):
        return self.random.choice(list(model.objects.order_by("pk")))

    @property
    def day(self):
        return datetime.date(2019, self.random.randint(1, 6), self.random.randint(1, 28))

    @property
    def number(self):
        return self.random.randint(1, 900)

    def tell_of_money(self):
        tell(self.any_of(MonthlyEntry), self.county, year_to_date=self.number * WAN)

    def tell_of_an_approval(self):
        tell(self.any_of(MonthlyEntry), self.county, state=EntryState.APPROVED)

    def tell_of_a_plan(self):
        tell(self.any_of(PlanItem), self.county, planned_investment=self.number * WAN)

    def tell_of_a_project(self):
        tell(self.any_of(Project), self.county, name=f"第{self.number}号工程")

    def tell_of_publishing(self):
        published_as = self.random.choice(PublishedAs.values)
        tell(self.any_of(ReportingPeriod), self.county, published_as=published_as)

    def tell_of_lights(self):
        values = {"family": "points", "green_limit": 0, "amber_limit": self.number}
        self.tell_from_a_day(LightScheme, **values, source="县政府")

    def tell_of_a_pace(self):
        self.tell_from_a_day(PaceRule, kind="halves", source="县政府")

    def tell_from_a_day(self, model, **values):
        row = model(county=self.county, from_date=self.day, **values)
        if not model.objects.filter(from_date=row.from_date).exists():
            tell_new(row, self.county, self.county)

    def tell_of_an_official(self):
        project = self.any_of(Project)
        if not LeadOfficial.objects.filter(project=project).exists():
            official = LeadOfficial(project=project, name="李县长", from_date=self.day)
            tell_new(official, project, self.county)

    def tell_of_a_milestone(self):
        project = self.any_of(Project)
        if not project.milestones.exists():
            milestone = MilestoneFactory.build(
                project=project, kind="feasibility", reached_on=self.day
            )
            tell_new(milestone, project, self.county)

    def tell_of_a_unit(self):
        unit = self.any_of(Project).unit_parts.get(part="reporting").unit
        tell(unit, self.county, name=f"第{self.number}局")

    def tell_of_what_was(self):
        project, day = self.any_of(Project), self.day
        if not FormerDetails.objects.filter(until=day).exists():
            was = {name: getattr(project, name) for name in FormerDetails.columns()}
            former = FormerDetails(project=project, until=day, **was | {"name": "旧名"})
            tell_new(former, project, self.county)


def read_anew(county, settings):
    settings.REMEMBERS_WHAT_WAS_READ = False
    try:
        return read(county)
    finally:
        settings.REMEMBERS_WHAT_WAS_READ = True


def read(county):
    """What pages remember of a county."""
    months = (JUNE, JUNE.next())
    return [load_facts(county, m) for m in months], shown_months(county), preliminary(county, JUNE)


def test_after_every_deed_the_figures_are_those_that_are_read_anew(county, lines, settings):
    deeds = Deeds(county, random.Random(7))
    for _ in range(30):
        deeds.do_one()
        assert read(county) == read_anew(county, settings)


def test_a_month_in_review_is_read_from_the_models_that_it_says(county, lines):
    with CaptureQueriesContext(connection) as asked:
        preliminary(county, JUNE)
    tables = {name for sql in asked for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql["sql"])}
    assert tables - {AuditHead._meta.db_table} == {each._meta.db_table for each in READ_OF_REVIEW}


def test_a_page_after_a_deed_that_moves_no_figure_reads_the_trail_alone(county, lines, approver):
    load_facts(county, JUNE)
    with CaptureQueriesContext(connection) as unchanged:
        load_facts(county, JUNE)
    tell(approver, county, name="另一人")
    with CaptureQueriesContext(connection) as signed:
        load_facts(county, JUNE)
    tell(lines[0].project.entries.first(), county, month_amount=5)
    with CaptureQueriesContext(connection) as reported:
        load_facts(county, JUNE)
    # The end of the trail; the lines since; the entries.
    assert [len(unchanged), len(signed), len(reported)] == [1, 2, 3]


def test_what_a_transaction_takes_back_was_seen_within_it_alone(county, lines):
    """A service changes rows first, and its lines are written last."""
    remembered.forget_everything()
    with transaction.atomic():
        PlanItem.objects.update(planned_investment=7 * WAN)
        assert load_facts(county, JUNE).rows[0].planned == 7 * WAN
        transaction.set_rollback(True)
    assert [row.planned for row in load_facts(county, JUNE).rows] == [1000 * WAN] * 4


def test_nothing_is_remembered_of_another_trail(county, lines):
    tell(lines[0].project, county, name="改了名")
    load_facts(county, JUNE)
    Project.objects.filter(pk=lines[0].project_id).update(name="恢复的名")
    remembered._told[county.pk].end = (1, "the hash of another trail's line")
    assert load_facts(county, JUNE).rows[0].project_name == "恢复的名"


def test_what_was_asked_longest_ago_makes_room(county, lines, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_ROWS", 60)
    for month in JUNE.since_january():
        load_facts(county, month)
    assert sum(kept.rows for kept in remembered._things.values()) <= 60
    assert load_facts(county, JUNE).month == JUNE


def test_what_is_folded_once_is_folded_anew_of_narrowed_facts(county, lines, unit_a):
    facts = load_facts(county, JUNE)
    own = facts.of_units({unit_a.pk})
    assert [each.once("lines", lambda of=each: len(of.rows)) for each in (facts, own)] == [4, 2]
    assert load_facts(county, JUNE).once("lines", lambda: 0) == 4
