"""上级认定数: what the city or the province has recognised of a project for a list of its own."""

from typing import Any

from django.db import models

from accounts.models import Unit, User
from accounts.rights import counties_read
from accounts.trail.facts import Kept
from projects.models import AnnualPlan, Project
from workbooks.models import Upload, UploadSource

LONGEST_SOURCE = 200


class RecognisedAmountQuerySet(models.QuerySet["RecognisedAmount"]):
    def visible_to(self, user: User) -> "RecognisedAmountQuerySet":
        return self.filter(county__in=counties_read(user))


class RecognisedAmount(models.Model):
    """Of a project on the list ``plan``, from January through ``month`` (认定累计), by the document
    ``source`` of ``source_day``. Rows are only added: the last of a project, a list and a month
    stands. ``amount`` in yuan; None takes back what was recognised (不再认定)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="recognised_amounts", verbose_name="县"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="recognised_amounts", verbose_name="项目"
    )
    plan = models.ForeignKey(
        AnnualPlan, on_delete=models.PROTECT, related_name="recognised_amounts", verbose_name="清单"
    )
    year = models.PositiveSmallIntegerField("年")
    month = models.PositiveSmallIntegerField("月")
    amount = models.BigIntegerField("认定累计", null=True)
    source = models.CharField("来源文件", max_length=LONGEST_SOURCE)
    source_day = models.DateField("来源日期")
    entered_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="登记人",
    )
    entered_on = models.DateField("登记日期")

    objects = RecognisedAmountQuerySet.as_manager()
    trail = Kept(yuan=("amount",), quiet=("entered_by",))

    class Meta:
        verbose_name = "上级认定数"
        verbose_name_plural = "上级认定数"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["county", "year", "month"], name="recognised_by_month")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__gte=1, month__lte=12), name="recognised_of_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0),
                name="recognised_not_below_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.plan.key} {self.year}年{self.month}月"


class RecognisedSource(UploadSource):
    """Which upload, sheet, row and cell gave an amount that was recognised. ``before`` is what
    stood of the project then, ``after`` the amount, both as ``told_of`` says them."""

    # Two kinds of sources of one room cannot have one name.
    upload = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        related_name="recognised_sources",
        verbose_name="上传文件",
    )
    recognised = models.ForeignKey(
        RecognisedAmount,
        on_delete=models.PROTECT,
        related_name="sources",
        verbose_name="上级认定数",
    )

    class Meta(UploadSource.Meta):
        verbose_name = "认定数来源"
        verbose_name_plural = "认定数来源"
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "recognised"], name="recognised_source_once_per_upload"
            ),
        ]

    @staticmethod
    def told_of(row: RecognisedAmount) -> dict[str, Any]:
        """The amount in yuan, and by which document."""
        return {
            "amount": row.amount,
            "source": row.source,
            "source_day": row.source_day.isoformat(),
        }
