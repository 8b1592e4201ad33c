"""What a plan of adjustment cannot be: of a list that is closed, undecided, against itself, or of
an earlier day than what it changes stands since."""

import datetime
from collections.abc import Iterable, Sequence

from django.db.models import Model

from accounts.errors import DomainError, WrongState
from projects.adjustments.past import as_of_the_year
from projects.adjustments.wanted import UNIT, UNIT_BY_NAME
from projects.models import (
    AnnualPlan,
    FormerDetails,
    FormerTerms,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    Project,
)
from projects.wording import field_label, shown

CLOSED = "{plan}自{day}起停用，不能再调整"
EARLIER = "这些项目自{day}起已有调整，生效日期不能早于那一天：{names}"
CONTRADICTING = "同一项目的同一内容有两条不同的调整：{said}，请移出一条"


def closed_words(plan: AnnualPlan) -> str:
    """That the list is closed; "" of one that is in use."""
    if plan.closed_on is None:
        return ""
    return CLOSED.format(plan=plan, day=shown(AnnualPlan, "closed_on", plan.closed_on))


def refuse_closed(plan: AnnualPlan) -> None:
    """Raises WrongState; as the list stands now, whenever ``plan`` was read."""
    if words := closed_words(AnnualPlan.objects.get(pk=plan.pk)):
        raise WrongState(words)


def refuse_undecided(adjustment: PlanAdjustment) -> None:
    """A file says nothing of what it leaves out. Raises DomainError."""
    number = len(adjustment.left_out)
    if number and adjustment.is_draft:
        raise DomainError(f"文件没有列出的{number}个项目还没有说明保留还是退出，请先在下面选定")


def refuse_contradicting(changes: Iterable[PlanChange]) -> None:
    """Raises DomainError where two changes ask different things of one column: the later of them
    would silently win."""
    asked: dict[tuple[object, str], object] = {}
    said = []
    for change in changes:
        thing = change.project_id or change.name
        asks: list[tuple[type[Model], str, object]] = [
            *((PlanItem, name, value) for name, value in change.terms.items()),
            *((Project, name, value) for name, value in change.details.items()),
        ]
        for model, name, value in asks:
            column = UNIT if name == UNIT_BY_NAME else name
            key = (thing, f"{model.__name__}.{column}")
            if asked.setdefault(key, value) != value:
                said.append(f"{change.name}的{_label(model, column)}")
    if said:
        raise DomainError(CONTRADICTING.format(said="、".join(dict.fromkeys(said))))


_LABELS = {UNIT: "业主", "lead_official": "包抓领导", "is_dropped": "列入和退出"}


def _label(model: type[Model], column: str) -> str:
    return _LABELS.get(column) or field_label(model, column)


def refuse_earlier(
    day: datetime.date, lines: Sequence[PlanItem], changes: Iterable[PlanChange]
) -> None:
    """Raises DomainError at the day where one of the ``lines``, or what the ``changes`` ask of a
    project, changed after it: from then on another value stands, and today nothing would move; of
    a year that is over, nothing at its end."""
    since: dict[str, datetime.date] = {}
    terms = FormerTerms.objects.filter(item__in=lines, until__gt=day)
    for row in terms.select_related("item__project"):
        _note(since, row.item.project.name, row.until)
    dated = FormerDetails.columns()
    for change in changes:
        if change.project is None:
            continue
        columns = {"category_id" if name == "category" else name for name in change.details}
        then = as_of_the_year(change.project, day.year)
        after = FormerDetails.objects.filter(project=change.project, until__gt=day)
        if then is not change.project:
            after = after.filter(until__year=day.year)
        for former in after:
            if any(
                getattr(former, name) != getattr(then, name) for name in columns.intersection(dated)
            ):
                _note(since, change.project.name, former.until)
    if since:
        last = shown(FormerTerms, "until", max(since.values()))
        raise DomainError(EARLIER.format(day=last, names="、".join(since)), field="effective_on")


def _note(since: dict[str, datetime.date], name: str, day: datetime.date) -> None:
    since[name] = max(day, since.get(name, day))
