"""Facts from outside (外部数据): rows that are entered with their source, and taken back with a
reason."""

from fractions import Fraction

from django.db import models

from accounts.models import Unit, User
from accounts.rights import counties_where
from accounts.trail.facts import Kept
from figures.figure import Figure
from figures.plan_fact import PlanFact
from figures.units import FigureUnit, Number
from measures.money import WAN, YI
from measures.months import Month

OUTSIDE = "外部"
"""What the keys of facts from outside begin with: 外部.全市.固定资产投资增速名次."""

LONGEST_NAME, LONGEST_VALUE, LONGEST_SOURCE, LONGEST_REASON = 60, 20, 200, 200


class OutsideScope(models.TextChoices):
    NATION = "全国", "全国"
    PROVINCE = "全省", "全省"
    CITY = "全市", "全市"
    COUNTY = "全县", "全县"


class OutsideUnit(models.TextChoices):
    PERCENT = "%", "%"
    POINTS = "百分点", "个百分点"
    YI = "亿元", "亿元"
    WAN = "万元", "万元"
    PLACE = "位", "位（名次）"
    COUNT = "个", "个"
    TIMES = "倍", "倍"


# What one of each unit is in what a figure keeps.
_ONE: dict[str, Number] = {
    OutsideUnit.PERCENT: Fraction(1, 100),
    OutsideUnit.YI: YI,
    OutsideUnit.WAN: WAN,
}


class OutsideFactQuerySet(models.QuerySet["OutsideFact"]):
    def visible_to(self, user: User) -> "OutsideFactQuerySet":
        return self.filter(county__in=counties_where(user, "document.download"))

    def standing(self) -> "OutsideFactQuerySet":
        return self.filter(is_void=False)

    def of_month(self, month: Month) -> "OutsideFactQuerySet":
        """Those as of a day of the month: an older one says nothing of it."""
        return self.filter(as_of__range=(month.first_day, month.last_day))


class OutsideFact(models.Model):
    """``scope`` is of whom it is told, or among whom a rank is taken. ``value`` is the number as it
    was published, in ``unit``; of a rank its place. ``as_of`` is the day for which it holds."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="outside_facts", verbose_name="县"
    )
    scope = models.CharField("范围", max_length=10, choices=OutsideScope)
    name = models.CharField("名称", max_length=LONGEST_NAME)
    value = models.CharField("数值", max_length=LONGEST_VALUE)
    unit = models.CharField("单位", max_length=10, choices=OutsideUnit)
    as_of = models.DateField("截止日")
    source = models.CharField("来源", max_length=LONGEST_SOURCE)
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    entered_on = models.DateField("登记日期")
    is_void = models.BooleanField("已作废", default=False)
    void_reason = models.CharField("作废理由", max_length=LONGEST_REASON, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = OutsideFactQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("entered_by",))

    class Meta:
        verbose_name = "外部数据"
        verbose_name_plural = "外部数据"
        ordering = ["-as_of", "scope", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "scope", "name", "as_of"],
                condition=models.Q(is_void=False),
                name="outside_fact_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope}{self.name}（{self.value}{self.unit}）"

    @property
    def key(self) -> str:
        return f"{OUTSIDE}.{self.scope}.{self.name}"

    @property
    def printed(self) -> str:
        """18.3%, 10.7亿元, 第2位."""
        return printed(self.figure)

    @property
    def figure(self) -> Figure[PlanFact]:
        """Without rows: nothing of it was computed here."""
        one = _ONE.get(self.unit, 1)
        unit = FigureUnit(self.unit, one, digits=len(self.value.partition(".")[2]))
        return Figure(self.key, Fraction(self.value) * one, unit)


def is_outside(key: str) -> bool:
    return key.startswith(f"{OUTSIDE}.")


def printed(figure: Figure[PlanFact]) -> str:
    """A fact from outside as a sentence says it."""
    if figure.unit.label == OutsideUnit.PLACE:
        return f"第{figure.text()}位"
    return f"{figure.text()}{OutsideUnit(figure.unit.label).label}"
