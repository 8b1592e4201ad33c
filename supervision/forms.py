"""What is typed about problems, orders and notices."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Unit, UnitKind
from investment.signed_files import LARGEST, too_large
from projects.forms import CHOOSE
from projects.models import Project
from supervision.long_text import LongText
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


class ProblemForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=ProblemCategory)
    severity = forms.ChoiceField(
        label="程度",
        choices=Severity,
        help_text="重大问题立即专报县领导并提请联席会议；一般问题由发改局下达调度单",
    )
    text = LongText(label="问题", max_length=2000, rows=4)
    suggestion = LongText(label="建议", max_length=2000, required=False)


class SourceForm(ProblemForm):
    """For the bureau, which writes down what others told it."""

    source = forms.ChoiceField(
        label="来源", choices=[c for c in ProblemSource.choices if c[0] != ProblemSource.LIGHT]
    )


class AnyProjectForm(SourceForm):
    """For who begins with the problem, not with a project's page."""

    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), empty_label=CHOOSE
    )

    field_order = ("project", "category", "severity", "text", "suggestion", "source")

    def __init__(self, *args: Any, projects: QuerySet[Project], has_source: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects.order_by("name")  # type: ignore[attr-defined]
        if not has_source:
            del self.fields["source"]


class SolveForm(forms.Form):
    """``solution``: what became of the problem; to reopen one, why."""

    solution = LongText(label="解决情况", max_length=2000, rows=2)


class ReopenForm(forms.Form):
    reason = forms.CharField(label="恢复的理由", max_length=200)


class OrderForm(forms.Form):
    addressee = forms.ModelChoiceField(
        label="承办单位", queryset=Unit.objects.none(), empty_label=CHOOSE
    )
    workdays = forms.IntegerField(
        label="办理时限（工作日）",
        min_value=1,
        max_value=LONGEST,
        initial=5,
        help_text="从下达次日起算，节假日顺延",
    )
    request = LongText(
        label="调度事项和要求",
        max_length=2000,
        rows=5,
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
    text = LongText(label="办理情况和结果", max_length=4000, rows=5)
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


class CheckForm(forms.Form):
    """What the bureau says as it closes an order, sends it back, gives more time or voids it."""

    text = LongText(label="核查意见或理由", max_length=2000, required=False)
    workdays = forms.IntegerField(
        label="另给的时限（工作日）",
        min_value=1,
        max_value=LONGEST,
        initial=3,
        help_text="退回重办、延长期限时从今天起算",
    )


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
    signer = forms.CharField(
        label="签发人", max_length=40, required=False, help_text="印发之前必须填写"
    )
    joint_issuers = forms.CharField(
        label="联合印发单位", max_length=200, required=False, help_text="如 县委督查室、政府督查室"
    )
    demands = LongText(
        label="工作要求", max_length=4000, required=False, rows=4, help_text="一行一条"
    )


class NoticeItemForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=NoticeItemKind)
    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=CHOOSE)
    part = forms.ChoiceField(
        label="身份", choices=[c for c in NoticeTarget.choices if c[0] != NoticeTarget.ADDRESSEE]
    )
    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), required=False, empty_label="（不涉及项目）"
    )
    text = LongText(label="事由", max_length=500, rows=2)

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_choose(county)  # type: ignore[attr-defined]
        projects = Project.objects.of_county(county).order_by("name")
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Of which item, and why."""

    reason = forms.CharField(label="撤销理由", max_length=200)
