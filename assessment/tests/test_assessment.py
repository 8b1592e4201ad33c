"""Three schemes as data, and ten units whose scores were reckoned by hand.

The units, at the end of June (rate = done ÷ plan):

 1 续建 10000 万, 5000 done: 50 %;      total 10亿        6 续建 1000 万, silent;        total 2亿
 2 新建 3000, 1000: 33.33… %;           total 4.9999亿    7 新建 1000, 561 and 新建 1000, 0, not
 3 新建 1500, 2000: 133.33… %;          total 5亿           begun: 561 ÷ 2000 = 28.05 %; total 12亿
 4 新建 7000, 7000: 100 %;              total 1亿         8 新建 300, 250: 83.33… %;    total 9.99亿
 5 续建 10000, 9999: 99.99 %;           total 0.9999亿    9 续建 600, 500: 83.33… %;     total 0.5亿
                                                         10 新建 8, 11: 137.5 %;        total 3亿
"""

import datetime
from fractions import Fraction

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit
from accounts.trail.proposals import accept, refuse, withdraw
from assessment.freezing import ends_of
from assessment.kinds import KINDS, describe, read_parameters
from assessment.ledger import ledger_faults
from assessment.models import AssessmentResult, AssessmentScheme, ScoreLine
from assessment.parameters import UnfitParameter
from assessment.reckoning import reckon
from assessment.services import (
    draft_scheme,
    excuse_unit,
    force_scheme,
    propose_event,
    publish_result,
    readmit_unit,
    remove_rule,
    set_rule,
)
from assessment.working import Given, work_steps
from figures.figure import Figure
from figures.tests.scene import JUNE, make_line, sign_in
from figures.units import RATE as RATE_UNIT
from investment.models import MonthlyEntry
from measures.money import WAN, YI
from projects.models import Project
from supervision.models import SupervisionNotice
from supervision.notices.services import (
    add_item,
    change_draft,
    draft_notice,
    issue_notice,
    withdraw_item,
)
from supervision.tests.conftest import read_of

pytestmark = pytest.mark.django_db

UNTIL = datetime.date(2019, 8, 2)

# Unit → (plan category, planned 万元, done 万元, total 万元, begun) of each of its projects.
UNITS = {
    1: [("continuing", 10000, 5000, 100000, True)],
    2: [("new", 3000, 1000, 49999, True)],
    3: [("new", 1500, 2000, 50000, True)],
    4: [("new", 7000, 7000, 10000, True)],
    5: [("continuing", 10000, 9999, 9999, True)],
    6: [("continuing", 1000, None, 20000, True)],
    7: [("new", 1000, 561, 60000, True), ("new", 1000, 0, 60000, False)],
    8: [("new", 300, 250, 99900, True)],
    9: [("continuing", 600, 500, 5000, True)],
    10: [("new", 8, 11, 30000, True)],
}

RATE = "全部.完成率"
EACH = {"bands": {"each": "unit"}, "ranking": {"step": ""}}
ABOVE = "130=0.2\n以上=0.1"
SCHEME_A = [
    ("完成率", "share", {"figure": RATE, "points": "60", "cap": "60"}),
    ("新开工", "count", {"figure": "新建.开工数", "each": "5"}),
    ("续建", "count", {"figure": "续建.项目数", "each": "2"}),
    ("规模", "bands", {"figure": "全部.总投资", "bands": "10=20\n5=10\n1=6\n0=3", "each": "unit"}),
    ("市级通报", "event", {"points": "-5"}),
]
SCHEME_B = [
    (
        "投资完成",
        "steps",
        {
            "figure": RATE,
            "base": "25",
            "target": "100",
            "step": "1",
            "below": "-0.1",
            "above": ABOVE,
            "max_change": "10",
        },
    ),
    ("半年排名", "ranking", {"figure": RATE, "places": "1-3=7\n4-6=5\n7-10=3"}),
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
]
SCHEME_C = [
    ("督查通报", "notice", {"kind": "criticise", "points": "-0.5"}),
    ("排名", "ranking", {"figure": RATE, "first": "100", "step": "-2", "least": "0"}),
    ("按时报送", "share", {"figure": "报送质量.按时报送率", "points": "10"}),
]


