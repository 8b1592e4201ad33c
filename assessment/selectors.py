"""What the pages of assessment read: terms, events, a unit's account, points after publication."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum
from django.urls import reverse

from accounts.models import Unit, User
from accounts.rights import reporting_unit_ids
from assessment.models import AssessmentResult, AssessmentScheme, ScoreEvent, ScoreLine
from measures.months import Month
from measures.scores import format_score
from supervision.models import NoticeItem
from supervision.notices.consequences import Consequence


@dataclass(frozen=True)
class Term:
    """``has_ended``: whether its last month is over, so that it may be published."""

    number: int
    label: str
    has_ended: bool
    result: AssessmentResult | None


def terms_of(scheme: AssessmentScheme, today: date) -> list[Term]:
    """One query."""
    results = {result.term: result for result in scheme.results.all()}
    return [
        Term(
            number,
            scheme.term_label(number),
            Month(scheme.year, scheme.last_month_of(number)).last_day < today,
            results.get(number),
        )
        for number in scheme.terms
    ]


def scheme_on(county: Unit, day: date) -> AssessmentScheme | None:
    """The scheme by which the year's projects are judged on a day, the latest that took force. One
    query."""
    in_force = AssessmentScheme.objects.in_force().filter(county=county, year=day.year)
    return in_force.filter(in_force_on__lte=day).order_by("in_force_on", "pk").last()


def own_units(user: User, county: Unit) -> list[Unit]:
    """Those whose accounts a reporter may open."""
    return list(Unit.objects.within(county).filter(pk__in=reporting_unit_ids(user)))


def events_of(scheme: AssessmentScheme) -> list[ScoreEvent]:
    events = ScoreEvent.objects.filter(rule__scheme=scheme)
    return list(events.select_related("rule", "unit", "proposed_by", "decided_by"))


def ledger_lines(
    user: User, scheme: AssessmentScheme, term: int, unit: Unit
) -> Sequence[ScoreLine]:
    lines = ScoreLine.objects.visible_to(user).of_term(scheme, term).filter(unit=unit)
    return list(
        lines.select_related(
            "rule",
            "notice_item__notice",
            "notice_item__withdrawal__notice",
            "event__proposed_by",
            "event__decided_by",
            "result",
        )
    )


@dataclass(frozen=True)
class LaterPoints:
    """What a unit's account was told after its term was published: so many lines, so many
    hundredths of a point."""

    unit: str
    lines: int
    hundredths: int


def later_points(result: AssessmentResult) -> list[LaterPoints]:
    """The published places stay as they are; what came after is said beside them."""
    later = ScoreLine.objects.of_term(result.scheme, result.term).filter(
        result=None, at__gt=result.published_at
    )
    told = later.order_by().values("unit__name").annotate(n=Count("pk"), sum=Sum("hundredths"))
    return [
        LaterPoints(row["unit__name"], row["n"], row["sum"])
        for row in told.order_by("unit__position", "unit")
    ]


def points_of_items(user: User, items: Sequence[NoticeItem]) -> Mapping[int, list[Consequence]]:
    """What each item of a notice cost on the accounts that the user may see, by the id of the
    item. One query."""
    lines = ScoreLine.objects.visible_to(user).filter(notice_item__in=items).order_by("pk")
    points: dict[int, list[Consequence]] = defaultdict(list)
    for line in lines:
        if line.notice_item_id is not None:
            account = reverse("assessment:ledger", args=[line.unit_id, line.scheme_id, line.term])
            points[line.notice_item_id].append(
                Consequence(
                    f"{format_score(line.hundredths, signed=True)} 分",
                    f"{account}#line-{line.pk}",
                    "（冲回）" if line.reverses_id else "",
                )
            )
    return points
