"""Texts that people type or paste, and what is said when they do not fit.

A browser cuts a pasted text at ``maxlength`` without a word, so that a long text has none: the
server says how many characters there are and how many may be.
"""

from typing import Any

from django import forms

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
