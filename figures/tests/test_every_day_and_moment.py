"""For every day and moment the totals are those of the deeds, told over again by hand."""

import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import AuditHead
from accounts.trail.audit import audited
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_since, facts_of
from accounts.trail.unwinding import AsKnown
from figures.facts import load_facts
from figures.tests.scene import make_line, tell_made
from measures.money import WAN
from measures.months import Month
from projects.models import FormerTerms, PlanItem, Project
from projects.services import update_project

pytestmark = pytest.mark.slow

MONTHS = [Month(2019, number) for number in (2, 5, 8)]
DAYS = [datetime.date(2019, 1, 1), datetime.date(2019, 4, 15), datetime.date(2019, 8, 1)]
SEPTEMBER_2 = datetime.date(2019, 9, 2)

a_deed = st.tuples(
    st.sampled_from(["total", "correct the total", "plan", "correct the entry of May"]),
    st.integers(0, 1),
    st.sampled_from(DAYS),
    st.integers(1, 9),
)


class ByHand:
    """What a clerk with a pencil keeps: of each project, day by day, its total and its plan; and
    what it has done, month by month. In 万元."""

    def __init__(self):
        self.total = [dict.fromkeys(DAYS, 10_000) for _ in range(2)]
        self.plan = [dict.fromkeys(DAYS, 1_200) for _ in range(2)]
        self.done = [{2: 100, 5: 400, 8: 700} for _ in range(2)]

    def change(self, table, place, since, value):
        """From the day on, until the day from which another was said."""
        held = table[place]
        was = [held[day] for day in DAYS]
        for number, day in enumerate(DAYS):
            if day < since:
                continue
            if day > since and was[number] != was[number - 1]:
                break
            held[day] = value

    def sums(self):
        """Of each month: total, plan and done of both projects."""
        return [
            tuple(
                sum(of[day] for of in table)
                for table, day in (
                    (self.total, _day_of(month)),
                    (self.plan, _day_of(month)),
                    (self.done, month.month),
                )
            )
            for month in MONTHS
        ]


def _day_of(month):
    return max(day for day in DAYS if day <= month.last_day)


def printed(county, known=None):
    facts = (load_facts(county, month, known) for month in MONTHS)
    return [
        tuple(
            sum(getattr(row, name) for row in each.rows) // WAN
            for name in ("total_investment", "planned", "done")
        )
        for each in facts
    ]


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(deeds=st.lists(a_deed, min_size=1, max_size=4))
def test_totals_are_those_of_the_deeds(county, unit_a, approver, deeds):
    with transaction.atomic():
        lines = [made_line(unit_a, number) for number in range(2)]
        by_hand = ByHand()
        expected = {AuditHead.objects.get().count: by_hand.sums()}
        for deed in deeds:
            act(deed, lines, by_hand, approver)
            assert printed(county) == by_hand.sums()
            expected[AuditHead.objects.get().count] = by_hand.sums()
        for sequence, sums in expected.items():
            assert printed(county, AsKnown(county, sequence)) == sums
        transaction.set_rollback(True)


def made_line(unit, number):
    line = make_line(unit, f"{number}号公路工程", 1_200, {2: 100, 5: 300, 8: 300})
    tell_made(line, with_list=number == 0)
    return line


def act(deed, lines, by_hand, approver):
    kind, place, day, value = deed
    project = Project.objects.get(pk=lines[place].project_id)
    if "total" in kind:
        amount = 10_000 + value
        by_hand_total = {"total": by_hand.change, "correct the total": correct}[kind]
        by_hand_total(by_hand.total, place, day, amount)
        update_project(
            project=project,
            by=approver,
            version=project.version,
            changes={"total_investment": amount * WAN},
            today=SEPTEMBER_2,
            from_day=day,
            is_correction=kind != "total",
            reason="批复",
        )
    elif kind == "plan":
        by_hand.change(by_hand.plan, place, day, 1_200 + value)
        plan_from(lines[place], day, (1_200 + value) * WAN)
    else:
        by_hand.done[place][5] = 400 + value
        entry = project.entries.get(month=5)
        with audited(by=approver) as audit:
            before = facts_of(entry)
            entry.year_to_date = (400 + value) * WAN
            entry.save()
            changes = changed_since(before, entry)
            audit.record(entry, "entry.correct", county=project.county, changes=changes)


def correct(table, place, since, value):
    table[place].update({day: value for day in DAYS if day >= since})


def plan_from(line, day, planned):
    item = PlanItem.objects.get(pk=line.pk)
    with audited(by=None) as audit:
        before, dating = facts_of(item), Dating(FormerTerms, [item])
        dating.change(item, day, {"planned_investment": planned})
        item.save()
        dating.save()
        rows = [(item, changed_since(before, item)), *dating.told(item)]
        audit.record(item.project, "project.update", county=item.project.county, rows=rows)
