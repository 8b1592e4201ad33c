"""附加指标: columns that a county adds to the monthly sheet in the course of a year (DESIGN §2)."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal, ProposalState
from measures.money import WAN, YI
from measures.months import Month

MONEY_UNITS = {"元": 1, "万元": WAN, "亿元": YI}
"""The units of measure of an amount of money, with the yuan in one of each."""

BETWEEN = "\n"
"""Stands between the options of a choice, and between lists."""


class ExtraKind(models.TextChoices):
    NUMBER = "number", "数字"
    TEXT = "text", "文字"
    DATE = "date", "日期"
    CHOICE = "choice", "选项"


class ColumnTerms(models.Model):
    """What a column asks. ``digits`` are the decimals of a number that is no money, ``options`` the
    words of a choice and ``lists`` the keys of the lists concerned (none: all), one a line;
    ``months`` are those of a year in which it is asked (none: each), as 9,10,11,12."""

    name = models.CharField("名称", max_length=20)
    kind = models.CharField("种类", max_length=10, choices=ExtraKind)
    unit = models.CharField("计量单位", max_length=6, blank=True)
    digits = models.PositiveSmallIntegerField("小数位数", null=True)
    options = models.TextField("选项", blank=True)
    lists = models.TextField("适用清单", blank=True)
    months = models.CharField("填报月份", max_length=30, blank=True)
    definition = models.CharField("口径", max_length=200)
    source = models.CharField("依据", max_length=200)

    class Meta:
        abstract = True

    @property
    def is_money(self) -> bool:
        return self.kind == ExtraKind.NUMBER and self.unit in MONEY_UNITS

    @property
    def one(self) -> int:
        """What one of its unit is in what is kept: yuan, or the smallest part of a number."""
        return MONEY_UNITS[self.unit] if self.is_money else int(10 ** (self.digits or 0))

    @property
    def option_words(self) -> list[str]:
        return self.options.split(BETWEEN) if self.options else []

    @property
    def list_keys(self) -> list[str]:
        return self.lists.split(BETWEEN) if self.lists else []

    @property
    def months_of_year(self) -> list[int]:
        return [int(month) for month in self.months.split(",")] if self.months else []

    @property
    def kind_words(self) -> str:
        """数字（万元）; 选项（是、否）."""
        said = "、".join(self.option_words) if self.kind == ExtraKind.CHOICE else self.unit
        return f"{ExtraKind(self.kind).label}（{said}）" if said else ExtraKind(self.kind).label

    @property
    def when_words(self) -> str:
        """每月; 9、10、11、12月."""
        return f"{self.months.replace(',', '、')}月" if self.months else "每月"

    @property
    def of_words(self) -> str:
        return "、".join(self.list_keys) or "全部清单"


class ExtraColumnQuerySet(models.QuerySet["ExtraColumn"]):
    def of_county(self, county: Unit) -> "ExtraColumnQuerySet":
        """With the names that they had before."""
        return self.filter(county=county).prefetch_related("former_names")


class ExtraColumn(ColumnTerms):
    """附加指标: a column of the monthly sheet, asked from the month of ``from_day`` on and no more
    from that of ``until_day``. What it asks never changes; a name holds until the next one
    (``ExtraColumnName``). Its values stand in the entries (docs/decisions/0032)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="extra_columns", verbose_name="县"
    )
    from_day = models.DateField("起始")
    until_day = models.DateField("停用", null=True)
    position = models.PositiveSmallIntegerField("排序")
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    # What it was called in the month that a page is about: set by who reads it for one.
    _called = ""

    objects = ExtraColumnQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("position",))

    class Meta:
        verbose_name = "附加指标"
        verbose_name_plural = "附加指标"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="extra_column_name_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        return self._called or self.name

    @called.setter
    def called(self, name: str) -> None:
        self._called = name

    def is_asked_in(self, month: Month) -> bool:
        is_open = self.until_day is None or month.first_day < self.until_day
        asked = self.months_of_year
        return self.from_day <= month.first_day and is_open and (not asked or month.month in asked)

    def is_asked_of(self, lists: Iterable[str]) -> bool:
        """Whether of a project on these lists."""
        return not self.lists or not set(self.list_keys).isdisjoint(lists)

    def name_in(self, month: Month) -> str:
        """What it was called in the month."""
        later = [each for each in self.former_names.all() if each.until > month.first_day]
        return min(later, key=lambda each: each.until).name if later else self.name

    @property
    def every_name(self) -> list[str]:
        return [self.name, *(each.name for each in self.former_names.all())]


class ExtraColumnName(models.Model):
    """曾用名: what a column was called until a day (exclusive)."""

    column = models.ForeignKey(
        ExtraColumn,
        on_delete=models.PROTECT,
        related_name="former_names",
        verbose_name="附加指标",
    )
    name = models.CharField("曾用名", max_length=20)
    until = models.DateField("至")

    trail = Kept(quiet=("column",), says=("name",))

    class Meta:
        verbose_name = "附加指标曾用名"
        verbose_name_plural = "附加指标曾用名"
        ordering = ["until", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["column", "until"], name="column_named_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.until}前）"


class ColumnDeed(models.TextChoices):
    ADD = "add", "增加"
    RENAME = "rename", "改名"
    RETIRE = "retire", "停用"


class ExtraColumnProposal(Proposal, ColumnTerms):
    """附加指标申请: a column to be added, or ``column`` to be renamed or retired, from ``from_day``
    on."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="column_proposals", verbose_name="县"
    )
    deed = models.CharField("申请事项", max_length=10, choices=ColumnDeed)
    column = models.ForeignKey(
        ExtraColumn,
        on_delete=models.PROTECT,
        null=True,
        related_name="proposals",
        verbose_name="附加指标",
    )
    from_day = models.DateField("自")

    trail = Kept(quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "附加指标申请"
        verbose_name_plural = "附加指标申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"],
                condition=Q(state=ProposalState.WAITING),
                name="one_column_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}附加指标“{self.what}”（{self._terms}）"

    @property
    def _terms(self) -> str:
        since = f"自{Month.of(self.from_day).label}起"
        if self.deed != ColumnDeed.ADD:
            return since
        return f"{self.kind_words}，{self.of_words}，{self.when_words}，{since}"

    @property
    def what(self) -> str:
        if self.column is None or self.deed != ColumnDeed.RENAME:
            return self.name
        return f"{self.column.name}”为“{self.name}"
