"""Who may do what with periods and entries: data/rights.csv on the things of this room.

``by`` is None for the system's own importer, which acts only from the command line.
"""

from accounts.models import Unit, User
from accounts.rules import (
    approves_entry,
    corrects_entry,
    enters_entry,
    keys_entry,
    manages_period,
    proposes_period,
    proposes_verified_figure,
    reads_county,
    returns_entry,
    reviews_entry,
    sets_verified_figure,
    undoes_upload,
    views_whole_trail,
)
from investment.models import EntryState, KeyedConsent, MonthlyEntry
from workbooks.models import Upload


def may_enter(by: User | None, unit: Unit) -> bool:
    """Enter, submit and withdraw as the unit itself."""
    return by is not None and enters_entry(by, unit)


def may_key(by: User | None, county: Unit) -> bool:
    return by is None or keys_entry(by, county)


def may_return(by: User, county: Unit, state: str) -> bool:
    """An approved entry goes back by the approver alone: that is a correction."""
    if state == EntryState.APPROVED:
        return corrects_entry(by, county)
    return returns_entry(by, county)


def may_approve(by: User | None, county: Unit) -> bool:
    return by is None or approves_entry(by, county)


def may_correct(by: User, county: Unit) -> bool:
    return corrects_entry(by, county)


def may_propose_correction(by: User, unit: Unit) -> bool:
    """Of an approved entry: the unit of its own, and the bureau."""
    county = unit.own_county
    return enters_entry(by, unit) or reviews_entry(by, county)


def may_verify(by: User, county: Unit) -> bool:
    return sets_verified_figure(by, county)


def may_propose_verified(by: User, county: Unit) -> bool:
    """The reviewer proposes 核定数, the approver sets it."""
    return proposes_verified_figure(by, county)


def may_keep_checks(user: User, county: Unit) -> bool:
    """See which edit checks hold, and judge what they found."""
    return reviews_entry(user, county)


def may_judge(by: User, entry: MonthlyEntry) -> bool:
    """Say what a check's finding is worth: a review, so not of what one keyed oneself."""
    return reviews_entry(by, entry.project.county) and not keyed_it_unconfirmed(by, entry)


def may_move_period(by: User | None, county: Unit) -> bool:
    return by is None or manages_period(by, county)


def may_propose_period(by: User, county: Unit) -> bool:
    """The reviewer proposes to open or close a month, the approver does it."""
    return proposes_period(by, county)


def may_propose_extension(user: User, county: Unit) -> bool:
    """The reviewer proposes, the approver gives it."""
    return manages_period(user, county) or proposes_period(user, county)


def may_see_periods(user: User, county: Unit) -> bool:
    return manages_period(user, county) or proposes_period(user, county)


def may_undo(by: User, upload: Upload) -> bool:
    """Take back what an applied upload wrote: who sent it, or the approver."""
    return undoes_upload(by, upload.uploaded_by_id, upload.unit, upload.county)


def may_read_history(user: User, county: Unit) -> bool:
    """What became of an entry step by step: the trail, for the bureau and those who read it."""
    return keys_entry(user, county) or views_whole_trail(user, county)


def may_review(user: User, county: Unit) -> bool:
    """See what every unit has sent."""
    return reads_county(user, county)


def keyed_it_unconfirmed(by: User | None, entry: MonthlyEntry) -> bool:
    """Nobody approves what he keyed unless the unit has confirmed it."""
    return (
        by is not None
        and entry.keyed_by_id == by.pk
        and entry.keyed_consent != KeyedConsent.CONFIRMED
    )
