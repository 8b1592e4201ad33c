"""What is typed on the pages of reporting and review. Amounts are typed in 万元."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.models import Unit
from accounts.pages.fields import DayField, DayInput, ShortText, UnitField, offer
from files.kinds import too_large_scan
from files.sizes import LARGEST
from investment.cell_fields import DayCell, MoneyCell, WordsCell
from investment.checks import Check
from investment.drafts import AMOUNTS, FIELDS, EntryDraft
from investment.models import (
    CallAnswer,
    CheckClass,
    ContactRole,
    MonthlyEntry,
    PeriodDeed,
    PublishedAs,
    ReportingPeriod,
    ReportingRule,
    Verdict,
    ZeroReason,
)
from investment.services.contacts import Contact
from measures.money import is_about, wan_input
from measures.months import Month
from workbooks.intake.forms import WorkbookField


class EntryForm(forms.Form):
    """One project's row of the sheet; ``prefix`` tells the project."""

    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    month_amount = MoneyCell(label="本月完成")
    year_to_date = MoneyCell(label="本年累计")
    correction = MoneyCell(label="补报或冲减")
    progress = WordsCell(label="形象进度")
    problem = WordsCell(label="存在问题")
    zero_reason = forms.ChoiceField(
        label="零投资原因", required=False, choices=[("", ""), *ZeroReason.choices]
    )
    actual_start = DayCell(label="开工日期")
    explanation = WordsCell(label="情况说明")
    suggestion = WordsCell(label="建议")
    is_estimate = forms.BooleanField(label="预计数", required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        project_id: int,
        project_name: str,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix_of(project_id), auto_id="%s", initial=initial)
        self.project_id = project_id
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{project_name} {field.label}"

    def clean(self) -> dict[str, Any]:
        """An amount written 约 is an estimate."""
        typed: dict[str, Any] = self.cleaned_data
        if any(is_about(self[name].value() or "") for name in AMOUNTS):
            typed["is_estimate"] = True
        return typed

    def draft(self) -> EntryDraft:
        typed = {name: self.cleaned_data[name] for name in ("version", *FIELDS)}
        return EntryDraft(project_id=self.project_id, **typed)


def prefix_of(project_id: int) -> str:
    return f"p{project_id}"


def initial_of(entry: MonthlyEntry | None) -> dict[str, Any]:
    """What the row's boxes hold for an entry: exact 万元, so that it reads back unchanged."""
    if entry is None:
        return {}
    return {name: in_box(getattr(entry, name)) for name in FIELDS} | {"version": entry.version}


def in_box(value: Any) -> str | bool:
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    return wan_input(value) if isinstance(value, int) else str(value)


