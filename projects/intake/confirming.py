"""Which lists a file is of, as a person confirms it on the page of its preview."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.errors import NotAllowed
from accounts.models import User
from projects.intake.lists import ListChoice, Said
from projects.listnames import LONGEST_KEY, NOT_IN_KEYS
from projects.models import AnnualPlan, Tier
from workbooks.intake.kinds import kind_of
from workbooks.intake.saying import tell_anew
from workbooks.intake.uploads import change_parameters
from workbooks.models import Upload

A_NEW_ONE = ""


class KeyField(forms.CharField):
    """By which figures name a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "指标名")
        kwargs.setdefault("help_text", "数字和图表里怎样称呼这个清单，如 县361；一年之内不重复。")
        super().__init__(max_length=LONGEST_KEY, **kwargs)

    def clean(self, value: Any) -> str:
        key: str = super().clean(value)
        if NOT_IN_KEYS.search(key):
            raise forms.ValidationError("指标名里不能有空格、顿号和 . = + - % 这些符号。")
        return key


class ListForm(forms.Form):
    """One list of a file: a list that there is, or a new one of this name."""

    use_required_attribute = False

    which = forms.ChoiceField(label="导入到", required=False)
    name = forms.CharField(
        label="新清单名称",
        max_length=AnnualPlan._meta.get_field("name").max_length,
        required=False,
    )
    key = KeyField(required=False)
    tier = forms.ChoiceField(label="级别", choices=Tier.choices, required=False)

    def __init__(self, data: Any, *, choice: ListChoice, number: int) -> None:
        initial = {
            "which": choice.key if choice.plan else A_NEW_ONE,
            "name": choice.name if choice.is_new else "",
            "key": choice.key if choice.is_new else "",
            "tier": choice.tier,
        }
        super().__init__(data, prefix=f"list{number}", initial=initial)
        self.choice = choice
        there = [(plan.key, f"{plan.name}（{plan.get_tier_display()}）") for plan in choice.others]
        self.fields["which"].choices = [*there, (A_NEW_ONE, "新建清单")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which"):
            return cleaned
        for name in ("name", "key", "tier"):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, "新建清单要填这一项。")
        if cleaned.get("key") in {plan.key for plan in self.choice.others}:
            self.add_error("key", "已有清单用这个指标名，请另取一个，或选那个清单。")
        return cleaned

    @property
    def answer(self) -> Mapping[str, str]:
        cleaned = self.cleaned_data
        if cleaned["which"]:
            return {"key": cleaned["which"]}
        return {name: cleaned[name] for name in ("name", "key", "tier")}


def list_forms(choices: Sequence[ListChoice], data: Any = None) -> list[ListForm]:
    return [ListForm(data, choice=choice, number=number) for number, choice in enumerate(choices)]


def confirm_lists(*, upload: Upload, said: Said, by: User, today: date) -> None:
    """Read the file into the lists that were said. Raises NotAllowed, WrongState, and Stale as
    ``change_parameters`` does."""
    if not kind_of(upload).may_apply(by, upload):
        raise NotAllowed("您不能确认这个文件的清单")

    def confirmed(upload: Upload) -> dict[str, Any]:
        lists = {**upload.parameters.get("lists", {}), **{s: dict(a) for s, a in said.items()}}
        return {**upload.parameters, "lists": lists}

    change_parameters(upload, confirmed)
    tell_anew(upload, by, today)
