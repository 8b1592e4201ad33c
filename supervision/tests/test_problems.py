"""Problems: raised by who may, from a light once, graded, struck off."""

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from figures.facts import load_facts
from figures.tests.scene import JUNE, enter, make_line, sign_in
from projects.models import Project, Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory
from supervision.models import (
    DispatchOrder,
    Problem,
    ProblemCategory,
    ProblemSource,
    Severity,
)
from supervision.orders.services import close_order, reply_to_order
from supervision.problems.services import (
    RaisedByLight,
    correct_problem,
    grade_problem,
    raise_by_lights,
    raise_problem,
    reopen_problem,
    solve_problem,
)

pytestmark = pytest.mark.django_db


def raised(project, by, today, **values):
    given = {
        "category": ProblemCategory.FUNDS,
        "severity": Severity.GENERAL,
        "text": "资金没有到位",
        "source": ProblemSource.UNIT,
    }
    return raise_problem(project=project, by=by, today=today, **(given | values))


def test_a_unit_raises_a_problem_of_a_project_that_it_has_a_part_in(
    project, reporter, other_reporter, today
):
    assert raised(project, reporter, today).raised_by == reporter
    assert raised(project, other_reporter, today, text="属地").raised_by == other_reporter


def test_a_unit_without_a_part_is_refused(project, make_user, county, today):
    from accounts.models import Role, Unit

    stranger = Unit.objects.create(parent=county, name="文旅局", kind="department")
    with pytest.raises(NotAllowed) as error:
        raised(project, make_user("wenlv", Role.REPORTER, stranger), today)
    assert str(error.value) == "只能对本单位有关的项目提出问题"


def test_an_auditor_who_reports_for_another_unit_raises_none(project, auditor, unit_b, today):
    from accounts.models import Role, RoleAssignment, Unit

    stranger = Unit.objects.create(parent=project.county, name="文旅局", kind="department")
    RoleAssignment.objects.create(user=auditor, role=Role.REPORTER, unit=stranger)
    with pytest.raises(NotAllowed):
        raised(project, auditor, today)


def test_an_auditor_raises_none(project, auditor, today):
    with pytest.raises(NotAllowed):
        raised(project, auditor, today)


def test_of_a_light_one_problem_is_open_and_what_was_typed_is_not_lost(
    project, light, reviewer, leader, today
):
    first = raised(project, reviewer, today, light=light)
    assert (first.source, first.light_month, first.light_word) == ("light", "2019-06", "滞后")
    assert first.light_reason == "欠序时30.0个百分点"
    assert raised(project, reviewer, today, light=light) == first
    with pytest.raises(WrongState) as error:
        raised(project, leader, today, light=light, text="另一句")
    assert str(error.value) == (
        "这个项目已有一个由亮灯提出、还没有解决的问题（8月2日，资金）；另有问题请用“提出问题”"
    )
    assert raised(project, leader, today, text="另一句").source == "unit"
    solve_problem(problem=first, solution="已拨付", by=reviewer, version=1, today=today)
    assert raised(project, leader, today, light=light, text="又一句") != first


def test_a_problem_struck_off_by_mistake_is_opened_again(problem, reviewer, leader, today):
    solved = solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)
    with pytest.raises(NotAllowed) as error:
        reopen_problem(problem=solved, reason="没有移交", by=leader, version=2)
    assert str(error.value) == "只有发改局和督查员可以恢复问题"
    with pytest.raises(DomainError) as error:
        reopen_problem(problem=solved, reason=" ", by=reviewer, version=2)
    assert str(error.value) == "请写明为什么恢复这个问题"
    with pytest.raises(Stale):
        reopen_problem(problem=solved, reason="没有移交", by=reviewer, version=1)
    again = reopen_problem(problem=solved, reason="没有移交", by=reviewer, version=2)
    assert (again.is_open, again.solved_on, again.solution) == (True, None, "已移交")


def test_a_major_problem_goes_up_at_once(project, leader, today):
    problem = raised(project, leader, today, severity=Severity.MAJOR)
    assert problem.reported_up_at is not None
    actions = AuditEvent.objects.filter(object_type="supervision.problem")
    assert list(actions.order_by("sequence").values_list("action", flat=True)) == [
        "problem.raise",
        "problem.report_up",
    ]


