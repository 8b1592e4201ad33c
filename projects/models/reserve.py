"""储备项目: what is prepared for later years, before it is of any list."""

from django.db import models
from django.db.models import Q

from accounts.trail.facts import Kept
from projects.models.register import ProjectCategory
from projects.models.rolls import Declaration, RollLine


class ReserveItem(RollLine):
    """One reserve project, declared on its ``from_day``; ``project`` once it is in the register.
    ``total_investment`` is in yuan."""

    name = models.CharField("项目名称", max_length=200)
    category = models.ForeignKey(
        ProjectCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="项目类别",
    )
    total_investment = models.BigIntegerField("总投资", null=True, blank=True)
    content = models.TextField("建设内容及规模", blank=True)

    trail = Kept(free=("version",), yuan=("total_investment",), says=("name",))

    class Meta(RollLine.Meta):
        verbose_name = "储备项目"
        verbose_name_plural = "储备项目"
        constraints = [
            *RollLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(total_investment=None) | Q(total_investment__gte=0),
                name="reserve_total_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReserveDeclaration(Declaration):
    """储备申报."""

    line = models.ForeignKey(
        ReserveItem,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="储备项目",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "储备申报"
        verbose_name_plural = "储备申报"

    def __str__(self) -> str:
        return str(self.after.get("name") or self.line)
