"""The tick of who dates a deed so that the figures of published months move by it."""

from collections.abc import Iterable

from django import forms

from accounts.published import names_of
from measures.months import Month


class KnowsPublished(forms.BooleanField):
    """The tick; it is shown when it is asked for (components/field.html)."""

    is_shown_when_asked = True

    def __init__(self) -> None:
        super().__init__(label="知道已发布月份的数随之改变", required=False)


def ask_of_published(form: forms.BaseForm, months: Iterable[Month]) -> None:
    """At the end of the ``clean`` of a form with a ``knows_published``: the months that its day
    moves."""
    knows = form.cleaned_data.pop("knows_published", False)
    names = names_of(months)
    if names and not knows:
        form.add_error(
            "knows_published",
            f"{names}的数已经发布，从这一天算起会改变它们；确实如此的请勾选，否则请改日期。",
        )