@pytest.fixture
def units(county):
    made = {}
    for number, projects in UNITS.items():
        unit = Unit.objects.create(parent=county, name=f"单位{number}", kind="department")
        made[number] = unit
        for place, (category, planned, done, total, begun) in enumerate(projects):
            months = None if done is None else {6: done}
            name = f"项目{number}-{place}"
            line = make_line(unit, name, planned, months, category=category)
            Project.objects.filter(pk=line.project_id).update(
                total_investment=total * WAN, **({} if begun else {"actual_start": None})
            )
    return made


@pytest.fixture
def scheme_of(county, approver):
    """A scheme in force, typed as a form would type it."""

    def made(rules, period="half"):
        scheme = draft_scheme(
            county=county,
            by=approver,
            values={
                "year": 2019,
                "period": period,
                "name": "考核办法",
                "part": "reporting",
                "plan_key": "县级",
                "source": "2019年考核细则",
            },
        )
        for name, kind, typed in rules:
            parameters = read_parameters(kind, typed)
            set_rule(
                scheme=scheme,
                rule=None,
                name=name,
                kind=kind,
                parameters=parameters,
                by=approver,
                version=scheme.version,
            )
        return force_scheme(
            scheme=scheme, by=approver, version=scheme.version, today=datetime.date(2019, 7, 1)
        )

    return made


def totals(table, units):
    numbers = {unit.pk: number for number, unit in units.items()}
    return {numbers[unit.unit_id]: unit.total for unit in table.units}


def places(table, units):
    numbers = {unit.pk: number for number, unit in units.items()}
    return {numbers[unit.unit_id]: unit.place for unit in table.units}


def words(table, unit, rule):
    [score] = [score for score in table.units if score.unit_id == unit.pk]
    return next(cell.words for cell in score.cells if cell.rule.name == rule)


def test_scheme_a_gives_the_hand_computed_scores(
    units, scheme_of, reviewer, approver, django_assert_max_num_queries
):
    scheme = scheme_of(SCHEME_A)
    event = propose_event(
        rule=scheme.rules.get(name="市级通报"),
        unit=units[7],
        happened_on=datetime.date(2019, 5, 20),
        text="市级督查通报批评",
        by=reviewer,
        today=UNTIL,
    )
    accept(proposal=event, by=approver, today=UNTIL)
    with django_assert_max_num_queries(22):
        table = reckon(scheme, 1, JUNE, until=UNTIL)
    assert totals(table, units) == {
        1: 5200,  # 60 × 0.5 + 0 + 2 + 20
        2: 3100,  # 60 ÷ 3 + 5 + 0 + 6
        3: 7500,  # 80, capped 60 + 5 + 0 + 10
        4: 7100,  # 60 + 5 + 0 + 6
        5: 6499,  # 59.994 → 59.99 + 0 + 2 + 3
        6: 800,  # nothing reported: 0 + 0 + 2 + 6
        7: 3683,  # 16.83 + 5 + 0 + 20 − 5
        8: 6500,  # 50 + 5 + 0 + 10
        9: 5500,  # 50 + 0 + 2 + 3
        10: 7100,  # 82.5, capped 60 + 5 + 0 + 6
    }
    assert places(table, units) == {3: 1, 4: 2, 10: 2, 8: 4, 5: 5, 9: 6, 1: 7, 7: 8, 2: 9, 6: 10}
    assert words(table, units[2], "完成率") == (
        "完成率 33.33%（1000 ÷ 3000 万元），60 × 完成率 = 20 分"
    )
    assert words(table, units[3], "完成率") == (
        "完成率 133.33%（2000 ÷ 1500 万元），60 × 完成率 = 80 分，封顶 60 分"
    )
    assert words(table, units[6], "完成率") == (
        "完成率没有数（未报送，或没有计划、没有这类项目），不计分"
    )
    assert words(table, units[7], "新开工") == "开工数 1个，5 × 1 = 5 分"
    assert words(table, units[8], "规模") == "总投资 9.99亿元，得 10 分"
    assert words(table, units[7], "市级通报") == "市级督查通报批评，每次−5分"


