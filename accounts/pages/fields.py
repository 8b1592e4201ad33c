"""The boxes and small forms that pages of every room have.

A browser cuts a pasted text at ``maxlength`` without a word, so that a long text has none: the
server says how many characters there are and how many may be.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from accounts.models import Unit

CHOOSE = "请选择"
# A slip of the key, 0219 or 20199, is no day of anything here; and a day after the last that Python
# knows, and a midnight before its first, cannot be computed.
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
UNSTORABLE = "含有无法保存的特殊字符，请删去后再提交"


def messages_for(label: str) -> dict[str, str]:
    """In the words of this house, by the codes of Django's checks."""
    return {
        "required": f"请填写{label}",
        "max_length": "最多%(limit_value)d字，现有%(show_value)d字，请缩短",
        # PostgreSQL keeps no NUL.
        "null_characters_not_allowed": UNSTORABLE,
    }


class ShortText(forms.CharField):
    """One line."""

    def __init__(self, *, label: str, max_length: int, **kwargs: Any) -> None:
        said = messages_for(label) | kwargs.pop("error_messages", {})
        super().__init__(label=label, max_length=max_length, error_messages=said, **kwargs)


class LongText(ShortText):
    """Several lines. Counts a line's end as one character, as the person does and not as a browser
    sends it."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class DayInput(forms.DateInput):
    """The browser's own box for a day."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """``called`` in what is said of it, where its label is no name of a day."""

    widget = DayInput

    def __init__(self, *, label: str, called: str = "", **kwargs: Any) -> None:
        called = called or label
        message = f"{called}要在2000年到2099年之间"
        super().__init__(
            label=label,
            validators=[
                MinValueValidator(FIRST_DAY, message),
                MaxValueValidator(LAST_DAY, message),
            ],
            error_messages={
                "required": f"请填写{called}",
                "invalid": f"{called}请填成2019-08-31的样子",
            },
            **kwargs,
        )


def chosen(label: str) -> dict[str, str]:
    """What is said of a list from which nothing, or nothing that is on it, was chosen."""
    return {"required": f"请选择{label}", "invalid_choice": f"请从列表中选择{label}"}


# --- What may be chosen is known when the form is made -----------------------------------


class UnitField(forms.ModelChoiceField):
    """A unit: the form says of which with ``offer(self, name, units_of(county))``."""

    def __init__(self, *, label: str = "单位", **kwargs: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(), label=label, **{"empty_label": CHOOSE} | kwargs
        )


class Several(forms.TypedMultipleChoiceField):
    """Rows that are ticked on a page, by their ids; the form says which with ``offer``."""

    def __init__(self, *, label: str) -> None:
        required = {"required": f"请先勾选{label}", "invalid_choice": f"勾选的{label}已不在本页"}
        super().__init__(label=label, coerce=int, error_messages=required)


def units_of(county: Unit) -> QuerySet[Unit]:
    """The units in use below the county itself."""
    return Unit.objects.within(county).active().exclude(pk=county.pk)


def offer(
    form: forms.BaseForm, name: str, choices: QuerySet[Any] | Iterable[tuple[Any, str]]
) -> None:
    """Let the box ``name`` be chosen among these rows, or pairs of a key and its words."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        assert isinstance(choices, QuerySet)
        field.queryset = choices
    else:
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


# --- Forms -------------------------------------------------------------------------------


class RowForm(forms.Form):
    """About one row of a page that has many: its boxes have ids of their own."""

    name = ""

    def __init__(self, *args: Any, key: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": f"{self.name}-{key}-%s"})


class AnswerForm(forms.Form):
    """The word with which a proposal is decided."""

    decision = ShortText(label="答复", max_length=200, required=False)
