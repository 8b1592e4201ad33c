"""What is refused of problems: each guard by itself, taken away, fails a test."""

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line
from supervision.models import Problem, ProblemSource, ProblemState, Severity
from supervision.problems.services import (
    grade_problem,
    raise_problem,
    reopen_problem,
    solve_problem,
)
from supervision.tests.refusals import NOT_SUPERVISING, stored, told

pytestmark = pytest.mark.django_db


def test_a_problem_without_words_is_not_raised(project, reviewer, today):
    def wordless():
        return raise_problem(
            project=project,
            category="land",
            severity=Severity.GENERAL,
            text=" ",
            source=ProblemSource.UNIT,
            by=reviewer,
            today=today,
        )

    assert told(DomainError, wordless) == "请写明问题：卡在哪里，需要谁解决什么"
    assert Problem.objects.count() == 0


def test_a_line_that_does_not_lag_raises_no_problem(county, unit_a, reviewer, today):
    line = make_line(unit_a, "达序时", 1000, {6: 600})
    [row] = load_facts(county, JUNE).rows

    def from_a_green_light():
        return raise_problem(
            project=line.project,
            category="land",
            severity=Severity.GENERAL,
            text="用地",
            source=ProblemSource.LIGHT,
            by=reviewer,
            today=today,
            light=row,
        )

    assert told(WrongState, from_a_green_light) == "这个项目没有亮黄灯或红灯，不能由亮灯提出问题"
    assert Problem.objects.count() == 0


def test_a_unit_whose_part_has_ended_raises_no_problem(project, other_reporter, today):
    project.unit_parts.filter(part="linked").update(until="2019-06-30")

    def raise_it():
        return raise_problem(
            project=project,
            category="land",
            severity=Severity.GENERAL,
            text="用地",
            source=ProblemSource.UNIT,
            by=other_reporter,
            today=today,
        )

    assert told(NotAllowed, raise_it) == "只能对本单位有关的项目提出问题"


@pytest.mark.parametrize("who", NOT_SUPERVISING)
def test_who_does_not_supervise_neither_grades_nor_strikes_off(problem, request, today, who):
    person, before = request.getfixturevalue(who), stored(problem)

    def grade():
        return grade_problem(problem=problem, severity=Severity.MAJOR, by=person, version=1)

    def solve():
        return solve_problem(problem=problem, solution="好了", by=person, version=1, today=today)

    assert told(NotAllowed, grade) == "只有发改局和督查员可以定问题程度"
    assert told(NotAllowed, solve) == "只有发改局和督查员可以销号"
    assert stored(problem) == before


def test_the_same_grade_again_does_nothing_however_old_the_page(problem, reviewer):
    grade_problem(problem=problem, severity=Severity.MAJOR, by=reviewer, version=1)
    before = stored(problem)
    grade_problem(problem=problem, severity=Severity.MAJOR, by=reviewer, version=1)
    assert stored(problem) == before
    assert AuditEvent.objects.filter(action="problem.grade").count() == 1


def test_striking_off_twice_strikes_off_once(problem, reviewer, today):
    for _ in range(2):
        solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)
    assert (problem.version, problem.solution) == (2, "已移交")
    assert AuditEvent.objects.filter(action="problem.solve").count() == 1


def test_a_solved_problem_is_not_graded_by_its_own_version_nor_by_an_older_one(
    problem, reviewer, today
):
    solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)
    before = stored(problem)
    for version in (2, 1):

        def grade(version=version):
            return grade_problem(
                problem=problem, severity=Severity.MAJOR, by=reviewer, version=version
            )

        assert told(WrongState, grade) == "问题已销号，不能再办理"
    assert stored(problem) == before


def test_what_another_struck_off_meanwhile_is_not_struck_off_again(
    problem, reviewer, inspector, today
):
    read_before = Problem.objects.get()
    solve_problem(problem=problem, solution="已移交", by=reviewer, version=1, today=today)

    def again():
        return solve_problem(
            problem=read_before, solution="另说", by=inspector, version=1, today=today
        )

    assert told(WrongState, again) == "问题已销号，不能再办理"
    assert Problem.objects.get().solved_by == reviewer


def test_a_problem_graded_meanwhile_is_not_struck_off_unseen(problem, reviewer, today):
    grade_problem(problem=problem, severity=Severity.MAJOR, by=reviewer, version=1)

    def solve():
        return solve_problem(problem=problem, solution="好了", by=reviewer, version=1, today=today)

    assert told(Stale, solve) == "打开页面之后这个问题又有改动，请核对后再办理"
    assert Problem.objects.get().state == ProblemState.OPEN


# --- Of one light ------------------------------------------------------------------------


@pytest.fixture
def raise_from_light(project, light, reviewer, today):
    def raised(**values):
        given = {"category": "land", "text": "用地", "by": reviewer} | values
        return raise_problem(
            project=project,
            severity=Severity.GENERAL,
            source=ProblemSource.LIGHT,
            today=today,
            light=light,
            **given,
        )

    return raised


SECOND = "这个项目已有一个由亮灯提出、还没有解决的问题（8月2日，用地）；另有问题请用“提出问题”"


@pytest.mark.parametrize("values", [{"text": "另一句"}, {"category": "funds"}])
def test_not_even_the_same_hand_raises_another_of_a_light(raise_from_light, values):
    first = raise_from_light()
    assert told(WrongState, lambda: raise_from_light(**values)) == SECOND
    assert Problem.objects.get() == first


def test_a_problem_of_a_light_is_not_opened_again_beside_another(raise_from_light, reviewer, today):
    first = raise_from_light()
    solve_problem(problem=first, solution="已移交", by=reviewer, version=1, today=today)
    second = raise_from_light(text="又没有移交")

    def reopen():
        return reopen_problem(problem=first, reason="没有移交", by=reviewer, version=2)

    assert told(WrongState, reopen) == SECOND
    assert Problem.objects.open().get() == second
