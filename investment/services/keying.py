"""What the bureau enters itself: on behalf of units (代填), and figures of the past."""

from collections.abc import Mapping, Sequence
from datetime import date

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may
from accounts.trail.audit import audited
from accounts.trail.facts import made
from investment.drafts import EntryDraft, explanations_of
from investment.entries import Known, Saved, Writing, read_known, write
from investment.models import EntryState, KeyedConsent, MonthlyEntry, ReportingPeriod
from investment.selectors.unit_drafts import is_unsent
from investment.services.checking import (
    HISTORY_EXPLANATION,
    explained_as_history,
    keep_findings,
    refuse_unchecked_drafts,
    refuse_unmended_drafts,
)
from investment.services.columns import sent_by
from investment.services.periods import period_of, require_history
from investment.services.site_news import tell_register
from investment.services.totals import with_totals
from investment.services.typing import keep_replaced
from investment.transitions import TRANSITIONS, names
from measures.months import Month


def key_entries(
    *,
    period: ReportingPeriod,
    drafts: Sequence[EntryDraft],
    source: str,
    by: User | None,
    today: date,
    received_on: date | None = None,
    over: Mapping[int, int] | None = None,
    known: Known | None = None,
) -> Saved:
    """Enter on behalf of units (代填) from paper, phone or chat, named in ``source`` and
    received on a day not after ``today``, else today; the entries are sent at once and wait for
    the unit's word. ``by`` None is the importer, ``known`` what the caller has read in this
    same transaction. ``over`` are the unit's drafts that the person has seen and is ready to take
    the place of, as project id → version; None where another page has asked already. A draft that
    is replaced stays kept for who wrote it, who finds it beside what was keyed.

    Raises NotAllowed, WrongState, StaleEntries, ChecksFailed.
    """
    if not may(by, "entry.enter", period.county, answer=ON_BEHALF):
        raise NotAllowed("只有审核员和审定员可以代填")
    if not source.strip():
        raise DomainError("请写明代填来源，如：8月2日电话，交通运输局张某", field="source")
    if known is None and not drafts:
        raise DomainError("没有填任何项目，没有可代填的。")
    if received_on and received_on > today:
        raise DomainError("收到日期不能晚于今天")
    with audited(by=by, reason=f"代填来源：{source.strip()}") as audit:
        if known is None:
            drafts = with_totals(period, drafts)
            known = read_known(period, drafts, county=period.county)
        replaced = _replaced(drafts, known)
        if over is not None:
            _refuse_unasked(replaced, over)
        found = refuse_unchecked_drafts(period, known, drafts, today)
        keep_replaced(replaced, period)
        writing = Writing(
            step=TRANSITIONS["key"],
            period=period,
            values={
                "keyed_by": by,
                "keyed_source": within(source, 200, "来源", field="source"),
                "keyed_consent": KeyedConsent.WAITING,
                "keyed_objection": "",
                **sent_by(by),
            },
            today=today,
            received=received_on or today,
        )
        saved = write(writing, drafts, known, audit)
        keep_findings(saved.written, found=found, explanations=explanations_of(drafts))
    return saved


def _replaced(drafts: Sequence[EntryDraft], known: Known) -> list[MonthlyEntry]:
    """The unit's own unsent work of which the drafts say something else."""
    entries = ((draft, known.entries.get(draft.project_id)) for draft in drafts)
    return [
        entry
        for draft, entry in entries
        if entry is not None and is_unsent(entry) and draft.differences(entry)
    ]


def _refuse_unasked(replaced: Sequence[MonthlyEntry], over: Mapping[int, int]) -> None:
    unasked = [entry for entry in replaced if over.get(entry.project_id) != entry.version]
    if unasked:
        raise DomainError(
            f"{names(unasked)}单位已有草稿，请核对上列草稿，确要替换的请勾选", field="replaces"
        )


def record_history(
    *,
    county: Unit,
    month: Month,
    drafts: Sequence[EntryDraft],
    source: str,
    by: User | None,
    today: date,
    known: Known | None = None,
) -> Saved:
    """Take figures of the past as approved; a missing period is made, closed. What only needs
    an explanation is explained by 历史数据导入. ``by`` None is the importer, who may do so for any
    month; a person may where the month is history (``installing``). ``known`` is what the caller
    has read in this same transaction.

    Raises NotAllowed, WrongState, StaleEntries, ChecksFailed.
    """
    if not may(by, "entry.approve", county):
        raise NotAllowed("只有审定员可以导入历史数据")
    with audited(by=by, reason=f"{HISTORY_EXPLANATION}：{source}") as audit:
        if by is not None:
            require_history(county, month, today)
        period, created = period_of(county, month, closed_at=clock.now(), is_history=True)
        if created:
            audit.record(period, "period.close", county=county, changes=made(period))
        known = known or read_known(period, drafts, county=county)
        found = refuse_unmended_drafts(period, known, drafts, today)
        _refuse_unmended(period, drafts)
        drafts = explained_as_history(drafts, found)
        writing = Writing(
            step=TRANSITIONS["record"],
            period=period,
            values={
                "keyed_by": by,
                "keyed_source": f"{HISTORY_EXPLANATION}：{source}"[:200],
                "keyed_consent": "",
                "keyed_objection": "",
                "approved_by": by,
                "approved_at": clock.now(),
                "approved_reason": "",
                "returned_reason": "",
            },
            today=today,
        )
        saved = write(writing, drafts, known, audit)
        keep_findings(saved.written, found=found, explanations=explanations_of(drafts))
        tell_register(saved.written, by)
    return saved


def _refuse_unmended(period: ReportingPeriod, drafts: Sequence[EntryDraft]) -> None:
    """What went back to its unit is not approved as it was, among figures of the past neither."""
    returned = MonthlyEntry.objects.filter(
        period=period, state=EntryState.RETURNED, project__in=[draft.project_id for draft in drafts]
    ).select_related("project")
    by_project = {draft.project_id: draft for draft in drafts}
    same = [e for e in returned if not by_project[e.project_id].settled().differences(e)]
    if same:
        raise WrongState(f"{names(same)}退回后未改，不能随历史数据审定，请在审核页逐条办理")
