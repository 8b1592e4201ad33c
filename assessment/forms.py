"""What is typed about schemes, their rules and events. A rule's boxes follow its kind."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.pages.fields import CHOOSE, DayField, LongText, UnitField, offer, units_of
from assessment.kinds import KINDS, read_parameters
from assessment.models import AssessmentScheme, RuleKind, SchemePeriod, SchemeRule
from assessment.parameters import UnfitParameter
from projects.models import Part


class SchemeForm(forms.Form):
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    period = forms.ChoiceField(label="考核周期", choices=SchemePeriod)
    name = forms.CharField(label="名称", max_length=100)
    part = forms.ChoiceField(
        label="考核对象", choices=Part, help_text="按单位在项目中的身份归集项目，逐个单位计分"
    )
    plan_key = forms.ChoiceField(label="清单")
    source = forms.CharField(label="依据", max_length=200, help_text="文件名称和文号")

    def __init__(self, *args: Any, plan_keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "plan_key", [(key, key) for key in plan_keys])


class RuleForm(forms.Form):
    """The name of a rule, and a box for each parameter of its kind."""

    name = forms.CharField(label="指标名称", max_length=60)

    def __init__(self, *args: Any, kind: str, rule: SchemeRule | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = kind
        kept: Mapping[str, Any] = rule.parameters if rule else {}
        if rule:
            self.fields["name"].initial = rule.name
        for parameter in KINDS[kind].parameters:
            common = {
                "label": parameter.label,
                "required": parameter.is_required,
                "help_text": parameter.help,
            }
            if parameter.choices:
                field: forms.Field = forms.ChoiceField(choices=parameter.choices(), **common)  # type: ignore[arg-type]
            elif parameter.lines > 1:
                field = LongText(max_length=500, rows=parameter.lines, **common)
            else:
                field = forms.CharField(max_length=40, **common)  # type: ignore[arg-type]
            if kept.get(parameter.name) is not None:
                field.initial = parameter.show(kept[parameter.name])
            self.fields[parameter.name] = field

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or {})
        for parameter in KINDS[self.kind].parameters:
            text = cleaned.get(parameter.name, "")
            if not text:
                continue
            try:
                parameter.read(text)
            except UnfitParameter as error:
                self.add_error(parameter.name, error.message)
        if not self.errors:
            try:
                cleaned["parameters"] = read_parameters(self.kind, cleaned)
            except UnfitParameter as error:
                self.add_error(None, error.message)
        return cleaned


class ExcuseForm(forms.Form):
    term = forms.TypedChoiceField(label="期次", coerce=int)
    unit = UnitField()
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(self, *args: Any, scheme: AssessmentScheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "term", [(term, scheme.term_label(term)) for term in scheme.terms])
        offer(self, "unit", units_of(scheme.county))


class EventForm(forms.Form):
    rule = forms.ModelChoiceField(
        label="考核指标", queryset=SchemeRule.objects.none(), empty_label=CHOOSE
    )
    unit = UnitField()
    happened_on = DayField(label="发生日期")
    text = forms.CharField(label="事由和依据", max_length=200)

    def __init__(self, *args: Any, scheme: AssessmentScheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rule", scheme.rules.filter(kind=RuleKind.EVENT))
        offer(self, "unit", units_of(scheme.county))
