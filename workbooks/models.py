"""Uploads: every workbook that came in, kept as it was, and what became of it."""

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_where, reporting_unit_ids
from accounts.trail.facts import Kept, Sealed
from files.models import KeptFile, sha256_of
from workbooks.titles import alias_pattern

NO_SOURCES = sha256_of(b"")
"""The seal of an upload that wrote nothing."""


class UploadState(models.TextChoices):
    PREVIEWED = "previewed", "待确认"
    APPLIED = "applied", "已导入"
    DISCARDED = "discarded", "已放弃"


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, user: User) -> "UploadQuerySet":
        """A reporter's own units' uploads; those of a county to who reviews or audits there."""
        counties = counties_where(user, "upload.download")
        return self.filter(Q(unit__in=reporting_unit_ids(user)) | Q(county__in=counties))

    def previewed(self) -> "UploadQuerySet":
        return self.filter(state=UploadState.PREVIEWED)

    def applied(self) -> "UploadQuerySet":
        return self.filter(state=UploadState.APPLIED)

    def same_content_as(self, content: bytes) -> "UploadQuerySet":
        return self.filter(sha256=sha256_of(content))


class Upload(KeptFile):
    """A workbook as it came. `kind` names what it is for (plan, preliminary, monthly …);
    `parameters` is what was chosen with it (year, month), `outcome` what reading or applying it
    gave (counts, findings), both by the app that uses it. `sources_sha256` is the seal of its
    sources (``workbooks.sealing``), empty until it is applied.
    """

    folder = "uploads"
    keeps_suffix = True
    unit_path = "unit"

    kind = models.CharField("用途", max_length=30)
    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="county_uploads", verbose_name="县"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name="单位",
    )
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="uploads", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    original_name = models.CharField("文件名", max_length=255)
    parameters = models.JSONField("参数", default=dict, blank=True)
    state = models.CharField(
        "状态", max_length=20, choices=UploadState, default=UploadState.PREVIEWED
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    outcome = models.JSONField("结果", default=dict, blank=True)
    undone_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤销人",
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    sources_sha256 = models.CharField(
        "导入来源的 SHA-256", max_length=64, blank=True, default="", editable=False
    )

    objects = UploadQuerySet.as_manager()
    trail = Kept(
        free=("parameters", "outcome"),
        quiet=(
            "uploaded_by",
            "uploaded_at",
            "original_name",
            "size",
            "file",
            "applied_at",
            "undone_by",
            "undone_at",
            "sources_sha256",
        ),
    )

    class Meta:
        verbose_name = "上传文件"
        verbose_name_plural = "上传文件"
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["sha256"], name="upload_by_content")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at=None)),
                name="upload_applied_at_when_applied",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(state="applied", undone_at__isnull=False, undone_by__isnull=False),
                name="upload_undone_after_it_was_applied",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_unusable(self) -> bool:
        """Whether it had nothing to bring in when it came, and so waits for nobody. What was kept
        before this was said of it tells it by its counts."""
        counts = ("added", "changed", "unchanged")
        is_nothing = not any(self.outcome.get(count) for count in counts)
        waits = self.state == UploadState.PREVIEWED
        return waits and bool(self.outcome.get("unusable", is_nothing))


class UploadSource(models.Model):
    """Which upload, sheet, row and cells gave a row of some table its values.

    ``cells`` maps a field to its cell (``{"year_to_date": "G12"}``), ``before`` and ``after`` are
    what the upload found and what it left, in a shape of the table's own; ``undone_at`` is when
    it was taken back.
    """

    upload = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_sources",
        verbose_name="上传文件",
    )
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行")
    cells = models.JSONField("单元格", default=dict)
    before = models.JSONField("导入前", null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField("导入后", encoder=DjangoJSONEncoder)
    applied_at = models.DateTimeField("导入时间")
    undone_at = models.DateTimeField("撤销时间", null=True)

    trail = Sealed(by="workbooks.upload.sources_sha256")

    class Meta:
        abstract = True
        ordering = ["-applied_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.upload} {self.sheet}第{self.row}行"


class HeaderAliasQuerySet(models.QuerySet["HeaderAlias"]):
    def of_county(self, county: Unit) -> "HeaderAliasQuerySet":
        return self.filter(county=county)


class HeaderAlias(models.Model):
    """A title by which a county's units call a column, beside those the imports know.

    `column_key` is the key of the column in the vocabulary of an import; in `alias`, {年}, {月}
    and {起月}-{月} stand for numbers.
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="header_aliases", verbose_name="县"
    )
    column_key = models.CharField("列", max_length=40)
    alias = models.CharField("列名", max_length=60)

    objects = HeaderAliasQuerySet.as_manager()
    trail = Kept()

    class Meta:
        verbose_name = "列名别名"
        verbose_name_plural = "列名别名"
        ordering = ["county", "column_key", "alias"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "column_key", "alias"], name="header_alias_once"
            ),
        ]

    def __str__(self) -> str:
        return self.alias

    def clean(self) -> None:
        """Raises ValidationError where nothing is left of the alias to compare titles with."""
        if not alias_pattern(self.alias):
            raise ValidationError({"alias": "列名里要有文字，如“当月完成投资额”"})


class ColumnMeaningQuerySet(models.QuerySet["ColumnMeaning"]):
    def visible_to(self, user: User) -> "ColumnMeaningQuerySet":
        """What is kept for the user's own units, and for a county whose plan they import."""
        of_county = Q(unit=None, county__in=counties_where(user, "plan.import"))
        return self.filter(Q(unit__in=reporting_unit_ids(user)) | of_county)

    def in_force(self) -> "ColumnMeaningQuerySet":
        return self.filter(is_revoked=False)

    def used_for(self, county: Unit, unit: Unit | None, kind: str) -> "ColumnMeaningQuerySet":
        """What holds for a file that ``unit`` (None: the bureau) sends: the unit's own and the
        county's."""
        whose = Q(unit=None) | Q(unit=unit)
        return self.in_force().filter(whose, county=county, kind=kind)


class ColumnMeaning(models.Model):
    """What a title means in one kind of workbook, as a person said it once for a unit (None: the
    whole county).

    ``wording`` is the title as titles are compared, ``title`` as it stood there; ``target`` is the
    key of a column, or a mark of ``workbooks.meanings``. A constant has no title: its ``wording``
    names the target, and ``constant`` is what every row of the column then says.
    """

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="column_meanings", verbose_name="县"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    kind = models.CharField("用途", max_length=30)
    wording = models.CharField("列名的写法", max_length=200)
    title = models.CharField("列名", max_length=200, blank=True)
    target = models.CharField("读作", max_length=40)
    constant = models.CharField("统一填写", max_length=200, blank=True)
    said_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="指定人"
    )
    said_at = models.DateTimeField("指定时间")
    is_revoked = models.BooleanField("已撤销", default=False)

    objects = ColumnMeaningQuerySet.as_manager()
    trail = Kept(quiet=("wording", "said_by", "said_at"))

    class Meta:
        verbose_name = "列的指定"
        verbose_name_plural = "列的指定"
        ordering = ["county", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "kind", "wording"],
                condition=Q(is_revoked=False, unit=None),
                name="column_meaning_once_a_county",
            ),
            models.UniqueConstraint(
                fields=["county", "unit", "kind", "wording"],
                condition=Q(is_revoked=False),
                name="column_meaning_once_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.target
