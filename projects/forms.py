"""Forms of the register. Money is typed in 万元 and read by ``measures.money``."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import Unit
from accounts.pages.fields import DayField, DayInput, ShortText, UnitField, offer, units_of
from accounts.pages.published import KnowsPublished, ask_of_published
from accounts.published import months_published
from measures.codes import code_warning
from measures.money import MoneyError, parse_money, wan_input
from measures.months import Month
from projects.dates import DATES, date_faults, moved_since
from projects.models import (
    ApprovalType,
    ConstructionNature,
    FormerDetails,
    InvestorType,
    Part,
    Project,
    ProjectCategory,
)
from projects.packages import fit_packages
from projects.recognition import evidence_asked
from projects.services import MASTER_DATA, ForMany
from projects.towns import Towns
from workbooks.intake.forms import TYPES, WorkbookField

LONGEST_AMOUNT = 40
DATED = FormerDetails.columns()
NOT_FILLED = "（未填）"


class WanField(forms.CharField):
    """An amount in 万元 as people type it; its value is yuan, None where nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_AMOUNT)
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return wan_input(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            yuan = parse_money(text, is_typed=True)
        except MoneyError as error:
            raise forms.ValidationError(str(error)) from error
        if yuan < 0:
            raise forms.ValidationError("金额不能是负数。")
        return yuan

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class ProjectForm(forms.ModelForm):
    """Master data of a project. The service writes; the form's instance is never saved."""

    total_investment = WanField(label="总投资（万元）")
    invested_before = WanField(label="截至上年底累计完成投资（万元）")
    reason = forms.CharField(
        label="修改理由",
        max_length=200,
        required=False,
        help_text="写明依据，如批复文号、会议纪要；随这次修改记入操作记录。",
    )

    kind = forms.ChoiceField(
        label="这次修改是",
        choices=[
            ("change", "变更：从某一天起改成这样，此前各月的数据不变"),
            ("correction", "更正：原来登记有误，此前各月的数据随之更正"),
        ],
        initial="change",
        required=False,
        widget=forms.RadioSelect,
    )
    from_day = DayField(
        label="自哪天起",
        called="日期",
        required=False,
        help_text="变更不填为今天；更正不填为从头更正。",
    )
    knows_published = KnowsPublished()

    class Meta:
        model = Project
        fields = MASTER_DATA
        widgets = {
            "content": forms.Textarea(attrs={"rows": 4}),
            "actual_start": DayInput(),
            "substantially_complete_on": DayInput(),
            "completed_on": DayInput(),
            "in_production_on": DayInput(),
            "in_use_on": DayInput(),
            "start_recognised_on": DayInput(),
        }

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        self.county, self.today = county, today
        own = ProjectCategory.objects.filter(county=county)
        self.towns = Towns(county)
        if self.towns.names:
            self.fields["town"].widget.attrs["list"] = "towns"
            self.fields["town"].help_text = "从乡镇（街道）中选；不在其中的可以照写。"
        self.fields["category"] = forms.ModelChoiceField(
            own, label="项目类别", required=False, empty_label=NOT_FILLED
        )
        if asked := evidence_asked(county, today):
            named = "、".join(asked)
            self.fields["start_evidence"].help_text = f"须写明{named}的文号或日期。"
        own_project = self.instance if self.instance.pk else None
        self.fields["package"] = forms.ModelChoiceField(
            fit_packages(county, own_project),
            label="所属打包项目",
            required=False,
            empty_label="（不属于打包项目）",
            help_text="打包项目列入清单后，各子项目的投资只按它算一次。",
        )
        for name, choices in (
            ("investor_type", InvestorType.choices),
            ("construction_nature", ConstructionNature.choices),
            ("approval_type", ApprovalType.choices),
        ):
            offer(self, name, [("", NOT_FILLED), *choices])

    def facts(self) -> dict[str, Any]:
        """The cleaned values by the names of MASTER_DATA."""
        return {name: self.cleaned_data[name] for name in MASTER_DATA}

    def dating(self) -> dict[str, Any]:
        """From when it is so, and whether it always was."""
        return {
            "from_day": self.cleaned_data["from_day"],
            "is_correction": self.cleaned_data["kind"] == "correction",
        }

    def clean_from_day(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["from_day"]
        if day and day > self.today:
            raise forms.ValidationError("不能填以后的日期，请到那一天再改。")
        return day

    def clean_town(self) -> str:
        """In the county's words; one that it has not is kept, and told."""
        text: str = self.cleaned_data["town"]
        named = self.towns.meant_by(text) or text
        if self.towns.lacks(named):
            self.warnings.append(f"属地“{named}”不在乡镇（街道）表中，已照填写的保存，请核对。")
        return named

    def clean_code(self) -> str:
        """A code that looks wrong is kept: the bureau may know better (KNOWLEDGE §1)."""
        code = self.cleaned_data["code"]
        if warning := code_warning(code):
            self.warnings.append(warning)
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("construction_start_year"), cleaned.get("construction_end_year")
        if first and last and last < first:
            self.add_error(
                "construction_end_year", f"不能早于{self.fields['construction_start_year'].label}。"
            )
        # The service refuses the same; here it is said together with whatever does not read.
        if {"stage", *DATES} & set(self.changed_data):
            self.add_faults(date_faults(cleaned, self.today))
        ask_of_published(self, self.county, lambda: self._months_moved(cleaned))
        return cleaned

    def _months_moved(self, cleaned: Mapping[str, Any]) -> list[Month]:
        """A correction says itself that they move; a new project is in no figure yet. The dates of
        a project date themselves, the rest of what figures read goes by the day of the change."""
        if self.instance.pk is None or cleaned.get("kind") == "correction":
            return []
        dated = {name.removesuffix("_id") for name in DATED}
        since = [moved_since(self.initial, cleaned)]
        if dated & set(self.changed_data):
            since.append(cleaned.get("from_day"))
        return months_published(self.county, min(filter(None, since), default=None))

    def add_faults(self, faults: dict[str, str]) -> None:
        """Each at its field. A date that could not be read has its error already."""
        for name, fault in faults.items():
            if name not in self.errors:
                self.add_error(name, fault)


class NewProjectForm(ProjectForm):
    reporting = UnitField(label="填报单位", help_text="同时登记为责任单位。")
    lead_official = forms.CharField(label="包抓领导", max_length=60, required=False)

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, county=county, **kwargs)
        self.fields["reason"].label = "登记说明"
        self.fields["reason"].help_text = "记入操作记录。"
        offer(self, "reporting", units_of(county))


class HandoverForm(forms.Form):
    """A part or an office that passes to another from a day on, of which nothing is known before
    it has come: who acts today is who holds it without an end."""

    on = DayField(label="自哪天起", called="日期")
    knows_published = KnowsPublished()

    def __init__(self, *args: Any, county: Unit, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county, self.today = county, today

    def clean_on(self) -> datetime.date:
        on: datetime.date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("不能填以后的日期，请到交接那一天再登记。")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on = cleaned.get("on")
        moves = self.moves_figures(cleaned)
        ask_of_published(
            self, self.county, lambda: months_published(self.county, on) if moves else []
        )
        return cleaned

    def moves_figures(self, cleaned: Mapping[str, Any]) -> bool:
        """Whether a figure reads what it says."""
        return True


class PartForm(HandoverForm):
    part = forms.ChoiceField(label="关系", choices=Part.choices)
    unit = UnitField()

    field_order = ("part", "unit", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_of(self.county))

    def moves_figures(self, cleaned: Mapping[str, Any]) -> bool:
        return cleaned.get("part") == Part.REPORTING


class OfficialForm(HandoverForm):
    name = forms.CharField(label="包抓领导", max_length=60)

    field_order = ("name", "on")


class ManyForm(HandoverForm):
    """What is to hold of many projects; a box left empty leaves what stands."""

    reporting = UnitField(label="填报单位", required=False, empty_label="（不改）")
    responsible = UnitField(label="责任单位", required=False, empty_label="（不改）")
    lead_official = ShortText(label="包抓领导", max_length=60, required=False)
    category = forms.ModelChoiceField(
        ProjectCategory.objects.none(), label="项目类别", required=False, empty_label="（不改）"
    )
    document = ShortText(
        label="文号或依据", max_length=200, help_text="随这次修改记入每个项目的操作记录。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "reporting", units_of(self.county))
        offer(self, "responsible", units_of(self.county))
        offer(self, "category", ProjectCategory.objects.filter(county=self.county))

    def moves_figures(self, cleaned: Mapping[str, Any]) -> bool:
        return any(cleaned.get(name) for name in ("reporting", "lead_official", "category"))

    def deed(self) -> dict[str, Any]:
        """What ``change_many`` is asked for."""
        said = self.cleaned_data
        names = ("reporting", "responsible", "lead_official", "category")
        change = ForMany(**{name: said[name] for name in names})
        return {"change": change, "on": said["on"], "document": said["document"]}


class AliasForm(forms.Form):
    name = forms.CharField(
        label="别名", max_length=200, help_text="单位在报表里用的另一个写法，导入时按它认项目。"
    )


class PlanUploadForm(forms.Form):
    use_required_attribute = False

    file = WorkbookField(
        label="计划工作簿",
        help_text=f"{TYPES}；按列名读取，须有项目名称、责任单位、年度计划投资。",
    )
    year = forms.IntegerField(label="计划年度", min_value=1990, max_value=2100)

    @property
    def parameters(self) -> dict[str, Any]:
        """What was chosen with the file, as JSON keeps it."""
        return {"year": self.cleaned_data["year"]}


class PreliminaryUploadForm(forms.Form):
    use_required_attribute = False

    file = WorkbookField(
        label="前期项目工作簿",
        help_text=f"{TYPES}；按列名读取，须有项目名称、责任单位、前期工作进展。",
    )
    year = forms.IntegerField(label="计划年度", min_value=1990, max_value=2100)
    as_of = DayField(label="进展截至", called="截至日期", help_text="须与表中所写的月份一致。")

    @property
    def parameters(self) -> dict[str, Any]:
        """What was chosen with the file, as JSON keeps it."""
        return {
            "year": self.cleaned_data["year"],
            "as_of": self.cleaned_data["as_of"].isoformat(),
        }
