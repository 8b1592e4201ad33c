"""Adopted documents (采用的文稿): typed .docx files that are filled anew at each cut-off."""

from django.db import models

from accounts.models import Unit, User
from accounts.rights import counties_where
from accounts.trail.facts import Kept
from documents.refilling import WordPlace
from files.models import KeptFile
from reports.adopted.recognising import Certainty
from reports.adopted.stated import STATED, Stated

LONGEST_NAME, LONGEST_KEY = 200, 300


class AdoptedDocumentQuerySet(models.QuerySet["AdoptedDocument"]):
    def visible_to(self, user: User) -> "AdoptedDocumentQuerySet":
        return self.filter(county__in=counties_where(user, "table.fill"))

    def in_use(self) -> "AdoptedDocumentQuerySet":
        return self.filter(is_withdrawn=False)


class AdoptedDocument(KeptFile):
    """The file as it was uploaded, of the cut-off ``as_of``. ``main_part`` is the part of it in
    which the text stands. Its figures say what is filled in, and where."""

    folder = "adopted"
    keeps_suffix = True

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="adopted_documents", verbose_name="县"
    )
    name = models.CharField("名称", max_length=LONGEST_NAME)
    as_of = models.DateField("截止日")
    main_part = models.CharField("正文部件", max_length=200, editable=False)
    adopted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="采用人"
    )
    adopted_on = models.DateField("采用日期")
    is_withdrawn = models.BooleanField("已停用", default=False)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = AdoptedDocumentQuerySet.as_manager()
    trail = Kept(free=("version",), quiet=("file", "size", "main_part", "adopted_by"))

    class Meta:
        verbose_name = "采用的文稿"
        verbose_name_plural = "采用的文稿"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class FigureCertainty(models.TextChoices):
    SURE = Certainty.SURE.value, "已认定"
    ASKED = Certainty.ASKED.value, "待确认"
    UNMATCHED = Certainty.UNMATCHED.value, "未匹配"


class AdoptedFigure(models.Model):
    """A number of an adopted document: where it stands (``documents.refilling.WordPlace``), how it
    is printed, and under ``key`` what is filled in: a figure, or what states the cut-off
    (``reports.adopted.stated.Stated``); "" stays as typed. ``choices`` are the keys that come near,
    a line each. ``is_settled``: nothing of it waits for a person."""

    document = models.ForeignKey(
        AdoptedDocument, on_delete=models.PROTECT, related_name="figures", verbose_name="文稿"
    )
    line = models.PositiveIntegerField("行")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    printed = models.CharField("文中", max_length=60)
    clause = models.CharField("所在的话", max_length=500, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    decimals = models.PositiveSmallIntegerField("小数位数")
    certainty = models.CharField("把握", max_length=10, choices=FigureCertainty)
    key = models.CharField("数字", max_length=LONGEST_KEY, blank=True)
    choices = models.TextField("可选的数字", blank=True)
    is_settled = models.BooleanField("已确认", default=False)

    trail = Kept(quiet=("document", "line", "start", "end", "choices"), says=("printed",))

    class Meta:
        verbose_name = "文稿的数字"
        verbose_name_plural = "文稿的数字"
        ordering = ["line", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "line", "start"], name="one_adopted_figure_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def place(self) -> WordPlace:
        return WordPlace(self.line, self.start, self.end)

    @property
    def stated(self) -> Stated | None:
        """What of the cut-off is filled in here; None of a figure and of what stays."""
        return Stated(self.key) if self.key in STATED else None

    @property
    def box(self) -> str:
        """The name under which a form sends its key, and a refusal tells what is wrong with it."""
        return f"key-{self.pk}"

    @property
    def offered(self) -> list[str]:
        return self.choices.split("\n") if self.choices else []
