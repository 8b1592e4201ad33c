"""Who may see a unit's score: rights.csv."""

from accounts.models import Unit, User
from accounts.rights import may, reports_for


def may_view_score_of(user: User, unit: Unit) -> bool:
    return may(user, "score.view", unit.own_county) or reports_for(user, unit)