def test_a_problem_that_becomes_major_goes_up_once(problem, reviewer):
    graded = grade_problem(problem=problem, severity=Severity.MAJOR, by=reviewer, version=1)
    went_up = graded.reported_up_at
    assert went_up is not None
    grade_problem(problem=graded, severity=Severity.GENERAL, by=reviewer, version=2)
    again = grade_problem(problem=graded, severity=Severity.MAJOR, by=reviewer, version=3)
    assert again.reported_up_at == went_up


def test_a_stale_form_grades_nothing(problem, reviewer):
    grade_problem(problem=problem, severity=Severity.MAJOR, by=reviewer, version=1)
    with pytest.raises(Stale) as error:
        grade_problem(problem=problem, severity=Severity.GENERAL, by=reviewer, version=1)
    assert str(error.value) == "打开页面之后这个问题又有改动，请核对后再办理"


def test_a_problem_is_struck_off_after_its_orders(problem, order, reviewer, reporter, today):
    with pytest.raises(WrongState) as error:
        solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)
    assert str(error.value) == "〔2019〕1号调度单还没有办结，请先核查办结再销号"
    reply_to_order(order=order, text="已移交", by=reporter, version=1, today=today)
    close_order(order=order, text="", by=reviewer, version=2, today=today)
    solved = solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)
    assert (solved.is_open, solved.solved_on, solved.solution) == (False, today, "已移交")


def test_striking_off_wants_words(problem, reviewer, today):
    with pytest.raises(DomainError) as error:
        solve_problem(problem=problem, solution=" ", by=reviewer, version=1, today=today)
    assert str(error.value) == "请写明问题是怎样解决的"


def test_the_laggards_are_proposed_until_a_problem_is_open(client, light, project, reviewer, today):
    page = sign_in(client, reviewer).get("/supervision/problems/proposals/")
    assert [row.project_name for row in page.context["rows"]] == ["滨河路"]
    raised(project, reviewer, today, light=light)
    assert client.get("/supervision/problems/proposals/").context["rows"] == []


def test_raising_from_the_light_keeps_what_it_showed(client, project, light, leader):
    address = f"/supervision/projects/{project.pk}/raise/?month=2019-06&list=县级"
    assert "欠序时30.0个百分点" in sign_in(client, leader).get(address).content.decode()
    form = {"category": "funds", "severity": "major", "text": "资金缺口2000万元"}
    answer = client.post(address, form)
    problem = Problem.objects.get()
    assert answer.url == f"/supervision/problems/{problem.pk}/"
    assert (problem.source, problem.light_word, problem.severity) == ("light", "滞后", "major")


def test_a_light_that_does_not_lag_proposes_nothing(client, project, leader):
    address = f"/supervision/projects/{project.pk}/raise/?month=2019-05"
    assert sign_in(client, leader).get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_the_same_number_of_questions(
    client, rows, project, reviewer, today, django_assert_num_queries
):
    for number in range(rows):
        raised(project, reviewer, today, text=f"问题{number}")
    sign_in(client, reviewer)
    client.get("/supervision/problems/")
    # Four of them ask of the lists, of which one is not issued.
    with django_assert_num_queries(13):
        client.get("/supervision/problems/")


def test_laggards_are_proposed_of_the_month_asked_for_with_what_was_reported(
    client, unit_a, project, light, reviewer
):
    enter(make_line(unit_a, "支路", 500).project, 7, month_amount=0, year_to_date=0)
    # On the city's list too: one project all the same.
    city = AnnualPlanFactory(county=unit_a.own_county, tier=Tier.MUNICIPAL)
    PlanItemFactory(plan=city, project=project)
    address = "/supervision/problems/proposals/"
    page = sign_in(client, reviewer).get(f"{address}?month=2019-06")
    assert [row.project_name for row in page.context["rows"]] == ["滨河路"]
    assert page.context["coverage"] == "2个项目中报送1个"
    assert str(client.get(address).context["month"]) == "2019-07"
    assert client.get(f"{address}?month=2018-01").status_code == 404


# --- Of several at once -------------------------------------------------------------------


