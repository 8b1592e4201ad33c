"""The words of Django's own form errors, where ours say better what to do. A field's own messages
still go before them."""

from django import forms
from django.core import validators

ERRORS: dict[type[forms.Field], str] = {
    forms.Field: "请填写这一项",
    forms.ChoiceField: "请选择一项",
    forms.FileField: "请选择文件",
}


def say_it_our_way() -> None:
    """Once, before any form is defined."""
    for field, words in ERRORS.items():
        field.default_error_messages = {**field.default_error_messages, "required": words}
    validators.MinValueValidator.message = "不能小于 %(limit_value)s"
    validators.MaxValueValidator.message = "不能大于 %(limit_value)s"
    validators.MaxLengthValidator.message = (
        "最多填 %(limit_value)s 个字，现有 %(show_value)s 个，请缩短"
    )