def test_scheme_b_gives_the_hand_computed_scores(units, scheme_of):
    table = reckon(scheme_of(SCHEME_B), 1, JUNE, until=UNTIL)
    assert totals(table, units) == {
        1: 2300,  # 25 − 50 × 0.1 = 20; 7th: 3; no new project: 0
        2: 2840,  # 25 − 66 × 0.1 = 18.4; 8th: 3; 100 %: 5 + 2
        3: 4530,  # 25 + 30 × 0.2 + 3 × 0.1 = 31.3; 2nd: 7; 7
        4: 3900,  # 25; 3rd: 7; 7
        5: 3000,  # 0.01 below is no full point: 25; 4th: 5; 0
        6: 0,  # silent
        7: 2290,  # 25 − 71 × 0.1 = 17.9; 9th: 3; 50 %: 5 − 3
        8: 3540,  # 25 − 16 × 0.1 = 23.4; 5th with unit 9: 5; 7
        9: 2840,  # 23.4; 5th with unit 8: 5; 0
        10: 4570,  # 25 + 6 + 7 × 0.1 = 31.7; 1st: 7; 7
    }
    assert words(table, units[3], "投资完成") == (
        "完成率 133.33%（2000 ÷ 1500 万元）；超 100%满 30 档，每档 0.2 分；"
        "超 130%满 3 档，每档 0.1 分；25 + 6.3 = 31.3 分"
    )
    assert words(table, units[8], "半年排名") == "完成率 83.33%（250 ÷ 300 万元），第 5 名，得 5 分"
    assert words(table, units[1], "半年排名") == (
        "完成率 50.00%（5000 ÷ 10000 万元），第 7 名，得 3 分"
    )
    assert words(table, units[6], "半年排名") == (
        "完成率没有数（未报送，或没有计划、没有这类项目），不排名次"
    )
    assert words(table, units[7], "开工率") == (
        "开工率 50.00%；低于 80%满 3 档，每档 −1 分；5 − 3 = 2 分"
    )


def test_scheme_c_gives_the_hand_computed_scores(
    county, units, scheme_of, inspector, approver, today
):
    # Received by 5 July, but for units 2 and 8 and the second project of unit 7.
    MonthlyEntry.objects.update(received_on="2019-07-05")
    late = ["项目2-0", "项目8-0", "项目7-1"]
    MonthlyEntry.objects.filter(project__name__in=late).update(received_on="2019-07-06")
    scheme = scheme_of(SCHEME_C, period="annual")

    def noticed(*numbers, takes_back=None):
        notice = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
        for place, number in enumerate(numbers):
            add_item(
                notice=notice,
                kind="criticise",
                unit=units[number],
                part="reporting",
                text=f"第{place + 1}条",
                by=inspector,
            )
        if takes_back:
            withdraw_item(notice=notice, item=takes_back, reason="核实", by=approver)
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

    first = noticed(2, 2, 3)
    noticed(takes_back=first.items.get(unit=units[3]))
    table = reckon(scheme, 1, JUNE, until=UNTIL)
    assert totals(table, units) == {
        10: 11000,  # 100 + 10
        3: 10800,  # 98 + 10 − 0.5 + 0.5
        4: 10600,  # 96 + 10
        5: 10400,  # 94 + 10
        9: 10200,  # 92 + 10, 5th with unit 8
        1: 9800,  # 88 + 10: the 6th place is left out
        8: 9200,  # 92 + 0, late
        7: 8900,  # 84 + 5: one of two on time
        2: 8500,  # 86 + 0 − 1
        6: 0,  # no place, and nothing on time
    }
    assert words(table, units[7], "按时报送") == (
        "按时报送率 50.00%（1 ÷ 2 项），10 × 按时报送率 = 5 分"
    )
    assert words(table, units[2], "督查通报") == (
        "2019年第1期督查通报，通报批评1次−0.5分：第1条；"
        "2019年第1期督查通报，通报批评1次−0.5分：第2条"
    )
    assert ledger_faults() == []


@pytest.mark.parametrize(
    ("per_cent", "points"),
    [
        ("0", "15"),  # 100 full points below are −10 at the most
        ("99", "24.9"),
        ("99.01", "25"),  # 0.99 is no full point
        ("100.99", "25"),
        ("101", "25.2"),
        ("130", "31"),
        ("170", "35"),  # 6 + 4
        ("500", "35"),  # 6 + 37, capped 10
    ],
)
def test_only_full_points_count_and_the_change_is_capped(per_cent, points):
    parameters = read_parameters("steps", SCHEME_B[0][2])
    figure = Figure("县级.全部.完成率", Fraction(per_cent) / 100, RATE_UNIT)
    assert work_steps(parameters, Given(figure)).points == Fraction(points)


