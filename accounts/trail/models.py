"""The lines of the audit trail and the head of their chain."""

from django.db import models
from django.db.models import Q

from accounts.people.models import Unit, User
from accounts.rights import counties_where, may
from accounts.trail.facts import Derived, Free


class AuditHead(models.Model):
    """The end of the audit chain: one row, the one lock that orders its lines."""

    last_hash = models.CharField(max_length=64, blank=True)
    count = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    trail = Derived("the last line of the trail")

    def __str__(self) -> str:
        return f"{self.count} {self.last_hash}"


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, thing: models.Model) -> "AuditEventQuerySet":
        return self.filter(object_type=thing._meta.label_lower, object_id=thing.pk)

    def visible_to(self, user: User) -> "AuditEventQuerySet":
        """The whole county's for approvers and auditors; own actions for who reports or reviews."""
        seen = Q(county__in=counties_where(user, "trail.view"))
        own = may(user, "trail.view", answer="own actions")
        return self.filter(seen | Q(actor=user)) if own else self.filter(seen)


class AuditEvent(models.Model):
    """One line of the audit trail. Lines are added by ``trail.audit`` and never changed.

    ``changes`` maps a column's name to its old and new value, raw; ``rows`` are further rows of the
    same deed, each as its model, its key and its changes. Words are put on when a line is shown
    (``accounts.trail.words``)."""

    sequence = models.BigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    # Django refuses to delete whom or what a line names; the database is not asked line by line.
    actor = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
        verbose_name="操作人",
    )
    actor_name = models.CharField("操作人姓名", max_length=60)
    action = models.CharField("操作", max_length=60)
    object_type = models.CharField("对象类型", max_length=60)
    object_id = models.BigIntegerField("对象编号", null=True)
    object_label = models.CharField("对象", max_length=200)
    # The index of county and sequence serves for this one alone too.
    county = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
        verbose_name="县",
    )
    changes = models.JSONField("变更", default=dict)
    rows = models.JSONField("连带变更", default=list)
    reason = models.TextField("理由", blank=True)
    request_id = models.CharField("请求编号", max_length=40, blank=True)
    address = models.CharField("地址", max_length=45, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    # Set by ``accounts.trail.words`` for who shows the line.
    words: list[tuple[str, str, str]]

    objects = AuditEventQuerySet.as_manager()
    trail = Free("the trail itself, which its own chain holds")

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        ordering = ["-sequence"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["county", "-sequence"], name="audit_by_county"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.action} {self.object_label}"
