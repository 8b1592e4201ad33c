"""Projects that go on as others (拆分 合并 替换 更名), with what each takes over of the money."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal, ProposalState
from projects.models import Project, ProjectUnit

LONGEST_DOCUMENT = 60


class SuccessionKind(models.TextChoices):
    SPLIT = "split", "拆分"
    MERGE = "merge", "合并"
    REPLACE = "replace", "替换"
    RENAME = "rename", "更名"


class ProjectSuccessionQuerySet(models.QuerySet["ProjectSuccession"]):
    def visible_to(self, user: User) -> "ProjectSuccessionQuerySet":
        """All of the counties the user reads; for a reporter those in force of own projects."""
        own = ProjectUnit.objects.current().filter(unit__in=reporting_unit_ids(user))
        taken = SuccessionShare.objects.filter(
            Q(predecessor__in=own.values("project")) | Q(successor__in=own.values("project"))
        )
        # A query of its own, no branch of the OR: config/tests/test_partial_indexes.py says why.
        of_own = ProjectSuccession.objects.filter(
            project__in=own.values("project"), state=ProposalState.ACCEPTED
        )
        return self.filter(
            Q(county__in=counties_read(user))
            | Q(pk__in=of_own.values("pk"))
            | Q(pk__in=taken.values("succession"))
        )

    def in_force(self) -> "ProjectSuccessionQuerySet":
        return self.filter(state=ProposalState.ACCEPTED, taken_back_at=None)


class ProjectSuccession(Proposal):
    """项目变更: from ``from_day`` on projects go on as others, when an approver says so.

    ``asked`` is what is to be done (``investment.successions.asked``), ``project`` the one on whose
    page it was said. In force, ``made`` are the plans of adjustment by which the lists changed, and
    how many lines of the trail the deed has. Taken back, it stays as one that is over.
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="project_successions", verbose_name="县"
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="successions", verbose_name="项目"
    )
    kind = models.CharField("变更", max_length=20, choices=SuccessionKind)
    from_day = models.DateField("自")
    document_number = models.CharField("文号", max_length=LONGEST_DOCUMENT, blank=True)
    asked = models.JSONField("变更内容")
    made = models.JSONField("所作调整", default=dict)
    taken_back_at = models.DateTimeField("撤销时间", null=True)

    objects = ProjectSuccessionQuerySet.as_manager()
    trail = Kept(quiet=(*SAID_BY_ITS_LINE, "asked", "made"), says=("kind", "from_day"))

    class Meta:
        verbose_name = "项目变更"
        verbose_name_plural = "项目变更"
        ordering = ["-from_day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="waiting"), name="one_succession_waiting"
            ),
        ]

    def __str__(self) -> str:
        day = f"{self.from_day:%Y年}{self.from_day.month}月{self.from_day.day}日"
        return f"“{self.project}”自{day}起{self.get_kind_display()}"

    @property
    def is_in_force(self) -> bool:
        return self.state == ProposalState.ACCEPTED and self.taken_back_at is None


class SuccessionShare(models.Model):
    """承接份额: what ``successor`` takes over of the money of ``predecessor`` from a day on: so
    many thousandths of it, an ``amount`` in yuan, or, with neither, all that is left. Without a
    share that takes what is left, the predecessor keeps it.

    ``carried`` is what that was of the year's total when it took force, and of which the totals
    begin that the successor's unit sends since; ``before`` what it took over of the years before.
    The predecessor ``ends`` or goes on. ``is_new``: the successor stood on no list before, so that
    it owed no month before the day. ``from_day`` is the succession's.
    """

    succession = models.ForeignKey(
        ProjectSuccession, on_delete=models.PROTECT, related_name="shares", verbose_name="项目变更"
    )
    predecessor = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="given_shares", verbose_name="原项目"
    )
    successor = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="taken_shares", verbose_name="承接项目"
    )
    from_day = models.DateField("自")
    permille = models.PositiveSmallIntegerField("份额（千分之）", null=True)
    amount = models.BigIntegerField("承接金额", null=True)
    carried = models.BigIntegerField("本年承接", null=True)
    before = models.BigIntegerField("承接截至上年底", null=True)
    ends = models.BooleanField("原项目结束")
    is_new = models.BooleanField("承接项目此前不在清单")

    trail = Kept(
        yuan=("amount", "carried", "before"), says=("predecessor_id", "successor_id", "from_day")
    )

    class Meta:
        verbose_name = "承接份额"
        verbose_name_plural = "承接份额"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["succession", "predecessor", "successor"], name="share_once_in_succession"
            ),
            models.UniqueConstraint(
                fields=["succession", "predecessor"],
                condition=Q(permille=None, amount=None),
                name="one_share_takes_what_is_left",
            ),
            models.CheckConstraint(
                condition=Q(permille=None) | Q(amount=None), name="share_told_one_way"
            ),
            models.CheckConstraint(
                condition=(Q(permille=None) | Q(permille__lte=1000))
                & (Q(amount=None) | Q(amount__gte=0)),
                name="share_within_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    @property
    def takes_what_is_left(self) -> bool:
        return self.permille is None and self.amount is None
