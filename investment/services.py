"""The one door of periods and entries: a verb for every step a person can take (the table of
them is in ``transitions``). Each is one transaction, conditional on the version read, with audit
lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from accounts import clock
from accounts.audit import audited
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from investment import rules
from investment.checks import CheckResult, Surroundings, check_entry, open_results
from investment.drafts import EntryDraft
from investment.models import EntryState, KeyedConsent, MonthlyEntry, ReportingPeriod
from investment.selectors import standings_before
from investment.transitions import TRANSITIONS, Outcome, Step, due, load, move, names
from investment.workdays import due_date
from investment.writing import Saved, Seen, Site, sites_of, write
from measures.months import Month
from projects.models import Project
from projects.services import SiteProgress, record_sites, take_back_sites

HISTORY_EXPLANATION = "历史数据导入"
SUBSTANTIALLY_COMPLETE = "基本建成"
"""形象进度 that begins so tells that the project is substantially complete."""

_WITHOUT_VERIFIED: dict[str, Any] = {
    "verified_month_amount": None,
    "verified_year_to_date": None,
    "verified_by": None,
    "verified_at": None,
    "verified_reason": "",
}
_WITHOUT_KEYED: dict[str, Any] = {
    "keyed_by": None,
    "keyed_source": "",
    "keyed_consent": "",
    "keyed_objection": "",
}


def _sent_by(by: User | None) -> dict[str, Any]:
    return {"submitted_by": by, "submitted_at": clock.now(), "returned_reason": ""}


class ChecksFailed(DomainError):
    """Figures that must be mended or explained before they are sent; by project id."""

    def __init__(self, results: dict[int, list[CheckResult]], names: dict[int, str]) -> None:
        lines = [
            f"{names[project_id]}：{result.message}"
            for project_id, found in results.items()
            for result in found
        ]
        super().__init__("；".join(lines))
        self.results = results


# --- Periods ---------------------------------------------------------------------------


def open_period(*, county: Unit, month: Month, by: User | None) -> ReportingPeriod:
    """Open the month for reporting, or open a closed one again. Opening an open one does
    nothing. Raises NotAllowed."""
    if not rules.may_move_period(by, county):
        raise NotAllowed("只有审定员可以开启填报期")
    with audited(by=by) as audit:
        period, created = _period_of(county, month)
        reopened = (
            ReportingPeriod.objects.filter(pk=period.pk)
            .exclude(closed_at=None)
            .update(closed_at=None)
        )
        if created:
            audit.record(period, "period.open", county=county, changes={"状态": ("—", "开放")})
        elif reopened:
            audit.record(
                period, "period.reopen", county=county, changes={"状态": ("已关闭", "开放")}
            )
    period.closed_at = None
    return period


def open_missing_period(*, county: Unit, month: Month) -> None:
    """Make the period for the importer's entries to wait in; one that was closed stays closed."""
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    if not periods.exists():
        open_period(county=county, month=month, by=None)


def close_period(*, period: ReportingPeriod, by: User | None) -> ReportingPeriod:
    """Close the month; what was not sent stays unsent. Closing a closed one does nothing.
    Raises NotAllowed."""
    if not rules.may_move_period(by, period.county):
        raise NotAllowed("只有审定员可以关闭填报期")
    with audited(by=by) as audit:
        if ReportingPeriod.objects.filter(pk=period.pk).open().update(closed_at=clock.now()):
            audit.record(
                period, "period.close", county=period.county, changes={"状态": ("开放", "已关闭")}
            )
    period.refresh_from_db()
    return period


def _period_of(county: Unit, month: Month, **values: Any) -> tuple[ReportingPeriod, bool]:
    return ReportingPeriod.objects.get_or_create(
        county=county,
        year=month.year,
        month=month.month,
        defaults={"due_on": due_date(month), **values},
    )


# --- The unit's own hand ---------------------------------------------------------------