class VerifyForm(forms.Form):
    """核定数 of one entry."""

    month_amount = MoneyCell(label="本月核定数（万元）")
    year_to_date = MoneyCell(label="累计核定数（万元）")
    reason = forms.CharField(
        label="核定理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReturnForm(forms.Form):
    """Why entries go back to their unit."""

    reason = WordsCell(label="退回理由")


class ApproveForm(forms.Form):
    """Why a doubtful entry is approved; and the box of the other button, not to be left unread."""

    ground = WordsCell(label="审定理由")
    reason = WordsCell(label="退回理由")

    def clean_reason(self) -> str:
        if typed := self.cleaned_data["reason"]:
            told = f"您写了退回理由“{typed}”，却没有按退回，所以没有办理。"
            raise ValidationError(f"{told}要退回请按“退回”；要审定或审核通过，请先清空退回理由。")
        return ""


class JudgeForm(forms.Form):
    """What the bureau makes of a finding."""

    CHOOSE = "请选择核查意见：属实、待核查或经核不符。"

    verdict = forms.TypedChoiceField(
        label="核查意见",
        choices=Verdict,
        coerce=Verdict,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    note = ShortText(label="核查说明", max_length=200, required=False)


class SourceForm(forms.Form):
    """Where the figures that the bureau keys for a unit come from."""

    source = forms.CharField(
        label="代填来源",
        max_length=180,
        widget=forms.TextInput(attrs={"placeholder": "如：8月5日电话，交通运输局张某"}),
    )
    replaces = forms.BooleanField(label="以代填替换上列单位草稿", required=False)


class ReasonForm(forms.Form):
    """Why an approved figure is to be another."""

    reason = forms.CharField(
        label="更正理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MonthField(forms.CharField):
    """A month as 2019-06."""

    def clean(self, value: Any) -> Month:
        try:
            return Month.parse(super().clean(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error


YEARS_BACK = 5
"""How far back a period may be opened, to bring in what was never reported here."""


class OpenPeriodForm(forms.Form):
    month = MonthField(label="月份")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_month(self) -> Month:
        month: Month = self.cleaned_data["month"]
        if month.first_day > self.today:
            raise ValidationError(f"{month.label}还没有开始，不能开启填报期")
        if month.year < self.today.year - YEARS_BACK:
            raise ValidationError(f"{month.label}太早，请核对月份")
        return month


class HistoryForm(forms.Form):
    """Which of the months that are offered are to be brought in as history."""

    months = forms.MultipleChoiceField(
        label="补录月份",
        error_messages={"required": "请勾选要补录的月份", "invalid_choice": "月份已变，请重新勾选"},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: Iterable[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(month), f"{month.month}月") for month in offered]
        offer(self, "months", choices)
        self.fields["months"].initial = [month for month, _ in choices]

    def clean_months(self) -> list[Month]:
        return [Month.parse(month) for month in self.cleaned_data["months"]]


class ProposePeriodForm(forms.Form):
    """What a reviewer may ask: to close an open month, to open a closed one or one that has none.
    The answer is the pair of deed and month."""

    what = forms.ChoiceField(
        label="申请", error_messages={"invalid_choice": "填报期的状态已变，请重新选择"}
    )
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(
        self,
        *args: Any,
        periods: Iterable[ReportingPeriod],
        to_open: Iterable[Month],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deeds: dict[str, tuple[PeriodDeed, Month]] = {}
        choices = [(PeriodDeed.OPEN, month, "开启") for month in to_open]
        for period in periods:
            if period.is_open:
                choices.append((PeriodDeed.CLOSE, period.as_month, "关闭"))
            else:
                choices.append((PeriodDeed.OPEN, period.as_month, "重新开启"))
        for deed, month, _ in choices:
            self.deeds[f"{deed}:{month}"] = (deed, month)
        offer(
            self,
            "what",
            [(f"{deed}:{month}", f"{word}{month.label}填报期") for deed, month, word in choices],
        )

    def clean_what(self) -> tuple[PeriodDeed, Month]:
        return self.deeds[self.cleaned_data["what"]]


class CallForm(forms.Form):
    """A call about a missing month."""

    whom = ShortText(label="接电话的人", max_length=60)
    answer = forms.ChoiceField(label="答复", choices=CallAnswer)
    promised_on = DayField(label="承诺日期", required=False)
    note = ShortText(label="说明", max_length=200, required=False)


class ContactForm(forms.Form):
    """A line of a unit's contacts; one without a name is to be removed, or was left empty."""

    use_required_attribute = False

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(label="身份", choices=ContactRole)
    name = ShortText(label="姓名", max_length=40, required=False)
    phone = ShortText(label="电话", max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, word in (("role", "身份"), ("name", "姓名"), ("phone", "电话")):
            self.fields[name].widget.attrs["aria-label"] = word
        # Three columns fit a phone.
        self.fields["name"].widget.attrs["size"] = 8
        self.fields["phone"].widget.attrs |= {"size": 12, "inputmode": "tel"}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("phone") and not found.get("name") and not found.get("pk"):
            self.add_error("name", "请填写姓名")
        return found

    @property
    def contact(self) -> Contact:
        """Of a valid form."""
        found = self.cleaned_data
        return Contact(found.get("pk"), ContactRole(found["role"]), found["name"], found["phone"])


class PublishForm(forms.Form):
    kind = forms.ChoiceField(
        label="发布", choices=[(k.value, k.label) for k in (PublishedAs.FLASH, PublishedAs.FINAL)]
    )


class ProposePublishingForm(PublishForm):
    reason = ShortText(label="发布理由", max_length=200)


class UnpublishForm(forms.Form):
    reason = forms.CharField(label="撤回理由", max_length=200)


class UploadForm(forms.Form):
    """A monthly workbook."""

    use_required_attribute = False

    file = WorkbookField(label="月报表文件")


class OnBehalfUploadForm(UploadForm):
    """A monthly workbook of many units, which the bureau brings in on their behalf (代填)."""

    source = forms.CharField(
        label="代填来源",
        max_length=100,
        required=False,
        help_text="全表写一次，各单位都会看到；不填则只注明文件名。",
        widget=forms.TextInput(attrs={"placeholder": "如：各单位微信群报送，8月5日汇总"}),
    )


class SignedSheetForm(forms.Form):
    """A photo or scan of the signed sheet."""

    use_required_attribute = False

    file = forms.FileField(
        label="签章表文件",
        help_text="签字盖章后的扫描件（PDF）或照片（JPG、PNG），每份不超过 10 MB，每月至多 5 份。",
        error_messages={
            "required": "请先选择文件",
            "empty": "文件是空的，请检查后重新上传",
            "invalid": "没有收到文件，请重新选择",
            "missing": "没有收到文件，请重新选择",
        },
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> Any:
        """Too large a file is refused before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(too_large_scan(file.size))
        return file


class VoidSheetForm(forms.Form):
    """Why a signed sheet is out of use."""

    reason = ShortText(label="作废理由", max_length=200, required=False)


class ExtensionForm(forms.Form):
    """延期 of one unit that reports in the period's county."""

    unit = UnitField()
    until = DayField(label="延至", called="延至哪天")
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", Unit.objects.within(period.county).exclude(pk=period.county_id))


class ReportingRuleForm(forms.ModelForm):
    """A rule from a day on."""

    class Meta:
        model = ReportingRule
        fields = (
            "from_date",
            "open_day",
            "due_day",
            "close_after",
            "remind_before",
            "remind_after",
            "has_joint_start",
            "has_review",
            "consent_after",
            "has_one_hand",
            "evidence_most",
            "evidence_megabytes",
            "source",
        )
        widgets = {"from_date": DayInput()}
        labels = {"from_date": "执行起始"}
        help_texts = {
            "from_date": "这一天所在月份及以后的月份按新规则；其中已开启的也立即按新规则，"
            "只有截止和关闭日期不变。",
            "open_day": "当月没有这一天的，为当月最后一天。",
            "due_day": "遇节假日顺延到下一个工作日。",
            "close_after": "不填则由审定员关闭。",
            "has_review": "用于这些月份里还没有审定的填报：审核员审核通过后，由另一位审定员审定。",
            "consent_after": "不填则须单位确认，或由签章表确认。",
            "has_one_hand": "一人可代填、审核并审定，逐条标明“同一人办理”。",
            "evidence_most": "每个项目每月。",
            "source": "文件名称和文号。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, last in (("open_day", 31), ("due_day", 28)):
            shown = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=shown.label, help_text=shown.help_text, min_value=1, max_value=last
            )


class CheckRuleForm(forms.Form):
    """The class and the parameters of a check from a day on."""

    check_class = forms.ChoiceField(label="类别", choices=CheckClass.choices)
    from_date = DayField(
        label="执行起始",
        called="日期",
        help_text="这一天所在月份及以后的月份按新规则校核。",
    )
    source = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check
        for name in check.parameters:
            self.fields[name] = forms.IntegerField(
                label=check.parameter_labels[name], min_value=1, max_value=1_000_000
            )
        self.order_fields(["check_class", *check.parameters, "from_date", "source"])

    @property
    def parameters(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in self.check.parameters}
