"""Assessment (考核): schemes as data, and the ledger of points that scores are the sum of."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_read, reporting_unit_ids
from accounts.trail.facts import Kept
from accounts.trail.proposals import SAID_BY_ITS_LINE, Proposal
from measures.scores import format_score
from projects.models import Part
from supervision.notices.models import NoticeItem


class SchemePeriod(models.TextChoices):
    """How often a scheme is scored. Terms are numbered from 1 within the year."""

    ANNUAL = "annual", "年度"
    HALF = "half", "半年"
    QUARTER = "quarter", "季度"


class SchemeState(models.TextChoices):
    DRAFT = "draft", "起草中"
    IN_FORCE = "in_force", "执行中"


class AssessmentSchemeQuerySet(models.QuerySet["AssessmentScheme"]):
    def visible_to(self, user: User) -> "AssessmentSchemeQuerySet":
        """Who reads the county; units see what is in force."""
        counties = {held.county_id for held in user.held_roles}
        # The county stands outside the OR: config/tests/test_partial_indexes.py says why.
        return self.filter(
            Q(county__in=counties_read(user)) | Q(state=SchemeState.IN_FORCE),
            county__in=counties,
        )

    def in_force(self) -> "AssessmentSchemeQuerySet":
        return self.filter(state=SchemeState.IN_FORCE)


class AssessmentScheme(models.Model):
    """考核办法 of a county, a year and a kind of term. Units are scored on the projects in which
    they hold ``part``. Once in force its rules change no more: another scheme takes its place."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="assessment_schemes", verbose_name="县"
    )
    year = models.PositiveSmallIntegerField("年度")
    period = models.CharField("考核周期", max_length=20, choices=SchemePeriod)
    name = models.CharField("名称", max_length=100)
    part = models.CharField("考核对象", max_length=20, choices=Part, default=Part.REPORTING)
    plan_key = models.CharField("清单", max_length=20)
    source = models.CharField("依据", max_length=200)
    state = models.CharField("状态", max_length=20, choices=SchemeState, default=SchemeState.DRAFT)
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="起草人"
    )
    in_force_on = models.DateField("执行日期", null=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = AssessmentSchemeQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("drafted_by",))

    class Meta:
        verbose_name = "考核办法"
        verbose_name_plural = "考核办法"
        ordering = ["-year", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year", "period"],
                condition=Q(state="in_force"),
                name="one_scheme_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        return self.state == SchemeState.IN_FORCE

    @property
    def terms(self) -> range:
        """The numbers of its terms within the year."""
        counts = {SchemePeriod.ANNUAL: 1, SchemePeriod.HALF: 2, SchemePeriod.QUARTER: 4}
        return range(1, counts[SchemePeriod(self.period)] + 1)

    def last_month_of(self, term: int) -> int:
        """The number of the month with which a term ends."""
        return 12 // len(self.terms) * term

    def term_of(self, month: int) -> int:
        """The term that a month of the year belongs to."""
        return -(-month * len(self.terms) // 12)

    def term_label(self, term: int) -> str:
        """2019年, 2019年上半年, 2019年第二季度."""
        if self.period == SchemePeriod.ANNUAL:
            return f"{self.year}年"
        if self.period == SchemePeriod.HALF:
            return f"{self.year}年{'上下'[term - 1]}半年"
        return f"{self.year}年第{'一二三四'[term - 1]}季度"


class RuleKind(models.TextChoices):
    """The shapes of scoring in use (KNOWLEDGE §1); parameters of each: assessment/."""

    SHARE = "share", "按比例计分"
    STEPS = "steps", "按超欠百分点计分"
    BANDS = "bands", "分档计分"
    RANKING = "ranking", "按名次计分"
    COUNT = "count", "按个数计分"
    NOTICE = "notice", "通报加减分"
    EVENT = "event", "其他加减分"


class SchemeRule(models.Model):
    """考核指标: one line of a scheme. ``parameters`` are those of its kind; rates in per cent and
    points as decimal text, for JSON's numbers are floats."""

    scheme = models.ForeignKey(
        AssessmentScheme, on_delete=models.PROTECT, related_name="rules", verbose_name="考核办法"
    )
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("指标", max_length=60)
    kind = models.CharField("计分方式", max_length=20, choices=RuleKind)
    parameters = models.JSONField("参数", default=dict)

    trail = Kept(says=("name", "kind", "parameters"))

    class Meta:
        verbose_name = "考核指标"
        verbose_name_plural = "考核指标"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "position"], name="rule_position_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Excuse(models.Model):
    """不参加考核: a unit that a term does not rank, and why."""

    scheme = models.ForeignKey(
        AssessmentScheme, on_delete=models.PROTECT, related_name="excuses", verbose_name="考核办法"
    )
    term = models.PositiveSmallIntegerField("期次")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="批准人")

    trail = Kept()

    class Meta:
        verbose_name = "不参加考核"
        verbose_name_plural = "不参加考核"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "term", "unit"], name="excused_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.reason}"


