"""What a unit reports of its tasks in a month, and what the bureau enters for it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import Trail, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from investment.installing import history_problem
from investment.models import (
    Bearer,
    BearerRole,
    EntryState,
    PeriodExtension,
    ReportingPeriod,
    UnitIndicator,
    UnitResult,
)
from investment.models.unit_targets import LONGEST_TASK_SOURCE
from investment.unit_targets.rules import keys_tasks, reports_task, sets_tasks
from investment.unit_targets.steps import STEPS, load, move, names
from investment.unit_targets.totals import prior_totals
from measures.months import Month

CHANGED = "打开页面之后{}已有他人改动，本次没有保存，请核对后再操作"


@dataclass(frozen=True)
class ResultDraft:
    """What was typed of a bearer in an indicator. ``version`` is that of the row that was read,
    None where there was none."""

    indicator: UnitIndicator
    bearer: Bearer
    month_amount: int | None
    year_to_date: int | None
    note: str = ""
    version: int | None = None

    @property
    def is_told(self) -> bool:
        return self.month_amount is not None or self.year_to_date is not None

    @property
    def values(self) -> dict[str, Any]:
        return {
            "month_amount": self.month_amount,
            "year_to_date": self.year_to_date,
            "note": self.note.strip(),
        }

    def differs(self, result: UnitResult) -> bool:
        return any(getattr(result, name) != value for name, value in self.values.items())

    @property
    def label(self) -> str:
        return f"{self.bearer.name}{self.indicator.name}"


@dataclass(frozen=True)
class Entered:
    """``written`` were changed or sent; ``silent`` were left empty, and say nothing."""

    written: list[UnitResult]
    silent: int = 0


class UnfitResults(DomainError):
    """What is wrong, by the keys of indicator and bearer."""

    def __init__(self, wrong: Mapping[tuple[int, int], str]) -> None:
        super().__init__("；".join(wrong.values()))
        self.wrong = wrong


def enter_results(
    *,
    period: ReportingPeriod,
    drafts: Sequence[ResultDraft],
    by: User | None,
    today: datetime.date,
    sends: bool,
    source: str = "",
) -> Entered:
    """Save what was typed of the month and, where it ``sends``, send what says a number; what is
    left empty stays silent. Who is not the bearer's own reporter enters on its behalf, or for what
    is no unit, with the ``source``, and it is sent at once. Raises NotAllowed, DomainError,
    UnfitResults, WrongState, Stale."""
    county = period.county
    own = [draft for draft in drafts if reports_task(by, draft.bearer)]
    if len(own) < len(drafts):
        if not keys_tasks(by, county):
            raise NotAllowed("只有本单位填报员可以填报，审核员和审定员可以代填")
        if own:
            raise NotAllowed("本单位的请按单位填报，不能与代填的一起保存")
        sends = True
    source = within(source, LONGEST_TASK_SOURCE, "来源", field="source")
    if not own and not source and drafts:
        raise DomainError("请写明数字来源，如：8月2日电话，交通运输局张某", field="source")
    with audited(by=by, reason=f"代填来源：{source}" if source else "") as audit:
        period = hold(period)
        _refuse_unasked(period, drafts)
        _require_open(period, drafts, today)
        return write_results(audit, period, drafts, by=by, today=today, sends=sends, source=source)


def write_results(
    audit: Trail,
    period: ReportingPeriod,
    drafts: Sequence[ResultDraft],
    *,
    by: User | None,
    today: datetime.date,
    sends: bool,
    source: str = "",
) -> Entered:
    """``enter_results`` within a deed that has begun and holds the period."""
    if sends:
        refuse_unfit(period, drafts)
    known = results_of(period, drafts)
    written, silent = [], 0
    name = "key" if source else "submit" if sends else "save"
    for draft in drafts:
        result = known.get((draft.indicator.pk, draft.bearer.pk))
        moves = sends and draft.is_told
        silent += not draft.is_told
        if result is None:
            if draft.is_told or draft.note.strip():
                written.append(_made(audit, period, draft, name, moves, by, today, source))
            continue
        if draft.version is not None and result.version != draft.version:
            raise Stale(CHANGED.format(names([result])))
        if not result.is_editable:
            if draft.differs(result):
                raise WrongState(
                    f"{names([result])}现为“{result.get_state_display()}”，不能改，请先撤回或申请更正"
                )
            continue
        if moves or draft.differs(result):
            _change(audit, result, draft, name if moves else "save", by, today, source)
            written.append(result)
    return Entered(written, silent)


def results_of(
    period: ReportingPeriod, drafts: Sequence[ResultDraft]
) -> dict[tuple[int, int], UnitResult]:
    """What stands of the month, by indicator and bearer; one query."""
    rows = UnitResult.objects.filter(
        bearer__in={draft.bearer.pk for draft in drafts}, year=period.year, month=period.month
    ).select_related("indicator__county", "bearer__unit")
    return {(row.indicator_id, row.bearer_id): row for row in rows}


def _sent(by: User | None, today: datetime.date, source: str) -> dict[str, Any]:
    return {
        "submitted_by": by,
        "submitted_at": clock.now(),
        "keyed_by": by if source else None,
        "keyed_source": source,
        "reviewed_by": None,
        "reviewed_at": None,
    }


def _made(
    audit: Trail,
    period: ReportingPeriod,
    draft: ResultDraft,
    name: str,
    moves: bool,
    by: User | None,
    today: datetime.date,
    source: str,
) -> UnitResult:
    sent = {**_sent(by, today, source), "received_on": today} if moves else {}
    row = UnitResult(
        indicator=draft.indicator,
        bearer=draft.bearer,
        period=period,
        year=period.year,
        month=period.month,
        months_covered=period.months_covered,
        state=EntryState.SUBMITTED if moves else EntryState.DRAFT,
        **draft.values,
        **sent,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Stale(CHANGED.format(f"“{draft.label}”")) from error
    step = STEPS[name if moves else "save"][1]
    audit.record(row, step.action, county=period.county, changes=made(row))
    return row


def _change(
    audit: Trail,
    result: UnitResult,
    draft: ResultDraft,
    name: str,
    by: User | None,
    today: datetime.date,
    source: str,
) -> None:
    step = STEPS[name][1]
    values = {**draft.values, **step.values}
    if step.target:
        was_returned = result.state == EntryState.RETURNED
        values |= _sent(by, today, source)
        values["received_on"] = result.received_on or today
        values["is_resent"] = was_returned and not draft.differs(result)
    before = facts_of(result)
    if not claim(result, version=result.version, where=step.where, **values):
        raise Stale(CHANGED.format(names([result])))
    audit.record(
        result, step.action, county=result.indicator.county, changes=changed_row(before, result)
    )


def withdraw_results(
    *, versions: Mapping[int, int], by: User, today: datetime.date
) -> list[UnitResult]:
    """Take back what was sent and nobody has reviewed. Raises NotAllowed, WrongState, Stale."""
    with audited(by=by) as audit:
        results = load(versions)
        if not all(reports_task(by, result.bearer) for result in results):
            raise NotAllowed("只有本单位填报员可以撤回")
        for period in {result.period for result in results if result.period}:
            own = [r for r in results if r.period_id == period.pk]
            require_open_to(hold(period), {r.bearer.unit_id for r in own}, today)
        return move("withdraw", results, versions, audit)


# --- What may be sent -----------------------------------------------------------------------


def _refuse_unasked(period: ReportingPeriod, drafts: Sequence[ResultDraft]) -> None:
    """What a county did not ask of the month nobody sends. The bureau keeps the rest itself."""
    for draft in drafts:
        if draft.indicator.county_id != period.county_id:
            raise NotAllowed("没有这个指标")
        is_kept = draft.bearer.unit_id is None
        if draft.is_told and not (is_kept or draft.indicator.is_asked_in(period.as_month)):
            raise WrongState(f"{period.label}没有向单位布置“{draft.indicator}”")


def _require_open(
    period: ReportingPeriod, drafts: Sequence[ResultDraft], today: datetime.date
) -> None:
    require_open_to(period, {draft.bearer.unit_id for draft in drafts}, today)


def require_open_to(
    period: ReportingPeriod, unit_ids: Iterable[int | None], today: datetime.date
) -> None:
    """Raises WrongState unless the period is open to all of them, by itself or as longer given."""
    if period.is_open:
        return
    longer = PeriodExtension.objects.running(today).filter(period=period)
    if not set(unit_ids) <= set(longer.values_list("unit", flat=True)):
        raise WrongState(f"{period.label}填报期已关闭，不能报送，请联系发改局")


def refuse_unfit(period: ReportingPeriod, drafts: Sequence[ResultDraft]) -> None:
    """Raises UnfitResults with all that is wrong."""
    if wrong := problems_of(period, drafts):
        raise UnfitResults(wrong)


def problems_of(
    period: ReportingPeriod, drafts: Sequence[ResultDraft]
) -> dict[tuple[int, int], str]:
    """What must be mended, and what wants a word of explanation, before it is sent: a sentence by
    indicator and bearer. One query."""
    wrong: dict[tuple[int, int], str] = {}
    prior = prior_totals(period, {draft.bearer.pk for draft in drafts})
    at_first = 0 if period.first_month == 1 else None
    by_pair = {(draft.indicator.pk, draft.bearer.pk): draft for draft in drafts}
    for pair, draft in by_pair.items():
        if draft.is_told and (sentence := _problem(draft, by_pair, prior.get(pair, at_first))):
            wrong[pair] = f"{draft.label}：{sentence}"
    return wrong


def _problem(
    draft: ResultDraft, drafts: Mapping[tuple[int, int], ResultDraft], prior: int | None
) -> str:
    said = draft.indicator.words
    amount, total = draft.month_amount, draft.year_to_date
    if total is not None and total < 0:
        return "本年累计不能是负数"
    whole = drafts.get((draft.indicator.part_of_id or 0, draft.bearer.pk))
    if whole is not None and whole.is_told:
        for of, own, limit in (
            ("本月", amount, whole.month_amount),
            ("本年累计", total, whole.year_to_date),
        ):
            if own is not None and limit is not None and own > limit:
                return f"{of}{said(own)}大于{whole.indicator.name}的{said(limit)}，请核对"
    if draft.note.strip():
        return ""
    if amount is not None and amount < 0:
        return "本月是负数，请写明情况说明"
    if total is not None and prior is not None and total < prior:
        return f"本年累计{said(total)}低于上次的{said(prior)}，请写明情况说明"
    if None not in (amount, total, prior) and prior + amount != total:  # type: ignore[operator]
        return (
            f"上次累计{said(prior)}加本月{said(amount)}不等于本年累计{said(total)}，请写明情况说明"
        )
    return ""


# --- Months before units reported here ------------------------------------------------------


def record_results(
    *,
    county: Unit,
    month: Month,
    drafts: Sequence[ResultDraft],
    source: str,
    by: User | None,
    today: datetime.date,
) -> list[UnitResult]:
    """Enter months of the past as approved: the base of a year before (上年基数), and what is known
    of the city. Raises NotAllowed, DomainError, WrongState for a month that units report here."""
    if not sets_tasks(by, county):
        raise NotAllowed("只有审定员可以补录上年基数")
    source = within(source, LONGEST_TASK_SOURCE, "来源", field="source")
    if not source:
        raise DomainError("请写明数字来源，如：统计公报、市统计局月报", field="source")
    drafts = [draft for draft in drafts if draft.is_told]
    if not drafts:
        raise DomainError("没有填任何数字", field="amount")
    with audited(by=by, reason=f"补录：{source}") as audit:
        hold(county)
        period = ReportingPeriod.objects.filter(
            county=county, year=month.year, month=month.month
        ).first()
        own = [draft for draft in drafts if draft.bearer.role != BearerRole.CITY]
        # The system's own importer brings in any month that is over.
        problem = history_problem(county, month, period, today) if own and by else ""
        if problem or month.last_day >= today:
            raise WrongState(problem or f"{month.label}还没有过完")
        return [_recorded(audit, county, month, period, draft, source, by) for draft in drafts]


def _recorded(
    audit: Trail,
    county: Unit,
    month: Month,
    period: ReportingPeriod | None,
    draft: ResultDraft,
    source: str,
    by: User | None,
) -> UnitResult:
    key = {
        "indicator": draft.indicator,
        "bearer": draft.bearer,
        "year": month.year,
        "month": month.month,
    }
    approved: dict[str, Any] = {
        "state": EntryState.APPROVED,
        "keyed_by": by,
        "keyed_source": source,
        "approved_by": by,
        "approved_at": clock.now(),
    }
    row = UnitResult.objects.filter(**key).select_related("indicator__county", "bearer").first()
    if row is None:
        row = UnitResult.objects.create(**key, period=period, **draft.values, **approved)
        audit.record(row, "task.record", county=county, changes=made(row))
        return row
    before = facts_of(row)
    if not claim(row, version=draft.version or row.version, **draft.values, **approved):
        raise Stale(CHANGED.format(names([row])))
    audit.record(row, "task.record", county=county, changes=changed_row(before, row))
    return row
