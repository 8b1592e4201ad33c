"""What the pages of the 台账 show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, Max, Q, QuerySet, Sum

from accounts.models import AuditEvent, Unit, User
from accounts.pages.fields import units_of
from accounts.rights import reporting_unit_ids
from accounts.trail.proposals import ProposalState
from accounts.trail.selectors import HISTORY_LENGTH
from accounts.trail.words import with_words
from projects.models import Declaration, Project, RollLine
from projects.rolls.roll import Roll, rolls
from projects.rolls.rules import declares_on_behalf


@dataclass(frozen=True)
class RollCount:
    """A 台账 with how much of it a person sees: open lines, and declarations that wait."""

    roll: Roll[Any, Any]
    lines: int
    waiting: int


def counts_of_rolls(user: User) -> Sequence[RollCount]:
    """Two queries a roll."""
    return [
        RollCount(
            roll,
            roll.line._default_manager.visible_to(user).current().count(),
            waiting_seen(roll, user).count(),
        )
        for roll in rolls()
    ]


def lines_with_related(roll: Roll[Any, Any], lines: QuerySet[RollLine]) -> QuerySet[RollLine]:
    """With what a page shows of each."""
    related = [
        name
        for name in ("county", "unit", "project", *roll.fields)
        if roll.line._meta.get_field(name).many_to_one
    ]
    return lines.select_related(*related)


def lines_seen(roll: Roll[Any, Any], user: User) -> QuerySet[RollLine]:
    """Every line, also what was and what is void."""
    return lines_with_related(roll, roll.line._default_manager.visible_to(user))


def declarations_seen(roll: Roll[Any, Any], user: User) -> QuerySet[Declaration]:
    """Those of the lines a person sees, and of what his units declared."""
    declared: QuerySet[Declaration] = roll.declaration.objects.visible_to(user)
    related = ("county", "unit", "project", "line", "upload", "proposed_by", "decided_by")
    return declared.select_related(*related)


def waiting_seen(roll: Roll[Any, Any], user: User) -> QuerySet[Declaration]:
    """What waits, as it came."""
    waits = declarations_seen(roll, user).filter(state=ProposalState.WAITING)
    return waits.order_by("proposed_at", "pk")


def counted(waiting: QuerySet[Declaration]) -> str:
    """How many wait, and the last of them: whether they are those that a page showed."""
    found = waiting.order_by().aggregate(number=Count("pk"), last=Max("pk"))
    return f"{found['number']}:{found['last'] or 0}"


def units_seen(roll: Roll[Any, Any], user: User) -> QuerySet[Unit]:
    """The units of the lines a person sees."""
    return Unit.objects.filter(
        pk__in=roll.line._default_manager.visible_to(user).order_by().values("unit")
    )


def units_to_declare(user: User, county: Unit) -> QuerySet[Unit]:
    """For which units of the county a person may declare."""
    if declares_on_behalf(user, county):
        return units_of(county)
    return Unit.objects.within(county).active().filter(pk__in=reporting_unit_ids(user))


def projects_to_declare(user: User, county: Unit) -> QuerySet[Project]:
    """Of which projects, by name."""
    seen = Project.objects.visible_to(user).filter(county=county)
    return seen.order_by("pinyin", "name", "pk")


@dataclass(frozen=True)
class Total:
    """The sum of a column in yuan, and of how many lines it is not known."""

    name: str
    amount: int | None
    unknown: int


def totals_of(roll: Roll[Any, Any], lines: QuerySet[RollLine]) -> dict[str, Total]:
    """By the fields in yuan, in one query; none where there are none."""
    names = [name for name in roll.fields if name in roll.money]
    if not names:
        return {}
    asked: dict[str, Any] = {f"sum_{name}": Sum(name) for name in names}
    asked |= {f"unknown_{name}": Count("pk", filter=Q(**{name: None})) for name in names}
    found = lines.order_by().aggregate(**asked)
    return {name: Total(name, found[f"sum_{name}"], found[f"unknown_{name}"]) for name in names}


# --- One line ------------------------------------------------------------------------------


def spans_of(roll: Roll[Any, Any], line: RollLine) -> Sequence[RollLine]:
    """All lines of its number, the latest first."""
    lines = roll.line._default_manager.filter(county=line.county, serial=line.serial)
    return list(lines_with_related(roll, lines).order_by("-from_day", "-pk"))


def declared_of(roll: Roll[Any, Any], spans: Iterable[RollLine]) -> Sequence[Declaration]:
    """What was declared of any of the lines, the latest first; of a line's addition the trail
    tells."""
    declared = roll.declaration.objects.filter(line__in=[span.pk for span in spans])
    related = ("county", "unit", "project", "line", "upload", "proposed_by", "decided_by")
    return cast(Sequence[Declaration], list(declared.select_related(*related)))


def history_of_lines(roll: Roll[Any, Any], spans: Iterable[RollLine]) -> list[AuditEvent]:
    """What became of the lines of one number, the latest first."""
    lines = AuditEvent.objects.filter(
        object_type=roll.line._meta.label_lower, object_id__in=[span.pk for span in spans]
    )
    return with_words(lines.order_by("-sequence")[:HISTORY_LENGTH])
