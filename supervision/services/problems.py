"""Problems: raised, graded, solved. A major one goes up at once (专报)."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.audit import Trail, audited
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from figures.facts import PlanFact
from projects.models import Project
from supervision import rules
from supervision.models import Problem, ProblemSource, ProblemState, Severity


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
    """Raise it; ``light`` is the line whose light proposed it, of a project that lags. A month's
    light proposes a project's problem once: a second time the first is returned. Raises NotAllowed,
    DomainError without words."""
    if not rules.may_raise_problem(by, project):
        raise NotAllowed("只能对本单位有关的项目提出问题")
    if not text.strip():
        raise DomainError("请写明问题：卡在哪里，需要谁解决什么")
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
    try:
        with audited(by=by) as audit, transaction.atomic():
            problem.save()
            audit.record(
                problem,
                "problem.raise",
                county=project.county,
                changes={"程度": ("—", Severity(severity).label), "问题": ("—", problem.text)},
            )
            if severity == Severity.MAJOR:
                _report_up(audit, problem)
    except IntegrityError:
        # Another hand raised it from the same light.
        return Problem.objects.get(
            project=project, light_month=problem.light_month, source=ProblemSource.LIGHT
        )
    return problem


def grade_problem(*, problem: Problem, severity: str, by: User, version: int) -> Problem:
    """Say whether it is general or major; what becomes major goes up at once. The same again does
    nothing. Raises NotAllowed, WrongState once solved, Stale."""
    if not rules.may_settle_problem(by, problem.county):
        raise NotAllowed("只有发改局和督查员可以定问题程度")
    if problem.severity == severity:
        return problem
    old = Severity(problem.severity).label
    with audited(by=by) as audit:
        _change(problem, version, severity=severity)
        audit.record(
            problem,
            "problem.grade",
            county=problem.county,
            changes={"程度": (old, Severity(severity).label)},
        )
        if severity == Severity.MAJOR and problem.reported_up_at is None:
            _report_up(audit, problem)
    return problem


def solve_problem(
    *, problem: Problem, solution: str, by: User, version: int, today: date
) -> Problem:
    """Strike it off. Raises NotAllowed, DomainError without words, WrongState while an order on it
    is open, Stale."""
    if not rules.may_settle_problem(by, problem.county):
        raise NotAllowed("只有发改局和督查员可以销号")
    if not solution.strip():
        raise DomainError("请写明问题是怎样解决的")
    if not problem.is_open:
        return problem
    with audited(by=by, reason=solution.strip()) as audit:
        _change(
            problem,
            version,
            state=ProblemState.SOLVED,
            solution=solution.strip(),
            solved_on=today,
            solved_by=by,
        )
        # Behind the change, so that an order issued at the same time is seen.
        unanswered = problem.orders.open().first()
        if unanswered is not None:
            raise WrongState(f"{unanswered.label}还没有办结，请先核查办结再销号")
        audit.record(
            problem,
            "problem.solve",
            county=problem.county,
            changes={"状态": (ProblemState.OPEN.label, ProblemState.SOLVED.label)},
        )
    return problem


def require_open(problem: Problem) -> None:
    """Lock the problem for the rest of the transaction. Raises WrongState once solved."""
    locked = Problem.objects.select_for_update().get(pk=problem.pk)
    if not locked.is_open:
        raise WrongState("问题已销号，不能再办理")


def _told_by(light: PlanFact) -> dict[str, str]:
    return {
        "light_month": str(light.month),
        "light_word": f"{light.light.word}",
        "light_reason": light.light.reason[:200],
    }


def _report_up(audit: Trail, problem: Problem) -> None:
    problem.reported_up_at = clock.now()
    Problem.objects.filter(pk=problem.pk).update(reported_up_at=problem.reported_up_at)
    audit.record(problem, "problem.report_up", county=problem.county)


def _change(problem: Problem, version: int, **values: object) -> None:
    """Write at the version read, of a problem that is open."""
    changed = Problem.objects.filter(pk=problem.pk, version=version, state=ProblemState.OPEN)
    if not changed.update(version=version + 1, **values):
        problem.refresh_from_db()
        if not problem.is_open:
            raise WrongState("问题已销号，不能再办理")
        raise Stale("打开页面之后这个问题又有改动，请核对后再办理")
    problem.refresh_from_db()
