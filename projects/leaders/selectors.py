"""What the pages of leaders read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import Unit
from projects.models import Leader, LeadOfficial, Portfolio


@dataclass
class LeaderLine:
    """A leader with what they look after and how many projects they answer for today."""

    leader: Leader
    portfolio: list[Portfolio] = field(default_factory=list)
    led: int = 0


def leader_lines(county: Unit) -> tuple[list[LeaderLine], list[Leader]]:
    """Those in office, in the order of leaders, and those who left, the latest first. Three
    queries."""
    leaders = list(Leader.objects.filter(county=county).select_related("user"))
    lines = {leader.pk: LeaderLine(leader) for leader in leaders if leader.until is None}
    held = Portfolio.objects.filter(leader__in=lines, until=None).select_related("unit", "category")
    for each in held:
        lines[each.leader_id].portfolio.append(each)
    led = LeadOfficial.objects.filter(leader__in=lines, until=None).values_list("leader", flat=True)
    for pk in led:
        if pk is not None:
            lines[pk].led += 1
    left = [leader for leader in leaders if leader.until is not None]
    return list(lines.values()), sorted(left, key=lambda each: each.until or each.from_date)[::-1]


def projects_led(leader: Leader) -> Iterable[LeadOfficial]:
    """The latest first; those of today before those that ended."""
    held = leader.led.select_related("project")
    return sorted(held, key=lambda each: (each.until is not None, each.project_id))
