"""Dispatch orders: issued, acknowledged, replied to, checked, closed or sent back; given more time,
or voided where they were issued by mistake.

``STEPS`` is the whole of it: from which states a step leads where, and who may take it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

from django.db.models import Q

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Told, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.steps import Step
from files.kinds import FileType, file_type
from projects.workdays import workdays_of
from supervision import rules
from supervision.models import (
    WITH_ADDRESSEE,
    DispatchOrder,
    NumberedKind,
    OrderAttachment,
    OrderState,
    OrderStep,
    Problem,
)
from supervision.numbering.services import next_number
from supervision.problems.services import require_open
from workbooks.writing import printable

LONGEST = 60
"""Workdays at the most that an order may give."""

MOST_ATTACHMENTS = 9


@dataclass(frozen=True, kw_only=True)
class OrderDeed(Step):
    """``date_field`` names the day that the step sets, ``first_date_field`` the one that it sets
    once. ``missing_text`` is said where it asks for words and has none."""

    target: OrderState
    may: Callable[[User, DispatchOrder], bool]
    refusal: str
    missing_text: str = ""
    date_field: str = ""
    first_date_field: str = ""

    def asks_words(self, state: str) -> bool:
        """A reply that was checked is closed without a word, an order never answered is not."""
        return bool(self.missing_text) and not (
            self.target == OrderState.CLOSED and state == OrderState.REPLIED
        )


def _answers(by: User, order: DispatchOrder) -> bool:
    return rules.may_answer_order(by, order)


def _checks(by: User, order: DispatchOrder) -> bool:
    return may(by, "order.issue", order.county)


STEPS = {
    "acknowledge": OrderDeed(
        action="order.acknowledge",
        sources=(OrderState.ISSUED,),
        target=OrderState.ACKNOWLEDGED,
        may=_answers,
        refusal="只有承办单位可以签收",
        date_field="acknowledged_on",
    ),
    "reply": OrderDeed(
        action="order.reply",
        sources=WITH_ADDRESSEE,
        target=OrderState.REPLIED,
        may=_answers,
        refusal="只有承办单位可以回复",
        missing_text="请写明办理情况和结果",
        date_field="replied_on",
        first_date_field="first_replied_on",
    ),
    "send_back": OrderDeed(
        action="order.send_back",
        sources=(OrderState.REPLIED,),
        target=OrderState.SENT_BACK,
        may=_checks,
        refusal="只有发改局和督查员可以退回重办",
        missing_text="请写明还差什么，要求怎样重办",
    ),
    "close": OrderDeed(
        action="order.close",
        sources=(OrderState.REPLIED, *WITH_ADDRESSEE),
        target=OrderState.CLOSED,
        may=_checks,
        refusal="只有发改局和督查员可以办结",
        missing_text="承办单位还没有回复，请写明从哪里得知已经办结",
        date_field="closed_on",
    ),
    "void": OrderDeed(
        action="order.void",
        sources=WITH_ADDRESSEE,
        target=OrderState.VOIDED,
        may=_checks,
        refusal="只有发改局和督查员可以撤销调度单",
        missing_text="请写明撤销的理由，如发错单位",
        date_field="closed_on",
    ),
}


def issue_order(
    *, problem: Problem, addressee: Unit, request: str, workdays: int, by: User, today: date
) -> DispatchOrder:
    """Give the problem to a unit, due ``workdays`` workdays after ``today``. The same request to
    the same unit while it is unanswered is returned as it is. Raises NotAllowed, DomainError,
    WrongState once the problem is solved."""
    county = problem.county
    if not may(by, "order.issue", county):
        raise NotAllowed("只有发改局和督查员可以下达调度单")
    if addressee.own_county_id != county.pk or addressee.pk == county.pk or not addressee.is_active:
        raise NotAllowed("没有这个承办单位")
    if not request.strip():
        raise DomainError("请写明要求承办单位办什么、办到什么程度", field="request")
    if not 1 <= workdays <= LONGEST:
        raise DomainError(f"办理时限应为1至{LONGEST}个工作日", field="workdays")
    with audited(by=by) as audit:
        require_open(problem)
        same = problem.orders.with_addressee().filter(addressee=addressee, request=request.strip())
        if existing := same.first():
            return existing
        due_on = due_after(county, today, workdays)
        order = DispatchOrder.objects.create(
            county=county,
            year=today.year,
            number=next_number(county, today.year, NumberedKind.ORDER),
            problem=problem,
            addressee=addressee,
            request=request.strip(),
            issued_on=today,
            workdays=workdays,
            due_on=due_on,
            first_due_on=due_on,
            issued_by=by,
        )
        taken = keep_step(order, order.request, by)
        audit.record(
            order,
            "order.issue",
            county=county,
            changes=made(order),
            rows=[(taken, made(taken))],
        )
    return order


@dataclass(frozen=True)
class AskedOrder:
    """What is to be asked of a unit about a problem."""

    problem: Problem
    addressee: Unit
    request: str


def issue_orders(
    *, asked: Sequence[AskedOrder], workdays: int, by: User, today: date
) -> list[DispatchOrder]:
    """Issue them in their order, all of them or none. Raises as ``issue_order``, and then names
    the project of a problem that was solved meanwhile."""
    orders = []
    with audited(by=by):
        for each in asked:
            try:
                order = issue_order(
                    problem=each.problem,
                    addressee=each.addressee,
                    request=each.request,
                    workdays=workdays,
                    by=by,
                    today=today,
                )
            except WrongState as error:
                raise WrongState(f"{each.problem.project}：{error.message}") from error
            orders.append(order)
    return orders


def acknowledge_order(*, order: DispatchOrder, by: User, version: int, today: date) -> None:
    """Raises NotAllowed, WrongState, Stale; so do the other steps."""
    _take("acknowledge", order, by=by, version=version, today=today)


def reply_to_order(
    *,
    order: DispatchOrder,
    text: str,
    files: Sequence[tuple[str, bytes]] = (),
    by: User,
    version: int,
    today: date,
) -> None:
    """``files``: name and content of each attachment, a PDF or a picture. Raises UnfitFile too."""
    _take("reply", order, by=by, version=version, today=today, text=text, files=files)


def send_order_back(
    *, order: DispatchOrder, text: str, workdays: int, by: User, version: int, today: date
) -> None:
    """Not good enough: again, until ``workdays`` workdays from today."""
    if not 1 <= workdays <= LONGEST:
        raise DomainError(f"办理时限应为1至{LONGEST}个工作日", field="workdays")
    again = {
        "workdays": workdays,
        "due_on": due_after(order.county, today, workdays),
        "sent_back_times": order.sent_back_times + 1,
    }
    _take("send_back", order, by=by, version=version, today=today, text=text, values=again)


def close_order(*, order: DispatchOrder, text: str, by: User, version: int, today: date) -> None:
    """Done. Of an order that was not answered it must be said how that is known."""
    _take("close", order, by=by, version=version, today=today, text=text)


def void_order(*, order: DispatchOrder, text: str, by: User, version: int, today: date) -> None:
    """Issued by mistake: it keeps its number and asks nothing of anyone any more."""
    _take("void", order, by=by, version=version, today=today, text=text)


def extend_order(
    *, order: DispatchOrder, text: str, workdays: int, by: User, version: int, today: date
) -> None:
    """Until ``workdays`` workdays from today, later than it was; the first deadline stays on
    record."""
    if not may(by, "order.issue", order.county):
        raise NotAllowed("只有发改局和督查员可以延长期限")
    if not text.strip():
        raise DomainError("请写明延长期限的理由", field="text")
    if not 1 <= workdays <= LONGEST:
        raise DomainError(f"办理时限应为1至{LONGEST}个工作日", field="workdays")
    due_on = due_after(order.county, today, workdays)
    words = f"期限延至{due_on:%-m月%-d日}：{text.strip()}"
    with audited(by=by, reason=text.strip()) as audit:
        before = facts_of(order)
        earlier = Q(state__in=WITH_ADDRESSEE, due_on__lt=due_on)
        if not claim(order, version=version, where=earlier, due_on=due_on, workdays=workdays):
            _refuse_extension(order, version, due_on, words, by)
            return
        taken = keep_step(order, words, by)
        audit.record(
            order,
            "order.extend",
            county=order.county,
            changes=changed_since(before, order),
            rows=[(taken, made(taken))],
        )


def due_after(county: Unit, day: date, workdays: int) -> date:
    """The last of that many workdays after ``day``, by the county's calendar."""
    calendar = workdays_of(county)
    for _ in range(workdays):
        day = calendar.from_day(day + timedelta(days=1))
    return day


