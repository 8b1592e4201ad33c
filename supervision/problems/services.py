"""Problems: raised, graded, solved. A major one goes up at once (专报)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold
from accounts.trail.steps import Step, take
from figures.plan_fact import PlanFact
from projects.models import Project
from supervision import rules
from supervision.models import Problem, ProblemSource, ProblemState, Severity

CORRECT = Step(action="problem.correct", sources=(ProblemState.OPEN,))
GRADE = Step(action="problem.grade", sources=(ProblemState.OPEN,))
SOLVE = Step(action="problem.solve", sources=(ProblemState.OPEN,), target=ProblemState.SOLVED)
REOPEN = Step(action="problem.reopen", sources=(ProblemState.SOLVED,), target=ProblemState.OPEN)

SOLVED = "问题已销号，不能再办理"
CHANGED_MEANWHILE = "打开页面之后这个问题又有改动，请核对后再办理"


@dataclass(frozen=True)
class RaisedByLight:
    """A problem to be raised of a project that lags; ``light`` is its line."""

    light: PlanFact
    category: str
    text: str


def raise_problem(
    *,
    project: Project,
    category: str,
    severity: str,
    text: str,
    suggestion: str = "",
    source: str,
    by: User,
    today: date,
    light: PlanFact | None = None,
) -> Problem:
    """Raise it; ``light`` is the line whose light proposed it, of a project that lags. The same
    again is returned as it is. Raises NotAllowed, DomainError without words, WrongState while
    another that a light proposed is open."""
    if not rules.may_raise_problem(by, project):
        raise NotAllowed("只能对本单位有关的项目提出问题")
    if not text.strip():
        raise DomainError("请写明问题：卡在哪里，需要谁解决什么", field="text")
    if light is not None and light.light.lag is None:
        raise WrongState("这个项目没有亮黄灯或红灯，不能由亮灯提出问题")
    values = {} if light is None else _told_by(light)
    problem = Problem(
        county=project.county,
        project=project,
        category=category,
        severity=severity,
        text=text.strip(),
        suggestion=suggestion.strip(),
        source=ProblemSource.LIGHT if light is not None else source,
        raised_by=by,
        raised_on=today,
        **values,
    )
    with audited(by=by) as audit:
        # Two presses of a button, and two who follow one light, come one after the other.
        hold(project)
        if existing := _raised_already(problem):
            return existing
        if light is not None:
            _refuse_second(project)
        problem.save()
        audit.record(
            problem,
            "problem.raise",
            county=project.county,
            changes=made(problem),
        )
        if severity == Severity.MAJOR:
            _report_up(audit, problem)
    return problem


def raise_by_lights(
    *, raised: Sequence[RaisedByLight], severity: str, by: User, today: date
) -> list[Problem]:
    """Raise a problem of each project that lags, of all of them or of none. Raises as
    ``raise_problem``, and then names the project."""
    problems = []
    with audited(by=by):
        for each in raised:
            project = Project.objects.get(pk=each.light.project_id)
            try:
                problem = raise_problem(
                    project=project,
                    category=each.category,
                    severity=severity,
                    text=each.text,
                    source=ProblemSource.LIGHT,
                    by=by,
                    today=today,
                    light=each.light,
                )
            except WrongState as error:
                raise WrongState(f"{project}：{error.message}") from error
            problems.append(problem)
    return problems


def correct_problem(
    *, problem: Problem, category: str, text: str, reason: str, by: User, version: int
) -> Problem:
    """Say it as it is; what was said stays in the trail. The same again does nothing. Raises
    NotAllowed, DomainError without words or a reason, WrongState once solved, Stale."""
    if not may(by, "order.issue", problem.county):
        raise NotAllowed("只有发改局和督查员可以更正问题")
    if not text.strip():
        raise DomainError("请写明问题：卡在哪里，需要谁解决什么", field="text")
    if not reason.strip():
        raise DomainError("请写明为什么更正", field="reason")
    if (problem.category, problem.text) == (category, text.strip()):
        return problem
    with audited(by=by, reason=reason.strip()) as audit:
        _take(audit, CORRECT, problem, version, category=category, text=text.strip())
    return problem


def _raised_already(problem: Problem) -> Problem | None:
    same = {
        name: getattr(problem, name)
        for name in ("project", "category", "severity", "text", "suggestion", "source", "raised_by")
    }
    # Each finding of a visit becomes a problem of its own.
    own = Problem.objects.open().filter(finding=None, raised_on=problem.raised_on)
    return own.filter(**same).first()


def _refuse_second(project: Project) -> None:
    open_one = Problem.objects.open().filter(project=project, source=ProblemSource.LIGHT).first()
    if open_one is not None:
        raise WrongState(
            f"这个项目已有一个由亮灯提出、还没有解决的问题（{open_one.raised_on:%-m月%-d日}，"
            f"{open_one.get_category_display()}）；另有问题请用“提出问题”"
        )


def grade_problem(*, problem: Problem, severity: str, by: User, version: int) -> Problem:
    """Say whether it is general or major; what becomes major goes up at once. The same again does
    nothing. Raises NotAllowed, WrongState once solved, Stale."""
    if not may(by, "order.issue", problem.county):
        raise NotAllowed("只有发改局和督查员可以定问题程度")
    if problem.severity == severity:
        return problem
    with audited(by=by) as audit:
        _take(audit, GRADE, problem, version, severity=severity)
        if severity == Severity.MAJOR and problem.reported_up_at is None:
            _report_up(audit, problem)
    return problem


def solve_problem(
    *, problem: Problem, solution: str, by: User, version: int, today: date
) -> Problem:
    """Strike it off. The same again does nothing. Raises NotAllowed, DomainError without words,
    WrongState while an order on it is open or where it was struck off otherwise, Stale."""
    if not may(by, "order.issue", problem.county):
        raise NotAllowed("只有发改局和督查员可以销号")
    if not solution.strip():
        raise DomainError("请写明问题是怎样解决的", field="solution")
    if not problem.is_open and problem.solution == solution.strip():
        return problem
    with audited(by=by, reason=solution.strip()) as audit:
        _take(
            audit,
            SOLVE,
            problem,
            version,
            solution=solution.strip(),
            solved_on=today,
            solved_by=by,
        )
        # Behind the change, so that an order issued at the same time is seen.
        unanswered = problem.orders.open().first()
        if unanswered is not None:
            raise WrongState(f"{unanswered.label}还没有办结，请先核查办结再销号")
    return problem


def reopen_problem(*, problem: Problem, reason: str, by: User, version: int) -> Problem:
    """It was struck off by mistake, or has come back. Raises NotAllowed, DomainError without a
    reason, WrongState where another of the same light is open meanwhile, Stale."""
    if not may(by, "order.issue", problem.county):
        raise NotAllowed("只有发改局和督查员可以恢复问题")
    if not reason.strip():
        raise DomainError("请写明为什么恢复这个问题", field="reason")
    if problem.is_open:
        return problem
    with audited(by=by, reason=reason.strip()) as audit:
        hold(problem.project)
        if Problem.objects.open().filter(pk=problem.pk).exists():
            problem.refresh_from_db()
            return problem
        if problem.source == ProblemSource.LIGHT:
            _refuse_second(problem.project)
        county = problem.county
        nobody = {"solved_on": None, "solved_by": None}
        if not take(audit, REOPEN, problem, county=county, version=version, **nobody):
            raise Stale(CHANGED_MEANWHILE)
    return problem


def require_open(problem: Problem) -> None:
    """Lock the problem for the rest of the transaction. Raises WrongState once solved."""
    if not hold(problem).is_open:
        raise WrongState(SOLVED)


def _told_by(light: PlanFact) -> dict[str, str]:
    return {
        "light_month": str(light.month),
        "light_word": f"{light.light.word}",
        "light_reason": light.light.reason[:200],
    }


def _report_up(audit: Trail, problem: Problem) -> None:
    before = facts_of(problem)
    problem.reported_up_at = clock.now()
    Problem.objects.filter(pk=problem.pk).update(reported_up_at=problem.reported_up_at)
    changes = changed_since(before, problem)
    audit.record(problem, "problem.report_up", county=problem.county, changes=changes)


def _take(audit: Trail, step: Step, problem: Problem, version: int, **values: Any) -> None:
    """Take a step of a problem that is open. Raises WrongState once solved, Stale."""
    if not take(audit, step, problem, county=problem.county, version=version, **values):
        raise Stale(CHANGED_MEANWHILE) if problem.is_open else WrongState(SOLVED)
