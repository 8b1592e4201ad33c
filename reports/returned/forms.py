"""Which file came back, at which cut-off it is filled, and what of the doubtful is filled too."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.pages.fields import offer
from figures.forms import CutOffForm


class ReturnedPaperForm(forms.Form):
    file = forms.FileField(
        label="Word 稿",
        help_text="从这里取出、在 Word 或 WPS 里改过的 .docx；原样保存。",
        widget=forms.FileInput({"accept": ".docx"}),
    )


class FillForm(CutOffForm):
    """``fill``: where what is filled of the doubtful starts."""

    fill = forms.TypedMultipleChoiceField(label="也填写", coerce=int, required=False)

    def __init__(self, *args: Any, starts: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "fill", [(str(start), str(start)) for start in starts])
