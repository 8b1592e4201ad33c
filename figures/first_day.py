"""The rule of the lights, with which a county begins."""

from django.urls import reverse

from accounts.models import Role, Unit
from accounts.pages.first_day import Step
from figures.lights import DEFAULT_SCHEME
from figures.models import LightScheme
from figures.services import words_of


def light_rule(county: Unit) -> list[Step]:
    is_set = LightScheme.objects.filter(county=county).exists()
    step = Step(
        "亮灯规则",
        is_set,
        "已按本县文件设定" if is_set else f"未设时{words_of(DEFAULT_SCHEME)}",
        (Role.APPROVER,),
        reverse("figures:light_schemes"),
    )
    return [step]
