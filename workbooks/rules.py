"""Who may do what with an upload: rights.csv on whose file it is."""

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, may, reports_for, reports_somewhere


def downloads_upload(user: User, unit: Unit | None, county: Unit) -> bool:
    """The original file that ``unit`` (None: the bureau) sent in ``county``."""
    return may(user, "upload.download", county) or (unit is not None and reports_for(user, unit))


def undoes_upload(user: User, sender_id: int, unit: Unit | None, county: Unit) -> bool:
    """Take back an applied upload: who sent it, while they may still send for ``unit`` (None: the
    bureau, or several), and the approver."""
    if may(user, "upload.undo", county):
        return True
    sends_own = reports_somewhere(user) if unit is None else reports_for(user, unit)
    may_send = may(user, "entry.enter", county, answer=ON_BEHALF) or sends_own
    return user.pk == sender_id and may_send


def keeps_some_meanings(user: User) -> bool:
    return reports_somewhere(user) or may(user, "plan.import")


def keeps_meanings(user: User, unit: Unit | None, county: Unit) -> bool:
    """Say once for all what a title means in the workbooks of ``unit`` (None: of the county)."""
    return may(user, "plan.import", county) if unit is None else reports_for(user, unit)
