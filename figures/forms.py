"""What is typed about the lights."""

from django import forms

from accounts.pages.fields import DayField
from figures.models import LightFamily


class LightSchemeForm(forms.Form):
    from_date = DayField(
        label="生效日期",
        help_text="从这一天所在的月份起适用，此前的月份和已印发的文件不变；"
        "首次发布月度数据之前，可以从过去的日期起",
    )
    family = forms.ChoiceField(label="口径", choices=LightFamily)
    green_limit = forms.IntegerField(
        label="绿灯界限", min_value=0, max_value=100, help_text="落后百分点，或占序时的百分比"
    )
    amber_limit = forms.IntegerField(label="黄灯界限", min_value=0, max_value=100)
    start_red_months = forms.IntegerField(
        label="开工滞后转红月数", min_value=1, max_value=12, initial=3
    )
    source = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号")