def test_a_full_step_over_the_border_of_two_bands_is_not_lost():
    typed = {
        "figure": RATE,
        "base": "10",
        "target": "80",
        "step": "10",
        "below": "-1",
        "above": "95=2\n以上=3",
    }
    figure = Figure("县级.全部.完成率", Fraction(104, 100), RATE_UNIT)
    worked = work_steps(read_parameters("steps", typed), Given(figure))
    assert (worked.points, worked.words) == (
        15,  # 80 → 90 by 2, 90 → 100 by 3
        "完成率 104.00%；超 80%满 1 档，每档 2 分；超 95%满 1 档，每档 3 分；10 + 5 = 15 分",
    )


def test_points_for_each_point_of_lead_with_caps_both_ways(units, scheme_of):
    """June calls for 50 %: −0.1 for each full point behind, +0.2 for each ahead, 5 at the most."""
    typed = {
        "figure": "全部.超序时",
        "base": "20",
        "target": "0",
        "step": "1",
        "below": "-0.1",
        "above": "以上=0.2",
        "max_change": "5",
    }
    scheme = scheme_of([("超序时", "steps", typed)])
    table = reckon(scheme, 1, JUNE, until=UNTIL)
    assert totals(table, units) == {
        1: 2000,  # on pace
        2: 1840,  # 16.67 behind: 16 full points
        3: 2500,  # 83.33 ahead, capped
        4: 2500,  # 50 ahead: 10, capped
        5: 2500,
        6: 0,  # silent
        7: 1790,  # 21.95 behind: 21
        8: 2500,  # 33.33 ahead: 6.6, capped
        9: 2500,
        10: 2500,
    }
    assert words(table, units[2], "超序时") == (
        "超序时 −16.67百分点；低于 0个百分点满 16 档，每档 −0.1 分；20 − 1.6 = 18.4 分"
    )
    assert describe("steps", scheme.rules.get().parameters) == (
        "超序时0个百分点得20分；每低1个百分点−0.1分；"
        "高出部分再高每1个百分点0.2分，加减不超过5分（满一档计）"
    )


@pytest.mark.slow
def test_every_figure_that_a_rule_may_rest_on_is_reckoned(units, scheme_of, approver):
    """Whatever the form offers: the page that shows the scheme must open."""
    typed = {
        "points": "1",
        "base": "1",
        "target": "50",
        "step": "1",
        "below": "-1",
        "above": "以上=1",
        "bands": "1=1",
        "each": "1",
        "places": "1-3=7",
    }
    rules = [
        (f"{kind}{number}", kind, typed | {"figure": figure} | EACH.get(kind, {}))
        for kind in ("share", "steps", "bands", "ranking", "count")
        for number, (figure, _) in enumerate(KINDS[kind].parameters[0].choices())
    ]
    table = reckon(scheme_of(rules), 1, JUNE, until=UNTIL)
    assert len(table.units[0].cells) == len(rules) > 100


def test_what_is_unknown_of_a_project_scores_nothing_and_is_said(units, scheme_of):
    rule = ("投资进度", "bands", {"figure": RATE, "bands": "50=10\n0=1", "each": "project"})
    MonthlyEntry.objects.filter(project__name="项目7-1").delete()
    table = reckon(scheme_of([rule]), 1, JUNE, until=UNTIL)
    assert totals(table, units)[7] == 1000
    assert words(table, units[7], "投资进度") == (
        "1 个项目逐个计分（另1 个没有数，不计分），合计 10 分"
    )


def test_what_of_a_figure_was_reported_is_said_where_not_all_was(units, scheme_of):
    MonthlyEntry.objects.filter(project__name="项目7-1").delete()
    table = reckon(scheme_of(SCHEME_A), 1, JUNE, until=UNTIL)
    assert words(table, units[7], "完成率") == (
        "完成率 28.05%（561 ÷ 2000 万元；2个项目中报送1个），60 × 完成率 = 16.83 分"
    )


def test_size_points_can_be_added_up_over_the_projects(units, scheme_of):
    rule = ("规模", "bands", {"figure": "全部.总投资", "bands": "6=10\n0=3", "each": "project"})
    table = reckon(scheme_of([rule]), 1, JUNE, until=UNTIL)
    assert totals(table, units)[7] == 2000
    assert words(table, units[7], "规模") == "2 个项目逐个计分，合计 20 分"


