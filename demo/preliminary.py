"""The checklist of approvals of the demonstration, how far projects of the upper lists have come
with it, and what preliminary projects plan next."""

import datetime

from accounts.models import Unit, User
from accounts.trail.reference import add_reference
from projects.approvals.roll import APPROVALS
from projects.milestones.roll import MILESTONES
from projects.models import ApprovalItem, ApprovalState, Milestone, PlanItem, Tier
from projects.rolls.services import declare_line

FROM = datetime.date(2019, 1, 1)
ITEMS = (
    ("可研批复（项目备案）", "发展和改革局", ""),
    ("用地预审和选址意见", "自然资源局", ""),
    ("环评批复", "生态环境分局", ""),
    ("水土保持方案批复", "水利局", ""),
    ("施工图审查", "住房和城乡建设局", ""),
    ("施工许可", "住房和城乡建设局", ""),
    ("社会稳定风险评估备案", "", "县委政法委"),
)
"""Name, the unit that grants it, or the office where that is no unit here."""

DONE_ON = datetime.date(2019, 5, 20)
OWED = {"施工图审查": "消防设计审查意见", "施工许可": "施工图审查合格书"}
NEXT = {"feasibility": "environment", "initiated": "feasibility", "working_drawings": "tender"}
"""What a preliminary project plans, by the step that it has reached."""


def keep_checklist(*, county: Unit, administrator: User) -> None:
    for position, (name, unit, office) in enumerate(ITEMS, start=1):
        department = Unit.objects.within(county).get(name=unit) if unit else None
        row = ApprovalItem(
            county=county,
            name=name,
            department=department,
            office=office,
            position=position,
            from_date=FROM,
        )
        add_reference(
            row=row,
            action="approval_item.create",
            county=county,
            taken="已经登记",
            by=administrator,
        )


def report_approvals(*, county: Unit, approver: User, today: datetime.date) -> None:
    """Of the lists of the province and the city, before a month is published: some are done, some
    were granted theirs on a promise that is due, some are at it, and some said nothing."""
    lines = PlanItem.objects.filter(plan__county=county, plan__tier__in=_UPPER)
    projects = {line.project_id: line.project for line in lines.select_related("project")}
    items = list(ApprovalItem.objects.filter(county=county))
    for number, project in enumerate(projects[pk] for pk in sorted(projects)):
        if number % 8 == 7:
            continue
        part = project.unit_parts.current().select_related("unit").get(part="reporting")
        for place, item in enumerate(items):
            declare_line(
                APPROVALS,
                unit=part.unit,
                project=project,
                values={"item_id": item.pk, **_told(number, place, item.name)},
                day=DONE_ON,
                by=approver,
                today=today,
            )


_UPPER = (Tier.PROVINCIAL, Tier.MUNICIPAL)


def _told(number: int, place: int, name: str) -> dict[str, object]:
    """Projects one after another are done, granted on a promise, and at it."""
    kind = number % 4
    if name.startswith("社会稳定") and kind:
        return {"state": ApprovalState.NOT_NEEDED, "note": "不涉及征地拆迁"}
    if kind == 1 and name in OWED:
        month, day = (7, 20) if number % 8 == 1 else (9, 30)
        promised_on = datetime.date(2019, month, day)
        return {
            "state": ApprovalState.PLEDGED,
            "promised_on": promised_on,
            "owed": OWED[name],
        }
    if kind == 3 and place >= 3:
        return {"state": ApprovalState.UNDER_WAY if place < 5 else ApprovalState.NOT_BEGUN}
    return {
        "state": ApprovalState.DONE,
        "done_on": DONE_ON - datetime.timedelta(days=7 * place),
        "document_number": f"批〔2019〕{number + 1}-{place + 1}号",
    }


def plan_milestones(*, county: Unit, approver: User, today: datetime.date) -> None:
    """From July on, which no published figure rests on; every third is overdue by now."""
    july_1 = datetime.date(2019, 7, 1)
    for number, reached in enumerate(list(Milestone.objects.current().of_county(county))):
        if reached.kind not in NEXT:
            continue
        month, day = (7, 25) if number % 3 == 0 else (9, 30)
        declare_line(
            MILESTONES,
            unit=reached.unit,
            project=reached.project,
            values={"kind": NEXT[reached.kind], "planned_on": datetime.date(2019, month, day)},
            day=july_1,
            by=approver,
            today=today,
        )
