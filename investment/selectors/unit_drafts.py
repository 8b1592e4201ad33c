"""What a unit has begun for a month and not sent, for the bureau that is about to enter it on its
behalf (代填), and whose it is."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import AuditEvent, User
from investment.drafts import FIELDS, EntryDraft, label_of, says_something, words
from investment.extra.values import Columns, told
from investment.models import Hand, MonthlyEntry, ReportingPeriod, TypedCell
from investment.selectors.sheet import EntrySheet
from projects.models import Project

_HANDS = ("entry.save", "entry.submit", "entry.withdraw")
"""The deeds by which a draft is the unit's own hand's."""


@dataclass(frozen=True)
class UnitDraft:
    """One project's draft: ``said`` are label and value of each field in words. ``version`` is that
    of its entry, None where it is still being typed and was never saved."""

    project: Project
    said: list[tuple[str, str]]
    version: int | None = None
    who: str = ""
    at: datetime.datetime | None = None

    @property
    def key(self) -> str:
        """What a form that has shown it sends back."""
        return f"{self.project.pk}:{self.version or 0}"


def unit_drafts(sheet: EntrySheet) -> list[UnitDraft]:
    """The drafts of a sheet in its order: what was saved, and what reporters are typing."""
    saved = [row.entry for row in sheet.rows if row.entry is not None and is_unsent(row.entry)]
    hands = hands_of(saved)
    typing = _typing(sheet.period, [row.project.pk for row in sheet.rows])
    drafts = []
    for row in sheet.rows:
        if row.entry in saved and row.entry is not None:
            hand = hands.get(row.entry.pk)
            who, at = (hand.actor_name, hand.at) if hand else ("", None)
            said = said_in(row.entry, sheet.columns)
            drafts.append(UnitDraft(row.project, said, row.entry.version, who, at))
        if row.is_editable and (cells := typing.get(row.project.pk)):
            last = max(cells, key=lambda cell: cell.kept_at)
            said = [(label_of(cell.field, sheet.columns), cell.text) for cell in cells]
            drafts.append(UnitDraft(row.project, said, None, last.person.name, last.kept_at))
    return drafts


def is_unsent(entry: MonthlyEntry) -> bool:
    """Whether the entry is at its unit and says something."""
    return entry.is_editable and not EntryDraft.of(entry).is_blank


def hands_of(entries: Iterable[MonthlyEntry]) -> dict[int, AuditEvent]:
    """The last line of each entry in which its unit wrote it, by entry id. One query."""
    lines = AuditEvent.objects.filter(
        object_type=MonthlyEntry._meta.label_lower,
        object_id__in=[entry.pk for entry in entries],
        action__in=_HANDS,
        actor__isnull=False,
    )
    return {line.object_id: line for line in lines.order_by("sequence") if line.object_id}


def owners_of(entries: Iterable[MonthlyEntry]) -> dict[int, User]:
    """Who of its unit wrote each entry last, by entry id. Two queries."""
    hands = hands_of(entries)
    people = User.objects.in_bulk([hand.actor_id for hand in hands.values()])
    return {pk: people[hand.actor_id] for pk, hand in hands.items() if hand.actor_id in people}


def said_in(entry: MonthlyEntry, columns: Columns) -> list[tuple[str, str]]:
    said = [
        (label_of(name), words(name, value))
        for name in FIELDS
        if says_something(value := getattr(entry, name))
    ]
    return said + told(entry.extra, columns)


def _typing(period: ReportingPeriod, projects: list[int]) -> dict[int, list[TypedCell]]:
    cells = TypedCell.objects.filter(period=period, project__in=projects, hand=Hand.UNIT)
    cells = cells.exclude(text="")
    found: dict[int, list[TypedCell]] = {}
    for cell in cells.select_related("person").order_by("project", "pk"):
        found.setdefault(cell.project_id, []).append(cell)
    return found
