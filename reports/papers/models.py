"""Issued papers (印发的公文): rows that are only ever added, with the files that went out."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit, User
from accounts.rights import counties_where
from accounts.trail.facts import Kept
from files.models import KeptFile
from measures.months import CutOff, Month
from projects.models import Leader

LONGEST_SENTENCE = 2000
LONGEST_TITLE, LONGEST_NUMBER, LONGEST_NAME, LONGEST_REASON = 200, 60, 40, 200


class PaperKind(models.TextChoices):
    HALF_YEAR = "half_year", "半年工作总结"
    ANNUAL = "annual", "全年工作总结"
    BULLETIN = "bulletin", "月度简报"
    BRIEFING = "briefing", "汇报材料"
    SPEECH = "speech", "讲话数据页"
    UNIT = "unit", "单位情况表"
    LEADER = "leader", "领导情况表"
    LIST = "list", "项目清单"
    CARD = "card", "项目简介卡"
    PHOTOS = "photos", "图片台账"
    PHOTOS_BESIDE = "photos_beside", "两月图片对照"
    INSPECTION = "inspection", "督查报告"


READ_BY = {PaperKind.LEADER: "leaders.view"}
"""What right is asked of who reads papers of a kind, besides that of documents. A leader reads
their own without it."""


def leaders_in_person(user: User) -> list[str]:
    """The leaders who sign in as ``user``, or the one for whom they act, as a paper about them has
    it (``reports.papers.kinds``)."""
    if user.acts_for is not None:
        return [str(user.acts_for.key)]
    return [str(pk) for pk in Leader.objects.filter(user=user).values_list("pk", flat=True)]


class IssuedPaperQuerySet(models.QuerySet["IssuedPaper"]):
    def visible_to(self, user: User) -> "IssuedPaperQuerySet":
        read = self.filter(county__in=counties_where(user, "document.download"))
        for kind, right in READ_BY.items():
            own = Q(choices__about__0__in=leaders_in_person(user))
            read = read.filter(~Q(kind=kind) | Q(county__in=counties_where(user, right)) | own)
        return read


class IssuedPaper(models.Model):
    """What was issued, when, by whose signature; nothing of it changes after. The files that went
    out and the figures that they tell hang on it. ``known_at`` and ``known_hash`` are the last line
    of the trail that the figures know, ``choices`` what was chosen for the paper
    (``reports.papers.choices``, by ``choices_shape``), ``template_sha256`` the digest of the texts
    that it was composed by. ``withdraws`` is an earlier paper that this one takes back."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="issued_papers", verbose_name="县"
    )
    kind = models.CharField("文种", max_length=20, choices=PaperKind)
    as_of = models.DateField("截止日")
    title = models.CharField("标题", max_length=LONGEST_TITLE)
    document_number = models.CharField("文号", max_length=LONGEST_NUMBER, blank=True)
    signer = models.CharField("签发人", max_length=LONGEST_NAME, blank=True)
    checked_by = models.CharField("核稿人", max_length=LONGEST_NAME, blank=True)
    issued_on = models.DateField("印发日期")
    issued_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    withdraws = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="withdrawn_by",
        verbose_name="撤销的公文",
    )
    withdrawal_reason = models.CharField("撤销理由", max_length=LONGEST_REASON, blank=True)
    choices = models.JSONField("选择", default=dict)
    choices_shape = models.PositiveSmallIntegerField("选择的格式", editable=False)
    template = models.CharField("模板", max_length=40)
    template_sha256 = models.CharField("模板的 SHA-256", max_length=64)
    known_at = models.PositiveBigIntegerField("操作记录序号")
    known_hash = models.CharField("操作记录的校验值", max_length=64, blank=True)

    objects = IssuedPaperQuerySet.as_manager()
    trail = Kept(
        quiet=(
            "issued_by",
            "choices",
            "choices_shape",
            "template",
            "template_sha256",
            "known_at",
            "known_hash",
        )
    )

    class Meta:
        verbose_name = "印发的公文"
        verbose_name_plural = "印发的公文"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.title}（{self.document_number or '无文号'}）"

    @property
    def month(self) -> Month:
        """Through which its figures are reported."""
        return CutOff.at(self.as_of).month

    @property
    def later(self) -> "IssuedPaper | None":
        """The paper that took this one back; None while it stands."""
        return IssuedPaper.objects.filter(withdraws=self).first()


class WorkingPaperQuerySet(models.QuerySet["WorkingPaper"]):
    def visible_to(self, user: User) -> "WorkingPaperQuerySet":
        return self.filter(county__in=counties_where(user, "document.generate"))

    def in_work(self) -> "WorkingPaperQuerySet":
        return self.filter(issued=None)


class WorkingPaper(models.Model):
    """A paper that people write on: composed anew from the facts whenever it is opened, with what
    was written by hand in its ``choices`` (``reports.papers.choices``). ``issued`` is what it went
    out as; from then on nothing of it changes."""

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="working_papers", verbose_name="县"
    )
    kind = models.CharField("文种", max_length=20, choices=PaperKind)
    as_of = models.DateField("截止日")
    choices = models.JSONField("选择", default=dict)
    choices_shape = models.PositiveSmallIntegerField("选择的格式", editable=False)
    drafted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="起草人"
    )
    drafted_on = models.DateField("起草日期")
    issued = models.OneToOneField(
        IssuedPaper,
        on_delete=models.PROTECT,
        null=True,
        related_name="worked_on_as",
        verbose_name="印发为",
    )
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = WorkingPaperQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("choices", "choices_shape", "drafted_by"))

    class Meta:
        verbose_name = "文稿"
        verbose_name_plural = "文稿"
        ordering = ["-pk"]

    def __str__(self) -> str:
        called = self.choices.get("called", "")
        about = f"：{called}" if called else ""
        return f"{self.get_kind_display()}{about}（截至{self.as_of}）"

    @property
    def month(self) -> Month:
        """Through which its figures are reported."""
        return CutOff.at(self.as_of).month

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about, as ``PaperChoices`` has it."""
        return tuple(self.choices.get("about", ()))


class FileForm(models.TextChoices):
    TEXT = "text", "文本"
    DOCX = "docx", "Word 文档"
    PDF = "pdf", "PDF 文档"
    XLSX = "xlsx", "Excel 数据表"
    PICTURE = "picture", "长图"
    FIGURES = "figures", "数据"
    SCAN = "scan", "发文稿纸"


class IssuedFile(KeptFile):
    """One file of an issued paper, as it was written once; ``figures`` are the frozen figures
    (``reports.papers.frozen``), ``scan`` the signed sheet as it was uploaded."""

    folder = "papers"

    paper = models.ForeignKey(
        IssuedPaper, on_delete=models.PROTECT, related_name="files", verbose_name="公文"
    )
    form = models.CharField("格式", max_length=10, choices=FileForm)
    content_type = models.CharField("类型", max_length=100)

    trail = Kept(quiet=("file", "size", "content_type", "paper"), says=("form",))

    class Meta:
        verbose_name = "印发的文件"
        verbose_name_plural = "印发的文件"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "form"], name="one_file_of_a_form_a_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.paper.title} {self.get_form_display()}"
