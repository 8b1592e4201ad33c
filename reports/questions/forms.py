"""What is typed to ask for projects in a hurry, and to keep what was asked."""

from collections.abc import Iterable

from django import forms

from accounts.pages.fields import CHOOSE, DayField, LongText, ShortText
from figures.forms import CutOffDayForm
from reports.questions.columns import COLUMNS, USUAL
from reports.questions.models import SelectionKind
from reports.questions.pasted import Pasted

LEFT_OUT = "0"


class QuestionForm(CutOffDayForm):
    field_order = ("names", "columns", "month", "day", "by_month")

    names = LongText(
        label="项目名称",
        max_length=40_000,
        rows=10,
        help_text="一行一个，可以从 Excel 或微信里整列粘贴；别名、原名也认得。",
    )
    columns = forms.MultipleChoiceField(
        label="要哪些列",
        choices=[(name, column.title) for name, column in COLUMNS.items() if name != "name"],
        initial=USUAL,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    by_month = forms.BooleanField(label="逐月列出各月完成投资", required=False)

    def choose_among(self, doubtful: Iterable[Pasted]) -> None:
        """Ask which project is meant by each name that none bears."""
        for at, each in enumerate(doubtful):
            offered = [(str(near.known), near.name) for near in each.near]
            self.fields[f"named_{at}"] = forms.CharField(
                initial=each.text, widget=forms.HiddenInput, required=False
            )
            self.fields[f"meant_{at}"] = forms.ChoiceField(
                label=each.text,
                choices=[("", CHOOSE), *offered, (LEFT_OUT, "不列入")],
                required=False,
                help_text="" if offered else "项目库里没有相近的名称",
            )


class KeepForm(forms.Form):
    name = ShortText(label="名单名称", max_length=60)
    kind = forms.ChoiceField(label="种类", choices=SelectionKind)
    on = DayField(label="活动日期", required=False)
    place = ShortText(label="集合地点", max_length=100, required=False)
    is_fixed = forms.BooleanField(
        label="固定在这个月", required=False, help_text="不勾选的，以后打开时按当时的发布月。"
    )


class BringBackForm(forms.Form):
    """The workbook of a kept selection, edited."""

    file = forms.FileField(
        label="改好的 Excel",
        help_text="次序、备注、增减的项目、建设地点和联系人会先列出来，核对后再保存；数字一概不改。",
        widget=forms.FileInput({"accept": ".xlsx,.xls"}),
    )


class ArrangeForm(forms.Form):
    """Beside the rows of a kept selection, which ``posted`` reads."""

    on = DayField(label="活动日期", required=False)
    place = ShortText(label="集合地点", max_length=100, required=False)
    is_shared = forms.BooleanField(label="与全县共享", required=False)