@pytest.fixture
def lagging(unit_a):
    """Three projects that lag at the end of June."""
    for name in ("甲公路", "乙大桥", "丙水库"):
        make_line(unit_a, name, 1000, {6: 100})


def ids(page):
    return {row.project_name: row.project_id for row in page.context["rows"]}


def test_several_laggards_become_problems_and_then_orders(client, lagging, unit_a, reviewer, today):
    address = "/supervision/problems/proposals/?month=2019-06"
    rows = ids(sign_in(client, reviewer).get(address))
    sent = {"chosen": [rows["甲公路"], rows["乙大桥"]], "category": "land", "severity": "general"}
    sent |= {f"text_{pk}": f"{name}的征地没有完成" for name, pk in rows.items()}
    sent[f"category_{rows['乙大桥']}"] = "funds"
    answer = client.post(address, sent)
    problems = {each.project.name: each for each in Problem.objects.all()}
    assert {name: (each.category, each.text, each.source) for name, each in problems.items()} == {
        "甲公路": ("land", "甲公路的征地没有完成", "light"),
        "乙大桥": ("funds", "乙大桥的征地没有完成", "light"),
    }
    page = client.get(answer.url)
    lines = list(page.context["form"].lines())
    assert [(line.problem.project.name, line.is_chosen) for line in lines] == [
        ("甲公路", True),
        ("乙大桥", True),
    ]
    assert {line.addressee.value() for line in lines} == {unit_a.pk}
    asked = {"chosen": [line.problem.pk for line in lines], "workdays": "5"}
    for line in lines:
        asked |= {line.addressee.html_name: unit_a.pk, line.request.html_name: "限期交地"}
    assert client.post(answer.url, asked).url == "/supervision/orders/"
    assert [(o.number, o.addressee, o.request) for o in DispatchOrder.objects.order_by("pk")] == [
        (1, unit_a, "限期交地"),
        (2, unit_a, "限期交地"),
    ]
    assert client.get(answer.url).context["problems"] == []
    no_row = f"/supervision/orders/issue/?problem={10**30}&problem=x"
    assert client.get(no_row).context["problems"] == []


def test_of_several_none_is_raised_where_one_cannot_be(client, lagging, reviewer, today):
    address = "/supervision/problems/proposals/?month=2019-06"
    rows = ids(sign_in(client, reviewer).get(address))
    everything = {"chosen": list(rows.values()), "severity": "general"}
    everything |= {f"text_{pk}": "征地" for pk in rows.values()}
    without_category = client.post(address, everything)
    assert without_category.status_code == 400
    assert "请选择类别，或在各行分别选择" in without_category.content.decode()
    nothing = client.post(address, {"category": "land", "severity": "general"})
    assert "请先勾选项目" in nothing.content.decode()
    assert Problem.objects.count() == 0


def test_one_raised_meanwhile_stops_all_and_is_named(county, lagging, reviewer, today):
    rows = list(load_facts(county, JUNE).rows)
    raised(Project.objects.get(pk=rows[1].project_id), reviewer, today, light=rows[1])
    with pytest.raises(WrongState) as error:
        raise_by_lights(
            raised=[RaisedByLight(row, "land", "征地") for row in rows],
            severity=Severity.GENERAL,
            by=reviewer,
            today=today,
        )
    assert str(error.value).startswith("乙大桥：这个项目已有一个由亮灯提出")
    assert Problem.objects.count() == 1


def test_a_wrong_category_is_corrected_and_stays_in_the_trail(project, reviewer, leader, today):
    problem = raised(project, reviewer, today)
    said = {"category": "land", "text": "用地没有批", "reason": "单位来电说明"}
    with pytest.raises(NotAllowed):
        correct_problem(problem=problem, by=leader, version=1, **said)
    with pytest.raises(DomainError) as error:
        correct_problem(problem=problem, by=reviewer, version=1, **said | {"reason": " "})
    assert str(error.value) == "请写明为什么更正"
    correct_problem(problem=problem, by=reviewer, version=1, **said)
    line = AuditEvent.objects.get(action="problem.correct")
    assert line.reason == "单位来电说明"
    assert line.changes["category"] == ["funds", "land"]
    with pytest.raises(Stale):
        correct_problem(problem=problem, by=reviewer, version=1, **said | {"text": "又改"})
