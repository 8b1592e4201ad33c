"""What the bureau of the demonstration has done about its laggards: schemes, problems, orders."""

import datetime

from accounts.models import Unit, User
from assessment.kinds import read_parameters
from assessment.models import AssessmentScheme
from assessment.services import draft_scheme, force_scheme, set_rule
from figures.facts import Facts, load_facts
from figures.plan_fact import PlanFact
from measures.months import Month
from projects.models import Project
from supervision.models import ProblemCategory, ProblemSource, Severity
from supervision.orders.services import acknowledge_order, issue_order
from supervision.problems.services import raise_problem

JUNE = Month(2019, 6)
RATE = "全部.完成率"

# First source document: 每通报批评一次，从单位年终综合考核总分中扣0.5分.
ANNUAL = (
    ("督查通报", "notice", {"kind": "criticise", "points": "-0.5"}),
    ("投资完成排名", "ranking", {"figure": RATE, "first": "100", "step": "-2", "least": "60"}),
    ("按时报送", "share", {"figure": "报送质量.按时报送率", "points": "10"}),
)
# Fifth source document and KNOWLEDGE §1, "Scoring".
HALF_YEAR = (
    (
        "投资完成",
        "steps",
        {
            "figure": RATE,
            "base": "25",
            "target": "50",
            "step": "1",
            "below": "-0.1",
            "above": "65=0.2\n以上=0.1",
            "max_change": "10",
        },
    ),
    ("投资排名", "ranking", {"figure": RATE, "places": "1-3=7\n4-6=5\n7-10=3"}),
    (
        "开工率",
        "steps",
        {
            "figure": "新建.开工率",
            "base": "5",
            "target": "80",
            "step": "10",
            "below": "-1",
            "above": "以上=1",
        },
    ),
    ("未提供批复", "event", {"points": "-1"}),
)


def supervise(
    *, county: Unit, approver: User, inspector: User, leader: User, today: datetime.date
) -> None:
    """The year's scheme in force, that of the half years in draft, one major problem, and one with
    an order under way."""
    annual = _scheme(county, approver, "annual", "2019年度重点项目建设综合考核办法", ANNUAL)
    force_scheme(scheme=annual, by=approver, version=annual.version, today=today)
    _scheme(county, approver, "half", "2019年半年重点项目工作考核细则", HALF_YEAR)
    laggards = _laggards(load_facts(county, JUNE))
    raise_problem(
        project=Project.objects.get(pk=laggards[0].project_id),
        category=ProblemCategory.LAND,
        severity=Severity.MAJOR,
        text="剩余用地未完成征收移交，主体工程无法展开。",
        suggestion="提请联席会议研究，由属地镇限期移交用地。",
        source=ProblemSource.CONTACT,
        by=leader,
        today=today,
    )
    _order_on(laggards[1], inspector, today)


def _order_on(row: PlanFact, inspector: User, on: datetime.date) -> None:
    problem = raise_problem(
        project=Project.objects.get(pk=row.project_id),
        category=ProblemCategory.APPROVALS,
        severity=Severity.GENERAL,
        text="施工许可尚未办结，影响进场施工。",
        source=ProblemSource.INSPECTION,
        by=inspector,
        today=on,
    )
    unit = Unit.objects.get(pk=row.unit_id)
    order = issue_order(
        problem=problem,
        addressee=unit,
        request="请办结施工许可并组织进场，回复时附许可证扫描件。",
        workdays=4,
        by=inspector,
        today=on,
    )
    reporter = User.objects.get(role_assignments__unit=unit, role_assignments__role="reporter")
    acknowledge_order(order=order, by=reporter, version=order.version, today=on)


def _scheme(
    county: Unit,
    by: User,
    period: str,
    name: str,
    rules: tuple[tuple[str, str, dict[str, str]], ...],
) -> AssessmentScheme:
    scheme = draft_scheme(
        county=county,
        by=by,
        values={
            "year": 2019,
            "period": period,
            "name": name,
            "part": "reporting",
            "plan_key": "县级",
            "source": f"《{name}》",
        },
    )
    for rule_name, kind, typed in rules:
        set_rule(
            scheme=scheme,
            rule=None,
            name=rule_name,
            kind=kind,
            parameters=read_parameters(kind, typed),
            by=by,
            version=scheme.version,
        )
    return scheme


def _laggards(facts: Facts) -> list[PlanFact]:
    """On the county's list, the furthest behind first."""
    rows = [row for row in facts.of_list("县级") if row.light.lag is not None and row.lead]
    return sorted(rows, key=lambda row: row.lead or 0)
