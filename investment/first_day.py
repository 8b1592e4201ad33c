"""The rule of reporting and the months, with which a county begins."""

from django.urls import reverse

from accounts.models import Role, Unit
from accounts.pages.first_day import Step
from investment.models import MonthlyEntry, ReportingPeriod, ReportingRule


def reporting_rule(county: Unit) -> list[Step]:
    is_set = ReportingRule.objects.filter(county=county).exists()
    step = Step(
        "填报规则",
        is_set,
        "已按本县文件设定" if is_set else "未设时每月25日开启、次月5日截止；本县另有规定的先设",
        (Role.APPROVER,),
        reverse("investment:reporting_rules"),
    )
    return [step]


def months(county: Unit) -> list[Step]:
    periods = ReportingPeriod.objects.filter(county=county).count()
    has_figures = MonthlyEntry.objects.approved().filter(project__county=county).exists()
    address = reverse("investment:periods")
    return [
        Step(
            "填报期",
            periods > 0,
            f"已有{periods}个月" if periods else "年中启用的，先补录此前各月；再开启单位填报的月份",
            (Role.APPROVER,),
            address,
        ),
        Step(
            "发布",
            False,
            "已有审定的数字，核对后发布" if has_figures else "有审定的数字后发布，各页面即以它为准",
            (Role.APPROVER,),
            address,
        ),
    ]


def is_under_way(county: Unit) -> bool:
    """Whether a month was published; one query."""
    return ReportingPeriod.objects.filter(county=county).published().exists()
