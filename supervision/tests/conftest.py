"""A project that lags in June, the annual scheme that counts what notices say, and one that counts
shares and events."""

import datetime

import pytest

from accounts.models import Unit, UnitKind
from assessment.models import AssessmentScheme, RuleKind, SchemePeriod, SchemeRule, SchemeState
from assessment.services import draft_scheme, force_scheme, propose_event, set_rule
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line
from projects.models import Part, ProjectUnit
from supervision.models import ProblemCategory, ProblemSource, Severity
from supervision.notices.body import compose_body
from supervision.notices.services import (
    add_item,
    change_draft,
    draft_notice,
    issue_notice,
    withdraw_item,
)
from supervision.orders.services import issue_order
from supervision.problems.services import raise_problem
from supervision.visits.services import add_finding, record_inspection

TODAY = datetime.date(2019, 8, 2)
NEXT_WEEK = datetime.date(2019, 8, 12)
SHARE = {"figure": "全部.完成率", "points": "60"}


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
    return compose_body(notice).digest


@pytest.fixture
def issue(inspector, approver):
    """Sign a draft and issue it."""

    def issued(notice, today=TODAY):
        change_draft(
            notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version
        )
        return issue_notice(
            notice=notice,
            by=approver,
            version=notice.version,
            read=read_of(notice),
            today=today,
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


@pytest.fixture
def elsewhere(db):
    return Unit.objects.create(name="邻县", kind=UnitKind.COUNTY)


@pytest.fixture
def make_scheme(county, line, reviewer):
    """A half-yearly scheme of 2019 without a rule."""

    def made(**values):
        given = {"county": county, "by": reviewer} | values
        name = given.pop("name", "考核办法")
        return draft_scheme(
            values={
                "year": 2019,
                "period": "half",
                "name": name,
                "part": "reporting",
                "plan_key": "县级",
                "source": "2019年考核细则",
            },
            **given,
        )

    return made


@pytest.fixture
def add_rule(reviewer):
    def added(scheme, name="完成率", kind=RuleKind.SHARE, parameters=SHARE, **values):
        given = {"rule": None, "by": reviewer, "version": scheme.version} | values
        return set_rule(scheme=scheme, name=name, kind=kind, parameters=parameters, **given)

    return added


@pytest.fixture
def scheme(make_scheme, add_rule, approver, today):
    """In force: a share, and an event that costs a point."""
    drafted = make_scheme()
    add_rule(drafted)
    add_rule(drafted, "缺手续", RuleKind.EVENT, {"points": "-1"})
    return force_scheme(scheme=drafted, by=approver, version=drafted.version, today=today)


@pytest.fixture
def propose(scheme, unit_a, reviewer):
    def proposed(**values):
        given = {
            "rule": scheme.rules.get(kind=RuleKind.EVENT),
            "unit": unit_a,
            "happened_on": datetime.date(2019, 5, 20),
            "text": "未批先建",
            "by": reviewer,
            "today": TODAY,
        }
        return propose_event(**(given | values))

    return proposed


@pytest.fixture
def draft(county, line, inspector):
    """A draft on the facts of June."""

    def drafted(on=TODAY, **values):
        given = {"county": county, "month": JUNE, "plan_key": "县级", "by": inspector}
        return draft_notice(today=on, **(given | values))

    return drafted


@pytest.fixture
def write(inspector, unit_a, project):
    """Name unit A in a draft."""

    def named(notice, text="进度滞后", **values):
        given = {"unit": unit_a, "part": "reporting", "project": project, "by": inspector}
        return add_item(notice=notice, kind="criticise", text=text, **(given | values))

    return named


@pytest.fixture
def criticise(draft, issue, unit_a, inspector, approver):
    """Issue a notice with so many criticisms of unit A, that takes back ``items``."""

    def issued(criticisms=1, items=(), on=TODAY):
        notice = draft(on)
        for number in range(criticisms):
            add_item(
                notice=notice,
                kind="criticise",
                unit=unit_a,
                part="reporting",
                text=f"第{number + 1}条",
                by=inspector,
            )
        for item in items:
            withdraw_item(notice=notice, item=item, reason="核实", by=approver)
        return issue(notice, today=on)

    return issued


@pytest.fixture
def record(county, inspector, today):
    """Record a visit of today."""

    def recorded(**values):
        given = {
            "county": county,
            "kind": "joint",
            "visited_on": today,
            "team": "发改局",
            "looks_back_at": None,
            "by": inspector,
        }
        return record_inspection(today=today, **(given | values))

    return recorded


@pytest.fixture
def finding(record, project, inspector):
    return add_finding(inspection=record(), project=project, text="现场无人施工", by=inspector)
