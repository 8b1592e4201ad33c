"""What is typed of what those above recognised."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.pages.fields import DayField, ShortText, chosen, offer
from investment.models.recognised import LONGEST_SOURCE
from investment.services.recognised import RecognisedBy
from measures.months import Month
from projects.forms import WanField
from projects.models import AnnualPlan, Project
from workbooks.intake.forms import TYPES, WorkbookField


class RecognisedByForm(forms.Form):
    """By which document."""

    source = ShortText(
        label="来源文件",
        max_length=LONGEST_SOURCE,
        help_text="上级认定的文件或通报，如 市发改委关于6月重点项目投资认定情况的通报",
    )
    source_day = DayField(label="来源日期", help_text="文件的日期")

    def paper(self) -> RecognisedBy:
        return RecognisedBy(self.cleaned_data["source"], self.cleaned_data["source_day"])


class RecognisedForm(RecognisedByForm):
    """Of one project on a list; ``lines`` are the lists of the month with their projects."""

    field_order = ("line", "amount", "source", "source_day")

    line = forms.ChoiceField(label="清单和项目", error_messages=chosen("清单和项目"))
    amount = WanField(
        label="认定累计（万元）",
        required=True,
        help_text="从1月起的累计数，照认定文件填；认定为零的填0",
        error_messages={"required": "请填写认定累计"},
    )

    def __init__(
        self,
        *args: Any,
        month: Month,
        lines: Mapping[AnnualPlan, Sequence[Project]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = {
            f"{plan.pk}:{project.pk}": (plan, project)
            for plan, projects in lines.items()
            for project in projects
        }
        words = {key: f"{plan.key}　{project.name}" for key, (plan, project) in self.lines.items()}
        offer(self, "line", [("", "请选择"), *words.items()])

    def clean_line(self) -> tuple[AnnualPlan, Project]:
        return self.lines[self.cleaned_data["line"]]


class RecognisedUploadForm(RecognisedByForm):
    """A workbook of those above, of one of the lists of the month."""

    field_order = ("file", "list_key", "source", "source_day")
    use_required_attribute = False

    file = WorkbookField(
        label="上级认定表",
        help_text=f"{TYPES}；按列名读取，须有项目名称和认定累计，列名或表头上方写明万元或亿元。",
    )
    list_key = forms.ChoiceField(label="清单", error_messages=chosen("清单"))

    def __init__(self, *args: Any, lists: Sequence[AnnualPlan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "list_key", [("", "请选择"), *((plan.key, plan.name) for plan in lists)])
        if len(lists) == 1:
            self.initial["list_key"] = lists[0].key
