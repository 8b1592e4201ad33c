"""A document that is adopted, what is said of its figures, and the month of which it is filled."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from accounts.pages.fields import ShortText
from figures.forms import CutOffForm
from reports.adopted.models import LONGEST_KEY, AdoptedFigure


class AdoptDocumentForm(CutOffForm):
    """``month`` is the cut-off of which the document was written."""

    field_order = ("file", "month")

    file = forms.FileField(
        label="文稿",
        help_text=".docx；原样保存，以后都在它上面填。",
        widget=forms.FileInput({"accept": ".docx"}),
        error_messages={"required": "请选一个 .docx 文件"},
    )


class SettleForm(forms.Form):
    """A box for each figure: the key that is filled there, empty where it stays as typed."""

    def __init__(self, *args: Any, figures: Iterable[AdoptedFigure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = list(figures)
        for figure in self.figures:
            self.fields[figure.box] = ShortText(
                label=f"“{figure.printed}”",
                max_length=LONGEST_KEY,
                required=False,
                initial=figure.key,
                widget=forms.TextInput(
                    {
                        "size": 40,
                        "list": f"choices-{figure.pk}",
                        "aria-label": f"“{figure.printed}”填什么",
                    }
                ),
            )

    def keys(self) -> Mapping[int, str]:
        """By the ids of the figures, those whose boxes were sent."""
        return {
            figure.pk: self.cleaned_data[figure.box]
            for figure in self.figures
            if figure.box in self.data
        }
