"""Forms of signing in, users and units."""

import datetime
from typing import Any, cast

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError

from accounts.models import Role, Unit, UnitKind, User
from accounts.pages.fields import DayField, UnitField, offer
from accounts.pages.published import KnowsPublished, ask_of_published
from accounts.people.services import RoleOnUnit
from accounts.people.wording import said, words_of
from accounts.published import months_published

UNIT_KINDS_BELOW_COUNTY = [
    (kind.value, kind.label) for kind in UnitKind if kind not in (UnitKind.CITY, UnitKind.COUNTY)
]
OF_RENAMING = ("renaming", "renamed_on", "knows_published")
DATED = {"name", "kind", "parent"}
MOST_ROLES = 12

# Who mends the first of these has most often mended the others too.
PASSWORD_FAULTS = (
    "password_too_similar",
    "password_too_short",
    "password_entirely_numeric",
    "password_too_common",
)
FAULTS_TOLD = 2


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名",
        max_length=150,
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The cursor stands where there is something to type: a refused name stays typed."""
        super().__init__(*args, **kwargs)
        first = "password" if self.is_bound else "username"
        self.fields[first].widget.attrs["autofocus"] = True


class OwnPasswordForm(PasswordChangeForm):
    """Old, new, new again."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].label = "临时密码" if user.must_change_password else "原密码"
        self.fields[
            "new_password1"
        ].help_text = "至少 10 个字符，不能全是数字，不能与用户名、姓名、电话相近。"
        self.fields["new_password2"].label = "再输一次新密码"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise ValidationError(f"{self.fields['old_password'].label}不对，请重新输入。")
        return old

    def validate_password_for_user(self, user: User, password_field_name: str = "") -> None:
        """At the first of the two fields, where the new password is thought of; Django's own form
        tells it all at the second."""
        password = self.cleaned_data.get("new_password1")
        if not password:
            return
        try:
            password_validation.validate_password(password, user)
        except ValidationError as error:
            self.add_error("new_password1", sorted(error.error_list, key=_telling)[:FAULTS_TOLD])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", "新密码不能与原来的相同。")
        return cleaned


def _telling(fault: ValidationError) -> int:
    return PASSWORD_FAULTS.index(fault.code) if fault.code in PASSWORD_FAULTS else -1


class UserForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(
        label="电话", max_length=30, required=False, widget=forms.TextInput({"inputmode": "tel"})
    )
    email = forms.EmailField(label="邮箱", required=False, help_text="催报提醒发到这里。")


class NewUserForm(UserForm):
    username = forms.CharField(
        label="用户名",
        max_length=150,
        validators=[
            UnicodeUsernameValidator(
                message="用户名只能用汉字、字母、数字和 @ . + - _，不能有空格。"
            )
        ],
        help_text="登录时输入，建议用姓名拼音；建立后不能修改。",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = ["username", "name", "phone", "email"]


class RoleForm(forms.Form):
    """One role on one unit; a row left empty is no role."""

    role = forms.ChoiceField(label="角色", required=False)
    unit = UnitField(required=False, empty_label="（请选择）")

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.county = county
        offer(self, "role", [("", "（无）"), *words_of(county).role_choices])
        offer(self, "unit", Unit.objects.within(county).active())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if role == Role.REPORTER and unit is None and "unit" not in self.errors:
            self.add_error("unit", said("请选填报员所在的单位。", self.county))
        if role and role != Role.REPORTER and unit is None:
            cleaned["unit"] = self.county
        return cleaned


class RoleFormSet(forms.BaseFormSet):
    """The roles of one user in one county, with two empty rows to add to them."""

    def roles(self) -> list[RoleOnUnit]:
        return [
            RoleOnUnit(form.cleaned_data["role"], form.cleaned_data["unit"])
            for form in self.forms
            if form.cleaned_data.get("role")
        ]


UserRoles = cast(
    type[RoleFormSet],
    forms.formset_factory(
        RoleForm,
        formset=RoleFormSet,
        extra=2,
        max_num=MOST_ROLES,
        absolute_max=MOST_ROLES,
        validate_max=True,
    ),
)


class UserFilterForm(forms.Form):
    q = forms.CharField(label="查找", required=False, max_length=40)
    unit = UnitField(required=False, empty_label="全部")
    role = forms.ChoiceField(label="角色", required=False)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("active", "启用"), ("due", "待改密码"), ("disabled", "停用")],
    )

    def __init__(self, *args: Any, county: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", [("", "全部"), *words_of(county).role_choices])
        offer(self, "unit", Unit.objects.within(county))


class UnitForm(forms.Form):
    """A unit of ``county``: the county itself keeps its kind, its place and its being in use."""

    name = forms.CharField(label="单位名称", max_length=100)
    short_name = forms.CharField(
        label="简称", max_length=40, required=False, help_text="表格和榜单上用，例如“交通局”。"
    )
    kind = forms.ChoiceField(
        label="单位类别", choices=[("", "（请选择）"), *UNIT_KINDS_BELOW_COUNTY]
    )
    parent = UnitField(label="上级单位", empty_label=None)
    position = forms.IntegerField(
        label="排序", min_value=0, max_value=9999, initial=0, help_text="数字小的排在前面。"
    )
    is_active = forms.BooleanField(
        label="启用", required=False, initial=True, help_text="停用后不能再选，原有数据保留。"
    )

    renaming = forms.ChoiceField(
        label="改名称、简称、类别、上级是",
        choices=[
            ("change", "变更：从某一天起才这样，此前各月仍按原来的"),
            ("correction", "更正：原来写错了，此前各月也按新的"),
        ],
        initial="change",
        required=False,
        widget=forms.RadioSelect,
    )
    renamed_on = DayField(
        label="自哪天起变更", called="日期", required=False, help_text="变更不填为今天。"
    )
    knows_published = KnowsPublished()

    def __init__(
        self,
        *args: Any,
        county: Unit,
        today: datetime.date,
        unit: Unit | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.county, self.today = county, today
        if unit is None:
            for name in OF_RENAMING:
                del self.fields[name]
        if unit is not None and unit.pk == county.pk:
            for name in ("kind", "parent", "is_active"):
                del self.fields[name]
            return
        offer(self, "parent", Unit.objects.within(county).active())
        self.fields["parent"].initial = county

    def clean_renamed_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["renamed_on"]
        if day and day > self.today:
            raise forms.ValidationError("不能填以后的日期，请到变更那一天再改。")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day = cleaned.get("renamed_on")
        moves = cleaned.get("renaming") != "correction" and DATED & set(self.changed_data)
        ask_of_published(
            self, self.county, lambda: months_published(self.county, day) if moves else []
        )
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The unit's own columns, as they were typed."""
        said = self.cleaned_data.items()
        return {name: value for name, value in said if name not in OF_RENAMING}

    def begins(self) -> datetime.date | None:
        """The day from which a new name, kind or parent holds; None where the old was wrong."""
        if self.cleaned_data["renaming"] == "correction":
            return None
        return self.cleaned_data["renamed_on"] or self.today
