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

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit
from figures.figure import FigureUnit, Measured
from figures.tests.scene import JUNE, make_line, sign_in
from investment.models import MonthlyEntry
from measures.money import WAN, YI
from projects.models import Project
from supervision.assessment.kinds import Given, UnfitParameter, read_parameters, work_steps
from supervision.assessment.reckoning import ends_of, reckon
from supervision.ledger import ledger_faults
from supervision.models import AssessmentResult, ScoreLine, SupervisionNotice
from supervision.services.assessment import (
    decide_event,
    draft_scheme,
    excuse_unit,
    force_scheme,
    propose_event,
    publish_result,
    set_rule,
)
from supervision.services.notices import (
    add_item,
    change_draft,
    draft_notice,
    issue_notice,
    withdraw_item,
)

pytestmark = pytest.mark.django_db

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
                scheme=scheme, rule=None, name=name, kind=kind, parameters=parameters, by=approver
            )
        return force_scheme(scheme=scheme, by=approver, today=datetime.date(2019, 7, 1))

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
    )
    decide_event(event=event, is_confirmed=True, decision="", by=approver)
    with django_assert_max_num_queries(14):
        table = reckon(scheme, 1, JUNE)
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
    assert words(table, units[2], "完成率") == "完成率 33.33%，60 × 33.33% = 20 分"
    assert words(table, units[3], "完成率") == "完成率 133.33%，60 × 133.33% = 80 分，封顶 60 分"
    assert words(table, units[6], "完成率") == (
        "完成率没有数（未报送，或没有计划、没有这类项目），不计分"
    )
    assert words(table, units[7], "新开工") == "开工数 1个，5 × 1 = 5 分"
    assert words(table, units[8], "规模") == "总投资 9.99亿元，得 10 分"
    assert words(table, units[7], "市级通报") == "5月20日市级督查通报批评，每次-5分"


def test_scheme_b_gives_the_hand_computed_scores(units, scheme_of):
    table = reckon(scheme_of(SCHEME_B), 1, JUNE)
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
        "完成率 133.33%；超 100% 满 30 档，每档 0.2 分；"
        "超 130% 满 3 档，每档 0.1 分；25 + 6.3 = 31.3 分"
    )
    assert words(table, units[8], "半年排名") == "完成率 83.33%，第 5 名，得 5 分"
    assert words(table, units[1], "半年排名") == "完成率 50.00%，第 7 名，得 3 分"
    assert words(table, units[6], "半年排名") == (
        "完成率没有数（未报送，或没有计划、没有这类项目），不排名次"
    )
    assert words(table, units[7], "开工率") == (
        "开工率 50.00%；低于 80% 满 3 档，每档 −1 分；5 − 3 = 2 分"
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
            withdraw_item(notice=notice, item=takes_back, reason="核实", by=inspector)
        change_draft(
            notice=notice, values={"signer": "赵局长"}, by=inspector, version=notice.version
        )
        return issue_notice(notice=notice, by=approver, version=notice.version, today=today)

    first = noticed(2, 2, 3)
    noticed(takes_back=first.items.get(unit=units[3]))
    table = reckon(scheme, 1, JUNE)
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
    assert words(table, units[7], "按时报送") == "按时报送率 50.00%，10 × 50.00% = 5 分"
    assert words(table, units[2], "督查通报") == (
        "2019年第1期督查通报通报批评1次，每次−0.5分：第1条；"
        "2019年第1期督查通报通报批评1次，每次−0.5分：第2条"
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
    figure = Measured("县级.全部.完成率", Fraction(per_cent) / 100, FigureUnit.RATE)
    assert work_steps(parameters, Given(figure)).points == Fraction(points)


def test_size_points_can_be_added_up_over_the_projects(units, scheme_of):
    rule = ("规模", "bands", {"figure": "全部.总投资", "bands": "6=10\n0=3", "each": "project"})
    table = reckon(scheme_of([rule]), 1, JUNE)
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
    assert totals(reckon(scheme, 1, JUNE), units) == {2: 500, 3: 500}


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
        ("count", {"figure": RATE, "each": "1/3"}, "“1/3”不是数字，请写成 0.5 这样"),
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
        set_rule(scheme=scheme, rule=None, name="又", kind="count", parameters={}, by=approver)
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
    issue_notice(notice=notice, by=approver, version=notice.version, today=today)
    assert ScoreLine.objects.count() == 0
    scheme = scheme_of(SCHEME_C, period="annual")
    assert ScoreLine.objects.get().hundredths == -50
    force_scheme(scheme=scheme, by=approver, today=today)
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
    table = reckon(scheme, 1, JUNE)
    assert places(table, units)[10] is None
    assert words(table, units[3], "半年排名") == "完成率 133.33%，第 1 名，得 7 分"
    publish_result(scheme=scheme, term=1, by=approver, today=today)
    assert ScoreLine.objects.filter(unit=units[10]).count() == 0
    with pytest.raises(WrongState) as error:
        excuse_unit(scheme=scheme, term=1, unit=units[9], reason="同上", by=approver)
    assert str(error.value) == "2019年上半年的结果已经发布"


def test_a_term_whose_last_month_is_not_approved_is_not_published(
    units, scheme_of, approver, today
):
    with pytest.raises(WrongState) as error:
        publish_result(scheme=scheme_of(SCHEME_B), term=2, by=approver, today=today)
    assert str(error.value) == "2019年12月还没有审定的数字，不能发布2019年下半年的结果"


def test_who_proposed_an_event_does_not_confirm_it(units, scheme_of, approver, reviewer):
    rule = scheme_of(SCHEME_A).rules.get(name="市级通报")
    given = {"rule": rule, "unit": units[1], "happened_on": datetime.date(2019, 5, 20)}
    own = propose_event(text="批评", by=approver, **given)
    with pytest.raises(NotAllowed) as error:
        decide_event(event=own, is_confirmed=True, decision="", by=approver)
    assert str(error.value) == "自己提出的考核事项要由另一人确认"
    other = propose_event(text="批评", by=reviewer, **given)
    with pytest.raises(DomainError) as error:
        decide_event(event=other, is_confirmed=False, decision="", by=approver)
    assert str(error.value) == "请写明不确认的理由"
    decide_event(event=other, is_confirmed=False, decision="没有依据", by=approver)
    with pytest.raises(WrongState) as error:
        decide_event(event=other, is_confirmed=True, decision="", by=approver)
    assert str(error.value) == "这一事项已由他人处理：未确认"
    assert ScoreLine.objects.count() == 0


def test_a_unit_with_preliminary_projects_alone_is_not_ranked_last(county, units, scheme_of):
    unit = Unit.objects.create(parent=county, name="自然资源局", kind="department")
    make_line(unit, "收储项目", None, category="preliminary")
    table = reckon(scheme_of(SCHEME_B), 1, JUNE)
    [score] = [score for score in table.units if score.unit_id == unit.pk]
    assert (score.place, score.excused) == (None, "没有年度投资任务")
