"""Makers of rows of the register, for the tests of every app."""

import datetime

import factory
from factory.django import DjangoModelFactory

from projects.models import (
    AnnualPlan,
    LeadOfficial,
    Milestone,
    Part,
    PlanCategory,
    PlanItem,
    Project,
    ProjectCategory,
    ProjectUnit,
    Tier,
)
from projects.naming import pinyin_of


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = ProjectCategory
        django_get_or_create = ("county", "name")

    name = "交通"


class ProjectFactory(DjangoModelFactory):
    """``ProjectFactory(county=…, reporting=unit)``: a project that ``unit`` reports for and
    answers for since 2019-01-01."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"第{n}号公路工程")
    pinyin = factory.LazyAttribute(lambda project: pinyin_of(project.name))
    total_investment = 100_000_000

    @factory.post_generation
    def reporting(self, create, unit, **kwargs):
        if unit is not None:
            for part in (Part.REPORTING, Part.RESPONSIBLE):
                ProjectUnitFactory(project=self, unit=unit, part=part)


class MilestoneFactory(DjangoModelFactory):
    """A line of a project that some unit reports."""

    class Meta:
        model = Milestone

    county = factory.SelfAttribute("project.county")
    unit = factory.LazyAttribute(lambda line: line.project.unit_parts.first().unit)
    serial = factory.Sequence(lambda n: n + 1)
    from_day = datetime.date(2019, 1, 1)


class ProjectUnitFactory(DjangoModelFactory):
    class Meta:
        model = ProjectUnit

    part = Part.REPORTING
    from_date = datetime.date(2019, 1, 1)


class LeadOfficialFactory(DjangoModelFactory):
    class Meta:
        model = LeadOfficial

    name = "县长"
    from_date = datetime.date(2019, 1, 1)


class AnnualPlanFactory(DjangoModelFactory):
    class Meta:
        model = AnnualPlan
        django_get_or_create = ("county", "year", "key")

    year = 2019
    tier = Tier.COUNTY
    key = factory.LazyAttribute(lambda plan: Tier(plan.tier).label)
    name = factory.LazyAttribute(lambda plan: f"{plan.year}年{plan.key}重点建设项目")


class PlanItemFactory(DjangoModelFactory):
    class Meta:
        model = PlanItem

    plan = factory.SubFactory(AnnualPlanFactory, county=factory.SelfAttribute("..project.county"))
    category = PlanCategory.NEW
    planned_investment = 12_000_000
    position = factory.Sequence(lambda n: n + 1)
