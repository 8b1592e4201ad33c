"""The leaders of a county: who answers for projects (包抓), and what each looks after (分管)."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal
from projects.models.register import ProjectCategory


class Leader(models.Model):
    """县领导: a person in an office, from a day until a day (exclusive). ``position`` is the order
    of leaders (领导排序); ``user`` is the account of one who signs in. The people of a unit, its
    heads among them, are its ``contacts``."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="leaders", verbose_name="县"
    )
    name = models.CharField("姓名", max_length=40)
    office = models.CharField("职务", max_length=60)
    phone = models.CharField("电话", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="as_leader",
        verbose_name="用户",
    )
    from_date = models.DateField("任职")
    until = models.DateField("离任", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    trail = Kept(free=("version",))

    class Meta:
        verbose_name = "县领导"
        verbose_name_plural = "县领导"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name", "office"],
                condition=Q(until=None),
                name="leader_once_in_an_office",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(until=None), name="user_is_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}{self.name}"


class Tenure(models.Model):
    """What a leader has from a day until a day (exclusive)."""

    from_date = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        abstract = True


class Portfolio(Tenure):
    """分管: a unit, or a category of projects, that a deputy looks after."""

    leader = models.ForeignKey(
        Leader, on_delete=models.PROTECT, related_name="portfolio", verbose_name="领导"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="looked_after", verbose_name="单位"
    )
    category = models.ForeignKey(
        ProjectCategory,
        on_delete=models.PROTECT,
        null=True,
        related_name="looked_after",
        verbose_name="项目类别",
    )

    trail = Kept(says=("unit_id", "category_id"))

    class Meta:
        verbose_name = "分管"
        verbose_name_plural = "分管"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, category__isnull=False)
                | Q(unit__isnull=False, category=None),
                name="portfolio_of_a_unit_or_a_category",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("from_date")),
                name="portfolio_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.category)


class Secretary(Tenure):
    """授权秘书: a user who may act for the leader."""

    leader = models.ForeignKey(
        Leader, on_delete=models.PROTECT, related_name="secretaries", verbose_name="领导"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="secretary_of", verbose_name="秘书"
    )

    trail = Kept(says=("user_id",))

    class Meta:
        verbose_name = "授权秘书"
        verbose_name_plural = "授权秘书"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("from_date")),
                name="secretary_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class LeaderProposal(Proposal):
    """领导登记申请: ``leader`` (None: a new one) is to be as ``after`` says, from a day on;
    ``before`` is how it stood (projects/leaders/particulars.py)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="leader_proposals", verbose_name="县"
    )
    leader = models.ForeignKey(
        Leader, on_delete=models.PROTECT, null=True, related_name="proposals", verbose_name="领导"
    )
    before = models.JSONField("原值")
    after = models.JSONField("新值")
    from_day = models.DateField("自")

    trail = Kept(says=("before", "after"), quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "领导登记申请"
        verbose_name_plural = "领导登记申请"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "proposed_by"],
                condition=Q(state="waiting"),
                name="one_leader_change_proposed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.after.get("name", ""))