def test_a_scheme_can_rank_by_another_part(units, county, scheme_of, approver):
    from projects.models import Part, ProjectUnit

    project = Project.objects.get(name="项目1-0")
    for number in (2, 3):
        ProjectUnit.objects.create(
            project=project, unit=units[number], part=Part.LINKED, from_date="2019-01-01"
        )
    scheme = scheme_of([("完成率", "share", {"figure": RATE, "points": "10"})])
    scheme.part = Part.LINKED
    assert totals(reckon(scheme, 1, JUNE, until=UNTIL), units) == {2: 500, 3: 500}


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("share", {"figure": RATE, "points": "六十"}, "“六十”不是数字，请写成 0.5 这样"),
        ("share", {"figure": "全部.好坏", "points": "1"}, "没有这个指标，请从列表中选"),
        ("share", {"figure": RATE}, "请填写分值"),
        (
            "bands",
            {"figure": RATE, "bands": "10", "each": "unit"},
            "“10”看不懂，请一行写一档，如 10=20",
        ),
        (
            "ranking",
            {"figure": RATE, "places": "1-3=7", "first": "100"},
            "请填名次分，或者填第1名得分、每后一名和最低分三项",
        ),
        ("count", {"figure": RATE, "each": "1"}, "没有这个指标，请从列表中选"),
        ("share", {"figure": "全部.完成投资", "points": "1"}, "没有这个指标，请从列表中选"),
        ("share", {"figure": "全部.已开工数", "points": "1"}, "没有这个指标，请从列表中选"),
        (
            "count",
            {"figure": "新建.开工数", "each": "1/3"},
            "“1/3”不是数字，请写成 0.5 这样",
        ),
        (
            "count",
            {"figure": "新建.开工数", "each": "1e10000000"},
            "“1e10000000”不是数字，请写成 0.5 这样",
        ),
        ("count", {"figure": "新建.开工数", "each": "1001"}, "“1001”太大，分值不超过1000"),
        (
            "bands",
            {"figure": RATE, "bands": "10=2\n10=3", "each": "unit"},
            "有两档的起点相同，请核对",
        ),
        ("steps", SCHEME_B[0][2] | {"below": "0.1"}, "“0.1”应是减分，请写成 -0.1 这样"),
        (
            "steps",
            SCHEME_B[0][2] | {"above": "以上=-0.1"},
            "每高一档应是加分，不能小于0",
        ),
        ("ranking", {"figure": RATE, "places": "5-1=7"}, "“5-1”不是名次，请写成 1-3=7"),
        ("ranking", {"figure": RATE, "places": "1-3=7\n2-5=6"}, "第2名写在了两段里，请核对"),
        (
            "steps",
            SCHEME_B[0][2] | {"above": "100=0.2\n以上=0.1"},
            "“100”不高于目标100，请核对",
        ),
    ],
)
def test_a_parameter_that_cannot_be_read_is_refused_in_words(kind, typed, message):
    with pytest.raises(UnfitParameter) as error:
        read_parameters(kind, typed)
    assert str(error.value) == message


def test_a_line_of_the_ledger_is_never_changed_and_never_removed(annual, unit_a):
    line = ScoreLine(
        scheme=annual,
        term=1,
        unit=unit_a,
        rule=annual.rules.get(),
        hundredths=-50,
        reckoning="一次",
        at="2019-08-02T09:00:00+08:00",
        on="2019-08-02",
    )
    line.save()
    line.hundredths = 0
    for change in (
        line.save,
        line.delete,
        lambda: ScoreLine.objects.update(hundredths=0),
        lambda: ScoreLine.objects.all().delete(),
    ):
        with pytest.raises(TypeError):
            change()
    assert ScoreLine.objects.get().hundredths == -50


def test_a_scheme_in_force_changes_no_more_and_stands_alone(scheme_of, approver):
    scheme = scheme_of(SCHEME_A)
    with pytest.raises(WrongState) as error:
        set_rule(
            scheme=scheme,
            rule=None,
            name="又",
            kind="count",
            parameters={"figure": "续建.项目数", "each": "1"},
            by=approver,
            version=scheme.version,
        )
    assert str(error.value) == "考核办法已经执行，不能再改动；要改请另立办法，从下一年度执行"
    with pytest.raises(WrongState) as error:
        scheme_of(SCHEME_B)
    assert str(error.value) == "2019年已有执行中的半年考核办法，同一周期只能有一个"


def test_a_scheme_that_takes_force_late_counts_the_notices_of_its_year(
    county, units, scheme_of, inspector, approver, today
):
    notice = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    add_item(
        notice=notice,
        kind="criticise",
        unit=units[1],
        part="reporting",
        text="迟报",
        by=inspector,
    )
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version)
    issue_notice(
        notice=notice,
        by=approver,
        version=notice.version,
        read=read_of(notice),
        today=today,
    )
    assert ScoreLine.objects.count() == 0
    scheme = scheme_of(SCHEME_C, period="annual")
    assert ScoreLine.objects.get().hundredths == -50
    force_scheme(scheme=scheme, by=approver, version=1, today=today)
    assert ScoreLine.objects.count() == 1
    assert SupervisionNotice.objects.get().number == 1