def save_entries(*, period: ReportingPeriod, drafts: Sequence[EntryDraft], by: User) -> Saved:
    """Keep what the reporter typed, all rows or none; rows that say nothing new are left alone.

    Raises NotAllowed for a project that another unit reports, WrongState when the period is
    closed or an entry was sent, StaleEntries when another hand changed one meanwhile.
    """
    with audited(by=by) as audit:
        sites = sites_of(drafts)
        if not all(rules.may_enter(by, site.unit) for site in sites.values()):
            raise NotAllowed("只有项目的填报单位可以填报")
        return write(
            TRANSITIONS["save"],
            period=period,
            sites=sites,
            drafts=drafts,
            audit=audit,
            values=_WITHOUT_KEYED,
        )


def submit_entries(*, versions: Mapping[int, int], by: User, today: date) -> Outcome:
    """Send entries, given as id → version read, to the bureau: all or none.

    Raises NotAllowed, WrongState, StaleEntries, and ChecksFailed with what must be mended or
    explained first. What the same person has sent already is left as it is.
    """
    step = TRANSITIONS["submit"]
    with audited(by=by) as audit:
        entries = load(versions)
        _require_reporter(entries, by, "上报")
        moved, repeated = due(step, entries, versions, lambda e: e.submitted_by_id == by.pk)
        refuse_unchecked(moved, today=today)
        move(step, moved, audit, **_sent_by(by))
    return Outcome(moved, repeated)


def send_entries(
    *,
    period: ReportingPeriod,
    drafts: Sequence[EntryDraft],
    by: User,
    today: date,
    seen: Seen | None = None,
) -> Saved:
    """Save and submit in one step, all rows or none. ``seen`` is what the caller has read and
    checked in this same transaction.

    Raises NotAllowed, WrongState, StaleEntries, ChecksFailed.
    """
    with audited(by=by) as audit:
        sites = seen.sites if seen else sites_of(drafts)
        if not all(rules.may_enter(by, site.unit) for site in sites.values()):
            raise NotAllowed("只有项目的填报单位可以上报")
        if seen is None:
            _refuse_unchecked_drafts(period.as_month, sites, drafts, today)
        return write(
            TRANSITIONS["submit"],
            period=period,
            sites=sites,
            drafts=drafts,
            audit=audit,
            values={**_WITHOUT_KEYED, **_sent_by(by)},
            seen=seen,
        )


def withdraw_entries(*, versions: Mapping[int, int], by: User) -> Outcome:
    """Take back what the bureau has not yet reviewed. Raises NotAllowed, WrongState,
    StaleEntries. What was keyed by the bureau is not withdrawn but objected to."""
    step = TRANSITIONS["withdraw"]
    with audited(by=by) as audit:
        entries = load(versions)
        _require_reporter(entries, by, "撤回")
        moved, repeated = due(step, entries, versions, lambda e: e.submitted_by_id == by.pk)
        keyed = [entry for entry in moved if entry.keyed_source]
        if keyed:
            raise WrongState(f"{names(keyed)}由发改局代录，不能撤回；数字不对请提出异议")
        move(step, moved, audit, **_WITHOUT_VERIFIED)
    return Outcome(moved, repeated)


def confirm_keyed(*, entry: MonthlyEntry, version: int, by: User) -> MonthlyEntry:
    """The unit says that what the bureau keyed for it is right."""
    return _answer(entry, version, by, TRANSITIONS["confirm"], KeyedConsent.CONFIRMED, "")


def object_keyed(*, entry: MonthlyEntry, version: int, reason: str, by: User) -> MonthlyEntry:
    """The unit says that what the bureau keyed for it is wrong, and why."""
    if not reason.strip():
        raise DomainError("请写明异议：哪个数字不对，应为多少")
    step = TRANSITIONS["object"]
    return _answer(entry, version, by, step, KeyedConsent.OBJECTED, reason.strip())


