"""What is typed about problems, orders and notices."""

from typing import Any

from django import forms

from accounts.models import Unit, UnitKind
from investment.signed_files import LARGEST, too_large
from projects.models import Project
from supervision.models import (
    NoticeItemKind,
    NoticeTarget,
    Problem,
    ProblemCategory,
    ProblemSource,
    Severity,
)
from supervision.services.orders import LONGEST, MOST_ATTACHMENTS

NOT_ADDRESSED = (UnitKind.CITY, UnitKind.COUNTY)


def units_to_choose(county: Unit) -> Any:
    """The units of a county that may be asked, or named."""
    return Unit.objects.within(county).active().exclude(kind__in=NOT_ADDRESSED)


def text_area(rows: int = 3, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class ProblemForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=ProblemCategory)
    severity = forms.ChoiceField(
        label="程度",
        choices=Severity,
        help_text="重大问题立即专报县领导并提请联席会议；一般问题由发改局下达调度单",
    )
    text = forms.CharField(label="问题", max_length=2000, widget=text_area(4))
    suggestion = forms.CharField(label="建议", max_length=2000, required=False, widget=text_area())


class SourceForm(ProblemForm):
    """For the bureau, which writes down what others told it."""

    source = forms.ChoiceField(
        label="来源", choices=[c for c in ProblemSource.choices if c[0] != ProblemSource.LIGHT]
    )


class OrderForm(forms.Form):
    addressee = forms.ModelChoiceField(label="承办单位", queryset=Unit.objects.none())
    workdays = forms.IntegerField(
        label="办理时限（工作日）",
        min_value=1,
        max_value=LONGEST,
        initial=5,
        help_text="从下达次日起算，节假日顺延",
    )
    request = forms.CharField(
        label="调度事项和要求",
        max_length=2000,
        widget=text_area(5),
        help_text="要办什么、办到什么程度、拿什么证明",
    )

    def __init__(self, *args: Any, problem: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].queryset = units_to_choose(problem.county)  # type: ignore[attr-defined]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Any number of files; cleans to a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(AttachmentsField, self).clean(each, initial) for each in files if each]


class ReplyForm(forms.Form):
    text = forms.CharField(label="办理情况和结果", max_length=4000, widget=text_area(5))
    attachments = AttachmentsField(
        label="附件",
        required=False,
        help_text=f"PDF、JPG、PNG，最多{MOST_ATTACHMENTS}个，每个不超过10 MB",
    )

    def clean_attachments(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["attachments"]
        for file in files:
            if file.size > LARGEST:
                raise forms.ValidationError(f"{file.name}：{too_large(file.size)}")
        return files


class NoticeDraftForm(forms.Form):
    """Of what month and list a new notice tells."""

    month = forms.ChoiceField(label="截止月份")
    plan_key = forms.ChoiceField(label="清单")

    def __init__(self, *args: Any, months: Any, plan_keys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = {"month": [(str(m), m.label) for m in months]}
        chosen["plan_key"] = [(key, key) for key in plan_keys]
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    title = forms.CharField(label="标题", max_length=100)
    document_number = forms.CharField(
        label="文号", max_length=60, required=False, help_text="如 县发改督〔2019〕1号"
    )
    signer = forms.CharField(label="签发人", max_length=40, required=False)
    joint_issuers = forms.CharField(
        label="联合印发单位", max_length=200, required=False, help_text="如 县委督查室、政府督查室"
    )
    demands = forms.CharField(
        label="工作要求", max_length=4000, required=False, widget=text_area(4), help_text="一行一条"
    )


class NoticeItemForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=NoticeItemKind)
    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none())
    part = forms.ChoiceField(label="身份", choices=NoticeTarget)
    project = forms.ModelChoiceField(label="项目", queryset=Project.objects.none(), required=False)
    text = forms.CharField(label="事由", max_length=500, widget=text_area(2))

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose(county)  # type: ignore[attr-defined]
        projects = Project.objects.of_county(county)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