def test_a_published_result_is_frozen(client, units, scheme_of, approver, leader, today):
    scheme = scheme_of(SCHEME_B)
    result = publish_result(scheme=scheme, term=1, by=approver, today=today)
    kept = AssessmentResult.objects.get().facts
    assert publish_result(scheme=scheme, term=1, by=approver, today=today) == result
    assert ScoreLine.objects.filter(result=result).count() == 10 * 3
    assert ScoreLine.objects.filter(unit=units[3]).total() == 4530
    MonthlyEntry.objects.update(year_to_date=YI, month_amount=YI)
    assert AssessmentResult.objects.get().facts == kept
    assert ends_of(kept) == (["单位10", "单位3", "单位4"], ["单位1", "单位7", "单位6"])
    page = sign_in(client, leader).get(f"/supervision/results/{result.pk}/").content.decode()
    assert "45.7" in page
    book = client.get(f"/supervision/results/{result.pk}/ranking.xlsx")
    assert book.getvalue()[:2] == b"PK"


def test_an_excused_unit_takes_no_place(units, scheme_of, approver, today):
    scheme = scheme_of(SCHEME_B)
    excuse_unit(scheme=scheme, term=1, unit=units[10], reason="机构改革", by=approver)
    table = reckon(scheme, 1, JUNE, until=UNTIL)
    assert places(table, units)[10] is None
    assert words(table, units[3], "半年排名") == (
        "完成率 133.33%（2000 ÷ 1500 万元），第 1 名，得 7 分"
    )
    publish_result(scheme=scheme, term=1, by=approver, today=today)
    assert ScoreLine.objects.filter(unit=units[10]).count() == 0
    with pytest.raises(WrongState) as error:
        excuse_unit(scheme=scheme, term=1, unit=units[9], reason="同上", by=approver)
    assert str(error.value) == "2019年上半年的结果已经发布，不能再改动这一期的考核"


def test_a_term_whose_last_month_is_not_approved_is_not_published(
    units, scheme_of, approver, today
):
    with pytest.raises(WrongState) as error:
        publish_result(scheme=scheme_of(SCHEME_B), term=2, by=approver, today=today)
    assert str(error.value) == "2019年下半年还没有结束，12月31日之后才能发布结果"


def test_who_proposed_an_event_does_not_confirm_it(units, scheme_of, approver, reviewer):
    rule = scheme_of(SCHEME_A).rules.get(name="市级通报")
    given = {
        "rule": rule,
        "unit": units[1],
        "happened_on": datetime.date(2019, 5, 20),
        "today": UNTIL,
    }
    own = propose_event(text="批评", by=approver, **given)
    with pytest.raises(NotAllowed) as error:
        accept(proposal=own, by=approver, today=UNTIL)
    assert str(error.value) == "自己提出的考核事项要由另一人确认"
    withdraw(proposal=own, by=approver)
    other = propose_event(text="批评", by=reviewer, **given)
    with pytest.raises(DomainError) as error:
        refuse(proposal=other, decision="", by=approver)
    assert str(error.value) == "请写明不确认的理由"
    refuse(proposal=other, decision="没有依据", by=approver)
    with pytest.raises(WrongState) as error:
        accept(proposal=other, by=approver, today=UNTIL)
    assert str(error.value) == "这一事项已经处理过了（未确认）"
    assert ScoreLine.objects.count() == 0


def test_a_unit_with_preliminary_projects_alone_is_not_ranked_last(county, units, scheme_of):
    unit = Unit.objects.create(parent=county, name="自然资源局", kind="department")
    make_line(unit, "收储项目", None, category="preliminary")
    table = reckon(scheme_of(SCHEME_B), 1, JUNE, until=UNTIL)
    [score] = [score for score in table.units if score.unit_id == unit.pk]
    assert (score.place, score.excused) == (None, "没有年度投资任务")


def proposed(scheme, unit, by, on=datetime.date(2019, 5, 20), today=UNTIL):
    rule = scheme.rules.get(name="市级通报")
    return propose_event(rule=rule, unit=unit, happened_on=on, text="批评", by=by, today=today)