def _answer(
    entry: MonthlyEntry, version: int, by: User, step: Step, consent: KeyedConsent, objection: str
) -> MonthlyEntry:
    with audited(by=by, reason=objection) as audit:
        [entry] = load({entry.pk: version})
        _require_reporter([entry], by, "确认代录")
        if not entry.keyed_source:
            raise WrongState("这一条不是代录的，无须确认")
        moved, _ = due(step, [entry], {entry.pk: version}, lambda e: e.keyed_consent == consent)
        move(step, moved, audit, keyed_consent=consent, keyed_objection=objection)
    return _fresh(entry)


def _require_reporter(entries: Sequence[MonthlyEntry], by: User, verb: str) -> None:
    """Only the unit that reports the project today, whichever sent the entry before it."""
    sites = sites_of(entries)
    if not all(rules.may_enter(by, site.unit) for site in sites.values()):
        raise NotAllowed(f"只有项目的填报单位可以{verb}")


# --- The bureau's hand -----------------------------------------------------------------


def key_entries(
    *,
    period: ReportingPeriod,
    drafts: Sequence[EntryDraft],
    source: str,
    by: User | None,
    today: date,
    seen: Seen | None = None,
) -> Saved:
    """Enter on behalf of units (代录) from paper, phone or chat, named in ``source``; the
    entries are sent at once and wait for the unit's word. ``by`` None is the importer, ``seen``
    what the caller has read and checked in this same transaction.

    Raises NotAllowed, WrongState, StaleEntries, ChecksFailed.
    """
    if not rules.may_key(by, period.county):
        raise NotAllowed("只有审核员和审定员可以代录")
    if not source.strip():
        raise DomainError("请写明代录来源，如：8月2日电话，交通运输局张某")
    with audited(by=by, reason=f"代录来源：{source.strip()}") as audit:
        sites = seen.sites if seen else sites_of(drafts, county=period.county)
        if seen is None:
            _refuse_unchecked_drafts(period.as_month, sites, drafts, today)
        return write(
            TRANSITIONS["key"],
            period=period,
            sites=sites,
            drafts=drafts,
            audit=audit,
            values={
                "keyed_by": by,
                "keyed_source": source.strip()[:200],
                "keyed_consent": KeyedConsent.WAITING,
                "keyed_objection": "",
                **_sent_by(by),
            },
            seen=seen,
        )


def record_history(
    *,
    county: Unit,
    month: Month,
    drafts: Sequence[EntryDraft],
    source: str,
    by: User | None,
    today: date,
    seen: Seen | None = None,
) -> Saved:
    """Take figures of the past as approved; a missing period is made, closed. What only needs
    an explanation is explained by 历史数据导入. ``by`` None is the importer, ``seen`` what the
    caller has read and checked in this same transaction.

    Raises NotAllowed, WrongState, StaleEntries, ChecksFailed.
    """
    if not rules.may_approve(by, county):
        raise NotAllowed("只有审定员可以导入历史数据")
    with audited(by=by, reason=f"{HISTORY_EXPLANATION}：{source}") as audit:
        period, created = _period_of(county, month, closed_at=clock.now())
        if created:
            audit.record(period, "period.close", county=county, changes={"状态": ("—", "已关闭")})
        if by is not None and period.is_open:
            raise WrongState(
                f"{month.label}还在填报，请由单位上报或代录后审定，不能作为历史数据导入"
            )
        sites = seen.sites if seen else sites_of(drafts, county=county)
        saved = write(
            TRANSITIONS["record"],
            period=period,
            sites=sites,
            drafts=drafts if seen else _explained_as_history(month, sites, drafts, today),
            audit=audit,
            values={
                "keyed_by": by,
                "keyed_source": f"{HISTORY_EXPLANATION}：{source}"[:200],
                "keyed_consent": "",
                "keyed_objection": "",
                "approved_by": by,
                "approved_at": clock.now(),
                "returned_reason": "",
            },
            seen=seen,
        )
        _tell_register(saved.written, by)
    return saved


