"""Edit checks as data: what is asked from when on, and what was found and judged."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.trail.facts import Kept
from investment.models.entries import MonthlyEntry


class CheckClass(models.TextChoices):
    """What becomes of an entry in which a check finds something (DESIGN §4.10)."""

    MUST_FIX = "must_fix", "必须改正"
    EXPLAIN = "explain", "须说明"
    NOTICE = "notice", "只提示"
    OFF = "off", "不用"


class CheckRule(models.Model):
    """校核规则: the class and the parameters of one edit check in a county from a day on, in
    place of what the check itself says (investment/checks)."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="check_rules", verbose_name="县"
    )
    code = models.CharField("校核", max_length=40)
    check_class = models.CharField("类别", max_length=20, choices=CheckClass)
    parameters = models.JSONField("参数", default=dict, blank=True)
    from_date = models.DateField("自")
    source = models.CharField("依据", max_length=200)

    trail = Kept()

    class Meta:
        verbose_name = "校核规则"
        verbose_name_plural = "校核规则"
        ordering = ["code", "-from_date"]
        constraints = [
            models.UniqueConstraint(fields=["county", "code", "from_date"], name="check_rule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}（{self.from_date}起）"


class Verdict(models.TextChoices):
    """What the reviewer makes of a finding and its explanation."""

    ACCEPTED = "accepted", "属实"
    DOUBTFUL = "doubtful", "待核查"
    FALSE = "false", "经核不符"


DOUBTS = (Verdict.DOUBTFUL, Verdict.FALSE)


class CheckFindingQuerySet(models.QuerySet["CheckFinding"]):
    def standing(self) -> "CheckFindingQuerySet":
        """Of the latest sending."""
        return self.filter(superseded_at=None)

    def visible_to(self, user: User) -> "CheckFindingQuerySet":
        return self.filter(entry__in=MonthlyEntry.objects.visible_to(user))


class CheckFinding(models.Model):
    """校核提示: what a check found in an entry as it was sent, what the unit said of it, and the
    reviewer's verdict. When the entry goes back to its unit, or is corrected, it is kept,
    ``superseded_at``."""

    entry = models.ForeignKey(
        MonthlyEntry, on_delete=models.PROTECT, related_name="findings", verbose_name="月度进度"
    )
    code = models.CharField("校核", max_length=40)
    check_class = models.CharField("类别", max_length=20, choices=CheckClass)
    message = models.TextField("提示")
    explanation = models.TextField("情况说明", blank=True)
    found_at = models.DateTimeField("提示时间")
    superseded_at = models.DateTimeField("取代时间", null=True)
    verdict = models.CharField("核查意见", max_length=20, choices=Verdict, blank=True)
    verdict_note = models.CharField("核查说明", max_length=200, blank=True)
    verdict_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="核查人"
    )
    verdict_at = models.DateTimeField("核查时间", null=True)

    objects = CheckFindingQuerySet.as_manager()
    trail = Kept(
        # What was found follows from the entry and the rules of its day; the verdict does not.
        free=(
            "entry",
            "code",
            "check_class",
            "message",
            "explanation",
            "found_at",
            "superseded_at",
        ),
        says=("code",),
    )

    class Meta:
        verbose_name = "校核提示"
        verbose_name_plural = "校核提示"
        ordering = ["entry", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "code"],
                condition=Q(superseded_at=None),
                name="one_finding_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.code}"
