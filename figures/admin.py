"""Reference data of the figures: the thresholds of the lights, each from a day and by a source."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.admin import AuditedAdmin, reference
from accounts.errors import DomainError
from figures.models import LightFamily, LightScheme

HELP = {
    "from_date": "自这一天所在的截止月份起执行，到下一条规则为止。",
    "green_limit": (
        "按落后百分点：落后不超过几个百分点为绿灯，通常是 0；"
        "按占序时比例：达到序时的百分之几为绿灯。"
    ),
    "amber_limit": (
        "按落后百分点：落后不超过几个百分点为黄灯；按占序时比例：达到序时的百分之几为黄灯。"
        "再差为红灯。"
    ),
    "start_red_months": "过了计划开工月份几个月仍未开工，由黄灯转为红灯。",
    "source": "文件名称和文号。",
}


@admin.register(LightScheme, site=reference)
class LightSchemeAdmin(AuditedAdmin):
    about = "红黄绿灯的界限，自某日起按某个文件执行；没有登记的，按系统默认界限亮灯。"
    taken = "这一天已经有一条亮灯规则，请修改那一条，或另选起始日期。"
    action_create = "lights.create"
    action_update = "lights.update"
    fields = ("from_date", "family", "green_limit", "amber_limit", "start_red_months", "source")
    list_display = (
        "from_date",
        "family",
        "green_limit",
        "amber_limit",
        "start_red_months",
        "source",
    )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> "type[ModelForm[Any]]":
        return super().get_form(request, obj, change=change, help_texts=HELP, **kwargs)

    def check_row(self, row: Any) -> None:
        if row.family == LightFamily.POINTS and row.amber_limit < row.green_limit:
            raise DomainError("按落后百分点亮灯时，黄灯界限不能小于绿灯界限。")
        if row.family == LightFamily.RATIO and row.amber_limit > row.green_limit:
            raise DomainError("按占序时比例亮灯时，黄灯界限不能大于绿灯界限。")