def _take(
    name: str,
    order: DispatchOrder,
    *,
    by: User,
    version: int,
    today: date,
    text: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    values: dict[str, Any] | None = None,
) -> None:
    step = STEPS[name]
    if not step.may(by, order):
        raise NotAllowed(step.refusal)
    if step.asks_words(order.state) and not text.strip():
        raise DomainError(step.missing_text, field="text")
    if len(files) > MOST_ATTACHMENTS:
        raise DomainError(f"附件最多{MOST_ATTACHMENTS}个，请合并后上传", field="attachments")
    kinds = [_kind_of(name, content) for name, content in files]
    changed = {**step.values, **(values or {})}
    if step.date_field:
        changed[step.date_field] = today
    if step.first_date_field and getattr(order, step.first_date_field) is None:
        changed[step.first_date_field] = today
    with audited(by=by, reason=text.strip()) as audit:
        before = facts_of(order)
        if not claim(order, version=version, where=step.where, **changed):
            _refuse(order, step, by, text)
            return
        taken = keep_step(order, text.strip(), by)
        rows: list[Told] = [(taken, made(taken))]
        for (file_name, content), kind in zip(files, kinds, strict=True):
            attached = _attach(taken, file_name, content, kind.content_type)
            rows.append((attached, made(attached)))
        told = changed_since(before, order)
        audit.record(order, step.action, county=order.county, changes=told, rows=rows)


