"""Orders and fines of other authorities, as the register of them keeps them."""

from django.db import models
from django.db.models import Q

from accounts.trail.facts import Kept
from projects.models import Declaration, RollLine


class AuthorityOrderKind(models.TextChoices):
    STOP = "stop", "责令停工"
    RECTIFY = "rectify", "责令整改"
    FINE = "fine", "罚款"


class AuthorityMatter(models.TextChoices):
    """What it is about. Of the first three no authority is asked to give way."""

    SAFETY = "safety", "安全生产"
    ENVIRONMENT = "environment", "生态环境"
    WAGES = "wages", "农民工工资"
    LAND = "land", "用地"
    PLANNING = "planning", "规划许可"
    PERMIT = "permit", "施工许可"
    QUALITY = "quality", "工程质量"
    DUST = "dust", "扬尘治理"
    OTHER = "other", "其他"


OUTSIDE_CONSULTATION = (AuthorityMatter.SAFETY, AuthorityMatter.ENVIRONMENT, AuthorityMatter.WAGES)
"""安全生产, 生态环境, 农民工工资: what is ordered in these is carried out, and no meeting talks of
it."""


class AuthorityOrder(RollLine):
    """执法停工: one order of an authority to a site, from the day of its paper until it is lifted.
    ``fine`` is in yuan."""

    kind = models.CharField("种类", max_length=10, choices=AuthorityOrderKind)
    authority = models.CharField("机关", max_length=60)
    document_number = models.CharField("文号", max_length=60)
    matter = models.CharField("事由", max_length=20, choices=AuthorityMatter)
    matter_words = models.TextField("事由说明", blank=True)
    fine = models.BigIntegerField("罚款", null=True, blank=True)
    effect = models.TextField("影响", blank=True)
    coordination = models.TextField("协调情况", blank=True)

    trail = Kept(free=("version",), yuan=("fine",), says=("project_id", "document_number"))

    class Meta(RollLine.Meta):
        verbose_name = "执法停工"
        verbose_name_plural = "执法停工"
        constraints = [
            *RollLine.Meta.constraints,
            models.CheckConstraint(
                condition=Q(fine=None) | Q(fine__gt=0), name="authority_fine_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority}{self.document_number}"

    @property
    def may_be_consulted(self) -> bool:
        """Whether the county may talk of it with the authority."""
        return self.matter not in OUTSIDE_CONSULTATION


class AuthorityOrderDeclaration(Declaration):
    """执法停工登记."""

    line = models.ForeignKey(
        AuthorityOrder,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="执法停工",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "执法停工登记"
        verbose_name_plural = "执法停工登记"

    def __str__(self) -> str:
        return str(self.project)
