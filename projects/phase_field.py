"""The box in which a plan by months or quarters is typed, a line each: 一季度 3000."""

import re
from typing import Any

from django import forms

from measures.money import MoneyError, parse_money, wan_input
from measures.phases import MONTHS, Phases, Span
from workbooks.titles import months_spoken_of, read_title

LONGEST_TYPED = 1000

_LINES = re.compile("[\n；;、，]+")
_LINE = re.compile(r"(?P<span>.*(?:季度|半年|月份?底?前?))[\s:：]*(?P<amount>.*)")


class PhasesField(forms.CharField):
    """Its value is the text that a line keeps (``Phases.text``), "" where nothing is typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "分期计划投资（万元）")
        kwargs.setdefault(
            "help_text", "按季度或月份列了计划的填，每行一期，如：一季度 3000；上半年、7月也可以。"
        )
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(max_length=LONGEST_TYPED, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is kept as one types it; what was typed as it was."""
        phases = Phases.read(value)
        if not phases or phases.text != value:
            return value
        return "\n".join(f"{each.label} {wan_input(each.amount)}" for each in phases.parts)

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        amounts: dict[Span, int] = {}
        for line in filter(None, map(str.strip, _LINES.split(typed))):
            span, yuan = _read(line)
            if span in amounts:
                raise forms.ValidationError(f"“{line}”这一期写了两次，请只留一行。")
            amounts[span] = yuan
        return Phases.of(amounts.items()).text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def _read(line: str) -> tuple[Span, int]:
    """Raises ValidationError (Chinese)."""
    found = _LINE.fullmatch(line)
    span = months_spoken_of([read_title(found["span"])]) if found else None
    if found is None or span is None or not 1 <= span[0] <= span[1] <= MONTHS:
        raise forms.ValidationError(f"“{line}”看不出是哪几个月，请写成“一季度 3000”这样。")
    if span == (1, MONTHS):
        raise forms.ValidationError("全年的计划写在年度计划投资里，这里只写分期的。")
    try:
        yuan = parse_money(found["amount"], is_typed=True) if found["amount"] else None
    except MoneyError as error:
        raise forms.ValidationError(f"“{line}”：{error}") from error
    if yuan is None or yuan < 0:
        raise forms.ValidationError(f"“{line}”没有金额，或金额是负数，请写成“一季度 3000”这样。")
    return span, yuan
