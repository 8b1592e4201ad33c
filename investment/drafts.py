"""What a person typed for one project's month, before it is anybody's record."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from investment.extra.values import NO_COLUMNS, Columns, Extra, changes_told, key_of
from investment.models import EntryProposal, EntryState, KeyedConsent, MonthlyEntry, ZeroReason
from measures.money import in_wan

AMOUNTS = ("month_amount", "year_to_date", "correction")
FIELDS = (
    *AMOUNTS,
    "zero_reason",
    "progress",
    "problem",
    "suggestion",
    "actual_start",
    "explanation",
    "is_estimate",
)
"""The unit's own fields of an entry: nobody else's hand changes them once they are sent."""

EXTRA = "extra"
STORED = (*FIELDS, EXTRA)
"""With the column that keeps the values of 附加指标, which has a box for each of them."""

_WRITTEN = tuple(name for name in STORED if name != "is_estimate")
"""Those that make an entry: that nothing is an estimate says nothing."""

LONGEST_TEXT = 2000
"""Characters of each of its texts."""

REASONS_IN_PROGRESS = (("未开工", ZeroReason.NOT_STARTED),)
"""A beginning of 形象进度 that is itself the reason of a month without money (DESIGN §4.3)."""

_CHOICES = {
    "state": EntryState,
    "zero_reason": ZeroReason,
    "keyed_consent": KeyedConsent,
}
_MONEY = (*AMOUNTS, "verified_month_amount", "verified_year_to_date")


@dataclass(frozen=True)
class EntryDraft:
    """One project's row of a sheet. Amounts in yuan, None where nothing was typed; ``version``
    is the one that was read, None where there was no entry yet."""

    project_id: int
    version: int | None = None
    month_amount: int | None = None
    year_to_date: int | None = None
    correction: int | None = None
    zero_reason: str = ""
    progress: str = ""
    problem: str = ""
    suggestion: str = ""
    actual_start: datetime.date | None = None
    explanation: str = ""
    is_estimate: bool = False
    extra: Extra = dataclasses.field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not any(says_something(getattr(self, name)) for name in _WRITTEN)

    def settled(self) -> "EntryDraft":
        """With the reason of a zero that 形象进度 itself gives, and none beside money."""
        reason = "" if self.month_amount else self.zero_reason or _reason_in(self.progress)
        if reason == self.zero_reason:
            return self
        return dataclasses.replace(self, zero_reason=reason)

    def differences(self, other: "MonthlyEntry | EntryDraft") -> list[str]:
        """The names of the fields in which the other holds something else."""
        return [name for name in STORED if getattr(self, name) != getattr(other, name)]

    def write_to(self, entry: MonthlyEntry) -> None:
        for name in STORED:
            setattr(entry, name, getattr(self, name))

    @classmethod
    def of(cls, entry: MonthlyEntry) -> "EntryDraft":
        values = {name: getattr(entry, name) for name in STORED}
        return cls(project_id=entry.project_id, version=entry.version, **values)


def added_up(last: int | None, month: int | None, correction: int | None) -> int | None:
    """The year to date that a month makes of the last one, in yuan; None where one of the two is
    not known (DESIGN §4.2)."""
    return None if last is None or month is None else last + month + (correction or 0)


def by_project(drafts: "Iterable[EntryDraft]") -> dict[int, EntryDraft]:
    """By project id."""
    return {draft.project_id: draft for draft in drafts}


def explanations_of(drafts: Iterable[EntryDraft]) -> dict[int, str]:
    """By project id."""
    return {draft.project_id: draft.explanation for draft in drafts}


def says_something(value: Any) -> bool:
    """Whether a person wrote it: 0 is written, an empty box and one left unticked are not."""
    return value is not None and value is not False and value != "" and value != {}


def label_of(name: str, columns: Columns = NO_COLUMNS) -> str:
    """Of a field, or of the box of one of the ``columns``."""
    if name in columns:
        return columns[name].called
    if key_of(name):
        return label_of(EXTRA)
    return str(getattr(MonthlyEntry, name).field.verbose_name)


def words(name: str, value: Any) -> str:
    """A field's value as a person reads it: 1,234.5 万元 is exact, — is nothing."""
    if not says_something(value):
        return "—"
    if value is True:
        return "是"
    if name in _MONEY:
        return in_wan(value)
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    return str(value)


def verified_words(entry: MonthlyEntry) -> str:
    """本月上报数100万元，核定80万元：监理签证（赵审定）."""
    parts = [
        f"{said}上报数{words(name, getattr(entry, name))}，核定{words(name, verified)}"
        for said, name in (("本月", "month_amount"), ("累计", "year_to_date"))
        if (verified := getattr(entry, f"verified_{name}")) is not None
    ]
    return f"{'；'.join(parts)}：{entry.verified_reason}（{entry.verified_by}）"


def as_kept(value: Any) -> Any:
    """A field's value as JSON keeps it: a date as its text."""
    if value is None or isinstance(value, int | str | dict):
        return value
    return DjangoJSONEncoder().default(value)


def from_kept(name: str, kept: Any) -> Any:
    """A column's value from what JSON kept of it."""
    return getattr(MonthlyEntry, name.removesuffix("_id")).field.to_python(kept)


def changes_of(proposal: EntryProposal, columns: Columns) -> list[tuple[str, str, str]]:
    """Label, old and new of each field, in words; of 附加指标 by ``columns``."""
    before, after = proposal.before, proposal.after
    return in_words(after, before, after, columns)


def in_words(
    names: Iterable[str], then: Mapping[str, Any], now: Mapping[str, Any], columns: Columns
) -> list[tuple[str, str, str]]:
    """Label, then and now of the fields with these names, whose values are as JSON keeps them; of
    附加指标 those that differ."""
    told = []
    for name in names:
        was, stands = from_kept(name, then.get(name)), from_kept(name, now.get(name))
        if name == EXTRA:
            told += changes_told(was or {}, stands or {}, columns)
        else:
            told.append((label_of(name), words(name, was), words(name, stands)))
    return told


def content_of(figures: "MonthlyEntry | EntryDraft") -> dict[str, object]:
    """The unit's own fields as JSON keeps them; of 附加指标 only where there are any, as what was
    kept before there were."""
    content = {name: as_kept(getattr(figures, name)) for name in FIELDS}
    return content | {EXTRA: dict(figures.extra)} if figures.extra else content


def _reason_in(progress: str) -> str:
    beginnings = (reason for start, reason in REASONS_IN_PROGRESS if progress.startswith(start))
    return next(beginnings, "")
