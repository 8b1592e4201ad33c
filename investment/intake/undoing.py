"""Taking an applied upload back: what nobody touched since is put as it was before.

An entry that the upload made goes back to an empty draft: entries are never deleted (DESIGN
§4.15). What was changed, returned or approved since is left alone and named. Aliases that a
person confirmed with the file stay: they are known of the project, not of the month.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts import clock
from accounts.errors import NotAllowed, WrongState
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.facts import Changes, changed_since, facts_of, made
from investment import rules
from investment.drafts import from_kept
from investment.intake.provenance import RESTORED
from investment.models import EntrySource, EntryState, MonthlyEntry, UndoneUpload
from investment.services.checking import supersede_findings
from investment.transitions import TRANSITIONS, claim, record
from investment.writing import overwrite
from workbooks.models import Upload, UploadState

_EMPTY = {
    name: getattr(MonthlyEntry, name).field.get_default()
    for name in RESTORED
    if name not in ("unit_id", "submitted_by_id", "keyed_by_id")
} | {"submitted_by_id": None, "keyed_by_id": None}
"""An entry that was not there before: a draft in which nothing is written."""


@dataclass(frozen=True)
class Undoing:
    """What could be put back, and what is left alone because it was touched since."""

    put_back: list[EntrySource] = field(default_factory=list)
    left: list[EntrySource] = field(default_factory=list)


def plan_undoing(upload: Upload) -> Undoing:
    """What undoing the upload would do now; one query."""
    sources = upload.entry_sources.filter(undone_at=None).select_related(
        "entry__project__county", "entry__period", "entry__unit"
    )
    undoing = Undoing()
    for source in sources.order_by("pk"):
        (undoing.put_back if is_untouched(source) else undoing.left).append(source)
    return undoing


def is_untouched(source: EntrySource) -> bool:
    """Whether the entry is as the upload left it, and not yet approved."""
    entry = source.entry
    return entry.version == source.entry_version and entry.state in TRANSITIONS["undo"].sources


def why_left(source: EntrySource) -> str:
    """Why undoing leaves an entry alone, for the person who undoes."""
    entry = source.entry
    if entry.state == EntryState.APPROVED:
        return "已审定，须由审定员退回后改正"
    return f"导入之后又有改动，现为{EntryState(entry.state).label}"


def undo_file(*, upload: Upload, by: User) -> Undoing | None:
    """Put back what the upload wrote and nobody touched since, all of it or none; None when it
    was undone before.

    Raises NotAllowed, WrongState (not applied, the period closed, nothing to put back), Stale
    when another hand changes one of the entries meanwhile.
    """
    if not rules.may_undo(by, upload):
        raise NotAllowed("只有上传人和审定员可以撤销导入")
    if upload.state != UploadState.APPLIED:
        raise WrongState("这个文件没有导入，无须撤销")
    with audited(by=by, reason=f"撤销导入：{upload.original_name}") as audit:
        now = clock.now()
        undone, is_first = UndoneUpload.objects.get_or_create(
            upload=upload, defaults={"undone_by": by, "undone_at": now}
        )
        if not is_first:
            return None
        undoing = plan_undoing(upload)
        if not undoing.put_back:
            raise WrongState("没有可以撤销的：导入的各项此后都有改动或已审定")
        entries = [source.entry for source in undoing.put_back]
        _refuse_closed(entries)
        step = TRANSITIONS["undo"]
        claim(step, entries)
        supersede_findings(entries)
        for source in undoing.put_back:
            record(audit, step, source.entry, _restore(source))
        overwrite(entries, RESTORED_FIELDS)
        upload.entry_sources.filter(pk__in=[source.pk for source in undoing.put_back]).update(
            undone_at=now
        )
        audit.record(
            upload,
            "upload.undo",
            county=upload.county,
            label=upload.original_name,
            changes={"put_back": (None, len(entries)), "left": (None, len(undoing.left))},
            rows=[(undone, made(undone))],
        )
    return undoing


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
