"""The lists of the year, with which a county begins."""

from django.urls import reverse

from accounts.models import Role, Unit
from accounts.pages.first_day import Step
from projects.models import AnnualPlan


def lists(county: Unit) -> list[Step]:
    plans = AnnualPlan.objects.filter(county=county).count()
    step = Step(
        "清单",
        plans > 0,
        f"已有{plans}份清单" if plans else "导入今年的重点项目计划，可以有省、市、县等几份",
        (Role.REVIEWER, Role.APPROVER),
        reverse("projects:plans"),
    )
    return [step]
