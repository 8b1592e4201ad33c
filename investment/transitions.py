"""The steps of an entry: from which states each leads where, and how entries are moved, all or
none, by an UPDATE conditional on the version read.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.trail.audit import Told, Trail
from accounts.trail.facts import Changes, changed_since, facts_of
from accounts.trail.steps import Step
from investment.calendar import stage_words
from investment.drafts import words
from investment.models import EntryState, MonthlyEntry, PeriodExtension, ReportingPeriod
from projects.naming import shortened_list


@dataclass(frozen=True, kw_only=True)
class EntryStep(Step):
    """A step of an entry, which is called ``label`` where it is refused."""

    label: str
    needs_open_period: bool = False


_EDITABLE = (EntryState.DRAFT, EntryState.RETURNED)
_WAITING = (EntryState.SUBMITTED, EntryState.REVIEWED)
_SENT = (*_WAITING, EntryState.APPROVED)

TRANSITIONS = {
    "save": EntryStep(label="保存", action="entry.save", sources=_EDITABLE, needs_open_period=True),
    "submit": EntryStep(
        label="报送",
        action="entry.submit",
        sources=_EDITABLE,
        target=EntryState.SUBMITTED,
        needs_open_period=True,
    ),
    "withdraw": EntryStep(
        label="撤回",
        action="entry.withdraw",
        sources=(EntryState.SUBMITTED,),
        target=EntryState.DRAFT,
        needs_open_period=True,
    ),
    "key": EntryStep(
        label="代填",
        action="entry.key",
        sources=_EDITABLE,
        target=EntryState.SUBMITTED,
        needs_open_period=True,
    ),
    "confirm": EntryStep(label="确认代填", action="entry.confirm", sources=_SENT),
    "silence": EntryStep(label="视同无异议", action="entry.silence", sources=_SENT),
    "settle": EntryStep(label="确认预计数", action="entry.settle", sources=_SENT),
    "object": EntryStep(label="提出异议", action="entry.object", sources=_SENT),
    "review": EntryStep(
        label="审核通过",
        action="entry.review",
        sources=(EntryState.SUBMITTED,),
        target=EntryState.REVIEWED,
    ),
    "correct": EntryStep(label="更正", action="entry.correct", sources=(EntryState.APPROVED,)),
    "return": EntryStep(
        label="退回", action="entry.return", sources=_SENT, target=EntryState.RETURNED
    ),
    "approve": EntryStep(
        label="审定", action="entry.approve", sources=_WAITING, target=EntryState.APPROVED
    ),
    "verify": EntryStep(label="核定", action="entry.verify", sources=_SENT),
    # An entry that was there before the upload goes back to what it was, 草稿 or 已退回.
    "undo": EntryStep(
        label="撤销导入",
        action="entry.undo",
        sources=(*_WAITING, *_EDITABLE),
        target=EntryState.DRAFT,
        needs_open_period=True,
    ),
    "record": EntryStep(
        label="历史导入", action="entry.approve", sources=_EDITABLE, target=EntryState.APPROVED
    ),
}


class StaleEntries(Stale):
    """Entries changed since they were read; ``current`` has them as they are, by project id."""

    def __init__(self, message: str, current: dict[int, MonthlyEntry]) -> None:
        super().__init__(message)
        self.current = current


@dataclass(frozen=True)
class Outcome:
    """What a bulk step did: ``repeated`` were there already, by the same hand; ``left_out`` were
    left as they are, by name, with why."""

    done: list[MonthlyEntry] = field(default_factory=list)
    repeated: list[MonthlyEntry] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def load(versions: Mapping[int, int]) -> list[MonthlyEntry]:
    """The entries with these ids. Raises NotAllowed when one is missing."""
    entries = list(
        MonthlyEntry.objects.filter(pk__in=versions).select_related(
            "project__county", "unit__county", "period__county"
        )
    )
    if len(entries) != len(versions):
        raise NotAllowed("有的记录不存在，请刷新页面")
    return entries


def due(
    step: EntryStep,
    entries: Sequence[MonthlyEntry],
    versions: Mapping[int, int],
    is_same_hand: Callable[[MonthlyEntry], bool],
    today: datetime.date | None = None,
) -> tuple[list[MonthlyEntry], list[MonthlyEntry]]:
    """The entries that the step is still to be taken for, and those for which the same hand
    has taken it since they were read: a form sent twice. A step that needs an open period wants
    the day ``today``. Raises Stale or WrongState."""
    still_due, repeated = [], []
    changed: dict[int, MonthlyEntry] = {}
    for entry in entries:
        read = versions[entry.pk]
        at_target = entry.state == step.target if step.target else entry.state in step.sources
        if at_target and is_same_hand(entry) and entry.version in (read, read + 1):
            repeated.append(entry)
        elif entry.version != read:
            changed[entry.project_id] = entry
        else:
            still_due.append(entry)
    if changed:
        raise stale(changed)
    require_state(step, still_due)
    if step.needs_open_period:
        for period in {entry.period for entry in still_due}:
            units = {entry.unit_id for entry in still_due if entry.period_id == period.pk}
            require_open(step, period, units, _given(today, step))
    return still_due, repeated


def move(
    step: EntryStep,
    entries: Sequence[MonthlyEntry],
    audit: Trail,
    *,
    today: datetime.date | None = None,
    told: Sequence[Changes] | None = None,
    beside: Mapping[int, Sequence[Told]] | None = None,
    received: datetime.date | None = None,
    counts: str = "",
    **values: Any,
) -> None:
    """The conditional UPDATE that claims the entries, each at the version read, and their
    audit lines. ``today`` is the day for ``claim``, ``told`` are further changes of each,
    ``beside`` further rows by an entry's id, ``received`` is the day on which the bureau has them,
    which an entry that comes back mended keeps from its first time, ``counts`` a field that goes
    up by one. Raises Stale or WrongState."""
    if step.target:
        values["state"] = step.target
    if entries:
        worked_out: dict[str, Any] = {}
        if received is not None:
            worked_out["received_on"] = Coalesce("received_on", received)
        if counts:
            worked_out[counts] = F(counts) + 1
        claim(step, entries, values | worked_out, today=today)
    columns = [MonthlyEntry._meta.get_field(name).attname for name in values]  # type: ignore[union-attr]
    columns += ["received_on", *([counts] if counts else [])]
    for place, entry in enumerate(entries):
        before = facts_of(entry, *columns)
        entry.version += 1
        for name, value in values.items():
            setattr(entry, name, value)
        entry.received_on = entry.received_on or received
        if counts:
            setattr(entry, counts, getattr(entry, counts) + 1)
        changes = {**(told[place] if told else {}), **changed_since(before, entry)}
        record(audit, step, entry, changes, (beside or {}).get(entry.pk, ()))


def at_versions(entries: Iterable[MonthlyEntry]) -> Q:
    """The entries that still are at the version read: one condition, however many versions."""
    ids = defaultdict(list)
    for entry in entries:
        ids[entry.version].append(entry.pk)
    return reduce(or_, (Q(version=version, pk__in=pks) for version, pks in ids.items()), Q())


def record(
    audit: Trail, step: EntryStep, entry: MonthlyEntry, changes: Changes, rows: Sequence[Told] = ()
) -> None:
    county = entry.project.county
    audit.record(entry, step.action, changes=changes, rows=rows, county=county)


def require_open(
    step: EntryStep, period: ReportingPeriod, unit_ids: Collection[int], today: datetime.date
) -> None:
    """Raise WrongState unless the period, as it was read in this transaction, is open to all of
    these units on the day ``today``."""
    if period.is_open or not step.needs_open_period:
        return
    extended = PeriodExtension.objects.running(today).filter(period=period)
    if not set(unit_ids) <= set(extended.values_list("unit", flat=True)):
        raise WrongState(f"{period.label}填报期已关闭，不能{step.label}，请联系发改局")


def reread(period: ReportingPeriod) -> ReportingPeriod:
    """The period as this transaction sees it."""
    return ReportingPeriod.objects.get(pk=period.pk)


def require_state(step: EntryStep, entries: Sequence[MonthlyEntry]) -> None:
    wrong = [entry for entry in entries if entry.state not in step.sources]
    if wrong:
        raise WrongState(f"{names(wrong)}现为“{stage_words(wrong[0])}”，不能{step.label}")


def claim(
    step: EntryStep,
    entries: Sequence[MonthlyEntry],
    values: Mapping[str, Any] | None = None,
    *,
    today: datetime.date | None = None,
) -> None:
    """The conditional UPDATE alone: the entries, each at the version read, are this
    transaction's from now on. A step that needs an open period wants the day ``today``, on which
    an extension may be running. Raises Stale or WrongState."""
    claimed = MonthlyEntry.objects.filter(at_versions(entries), state__in=step.sources)
    if step.needs_open_period:
        extended = PeriodExtension.objects.running(_given(today, step)).filter(
            period=OuterRef("period"), unit=OuterRef("unit")
        )
        claimed = claimed.filter(Q(period__in=ReportingPeriod.objects.open()) | Exists(extended))
    if claimed.update(version=F("version") + 1, **(values or {})) != len(entries):
        raise _missed(step, entries)


def _given(today: datetime.date | None, step: EntryStep) -> datetime.date:
    if today is None:
        raise TypeError(f"{step.action} needs an open period, and so the day")
    return today


def _missed(step: EntryStep, entries: Sequence[MonthlyEntry]) -> DomainError:
    """Why the claim did not hit every entry."""
    read = {entry.pk: entry.version for entry in entries}
    now = MonthlyEntry.objects.filter(pk__in=read).select_related("project")
    changed = {
        e.project_id: e for e in now if e.version != read[e.pk] or e.state not in step.sources
    }
    if changed:
        return stale(changed)
    return WrongState(f"填报期刚刚关闭，不能{step.label}，请联系发改局")


def stale(current: dict[int, MonthlyEntry]) -> StaleEntries:
    """The error that says how the entries, by project id, stand now."""
    told = "；".join(_as_it_is(entry) for entry in list(current.values())[:5])
    more = f"；等{len(current)}项" if len(current) > 5 else ""
    return StaleEntries(
        f"打开页面之后已有他人改动，本次没有保存。{told}{more}。请核对后再操作", current
    )


def _as_it_is(entry: MonthlyEntry) -> str:
    return (
        f"“{entry.project.name}”现为{stage_words(entry)}，"
        f"本月{words('month_amount', entry.month_amount)}、"
        f"累计{words('year_to_date', entry.year_to_date)}"
    )


def names(entries: Sequence[MonthlyEntry]) -> str:
    return shortened_list([f"“{entry.project.name}”" for entry in entries], most=5)
