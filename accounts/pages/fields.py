"""Boxes and small forms that pages of every room have."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

Choices = Iterable[tuple[Any, str]]


def offer(form: forms.BaseForm, name: str, choices: QuerySet[Any] | Choices) -> None:
    """Let the box ``name`` be chosen among these rows, or pairs of a key and its words."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        assert isinstance(choices, QuerySet)
        field.queryset = choices
    else:
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)


class AnswerForm(forms.Form):
    """The word with which a proposal is decided; how long it may be is the service's to say."""

    decision = forms.CharField(label="答复", required=False, strip=False)
