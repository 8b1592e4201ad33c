"""Who owes what by when, of projects and of a unit: open dispatch orders and decisions of meetings.

It is told as it stands on the day on which a paper is written, not at the cut-off of its figures.
"""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Unit
from documents.paragraphs import Table, plain
from documents.runs import bare, unmarked
from reports.sheets.lines import WIDTH
from supervision.models import DispatchOrder, MeetingDecision


@dataclass(frozen=True)
class Owed:
    """``what`` is asked of the unit, about the project, by the day; ``source`` says by what."""

    project: str
    project_id: int | None
    what: str
    source: str
    unit: str
    due_on: datetime.date
    is_late: bool


def owed(
    county: Unit, projects: Collection[int], today: datetime.date, unit: Unit | None = None
) -> list[Owed]:
    """Of these projects, and what else ``unit`` owes; what is due first comes first. Two
    queries."""
    found = [*_orders(county, projects, today, unit), *_decisions(county, projects, today, unit)]
    return sorted(found, key=lambda each: (each.due_on, each.project))


def _orders(
    county: Unit, projects: Collection[int], today: datetime.date, unit: Unit | None
) -> Iterator[Owed]:
    wanted = Q(problem__project__in=projects)
    if unit is not None:
        wanted |= Q(addressee=unit)
    orders = DispatchOrder.objects.open().filter(wanted, county=county)
    for order in orders.select_related("problem__project", "addressee").order_by("pk"):
        yield Owed(
            unmarked(order.problem.project.name),
            order.problem.project_id,
            bare(order.request),
            order.label,
            unmarked(order.addressee.name),
            order.due_on,
            order.is_overdue(today),
        )


def _decisions(
    county: Unit, projects: Collection[int], today: datetime.date, unit: Unit | None
) -> Iterator[Owed]:
    wanted = Q(item__project__in=projects) | Q(item__problem__project__in=projects)
    if unit is not None:
        wanted |= Q(owner=unit)
    decisions = MeetingDecision.objects.with_owner().filter(wanted, item__meeting__county=county)
    related = ("item__meeting", "item__project", "item__problem__project", "owner")
    for decision in decisions.select_related(*related).order_by("pk"):
        item = decision.item
        project = item.project or (item.problem.project if item.problem else None)
        yield Owed(
            unmarked(project.name) if project else "",
            project.pk if project else None,
            bare(decision.text),
            f"联席会议{item.meeting.year}年第{item.meeting.number}次",
            unmarked(decision.owner.name),
            decision.due_on,
            decision.due_on < today,
        )


def owed_table(lines: Sequence[Owed]) -> Table | None:
    """None where nothing is owed."""
    if not lines:
        return None
    return Table(
        heads=(("项目", "交办事项", "承办单位", "期限", "依据"),),
        rows=tuple(
            (
                plain(line.project or "综合事项"),
                plain(line.what),
                plain(line.unit),
                plain(f"{line.due_on}{chr(10) + '已逾期' if line.is_late else ''}"),
                plain(line.source),
            )
            for line in lines
        ),
        widths=(34, 50, 24, 22, WIDTH - 34 - 50 - 24 - 22),
        title="尚未办结的交办事项",
    )


def owed_words(lines: Sequence[Owed]) -> str:
    """尚有3项交办事项未办结，其中1项已逾期。"""
    late = sum(line.is_late for line in lines)
    if not lines:
        return ""
    if late == len(lines):
        return f"尚有{late}项交办事项{'均' if late > 1 else ''}已逾期。"
    return f"尚有{len(lines)}项交办事项未办结{f'，其中{late}项已逾期' if late else ''}。"
