"""What is typed of a rule of pace."""

import datetime
import re
import unicodedata
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import DayField, ShortText, chosen, offer
from investment.models import PaceKind
from projects.models import AnnualPlan

OF_COUNTY = "county"
_BETWEEN = re.compile(r"[\s,、;%]+")


class PaceRuleForm(forms.Form):
    """The lists that may be chosen are those of this year and the next."""

    plan = forms.ChoiceField(label="适用于", error_messages=chosen("适用于"))
    from_date = DayField(
        label="生效日期",
        help_text="从这一天所在的月份起适用，此前的月份和已印发的文件不变；"
        "首次发布月度数据之前，可以从过去的日期起",
    )
    kind = forms.ChoiceField(
        label="口径",
        choices=PaceKind,
        error_messages=chosen("口径"),
        help_text="按半月计：当月15日起计半个月。某月定值：只用于生效日期所在的月份。"
        "随全县：这张清单不再另定",
    )
    shares = ShortText(
        label="累计百分比",
        max_length=200,
        required=False,
        help_text="按季度目标填4个，按进度曲线填1至12月12个，某月定值填1个，用空格隔开，"
        "如 0 0 10 20 30 45 55 65 75 85 95 100；其他口径不填",
    )
    is_for_choice = forms.BooleanField(
        label="仅供选用",
        required=False,
        help_text="不改现行的序时进度，只在文稿、指标选了这种口径时用；"
        "已过月数和半月不设规则也能选",
    )
    source = ShortText(label="依据", max_length=200, help_text="文件名称和文号")

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = AnnualPlan.objects.filter(county=county, year__gte=today.year).in_use(today)
        self.plans = {str(plan.pk): plan for plan in plans.in_order()}
        offer(
            self,
            "plan",
            [(OF_COUNTY, "全县"), *((pk, plan.name) for pk, plan in self.plans.items())],
        )

    def clean_plan(self) -> AnnualPlan | None:
        return self.plans.get(self.cleaned_data["plan"])

    def clean_shares(self) -> list[str]:
        """Each by itself, in digits of half width."""
        text = unicodedata.normalize("NFKC", self.cleaned_data["shares"])
        return [share for share in _BETWEEN.split(text) if share]
