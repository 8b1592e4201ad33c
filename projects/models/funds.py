"""资金: where the money of a project comes from, how much is planned, has arrived and is paid."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from projects.models.rolls import Declaration, RollLine


class FundMark(models.TextChoices):
    """Of what kind a source is. What is of ``ABOVE`` and of ``BOND`` is won from those above
    (争资)."""

    ABOVE = "above", "中省预算内"
    BOND = "bond", "专项债券"
    LOAN = "loan", "银行贷款"
    OWN = "own", "自筹"
    SOCIAL = "social", "社会资本"
    OTHER = "other", "其他"


class FundSource(models.Model):
    """资金来源, as the county parts them: 中央预算内, 省级, 新增中央投资 …, in its order."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="fund_sources", verbose_name="县"
    )
    name = models.CharField("名称", max_length=40)
    mark = models.CharField("归类", max_length=10, choices=FundMark)
    position = models.PositiveIntegerField("排序", default=0)

    trail = Kept()

    class Meta:
        verbose_name = "资金来源"
        verbose_name_plural = "资金来源"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="fund_source_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class FundLine(RollLine):
    """What one source gives to a project: applied for, planned (下达), arrived and paid, each in
    yuan and since the source's first day, as it stood from ``from_day`` on. ``year`` is that of
    the plan by which it is given, ``program`` the class of the source's program (保障性住房)."""

    source = models.ForeignKey(
        FundSource, on_delete=models.PROTECT, related_name="+", verbose_name="资金来源"
    )
    program = models.CharField("专项类别", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("资金年度")
    applied = models.BigIntegerField("申报额", null=True, blank=True)
    planned = models.BigIntegerField("计划（下达）额", null=True, blank=True)
    arrived = models.BigIntegerField("到位额", null=True, blank=True)
    paid = models.BigIntegerField("支付额", null=True, blank=True)
    document = models.CharField("下达文号", max_length=100, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)

    MONEY = ("applied", "planned", "arrived", "paid")

    trail = Kept(free=("version",), yuan=MONEY, says=("source_id", "program"))

    class Meta(RollLine.Meta):
        verbose_name = "项目资金"
        verbose_name_plural = "项目资金"
        constraints = [
            *RollLine.Meta.constraints,
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 0}),
                    name=f"fund_{name}_not_negative",
                )
                for name in ("applied", "planned", "arrived", "paid")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}{self.source}"


class FundDeclaration(Declaration):
    """资金申报."""

    line = models.ForeignKey(
        FundLine,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="项目资金",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "资金申报"
        verbose_name_plural = "资金申报"

    def __str__(self) -> str:
        return f"{self.project}资金"