def test_an_event_is_proposed_once_and_a_refused_one_again(units, scheme_of, approver, reviewer):
    scheme = scheme_of(SCHEME_A)
    event = proposed(scheme, units[1], reviewer)
    assert proposed(scheme, units[1], reviewer) == event
    refuse(proposal=event, decision="没有依据", by=approver)
    assert proposed(scheme, units[1], reviewer) != event
    with pytest.raises(DomainError) as error:
        proposed(scheme, units[1], reviewer, on=datetime.date(2019, 12, 31))
    assert str(error.value) == "发生日期还没有到，请核对"


def test_a_term_is_published_after_its_end_with_nothing_left_to_decide(
    units, scheme_of, approver, reviewer
):
    scheme = scheme_of(SCHEME_A)
    event = proposed(scheme, units[1], reviewer)
    last = datetime.date(2019, 6, 30)
    for day, message in (
        (last, "2019年上半年还没有结束，6月30日之后才能发布结果"),
        (
            datetime.date(2019, 7, 5),
            "2019年6月填报7月5日截止，过后才能发布2019年上半年的结果",
        ),
        (UNTIL, "2019年上半年还有1条考核事项待确认，请先确认或不确认，再发布结果"),
    ):
        with pytest.raises(WrongState) as error:
            publish_result(scheme=scheme, term=1, by=approver, today=day)
        assert str(error.value) == message
    accept(proposal=event, by=approver, today=UNTIL)
    result = publish_result(scheme=scheme, term=1, by=approver, today=UNTIL)
    with pytest.raises(WrongState) as error:
        proposed(scheme, units[2], reviewer)
    assert str(error.value) == "2019年上半年的结果已经发布，不能再改动这一期的考核"
    for unit in result.facts["units"]:
        ledger = ScoreLine.objects.filter(unit=unit["unit_id"], scheme=scheme, term=1)
        assert ledger.total() == unit["total"]


def test_points_after_publication_stand_beside_the_published_places(
    client, county, units, scheme_of, issue, inspector, approver, leader, today
):
    half = scheme_of(SCHEME_C)
    june = datetime.date(2019, 6, 20)
    notice = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=june)
    item = add_item(
        notice=notice,
        kind="criticise",
        unit=units[1],
        part="reporting",
        text="迟报",
        by=inspector,
    )
    change_draft(notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version)
    issue_notice(
        notice=notice,
        by=approver,
        version=notice.version,
        read=read_of(notice),
        today=june,
    )
    result = publish_result(scheme=half, term=1, by=approver, today=today)
    later = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    withdraw_item(notice=later, item=item, reason="核实", by=approver)
    issue(later)
    page = sign_in(client, leader).get(f"/supervision/results/{result.pk}/").content.decode()
    assert "发布之后台账另有：单位1 1 行，合计 +0.5 分。已发布的名次不变。" in page
    ledger = f"/supervision/units/{units[1].pk}/schemes/{half.pk}/terms/1/"
    assert "发布之后记入" in client.get(ledger).content.decode()


def test_the_projects_that_a_result_rests_on_are_kept_with_it(
    client, units, scheme_of, approver, leader, make_user, today
):
    result = publish_result(scheme=scheme_of(SCHEME_B), term=1, by=approver, today=today)
    MonthlyEntry.objects.update(year_to_date=YI, month_amount=YI)
    address = f"/supervision/results/{result.pk}/units/{units[2].pk}/"
    page = sign_in(client, leader).get(address)
    assert page.context["unit"]["rows"] == [
        {
            "project_id": Project.objects.get(name="项目2-0").pk,
            "project": "项目2-0",
            "category": "新建",
            "planned": 3000 * WAN,
            "done": 1000 * WAN,
            "rate": "33.33",
            "lead": "−16.67",
            "light": "滞后",
            "reason": "欠序时16.7个百分点",
        }
    ]
    own = make_user("danwei2", "reporter", units[2])
    assert sign_in(client, own).get(address).status_code == 200
    others = address.replace(f"units/{units[2].pk}", f"units/{units[3].pk}")
    assert client.get(others).status_code == 404
    ranking = client.get(f"/supervision/results/{result.pk}/").content.decode()
    assert "1000 ÷ 3000" in ranking
    assert "2000 ÷ 1500" not in ranking


