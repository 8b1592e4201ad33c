"""前期手续: what must be approved before a project is built, and how far each approval has come."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from accounts.trail.facts import Kept
from projects.models.register import InvestorType, ProjectCategory
from projects.models.rolls import Declaration, RollLine


class ApprovalItem(models.Model):
    """An approval that the county's checklist asks (用地预审, 施工许可), of projects of a category
    and of an investor, all where it names none; a wider category holds those under it. It is asked
    from ``from_date`` on and before ``until``. ``department`` is who grants it, ``office`` where
    that is no unit of the county."""

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    name = models.CharField("手续事项", max_length=60)
    department = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主管部门",
    )
    office = models.CharField("县外主管部门", max_length=60, blank=True)
    category = models.ForeignKey(
        ProjectCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="适用类别",
    )
    investor_type = models.CharField("适用主体", max_length=20, choices=InvestorType, blank=True)
    position = models.PositiveIntegerField("排序", default=0)
    from_date = models.DateField("执行起始")
    until = models.DateField("不再要求自", null=True, blank=True)

    trail = Kept(says=("name",))

    class Meta:
        verbose_name = "手续事项"
        verbose_name_plural = "手续清单"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="approval_item_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("from_date")),
                name="approval_item_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def competent(self) -> str:
        """Who grants it, as it is printed; "" where nobody is named."""
        return self.department.name if self.department else self.office


class ApprovalState(models.TextChoices):
    """How far an approval has come. 容缺办结 is granted on a promise: what is still owed comes by a
    day."""

    NOT_BEGUN = "not_begun", "未办理"
    UNDER_WAY = "under_way", "办理中"
    PLEDGED = "pledged", "容缺办结"
    DONE = "done", "办结"
    NOT_NEEDED = "not_needed", "不需要办理"


class ApprovalLine(RollLine):
    """How far one approval of a project has come from ``from_day`` on. ``owed`` is what a 容缺办结
    still lacks and brings by ``promised_on``; a 办结 was granted on ``done_on``."""

    item = models.ForeignKey(
        ApprovalItem, on_delete=models.PROTECT, related_name="lines", verbose_name="手续事项"
    )
    state = models.CharField("办理状态", max_length=20, choices=ApprovalState)
    promised_on = models.DateField("承诺补齐日期", null=True, blank=True)
    owed = models.CharField("尚缺材料", max_length=200, blank=True)
    done_on = models.DateField("办结日期", null=True, blank=True)
    document_number = models.CharField("批复文号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    trail = Kept(free=("version",), says=("item_id",))

    class Meta(RollLine.Meta):
        verbose_name = "手续办理"
        verbose_name_plural = "手续办理"
        constraints: ClassVar = [
            *RollLine.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "item"],
                condition=Q(is_void=False, until_day=None),
                name="approval_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.item}"

    def is_overdue(self, on: datetime.date) -> bool:
        """Whether what was promised has not come by ``on``."""
        return self.state == ApprovalState.PLEDGED and bool(
            self.promised_on and self.promised_on < on
        )


class ApprovalDeclaration(Declaration):
    """手续申报."""

    line = models.ForeignKey(
        ApprovalLine,
        on_delete=models.PROTECT,
        null=True,
        related_name="declarations",
        verbose_name="手续办理",
    )

    trail = Kept(says=("before", "after"))

    class Meta(Declaration.Meta):
        verbose_name = "手续申报"
        verbose_name_plural = "手续申报"

    def __str__(self) -> str:
        return f"{self.project} 手续"
