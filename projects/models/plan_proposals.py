"""What a reviewer proposes of the lists of a year."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from accounts.trail.proposals import Proposal
from projects.models.plans import AnnualPlan


class PlanProposal(Proposal):
    """清单申请: to make a list (``plan`` None), or to change what there is said of one.

    ``before`` and ``after`` are columns of the list as they stood and as they are to be, days as
    text; of a list that is to be made ``after`` holds its year too, and of one that is drafted from
    the list ``drafted_from`` the class of each line by its project's id ("" of one that does not go
    over), as ``lines``.
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="plan_proposals", verbose_name="县"
    )
    plan = models.ForeignKey(
        AnnualPlan,
        on_delete=models.PROTECT,
        null=True,
        related_name="proposals",
        verbose_name="清单",
    )
    before = models.JSONField("原值")
    after = models.JSONField("新值")

    trail = Kept(says=("before", "after"))

    class Meta:
        verbose_name = "清单申请"
        verbose_name_plural = "清单申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "proposed_by"],
                condition=Q(state="waiting"),
                name="one_change_of_a_list_proposed",
            ),
            models.UniqueConstraint(
                fields=["county", "proposed_by"],
                condition=Q(state="waiting", plan=None),
                name="one_list_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.name} 修改" if self.plan else f"新建{self.after.get('name', '清单')}"
