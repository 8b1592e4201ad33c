"""What units reported, worked out anew from the audit trail alone.

The trail tells every change of an entry in words, and words of money are exact to the yuan
(``drafts.words``). Told over again from the first line, they must end where the table stands: a
figure that does not was changed past the services. ``manage.py verify`` asks this.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import AuditEvent
from investment.drafts import FIELDS, label_of, words
from investment.intake.undoing import AS_BEFORE
from investment.models import EntryState, MonthlyEntry
from measures.money import parse_money
from projects.naming import shortened_list

TOLD = (*FIELDS, "state", "verified_month_amount", "verified_year_to_date")
"""The fields that make up a figure and say whether it counts."""

NOTHING = "—"
_LABELS = {label_of(name): name for name in TOLD}


@dataclass
class RebuiltEntry:
    """An entry by the word of the trail: what each field is, in words, and was before that."""

    label: str = ""
    now: dict[str, str] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)

    def tell(self, line: AuditEvent) -> None:
        self.label = line.object_label
        for label, (_, new) in line.changes.items():
            name = _LABELS.get(label)
            if name is None:
                continue
            was = self.word(name)
            # An undone upload goes back to what the unit had not sent, which the line keeps to
            # itself: it is what stood before the line that is undone.
            self.now[name] = self.before.get(name, NOTHING) if new == AS_BEFORE else new
            self.before[name] = was

    def word(self, name: str) -> str:
        return self.now.get(name, NOTHING)

    def yuan(self, name: str) -> int | None:
        """An amount in yuan; None where nothing was told."""
        word = self.word(name)
        return None if word == NOTHING else parse_money(word)

    @property
    def is_approved(self) -> bool:
        return self.word("state") == EntryState.APPROVED.label


def rebuilt_entries() -> dict[int, RebuiltEntry]:
    """Every entry of which the trail tells, by id; one query, read line by line."""
    entries: dict[int, RebuiltEntry] = defaultdict(RebuiltEntry)
    lines = AuditEvent.objects.filter(object_type=MonthlyEntry._meta.label_lower)
    for line in lines.order_by("sequence").iterator():
        if line.object_id is not None:
            entries[line.object_id].tell(line)
    return dict(entries)


def differences() -> list[str]:
    """The entries that do not stand as the trail tells, a sentence each; two queries."""
    rebuilt = rebuilt_entries()
    found: list[str] = []
    entries = MonthlyEntry.objects.select_related("project").order_by("pk")
    for entry in entries.iterator():
        found += _differing(entry, rebuilt.pop(entry.pk, None))
    return found + [f"操作记录有而数据没有：{label}" for label in _labels(rebuilt.values())]


def _differing(entry: MonthlyEntry, rebuilt: RebuiltEntry | None) -> Iterable[str]:
    if rebuilt is None:
        return [f"数据有而操作记录没有：{entry}"]
    wrong = [
        f"{label_of(name)}为{now}，记录为{rebuilt.word(name)}"
        for name, now in _words_of(entry).items()
        if now != rebuilt.word(name)
    ]
    return [f"与操作记录不符：{entry}，{shortened_list(wrong, most=5)}"] if wrong else []


def _words_of(entry: MonthlyEntry) -> Mapping[str, str]:
    return {name: words(name, getattr(entry, name)) for name in TOLD}


def _labels(entries: Iterable[RebuiltEntry]) -> list[str]:
    return sorted(entry.label for entry in entries)
