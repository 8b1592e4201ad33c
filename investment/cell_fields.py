"""Boxes that are read as the cells of a workbook are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from investment.drafts import LONGEST_TEXT
from measures.money import WAN
from workbooks import values
from workbooks.values import HasValue


@dataclass(frozen=True)
class _Box:
    """What was typed, in the shape of a workbook's cell."""

    raw: str
    unit: int | None


class CellField(forms.CharField):
    """A box that is read as the cell of a workbook is: the same forms are understood, and what is
    not is refused in the same words. Blocks are pasted here from Excel as they stand there."""

    longest = 40
    unit: int | None = None
    read: Callable[[HasValue | None], Any]

    def clean(self, value: Any) -> Any:
        typed = self.to_python(value) or ""
        if self.required and not typed:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(typed) > self.longest:
            raise ValidationError(f"最多填{self.longest}个字，现有{len(typed)}个，请缩短")
        try:
            return self.read_cell(_Box(typed, self.unit))
        except values.Unreadable as error:
            raise ValidationError(str(error)) from error

    def read_cell(self, cell: HasValue) -> Any:
        """Raises Unreadable."""
        return type(self).read(cell)


class MoneyCell(CellField):
    """An amount counted in 万元 where no unit is typed; cleans to yuan, None when nothing is."""

    unit = WAN
    read = staticmethod(values.typed_money)

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)


class DayCell(CellField):
    """A day in any of the forms of a workbook; cleans to a date or None."""

    read = staticmethod(values.date)

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)


class WordsCell(CellField):
    """A text; cleans to one line without what comes along from Word and Excel."""

    longest = LONGEST_TEXT
    read = staticmethod(values.text)

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 1})
        super().__init__(required=False, widget=widget, **kwargs)