class ScoreEvent(Proposal):
    """考核事项: what a rule of kind event counts, proposed by one and confirmed by another; what
    happened is the ``reason``."""

    rule = models.ForeignKey(
        SchemeRule, on_delete=models.PROTECT, related_name="events", verbose_name="考核指标"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    happened_on = models.DateField("发生日期")
    reason = models.TextField("事由")

    trail = Kept(quiet=SAID_BY_ITS_LINE)

    class Meta:
        verbose_name = "考核事项"
        verbose_name_plural = "考核事项"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "unit", "happened_on", "reason"],
                condition=Q(state__in=["waiting", "accepted"]),
                name="event_proposed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.reason}"


class AssessmentResultQuerySet(models.QuerySet["AssessmentResult"]):
    def visible_to(self, user: User) -> "AssessmentResultQuerySet":
        """Published rankings are for every unit of the county."""
        return self.filter(scheme__county__in={held.county_id for held in user.held_roles})


class AssessmentResult(models.Model):
    """考核结果 of a term, published: ``facts`` keeps every unit's rank, total, lines and projects
    as they were (shape: assessment/freezing.py), and nothing of it changes after.
    What the ledger was told later stands beside it."""

    scheme = models.ForeignKey(
        AssessmentScheme, on_delete=models.PROTECT, related_name="results", verbose_name="考核办法"
    )
    term = models.PositiveSmallIntegerField("期次")
    year = models.PositiveSmallIntegerField("截止年度")
    month = models.PositiveSmallIntegerField("截止月份")
    facts = models.JSONField("结果")
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="发布人"
    )
    published_at = models.DateTimeField("发布时间")

    objects = AssessmentResultQuerySet.as_manager()
    trail = Kept(digests=("facts",), quiet=("facts", "published_by", "published_at"))

    class Meta:
        verbose_name = "考核结果"
        verbose_name_plural = "考核结果"
        ordering = ["-year", "-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "term"], name="result_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme.term_label(self.term)}考核结果"


class ScoreLineQuerySet(models.QuerySet["ScoreLine"]):
    def visible_to(self, user: User) -> "ScoreLineQuerySet":
        """A reporter's own units'; all of them for who reads the county (data/rights.csv)."""
        return self.filter(
            Q(scheme__county__in=counties_read(user)) | Q(unit__in=reporting_unit_ids(user))
        )

    def of_term(self, scheme: AssessmentScheme, term: int) -> "ScoreLineQuerySet":
        return self.filter(scheme=scheme, term=term)

    def total(self) -> int:
        """In hundredths of a point."""
        return self.aggregate(total=models.Sum("hundredths"))["total"] or 0

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("台账只增不改")

    def delete(self) -> NoReturn:
        raise TypeError("台账只增不删")


class ScoreLine(models.Model):
    """台账: one entry of points in hundredths (百分之一分), with its reckoning and its evidence.
    Lines are added by ``assessment.ledger`` and never changed; one that no longer holds is
    answered by its opposite, ``reverses``. A score is the sum of its lines."""

    scheme = models.ForeignKey(
        AssessmentScheme, on_delete=models.PROTECT, related_name="lines", verbose_name="考核办法"
    )
    term = models.PositiveSmallIntegerField("期次")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="score_lines", verbose_name="单位"
    )
    rule = models.ForeignKey(
        SchemeRule, on_delete=models.PROTECT, related_name="lines", verbose_name="考核指标"
    )
    hundredths = models.IntegerField("分值（百分之一分）")
    reckoning = models.TextField("计算依据")
    evidence = models.JSONField("所据数字", default=list)
    notice_item = models.ForeignKey(
        NoticeItem,
        on_delete=models.PROTECT,
        null=True,
        related_name="score_lines",
        verbose_name="通报事项",
    )
    event = models.ForeignKey(
        ScoreEvent,
        on_delete=models.PROTECT,
        null=True,
        related_name="score_lines",
        verbose_name="考核事项",
    )
    result = models.ForeignKey(
        AssessmentResult,
        on_delete=models.PROTECT,
        null=True,
        related_name="lines",
        verbose_name="考核结果",
    )
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="reversed_by",
        verbose_name="冲销",
    )
    at = models.DateTimeField("记入时间")
    on = models.DateField("日期")

    objects = ScoreLineQuerySet.as_manager()
    trail = Kept(
        digests=("evidence",),
        quiet=(
            "scheme",
            "term",
            "unit",
            "rule",
            "reckoning",
            "evidence",
            "notice_item",
            "event",
            "result",
            "reverses",
            "at",
            "on",
        ),
    )

    class Meta:
        verbose_name = "考核台账"
        verbose_name_plural = "考核台账"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "notice_item"],
                condition=Q(reverses=None, notice_item__isnull=False),
                name="notice_item_scored_once",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(reverses=None, event__isnull=False),
                name="event_scored_once",
            ),
            models.UniqueConstraint(
                fields=["result", "rule", "unit"],
                condition=Q(result__isnull=False),
                name="result_scored_once",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "term", "unit"], name="ledger_of_unit")]

    def __str__(self) -> str:
        return f"{self.unit} {self.rule} {format_score(self.hundredths, signed=True)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("台账只增不改")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("台账只增不删")
