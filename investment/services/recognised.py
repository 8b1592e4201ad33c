"""What the city or the province has recognised (上级认定数) is registered, and taken back.

Beside what the units reported and the bureau verified it is a third number; it changes neither.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import made
from accounts.trail.holding import hold
from investment.models import RecognisedAmount
from investment.models.recognised import LONGEST_SOURCE
from investment.selectors.recognised import lists_with_lines, standing, told_of
from measures.months import Month
from projects.models import AnnualPlan


@dataclass(frozen=True)
class RecognisedBy:
    """The document by which something was recognised, and its day."""

    source: str
    day: datetime.date


def recognise(
    *,
    county: Unit,
    plan: AnnualPlan,
    month: Month,
    amounts: dict[int, int],
    paper: RecognisedBy,
    by: User | None,
    today: datetime.date,
) -> list[RecognisedAmount]:
    """Register what was recognised from January through ``month`` of projects on the list, in yuan
    by the project's id. What stood of them stays in the register and counts no more. Raises
    NotAllowed, DomainError."""
    if not recognises(by, county):
        raise NotAllowed("只有审定员可以登记上级认定数")
    if month.last_day > today:
        raise DomainError(f"{month.label}还没有结束", field="month")
    with audited(by=by, reason=paper.source) as audit:
        return add_recognised(
            county=county,
            plan=plan,
            month=month,
            amounts=amounts,
            paper=paper,
            by=by,
            today=today,
            audit=audit,
        )


def add_recognised(
    *,
    county: Unit,
    plan: AnnualPlan,
    month: Month,
    amounts: dict[int, int],
    paper: RecognisedBy,
    by: User | None,
    today: datetime.date,
    audit: Trail,
) -> list[RecognisedAmount]:
    """``recognise`` within a deed that has begun."""
    require_paper(paper, today)
    # Who registers of the same month waits here.
    hold(county)
    on_list = lists_with_lines(county, month).get(plan, [])
    if not set(amounts) <= set(on_list):
        raise DomainError(f"所选项目不在{month.label}底的{plan.key}清单上", field="line")
    found = standing(told_of(county, month))
    rows = []
    for project_id, amount in amounts.items():
        was = found.get((plan.pk, project_id))
        if was is not None and (was.amount, was.source) == (amount, paper.source.strip()):
            raise DomainError("这个数已按同一份文件登记", field="amount")
        rows.append(_row(county, plan, month, project_id, amount, paper, by, today))
    return _kept(rows, "recognised.enter", audit)


def take_back(
    *, amounts: Iterable[RecognisedAmount], paper: RecognisedBy, by: User, today: datetime.date
) -> list[RecognisedAmount]:
    """What those above no longer recognise (不再认定): of these rows of one county, which stand,
    nothing is known any more. Raises NotAllowed, DomainError, WrongState."""
    amounts = list(amounts)
    county = amounts[0].county
    if not recognises(by, county):
        raise NotAllowed("只有审定员可以撤回上级认定数")
    with audited(by=by, reason=paper.source) as audit:
        require_paper(paper, today)
        hold(county)
        return [
            taken
            for amount in amounts
            for taken in _taken_back(amount, paper, by=by, today=today, audit=audit)
        ]


def put_back_recognised(
    *,
    rows: Iterable[tuple[RecognisedAmount, Mapping[str, Any] | None]],
    today: datetime.date,
    audit: Trail,
) -> None:
    """Of rows that a file registered and that stand: what stood before stands again, by its own
    document, as a row of its own; of whom nothing was known, nothing is again. Within a deed."""
    _kept([_stood(row, before, audit, today) for row, before in rows], "recognised.undo", audit)


def _stood(
    row: RecognisedAmount, before: Mapping[str, Any] | None, audit: Trail, today: datetime.date
) -> RecognisedAmount:
    amount, paper = None, RecognisedBy(audit.reason[:LONGEST_SOURCE], today)
    if before is not None:
        amount = before["amount"]
        paper = RecognisedBy(before["source"], datetime.date.fromisoformat(before["source_day"]))
    month = Month(row.year, row.month)
    return _row(row.county, row.plan, month, row.project_id, amount, paper, audit.by, today)


def recognises(by: User | None, county: Unit) -> bool:
    """Whether they register what was recognised; a command is the system's own operator."""
    return by is None or may(by, "entry.approve", county)


def _taken_back(
    was: RecognisedAmount,
    paper: RecognisedBy,
    *,
    by: User | None,
    today: datetime.date,
    audit: Trail,
) -> list[RecognisedAmount]:
    month = Month(was.year, was.month)
    last = standing(told_of(was.county, month)).get((was.plan_id, was.project_id))
    if last is None or last.pk != was.pk or last.amount is None:
        raise WrongState("打开页面之后这个认定数已经另行登记或撤回")
    row = _row(was.county, was.plan, month, was.project_id, None, paper, by, today)
    return _kept([row], "recognised.take_back", audit)


def require_paper(paper: RecognisedBy, today: datetime.date) -> None:
    """Raises DomainError."""
    if not paper.source.strip():
        raise DomainError("请写明来源文件", field="source")
    if paper.day > today:
        raise DomainError("来源日期不能晚于今天", field="source_day")


def _row(
    county: Unit,
    plan: AnnualPlan,
    month: Month,
    project_id: int,
    amount: int | None,
    paper: RecognisedBy,
    by: User | None,
    today: datetime.date,
) -> RecognisedAmount:
    return RecognisedAmount(
        county=county,
        project_id=project_id,
        plan=plan,
        year=month.year,
        month=month.month,
        amount=amount,
        source=within(paper.source.strip(), LONGEST_SOURCE, "来源文件", field="source"),
        source_day=paper.day,
        entered_by=by,
        entered_on=today,
    )


def _kept(rows: list[RecognisedAmount], action: str, audit: Trail) -> list[RecognisedAmount]:
    """One line of the trail for all that came together."""
    if not rows:
        raise DomainError("没有填认定数", field="amount")
    first, *others = RecognisedAmount.objects.bulk_create(rows)
    audit.record(
        first,
        action,
        county=first.county,
        changes=made(first),
        rows=[(row, made(row)) for row in others],
    )
    return [first, *others]
