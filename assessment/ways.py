"""The way from an approval that is missing to the points that it costs: one press proposes them."""

from collections.abc import Iterator
from fractions import Fraction

from django.urls import reverse

from accounts.models import User
from accounts.pages.ways import Way
from accounts.rights import may
from assessment.models import AssessmentScheme, RuleKind, SchemeRule
from measures.scores import format_score, to_hundredths
from projects.approvals.selectors import Missing

OF_APPROVALS = ("批复", "手续")
"""In the name of the rule of what an approval costs that was not shown."""


def ways_from_missing_approval(user: User, missing: Missing) -> Iterator[Way]:
    """A press for each rule of the schemes in force that is about approvals; today is the day on
    which it was found missing."""
    county, today = missing.project.county, missing.on
    if not may(user, "order.issue", county):
        return
    rules = SchemeRule.objects.filter(
        scheme__in=AssessmentScheme.objects.visible_to(user).filter(county=county, year=today.year),
        kind=RuleKind.EVENT,
    )
    for rule in rules.select_related("scheme").order_by("scheme", "position"):
        if rule.scheme.is_in_force and any(word in rule.name for word in OF_APPROVALS):
            points = format_score(to_hundredths(Fraction(rule.parameters["points"])), signed=True)
            yield Way(
                f"提请考核{points}分",
                reverse("assessment:event_propose", args=[rule.scheme_id]),
                sends={
                    "rule": str(rule.pk),
                    "unit": str(missing.unit.pk),
                    "happened_on": today.isoformat(),
                    "text": _evidence(missing),
                },
            )


def _evidence(missing: Missing) -> str:
    step = missing.step
    if missing.is_overdue:
        how = f"容缺办结承诺{step.promised_on:%Y-%m-%d}前补齐，至今未补（{step.owed}）"
    else:
        how = step.state.label if step.state else "没有报办理情况"
    return f"{missing.project}未提供{step.item.name}批复：{how}"[:200]
