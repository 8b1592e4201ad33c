"""Work in the background: one row a job, which is the truth about it whatever a broker says."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.trail.facts import Free
from files.models import KeptFile

LONGEST_TITLE, LONGEST_SENTENCE, LONGEST_ADDRESS = 200, 500, 500


class JobState(models.TextChoices):
    WAITING = "waiting", "等候"
    RUNNING = "running", "办理中"
    DONE = "done", "完成"
    FAILED = "failed", "没有办成"
    CANCELLED = "cancelled", "已取消"


STANDING = (JobState.WAITING, JobState.RUNNING)
"""The states of a job that is not over."""


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> "JobQuerySet":
        """One's own; what was asked for a leader belongs to whoever acts for that leader and
        asked."""
        acted_for = user.acts_for.key if user.acts_for else None
        return self.filter(asked_by=user, acted_for=acted_for)

    def waiting(self) -> "JobQuerySet":
        """In the order in which they are taken: what stumbled before stands behind the others."""
        return self.filter(state=JobState.WAITING).order_by("faults", "pk")

    def held_by(self, job: "Job") -> "JobQuerySet":
        """The row of ``job`` where this attempt of it still owns it, else none."""
        return self.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt, owner=job.owner)


class Job(models.Model):
    """One piece of work that a person asked for.

    ``kind`` names what is done (``jobs.kinds``), ``input`` with what, in the shape of that number;
    ``fingerprint`` is of both. ``attempt`` counts how often the job was taken, ``faults`` how often
    that came to no end; it is owned by one attempt of one worker (``owner``) until ``lease_until``,
    by the machine's clock, as all that a worker stamps: a demonstration's stands still.
    ``acted_for`` is the leader for whom it was asked (``accounts.people.acting``). ``sent_at`` is
    when a broker was last told of it. ``leads_to`` is the page on which one goes on with what it
    did.
    """

    county = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="县")
    kind = models.CharField("种类", max_length=60)
    title = models.CharField("名称", max_length=LONGEST_TITLE)
    input = models.JSONField("要求", default=dict)
    input_shape = models.PositiveSmallIntegerField("要求的格式")
    fingerprint = models.CharField("要求的 SHA-256", max_length=64)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="提交人"
    )
    acted_for = models.PositiveBigIntegerField("代哪位领导提交", null=True)
    asked_at = models.DateTimeField("提交时间")
    state = models.CharField(
        "状态", max_length=10, choices=JobState, default=JobState.WAITING, db_index=True
    )
    attempt = models.PositiveIntegerField("第几次办理", default=0)
    faults = models.PositiveSmallIntegerField("中断次数", default=0)
    owner = models.CharField("由谁办理", max_length=100, blank=True)
    lease_until = models.DateTimeField("占用到", null=True)
    sent_at = models.DateTimeField("通知时间", null=True)
    started_at = models.DateTimeField("开始时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    parts_done = models.PositiveIntegerField("已办份数", default=0)
    parts = models.PositiveIntegerField("总份数", default=0)
    result = models.CharField("结果", max_length=LONGEST_SENTENCE, blank=True)
    error = models.CharField("没有办成的原因", max_length=LONGEST_SENTENCE, blank=True)
    leads_to = models.CharField("办成后去的页面", max_length=LONGEST_ADDRESS, blank=True)

    objects = JobQuerySet.as_manager()
    trail = Free("work under way; what it does is told by the services that it calls")

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "fingerprint"],
                condition=Q(state__in=STANDING),
                name="job_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def progress_words(self) -> str:
        return f"已办 {self.parts_done}/{self.parts}"

    @property
    def percent(self) -> int:
        """How much of it is done, in whole percent."""
        return self.parts_done * 100 // self.parts if self.parts else 0


class JobFile(KeptFile):
    """What a job made, to be fetched by who asked for it, for some days."""

    folder = "jobs"

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="made")
    name = models.CharField("文件名", max_length=255)
    content_type = models.CharField("类型", max_length=100)

    trail = Free("what a job made, kept for some days and made again at will")

    class Meta:
        verbose_name = "后台任务的文件"
        verbose_name_plural = "后台任务的文件"

    def __str__(self) -> str:
        return self.name


class SentFile(KeptFile):
    """What was sent with a job, to be worked on; it goes when the job is over."""

    folder = "jobs_sent"

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="sent")

    trail = Free("what was sent with a job; what is made of it keeps its own")

    class Meta:
        verbose_name = "随后台任务提交的文件"
        verbose_name_plural = "随后台任务提交的文件"

    def __str__(self) -> str:
        return self.sha256


class WorkerSeen(models.Model):
    """When a worker last said that it lives, by the machine's clock."""

    owner = models.CharField("后台程序", max_length=100, unique=True)
    seen_at = models.DateTimeField("最近一次出现")

    trail = Free("which workers live at the moment")

    class Meta:
        verbose_name = "后台程序"
        verbose_name_plural = "后台程序"

    def __str__(self) -> str:
        return self.owner
