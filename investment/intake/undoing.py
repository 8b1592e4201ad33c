"""Taking an applied monthly workbook back: what nobody touched since is put as it was before.

An entry that the upload made goes back to an empty draft: entries are never deleted (DESIGN
§4.15). What was changed, returned or approved since is left alone and named. Aliases that a
person confirmed with the file stay: they are known of the project, not of the month.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from accounts.errors import Stale, WrongState
from accounts.trail.audit import Trail
from accounts.trail.facts import Changes, changed_since, facts_of
from investment.calendar import stage_words
from investment.doubts import refused_verdicts
from investment.drafts import from_kept
from investment.entries import overwrite
from investment.intake.provenance import RESTORED
from investment.models import EntrySource, EntryState, MonthlyEntry
from investment.services.checking import supersede_findings
from investment.transitions import TRANSITIONS, claim, record

_EMPTY = {
    name: getattr(MonthlyEntry, name).field.get_default()
    for name in RESTORED
    if name not in ("unit_id", "submitted_by_id", "keyed_by_id")
} | {"submitted_by_id": None, "keyed_by_id": None}
"""An entry that was not there before: a draft in which nothing is written."""


def left_alone(sources: Iterable[EntrySource]) -> dict[int, str]:
    """The sources whose entry is no longer as the upload left it, was approved or is called
    doubtful, and what is said of it to the person who undoes. One query."""
    known = list(sources)
    left = {source.pk: _why_left(source.entry) for source in known if not _is_untouched(source)}
    doubted = refused_verdicts(source.entry for source in known)
    return {
        **{source.pk: "发改局已核查为有疑点" for source in known if source.entry_id in doubted},
        **left,
    }


def _is_untouched(source: EntrySource) -> bool:
    entry = source.entry
    return entry.version == source.entry_version and entry.state in TRANSITIONS["undo"].sources


def _why_left(entry: MonthlyEntry) -> str:
    if entry.state == EntryState.APPROVED:
        return "已审定，须由审定员退回后改正"
    return f"导入之后又有改动，现为{stage_words(entry)}"


def put_back(sources: Sequence[EntrySource], audit: Trail, today: date) -> None:
    """Make the entries as they were before their upload. Raises WrongState for a month that was
    closed since, Stale when another hand changes one of the entries meanwhile."""
    entries = [source.entry for source in sources]
    _refuse_closed(entries)
    step = TRANSITIONS["undo"]
    claim(step, entries, today=today)
    if refused_verdicts(entries):
        raise Stale("其中有的刚刚由发改局核查为有疑点，没有撤销，请刷新页面")
    supersede_findings(entries)
    for source in sources:
        record(audit, step, source.entry, _restore(source))
    overwrite(entries, RESTORED_FIELDS)


RESTORED_FIELDS = tuple(name.removesuffix("_id") for name in RESTORED)


def _refuse_closed(entries: Sequence[MonthlyEntry]) -> None:
    closed = next((entry.period for entry in entries if not entry.period.is_open), None)
    if closed:
        raise WrongState(f"{closed.as_month.label}填报期已关闭，不能撤销导入，请联系发改局")


def _restore(source: EntrySource) -> Changes:
    """Set the entry to what it was before, and say what changed."""
    entry = source.entry
    told = facts_of(entry, *RESTORED)
    # What an upload of long ago kept may lack a column that came later.
    before = _EMPTY | {"unit_id": entry.unit_id} | (source.before or {})
    for name in RESTORED:
        setattr(entry, name, from_kept(name, before[name]))
    entry.version += 1
    return changed_since(told, entry)
