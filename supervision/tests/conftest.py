"""A project that lags in June, and the annual scheme that counts what notices say."""

import datetime

import pytest

from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line
from projects.models import Part, ProjectUnit
from supervision.models import (
    AssessmentScheme,
    ProblemCategory,
    ProblemSource,
    SchemePeriod,
    SchemeRule,
    SchemeState,
    Severity,
)
from supervision.notice_body import compose_body, digest_of
from supervision.services.notices import change_draft, issue_notice
from supervision.services.orders import issue_order
from supervision.services.problems import raise_problem

TODAY = datetime.date(2019, 8, 2)
NEXT_WEEK = datetime.date(2019, 8, 12)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def line(unit_a, unit_b):
    """Reported by unit A, answered for by unit B too; 200 of 1,000 万元 by the end of June."""
    found = make_line(unit_a, "滨河路", 1000, {6: 200})
    ProjectUnit.objects.create(
        project=found.project, unit=unit_b, part=Part.LINKED, from_date="2019-01-01"
    )
    return found


@pytest.fixture
def project(line):
    return line.project


@pytest.fixture
def light(county, line):
    """The row of facts that shows red."""
    return load_facts(county, JUNE).rows[0]


@pytest.fixture
def annual(county):
    """−0.5 for each 通报批评 (first source document)."""
    scheme = AssessmentScheme.objects.create(
        county=county,
        year=2019,
        period=SchemePeriod.ANNUAL,
        name="2019年度综合考核",
        plan_key="县级",
        source="每通报批评一次扣0.5分",
        state=SchemeState.IN_FORCE,
    )
    SchemeRule.objects.create(
        scheme=scheme,
        position=1,
        name="督查通报",
        kind="notice",
        parameters={"kind": "criticise", "points": "-0.5"},
    )
    return scheme


def read_of(notice):
    """What an approver who has the notice's page open has read."""
    return digest_of(compose_body(notice))


@pytest.fixture
def issue(inspector, approver):
    """Sign a draft and issue it."""

    def issued(notice):
        change_draft(
            notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version
        )
        return issue_notice(
            notice=notice,
            by=approver,
            version=notice.version,
            read=read_of(notice),
            today=TODAY,
        )

    return issued


@pytest.fixture
def problem(project, inspector):
    return raise_problem(
        project=project,
        category=ProblemCategory.LAND,
        severity=Severity.GENERAL,
        text="用地没有移交",
        source=ProblemSource.CONTACT,
        by=inspector,
        today=TODAY,
    )


@pytest.fixture
def order(problem, unit_a, reviewer):
    return issue_order(
        problem=problem,
        addressee=unit_a,
        request="8月底前移交用地",
        workdays=5,
        by=reviewer,
        today=TODAY,
    )