def test_a_point_of_reporting_opens_the_months_behind_it(
    client, units, scheme_of, approver, leader, today
):
    rule = ("按时报送", "share", {"figure": "报送质量.按时报送率", "points": "10"})
    result = publish_result(scheme=scheme_of([rule]), term=1, by=approver, today=today)
    unit = units[2].pk
    page = sign_in(client, leader).get(f"/supervision/results/{result.pk}/units/{unit}/")
    [(_, address)] = page.context["cells"]
    rows = client.get(address)
    assert (rows.status_code, rows.context["figure"].name) == (200, "按时报送率")
    assert "单位2" in rows.content.decode()


def test_a_scheme_takes_force_as_the_approver_read_it(county, approver, reviewer, scheme_of):
    values = {
        "year": 2019,
        "period": "annual",
        "name": "年度考核",
        "part": "reporting",
        "plan_key": "县级",
        "source": "细则",
    }
    scheme = draft_scheme(county=county, by=approver, values=values)
    assert draft_scheme(county=county, by=approver, values=values) == scheme
    given = {"scheme": scheme, "kind": "notice", "by": reviewer}
    rule = set_rule(
        rule=None,
        name="通报",
        parameters={"kind": "criticise", "points": "-0.5"},
        version=1,
        **given,
    )
    read = scheme.version
    set_rule(
        rule=rule,
        name="通报",
        parameters={"kind": "criticise", "points": "-50"},
        version=read,
        **given,
    )
    copy = AssessmentScheme.objects.get(pk=scheme.pk)
    with pytest.raises(Stale) as error:
        force_scheme(scheme=copy, by=approver, version=read, today=UNTIL)
    assert str(error.value) == "打开页面之后这个办法又有改动，请看过现在的指标后再办"
    with pytest.raises(Stale):
        remove_rule(scheme=copy, rule=rule, by=reviewer, version=read)
    draft = AssessmentScheme.objects.get(pk=scheme.pk)
    force_scheme(scheme=scheme, by=approver, version=scheme.version, today=UNTIL)
    for change in (
        lambda: set_rule(
            rule=rule,
            name="通报",
            parameters={"kind": "criticise", "points": "0"},
            version=draft.version,
            **(given | {"scheme": draft}),
        ),
        lambda: remove_rule(scheme=draft, rule=rule, by=reviewer, version=draft.version),
    ):
        with pytest.raises(WrongState) as error:
            change()
        assert str(error.value) == "考核办法已经执行，不能再改动；要改请另立办法，从下一年度执行"
    assert scheme.rules.get().parameters == {"kind": "criticise", "points": "-50"}


def test_a_unit_is_excused_for_one_reason_and_taken_back_in(units, scheme_of, approver, reviewer):
    scheme = scheme_of(SCHEME_B)
    given = {"scheme": scheme, "term": 1, "unit": units[10], "by": approver}
    excuse = excuse_unit(reason="机构改革", **given)
    assert excuse_unit(reason="机构改革", **given) == excuse
    with pytest.raises(WrongState) as error:
        excuse_unit(reason="受灾", **given)
    assert str(error.value) == "单位10已批准不参加考核（机构改革），要改理由请先恢复考核"
    with pytest.raises(NotAllowed) as error:
        readmit_unit(excuse=excuse, by=reviewer)
    assert str(error.value) == "只有审定员可以恢复考核"
    readmit_unit(excuse=excuse, by=approver)
    assert places(reckon(scheme, 1, JUNE, until=UNTIL), units)[10] == 1


def test_what_was_taken_back_before_a_scheme_took_force_never_counts(
    county, units, scheme_of, issue, inspector, approver, today
):
    notice = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    item = add_item(
        notice=notice,
        kind="criticise",
        unit=units[1],
        part="reporting",
        text="迟报",
        by=inspector,
    )
    issue(notice)
    later = draft_notice(county=county, month=JUNE, plan_key="县级", by=inspector, today=today)
    withdraw_item(notice=later, item=item, reason="核实", by=approver)
    issue(later)
    scheme_of(SCHEME_C, period="annual")
    assert (ScoreLine.objects.count(), ledger_faults()) == (0, [])


def test_a_preview_of_a_month_gone_by_counts_what_was_entered_by_then(
    units, scheme_of, approver, reviewer
):
    scheme = scheme_of(SCHEME_A)
    event = proposed(scheme, units[1], reviewer)
    accept(proposal=event, by=approver, today=UNTIL)
    may, june = datetime.date(2019, 5, 19), datetime.date(2019, 5, 20)
    before, after = (reckon(scheme, 1, JUNE, until=day) for day in (may, june))
    assert totals(before, units)[1] - totals(after, units)[1] == 500
