"""Why figures of a cut-off moved: what the trail tells after a line of it, by project."""

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.utils import timezone

from accounts.models import AuditEvent, Unit
from accounts.trail.actions import ACTION_LABELS, group_of
from figures import words
from investment.basis import Basis
from investment.models import MonthlyEntry
from measures.months import Month
from projects.models import PlanAdjustment

CORRECTION, LATE, ADJUSTMENT = "更正", "补报", "计划调整"

# What a deed on an entry is called as a cause; other deeds by their own name.
ENTRY_CAUSES = {"entry.correct": CORRECTION, "entry.approve": LATE}
ENTRY = "investment.monthlyentry"
OF_NO_MATTER: dict[Basis, tuple[str, ...]] = {
    Basis.REPORTED: ("entry.verify",),
    Basis.VERIFIED: (),
    Basis.RECOGNISED: (),
}
"""Deeds on entries that move no figure by the numbers of this basis."""
FORCED, TAKEN_BACK = "adjustment.force", "adjustment.take_back"
RULES = ("light", "pace")
# How a row leads to its project.
PROJECT_PATHS = {
    "projects.project": "pk",
    "projects.formerdetails": "project_id",
    "projects.planitem": "project_id",
    "projects.formerterms": "item__project_id",
    "projects.projectunit": "project_id",
    "investment.recognisedamount": "project_id",
}


class Facet(enum.Enum):
    """What of a line moved."""

    MONTH = "月度进度"
    PLAN = "计划"
    DATA = "资料"


@dataclass(frozen=True)
class Cause:
    """``kind`` is 更正, 补报, 计划调整 or the name of another deed."""

    kind: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind}：{self.words}"


@dataclass
class Causes:
    """By project and part of its line; ``of_rules`` are changes of the rules of light and pace."""

    by_part: dict[tuple[int, Facet], list[Cause]] = field(default_factory=lambda: defaultdict(list))
    of_rules: list[Cause] = field(default_factory=list)

    def of(self, project: int, part: Facet) -> list[Cause]:
        """What else changed of the project, where nothing is told of this part of it."""
        return self.by_part.get((project, part)) or self.by_part.get((project, Facet.DATA), [])


def causes_between(
    county: Unit,
    month: Month,
    since: int,
    until: int | None = None,
    *,
    basis: Basis = Basis.VERIFIED,
) -> Causes:
    """What lines of the trail after ``since``, through ``until``, say of the year through
    ``month``; by 上级认定数 what was recognised moves a line, and else nothing."""
    lines = AuditEvent.objects.filter(county=county, sequence__gt=since)
    if until is not None:
        lines = lines.filter(sequence__lte=until)
    events = list(lines.order_by("sequence"))
    found = Causes()
    _add_entries(found, [e for e in events if e.action not in OF_NO_MATTER[basis]], month)
    within = _add_adjustments(found, events, month)
    apart = {"entry"} if basis is Basis.RECOGNISED else {"entry", "recognised"}
    others = [e for e in events if e.sequence not in within and group_of(e.action) not in apart]
    _add_others(found, [e for e in others if group_of(e.action) != "adjustment"])
    return found


def _add_entries(found: Causes, events: Iterable[AuditEvent], month: Month) -> None:
    told = [
        (event, pk, changes)
        for event in events
        if group_of(event.action) == "entry"
        for label, pk, changes in _rows(event)
        if label == ENTRY
    ]
    entries = MonthlyEntry.objects.select_related("project").in_bulk({pk for _, pk, _ in told})
    for event, pk, changes in told:
        entry = entries.get(pk)
        if entry is None or Month(entry.year, entry.month) > month:
            continue
        kind = ENTRY_CAUSES.get(event.action) or ACTION_LABELS[event.action]
        amounts = "".join(_amounts(changes)) if kind == CORRECTION else ""
        words_of_it = f"{entry.project.name}{entry.year}年{entry.month}月{amounts}{_told_of(event)}"
        found.by_part[entry.project_id, Facet.MONTH].append(Cause(kind, words_of_it))


AMOUNTS = {"month_amount": "本月完成投资", "year_to_date": "累计完成投资", "correction": "补报冲减"}


def _amounts(changes: dict[str, list[int | None]]) -> Iterator[str]:
    for name, label in AMOUNTS.items():
        if name in changes:
            old, new = (words.amount(value) for value in changes[name])
            yield f"，{label}{old}改为{new}"


def _add_adjustments(found: Causes, events: Iterable[AuditEvent], month: Month) -> set[int]:
    """Returns the numbers of the lines that are part of them."""
    within: set[int] = set()
    deeds = [event for event in events if event.action in (FORCED, TAKEN_BACK)]
    adjustments = PlanAdjustment.objects.in_bulk([event.object_id for event in deeds])
    for event in deeds:
        _, lines = event.changes.get("lines", (None, 0))
        within |= set(range(event.sequence - (lines or 0), event.sequence))
        adjustment = adjustments.get(event.object_id)
        day = _effective_on(event)
        if adjustment is None or day > month.last_day.isoformat():
            continue
        kind = ADJUSTMENT if event.action == FORCED else ACTION_LABELS[TAKEN_BACK]
        cause = Cause(kind, adjustment_words(adjustment, day))
        for project in adjustment.changes.exclude(project=None).values_list("project", flat=True):
            found.by_part[project, Facet.PLAN].append(cause)
            found.by_part[project, Facet.DATA].append(cause)
    return within


def adjustment_words(adjustment: PlanAdjustment, day: str = "") -> str:
    """示政发〔2019〕12号，自2019-06-15起，路网工程调增、管网工程退出."""
    since = day or str(adjustment.effective_on)
    changes = "、".join(
        f"{change.name}{change.get_kind_display()}" for change in adjustment.changes.all()
    )
    return f"{adjustment.document_number or '文号待补'}，自{since}起，{changes}"


def _effective_on(event: AuditEvent) -> str:
    """As ISO text; of one taken back the day from which it had been in force."""
    old, new = event.changes.get("effective_on", ("", ""))
    return new or old or ""


def _add_others(found: Causes, events: Iterable[AuditEvent]) -> None:
    touched: dict[str, dict[int, list[AuditEvent]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        if group_of(event.action) in RULES:
            found.of_rules.append(_by_its_name(event))
        for label, pk, _ in _rows(event):
            if label in PROJECT_PATHS and pk is not None:
                touched[label][pk].append(event)
    for label, by_row in touched.items():
        rows = apps.get_model(label)._base_manager.filter(pk__in=by_row)
        for pk, project in rows.values_list("pk", PROJECT_PATHS[label]):
            for event in by_row[pk]:
                cause = _by_its_name(event)
                if cause not in found.by_part[project, Facet.DATA]:
                    found.by_part[project, Facet.DATA].append(cause)


def _rows(event: AuditEvent) -> Iterator[tuple[str, int | None, dict[str, list[int | None]]]]:
    yield event.object_type, event.object_id, event.changes
    yield from event.rows


def _by_its_name(event: AuditEvent) -> Cause:
    kind = ACTION_LABELS.get(event.action, event.action)
    return Cause(kind, f"{event.object_label}{_told_of(event)}")


def _told_of(event: AuditEvent) -> str:
    """（2019-08-02，赵审定，漏报设备款）"""
    day = timezone.localtime(event.at).date().isoformat()
    parts = [day, event.actor_name, event.reason]
    return f"（{'，'.join(part for part in parts if part)}）"
