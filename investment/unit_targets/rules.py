"""Who may do what with the tasks of units."""

from accounts.models import Unit, User
from accounts.rights import ON_BEHALF, PROPOSE, may
from investment.models import Bearer, EntryState

REPORT, CONFIRM = "subject.report", "subject.confirm"
OWN = "own"


def sets_tasks(by: User | None, county: Unit) -> bool:
    """Says what is asked of whom, and approves what was done."""
    return may(by, CONFIRM, county)


def reviews_tasks(by: User | None, county: Unit) -> bool:
    """Passes on and returns: the reviewer, who does not approve, and the approver."""
    return may(by, CONFIRM, county, answer=PROPOSE) or may(by, CONFIRM, county)


def keys_tasks(by: User | None, county: Unit) -> bool:
    """Enters for bearers that are no unit, and on behalf of units."""
    return may(by, REPORT, county, answer=ON_BEHALF)


def reports_task(by: User | None, bearer: Bearer) -> bool:
    """As the bearer's own reporter."""
    return bearer.unit is not None and may(by, REPORT, bearer.unit, answer=OWN)


def may_return_task(by: User | None, county: Unit, state: str) -> bool:
    """What is approved goes back by the approver alone."""
    return sets_tasks(by, county) if state == EntryState.APPROVED else reviews_tasks(by, county)
