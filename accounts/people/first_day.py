"""Units and users, with which a county begins."""

from django.urls import reverse

from accounts.models import Role, RoleAssignment, Unit
from accounts.pages.first_day import Step

WANTED = (Role.APPROVER, Role.REVIEWER, Role.REPORTER)


def units_and_users(county: Unit) -> list[Step]:
    units = Unit.objects.filter(county=county).active().count()
    held = RoleAssignment.objects.filter(unit__in=Unit.objects.within(county))
    held = held.filter(user__is_active=True).exclude(role=Role.ADMINISTRATOR)
    users = held.values("user").distinct().count()
    roles = set(held.values_list("role", flat=True).distinct())
    lacking = "、".join(role.label for role in WANTED if role not in roles)
    return [
        Step(
            "单位",
            units > 0,
            f"已有{units}个单位" if units else "建立本县各填报单位，可以用表格成批导入",
            (Role.ADMINISTRATOR,),
            reverse("accounts:units"),
        ),
        Step(
            "用户",
            not lacking,
            (f"已有{users}个用户" if users else "给各单位建立用户，可以用表格成批导入")
            + (f"，还没有{lacking}" if lacking else ""),
            (Role.ADMINISTRATOR,),
            reverse("accounts:users"),
        ),
    ]