def return_entry(*, entry: MonthlyEntry, by: User, version: int, reason: str) -> MonthlyEntry:
    """``return_entries`` for one entry; returns it as it now stands."""
    return_entries(versions={entry.pk: version}, reason=reason, by=by)
    return _fresh(entry)


def return_entries(*, versions: Mapping[int, int], reason: str, by: User) -> Outcome:
    """Send entries back to their units with a reason; 核定数 set meanwhile go with them.

    Raises DomainError without a reason, NotAllowed (an approved one: the approver alone),
    WrongState, StaleEntries.
    """
    reason = reason.strip()
    if not reason:
        raise DomainError("请写明退回理由，单位按理由改正")
    step = TRANSITIONS["return"]
    with audited(by=by, reason=reason) as audit:
        entries = load(versions)
        for entry in entries:
            if not rules.may_return(by, entry.project.county, entry.state):
                raise NotAllowed("已审定的只有审定员可以退回，其他的审核员也可以")
        moved, repeated = due(step, entries, versions, lambda e: e.returned_reason == reason)
        approved = [entry for entry in moved if entry.state == EntryState.APPROVED]
        move(
            step,
            moved,
            audit,
            returned_reason=reason,
            approved_by=None,
            approved_at=None,
            **_WITHOUT_VERIFIED,
        )
        _take_back_from_register(approved, by)
    return Outcome(moved, repeated)


def approve_entries(*, versions: Mapping[int, int], by: User | None) -> Outcome:
    """Approve entries, given as id → version read: all or none. They count from now on, and
    the register learns when sites started and were substantially complete.

    Raises NotAllowed (also for what one keyed oneself, unconfirmed), WrongState, StaleEntries.
    """
    step = TRANSITIONS["approve"]
    with audited(by=by) as audit:
        entries = load(versions)
        for entry in entries:
            if not rules.may_approve(by, entry.project.county):
                raise NotAllowed("只有审定员可以审定")
        moved, repeated = due(
            step, entries, versions, lambda e: e.approved_by_id == (by.pk if by else None)
        )
        _refuse_unanswered(moved, by)
        move(step, moved, audit, approved_by=by, approved_at=clock.now())
        _tell_register(moved, by)
    return Outcome(moved, repeated)


def verify_entry(
    *,
    entry: MonthlyEntry,
    version: int,
    month_amount: int | None,
    year_to_date: int | None,
    reason: str,
    by: User,
) -> MonthlyEntry:
    """Set the bureau's signed figures (核定数, yuan) beside the unit's own, which stay; both
    None takes earlier ones back. Raises DomainError, NotAllowed, WrongState, StaleEntries."""
    if not reason.strip():
        raise DomainError("请写明核定理由，报表会注明采用核定数")
    step = TRANSITIONS["verify"]
    with audited(by=by, reason=reason.strip()) as audit:
        [entry] = load({entry.pk: version})
        if not rules.may_verify(by, entry.project.county):
            raise NotAllowed("只有审定员可以设核定数")
        wanted = (month_amount, year_to_date, reason.strip())
        moved, _ = due(step, [entry], {entry.pk: version}, lambda e: _verified(e) == wanted)
        move(
            step,
            moved,
            audit,
            verified_month_amount=month_amount,
            verified_year_to_date=year_to_date,
            verified_by=by,
            verified_at=clock.now(),
            verified_reason=reason.strip(),
        )
    return _fresh(entry)


def _verified(entry: MonthlyEntry) -> tuple[int | None, int | None, str]:
    return (entry.verified_month_amount, entry.verified_year_to_date, entry.verified_reason)


def _refuse_unanswered(entries: Sequence[MonthlyEntry], by: User | None) -> None:
    own = [entry for entry in entries if rules.keyed_it_unconfirmed(by, entry)]
    if own:
        raise NotAllowed(f"{names(own)}由您代录，须单位确认或由另一位审定员审定")
    objected = [e for e in entries if e.keyed_consent == KeyedConsent.OBJECTED]
    if objected:
        raise WrongState(f"{names(objected)}单位有异议，请先退回或核对后由单位确认")


