"""Text of some length: what is too long is told, never cut off by the browser without a word."""

from typing import Any

from django import forms


class LongText(forms.CharField):
    """``max_length`` is checked here; the box itself takes everything that is pasted."""

    def __init__(self, *, max_length: int, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(
            max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes
