"""What became of an entry since the bureau gave it back: it must be changed or answered before it
is sent again, and the reviewer is shown what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.errors import DomainError
from investment.doubts import last_returns
from investment.drafts import EXTRA, STORED, EntryDraft, content_of, in_words
from investment.extra.columns import columns_of
from investment.extra.values import NO_COLUMNS
from investment.models import EntryReturn, Evidence, MonthlyEntry
from projects.naming import shortened_list

ANSWER = "explanation"
"""The field in which a unit answers a return that changes none of its figures."""

HOW = "请按退回理由改正，或在“情况说明”里答复后再报送"


class ReturnsUnanswered(DomainError):
    """Entries that went back and of which nothing was changed or answered since."""

    def __init__(self, entries: Sequence[MonthlyEntry]) -> None:
        super().__init__(f"{untouched_words(entries)}，{HOW}")
        self.entries = entries


@dataclass(frozen=True)
class Mended:
    """An entry that was sent again: the return, the unit's ``answer`` to it, and what else it
    changed: label, then and now, in words."""

    last: EntryReturn
    answer: str
    changes: Sequence[tuple[str, str, str]]

    @property
    def is_unchanged(self) -> bool:
        return not self.changes


def untouched(
    entries: Sequence[MonthlyEntry], drafts: Mapping[int, EntryDraft] | None = None
) -> list[MonthlyEntry]:
    """Those that went back and say what they said then, by the ``drafts`` (project id) that are to
    be sent of them where there are any; evidence that was laid beside one since is an answer. No
    query where none ever went back, else two."""
    given = drafts or {}
    returns = last_returns([entry for entry in entries if entry.is_editable])
    same = [
        entry
        for entry in entries
        if entry.pk in returns
        and content_of(given.get(entry.project_id, entry)) == returns[entry.pk].content
    ]
    answered = _with_new_evidence(same, returns)
    return [entry for entry in same if entry.pk not in answered]


def refuse_untouched(
    entries: Sequence[MonthlyEntry], drafts: Mapping[int, EntryDraft] | None = None
) -> None:
    """Raises ReturnsUnanswered."""
    if found := untouched(entries, drafts):
        raise ReturnsUnanswered(found)


def untouched_words(entries: Sequence[MonthlyEntry]) -> str:
    """“甲路”、“乙桥”退回后没有改动，也没有答复."""
    names = shortened_list([f"“{entry.project.name}”" for entry in entries], most=5)
    return f"{names}退回后没有改动，也没有答复"


def mended(entries: Sequence[MonthlyEntry]) -> dict[int, Mended]:
    """Of sent entries that once went back, by id: what the last return asked and what came of it.
    No query where none did, else one."""
    returns = last_returns([entry for entry in entries if not entry.is_editable])
    return {entry.pk: _mended(entry, returns[entry.pk]) for entry in entries if entry.pk in returns}


def answer_to(last: EntryReturn | None, entry: MonthlyEntry) -> str:
    """What the unit wrote in answer to the return; empty where it wrote nothing since."""
    return _mended(entry, last).answer if last is not None else ""


def _mended(entry: MonthlyEntry, last: EntryReturn) -> Mended:
    then, now = last.content, content_of(entry)
    changed = [name for name in STORED if then.get(name) != now.get(name)]
    # Seldom: of what was returned, and of few of these.
    columns = columns_of(entry.project.county, entry.as_month) if EXTRA in changed else NO_COLUMNS
    return Mended(
        last,
        answer=entry.explanation if ANSWER in changed else "",
        changes=in_words([name for name in changed if name != ANSWER], then, now, columns),
    )


def _with_new_evidence(
    entries: Sequence[MonthlyEntry], returns: Mapping[int, EntryReturn]
) -> set[int]:
    """The ids of those beside which something was laid after they went back."""
    if not entries:
        return set()
    added = Evidence.objects.standing().filter(
        period__in={entry.period_id for entry in entries},
        project__in={entry.project_id for entry in entries},
    )
    laid = set(added.values_list("project_id", "period_id", "unit_id", "added_at"))
    return {
        entry.pk
        for entry in entries
        for project, period, unit, at in laid
        if (project, period, unit) == (entry.project_id, entry.period_id, entry.unit_id)
        and at > returns[entry.pk].returned_at
    }