def _tell_register(entries: Iterable[MonthlyEntry], by: User | None) -> None:
    sites = _told_of_sites(entries)
    if sites:
        record_sites(sites=sites, by=by)


def _told_of_sites(entries: Iterable[MonthlyEntry]) -> list[SiteProgress]:
    """When sites started and were substantially complete, by the word of the entries."""
    sites = []
    for entry in entries:
        complete = entry.progress.startswith(SUBSTANTIALLY_COMPLETE)
        if entry.actual_start or complete:
            day = entry.as_month.last_day if complete else None
            sites.append(SiteProgress(entry.project, entry.actual_start, day))
    return sites


def _take_back_from_register(returned: Sequence[MonthlyEntry], by: User) -> None:
    """What approved entries told of their sites counts no longer; the others are asked again."""
    if not returned:
        return
    take_back_sites(sites=_told_of_sites(returned), by=by)
    others = MonthlyEntry.objects.approved().filter(
        project__in={entry.project_id for entry in returned}
    )
    _tell_register(others.select_related("project"), by)


# --- Checks ----------------------------------------------------------------------------


def check_results(
    month: Month,
    checked: Iterable[tuple[Project, EntryDraft | MonthlyEntry]],
    *,
    today: date,
) -> dict[int, list[CheckResult]]:
    """What the edit checks find, by project id, explained or not; one query."""
    pairs = list(checked)
    before = standings_before([project.pk for project, _ in pairs], month)
    return {
        project.pk: check_entry(figures, Surroundings(project, before[project.pk], month, today))
        for project, figures in pairs
    }


def refuse_unchecked(entries: Sequence[MonthlyEntry], *, today: date) -> None:
    """Raise ChecksFailed for entries that must be mended or explained before they are sent."""
    months = defaultdict(list)
    for entry in entries:
        months[entry.as_month].append((entry.project, entry))
    standing: dict[int, list[CheckResult]] = {}
    for month, pairs in months.items():
        explanations = {entry.project_id: entry.explanation for _, entry in pairs}
        for project_id, found in check_results(month, pairs, today=today).items():
            left = open_results(found, explanations[project_id])
            if left:
                standing[project_id] = left
    if standing:
        raise ChecksFailed(standing, {entry.project_id: entry.project.name for entry in entries})


def _refuse_unchecked_drafts(
    month: Month, sites: Mapping[int, Site], drafts: Sequence[EntryDraft], today: date
) -> None:
    found = _results_of_drafts(month, sites, drafts, today)
    left = {draft.project_id: open_results(found[draft.project_id], draft.explanation)
            for draft in drafts}  # fmt: skip
    _refuse(left, sites)


def _explained_as_history(
    month: Month, sites: Mapping[int, Site], drafts: Sequence[EntryDraft], today: date
) -> list[EntryDraft]:
    found = _results_of_drafts(month, sites, drafts, today)
    _refuse({pk: [r for r in results if r.must_be_fixed] for pk, results in found.items()}, sites)
    return [
        replace(draft, explanation=HISTORY_EXPLANATION)
        if found[draft.project_id] and not draft.explanation
        else draft
        for draft in drafts
    ]


def _results_of_drafts(
    month: Month, sites: Mapping[int, Site], drafts: Sequence[EntryDraft], today: date
) -> dict[int, list[CheckResult]]:
    pairs = [(sites[draft.project_id].project, draft) for draft in drafts]
    return check_results(month, pairs, today=today)


def _refuse(left: Mapping[int, list[CheckResult]], sites: Mapping[int, Site]) -> None:
    standing = {pk: results for pk, results in left.items() if results}
    if standing:
        raise ChecksFailed(standing, {pk: site.project.name for pk, site in sites.items()})


def _fresh(entry: MonthlyEntry) -> MonthlyEntry:
    return MonthlyEntry.objects.select_related("project", "unit", "period").get(pk=entry.pk)
