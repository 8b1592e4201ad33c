"""A unit that is merged into another, or closed with a successor."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal


class UnitMerger(Proposal):
    """机构调整申请: ``unit`` goes on as ``successor`` from a day, when an approver says so. The
    reason is the document (文号)."""

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="mergers", verbose_name="单位"
    )
    successor = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="并入单位"
    )
    from_day = models.DateField("自")

    trail = Kept(quiet=SAID_BY_ITS_LINE, says=("successor_id", "from_day"))

    class Meta:
        verbose_name = "机构调整申请"
        verbose_name_plural = "机构调整申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="waiting"), name="one_merger_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}自{self.from_day:%Y年%-m月%-d日}起并入{self.successor}"
