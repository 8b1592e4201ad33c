"""Who may do what with periods and entries: rights.csv on the things of this room.

``by`` is None for the system's own importer, which acts only from the command line.
"""

from collections.abc import Iterable

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, PROPOSE, may
from investment.models import CONSENTED, EntryState, MonthlyEntry
from measures.months import Month
from projects.models import ProjectUnit
from workbooks.models import Upload
from workbooks.rules import undoes_upload


def brings_in_entries(user: User) -> bool:
    """By a monthly workbook: the unit's own, or the county's on its units' behalf."""
    return may(user, "entry.enter") or may(user, "entry.enter", answer=ON_BEHALF)


def may_return(by: User, county: Unit, state: str) -> bool:
    """An approved entry goes back by the approver alone: that is a correction."""
    return may(by, "entry.correct" if state == EntryState.APPROVED else "entry.return", county)


def answers_for(by: User, entries: Iterable[MonthlyEntry]) -> bool:
    """Whether the unit of ``by`` reports the months of all the entries, whichever sent them before
    it. One query a month."""
    projects: dict[Month, set[int]] = {}
    for entry in entries:
        projects.setdefault(entry.as_month, set()).add(entry.project_id)
    for month, wanted in projects.items():
        parts = ProjectUnit.objects.answering_for(month.last_day).filter(project__in=wanted)
        units = [part.unit for part in parts.select_related("unit__county")]
        if len(units) < len(wanted) or not all(may(by, "entry.enter", unit) for unit in units):
            return False
    return True


def may_propose_correction(by: User, entry: MonthlyEntry) -> bool:
    """Of an approved entry: the unit that answers for it, and the bureau."""
    return may(by, "entry.review", entry.project.county) or answers_for(by, [entry])


def may_judge(by: User, entry: MonthlyEntry) -> bool:
    """Say what a check's finding is worth: a review, so not of what one keyed oneself."""
    return may(by, "entry.review", entry.project.county) and not keyed_it_unconfirmed(by, entry)


def may_see_periods(user: User, county: Unit | None = None) -> bool:
    """The approver opens, extends and closes a period, the reviewer proposes it."""
    right = "period.manage"
    return may(user, right, county) or may(user, right, county, answer=PROPOSE)


def may_undo(by: User, upload: Upload) -> bool:
    """Take back what an applied upload wrote: who sent it, or the approver."""
    return undoes_upload(by, upload.uploaded_by_id, upload.unit, upload.county)


def may_read_history(user: User, county: Unit) -> bool:
    """What became of an entry step by step: the trail, for the bureau and those who read it."""
    on_behalf = may(user, "entry.enter", county, answer=ON_BEHALF)
    return on_behalf or may(user, "trail.view", county)


def keyed_it_unconfirmed(by: User | None, entry: MonthlyEntry) -> bool:
    """Nobody approves what they keyed unless the unit has confirmed it."""
    return by is not None and entry.keyed_by_id == by.pk and entry.keyed_consent not in CONSENTED
