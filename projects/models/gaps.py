"""要素缺口: what a project lacks, and how much of it is still short."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from accounts.trail.facts import Kept
from measures.hundredths import AmountError, format_hundredths, parse_hundredths
from projects.models.rolls import Declaration, RollLine


class GapKind(models.TextChoices):
    FUNDS = "funds", "资金"
    LAND = "land", "用地指标"
    RELOCATION = "relocation", "征地拆迁"
    ENERGY = "energy", "用能指标"
    ENVIRONMENT = "environment", "环境容量"
    OTHER = "other", "其他"


AMOUNT_UNITS = {
    GapKind.LAND: "亩",
    GapKind.RELOCATION: "户",
    GapKind.ENERGY: "吨标煤",
    GapKind.ENVIRONMENT: "吨",
}
"""In what the amount of a kind counts; of funds it is money, of others nothing is counted."""


class AmountInput(forms.CharField):
    """A box for an amount with up to two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "class": "num"}))
        for name in ("min_value", "max_value"):
            kwargs.pop(name, None)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_hundredths(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_hundredths(text)
        except AmountError as error:
            raise ValidationError(str(error)) from error


class HundredthsField(models.BigIntegerField):
    """An amount in hundredths, typed and shown with up to two decimals."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return AmountInput(
            label=str(self.verbose_name).capitalize(), required=not self.blank, max_length=40
        )

    def in_words(self, value: int) -> str:
        return format_hundredths(value)


class GapLine(RollLine):
    """One gap of a project, raised on the ``from_day`` of its first line. What is needed and what
    is still short is money in yuan, of other kinds an amount in hundredths of the kind's unit
    (``AMOUNT_UNITS``); a later line of the number says what is still short from its day on, and it
    is done with where nothing is. ``is_approximate`` is 约."""

    kind = models.CharField("要素", max_length=20, choices=GapKind)
    needed_money = models.BigIntegerField("需要资金", null=True, blank=True)
    short_money = models.BigIntegerField("资金缺口", null=True, blank=True)
    needed_amount = HundredthsField("需要数量", null=True, blank=True)
    short_amount = HundredthsField("缺口数量", null=True, blank=True)
    is_approximate = models.BooleanField("约数", default=False)
    request = models.CharField("需协调事项", max_length=300, blank=True)
    asked_of = models.CharField("协调单位", max_length=100, blank=True)

    trail = Kept(free=("version",), yuan=("needed_money", "short_money"), says=("kind",))

    class Meta(RollLine.Meta):
        verbose_name = "要素缺口"
        verbose_name_plural = "要素缺口"
        constraints = [
            *RollLine.Meta.constraints,
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"gap_{name}_not_negative",
                )
                for name in ("needed_money", "short_money", "needed_amount", "short_amount")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}{self.get_kind_display()}缺口"

    @property
    def needed(self) -> int | None:
        return self.needed_money if self.kind == GapKind.FUNDS else self.needed_amount

    @property
    def short(self) -> int | None:
        return self.short_money if self.kind == GapKind.FUNDS else self.short_amount


class GapDeclaration(Declaration):
    """缺口申报."""

    line = models.ForeignKey(
        GapLine,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="要素缺口",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "缺口申报"
        verbose_name_plural = "缺口申报"

    def __str__(self) -> str:
        kind = self.after.get("kind") or (self.line.kind if self.line else "")
        return f"{self.project}{GapKind(kind).label if kind else '要素'}缺口"