def _refuse(order: DispatchOrder, step: OrderDeed, by: User, text: str) -> None:
    """Nothing was written: pass over the same press again, refuse all else."""
    if order.state == step.target and _is_last_step(order, text.strip(), by):
        return
    _refuse_moved(order, step.sources)


def _is_last_step(order: DispatchOrder, text: str, by: User) -> bool:
    """Whether the last thing that was done is this, by this hand: the same press again."""
    last = order.steps.last()
    return last is not None and (last.to_state, last.text, last.by_id) == (
        order.state,
        text,
        by.pk,
    )


def _refuse_extension(
    order: DispatchOrder, version: int, due_on: date, words: str, by: User
) -> None:
    """Nothing was written: pass over the same press again, refuse all else."""
    if _is_last_step(order, words, by):
        return
    if order.version == version and order.is_with_addressee:
        raise DomainError(
            f"延长后的期限{due_on:%-m月%-d日}没有晚于现在的期限{order.due_on:%-m月%-d日}，"
            "请多给几个工作日",
            field="workdays",
        )
    _refuse_moved(order, WITH_ADDRESSEE)


def _refuse_moved(order: DispatchOrder, before: Sequence[str]) -> NoReturn:
    if order.state not in before:
        raise WrongState(f"调度单现在是“{order.get_state_display()}”，不能这样办理")
    raise Stale("打开页面之后这份调度单又有办理，请看过后再办")


def _kind_of(name: str, content: bytes) -> FileType:
    """Raises DomainError that names the file: there may be several."""
    try:
        return file_type(content)
    except DomainError as error:
        raise DomainError(
            f"“{printable(name)}”不是 PDF、JPG 或 PNG 文件，或已损坏，请换一份",
            field="attachments",
        ) from error


def keep_step(order: DispatchOrder, text: str, by: User) -> OrderStep:
    return OrderStep.objects.create(
        order=order, to_state=order.state, text=text, by=by, at=clock.now()
    )


def _attach(step: OrderStep, name: str, content: bytes, content_type: str) -> OrderAttachment:
    attachment = OrderAttachment(
        step=step,
        original_name=printable(name)[-255:],
        content_type=content_type,
    )
    attachment.keep(content, name, unit=step.order.addressee)
    attachment.save()
    return attachment
