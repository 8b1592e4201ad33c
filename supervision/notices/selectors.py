"""What the pages of notices read."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.rights import counties_read, reads_county, reporting_unit_ids
from figures.facts import load_facts
from figures.order import laggards
from figures.plan_fact import PlanFact
from measures.months import Month
from supervision.models import NoticeItem, NoticeWithdrawal, SupervisionNotice
from supervision.notices.consequences import consequences_of
from supervision.notices.services import TYPED

# 全年印发项目督查通报不少于10期 (fifth source document).
NOTICES_A_YEAR = 10


def items_seen(user: User, items: "QuerySet[NoticeItem]") -> list[NoticeItem]:
    """Items of notices that the user may see, each with what it led to in ``consequences``; of a
    unit its own alone (data/rights.csv)."""
    related = ("notice", "unit", "project", "order", "withdrawal__notice")
    found = list(those_of(user, items).select_related(*related))
    led_to = consequences_of(user, found)
    for item in found:
        item.consequences = led_to.get(item.pk, ())
    return found


def those_of(user: User, items: "QuerySet[NoticeItem]") -> "QuerySet[NoticeItem]":
    """Of these the items that the user may see."""
    return items.filter(notice__in=SupervisionNotice.objects.visible_to(user)).filter(
        Q(notice__county__in=counties_read(user)) | Q(unit__in=reporting_unit_ids(user))
    )


def withdrawals_seen(user: User, notice: SupervisionNotice) -> list[NoticeWithdrawal]:
    """What a notice takes back; of a unit's what was said of it."""
    taken_back = notice.withdrawals.select_related("item__unit", "item__notice", "item__project")
    if reads_county(user, notice.county):
        return list(taken_back)
    return list(taken_back.filter(item__unit__in=reporting_unit_ids(user)))


def laggards_to_name(notice: SupervisionNotice) -> list[PlanFact]:
    """The lines of a draft's list that lag and of which it names no unit yet, worst first."""
    facts = load_facts(notice.county, Month(notice.year, notice.month))
    named = set(notice.items.exclude(project=None).values_list("project", flat=True))
    return [row for row in laggards(facts.of_list(notice.plan_key)) if row.project_id not in named]


def head_of(notice_id: int) -> dict[str, Any]:
    """What is typed by hand of a notice, as it stands; nothing where it is gone."""
    return SupervisionNotice.objects.filter(pk=notice_id).values(*TYPED).first() or {}
