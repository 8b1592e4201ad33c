"""Returned papers (收回的 Word 稿): what people made of a paper in Word, kept as it came back."""

from typing import TypeAlias

from django.db import models

from accounts.models import Unit, User
from accounts.rights import counties_where
from accounts.trail.facts import Kept
from files.models import KeptFile
from reports.papers.models import IssuedPaper, WorkingPaper

LONGEST_NAME = 200
AnyPaper: TypeAlias = IssuedPaper | WorkingPaper


class ReturnedPaperQuerySet(models.QuerySet["ReturnedPaper"]):
    def visible_to(self, user: User) -> "ReturnedPaperQuerySet":
        return self.filter(county__in=counties_where(user, "document.generate"))


class ReturnedPaper(KeptFile):
    """The file as it came back, of the paper as which it went out: an issued one, or one that is
    worked on. Nothing of it changes."""

    folder = "returned"
    keeps_suffix = True

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="returned_papers", verbose_name="县"
    )
    issued = models.ForeignKey(
        IssuedPaper,
        on_delete=models.PROTECT,
        null=True,
        related_name="returned",
        verbose_name="印发的公文",
    )
    working = models.ForeignKey(
        WorkingPaper,
        on_delete=models.PROTECT,
        null=True,
        related_name="returned",
        verbose_name="文稿",
    )
    name = models.CharField("文件名", max_length=LONGEST_NAME)
    returned_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="收回人"
    )
    returned_on = models.DateField("收回日期")

    objects = ReturnedPaperQuerySet.as_manager()
    trail = Kept(quiet=("file", "size", "issued", "working", "returned_by"))

    class Meta:
        verbose_name = "收回的 Word 稿"
        verbose_name_plural = "收回的 Word 稿"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issued=None) ^ models.Q(working=None),
                name="a_returned_paper_is_of_one_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def paper(self) -> AnyPaper:
        found = self.issued or self.working
        assert found is not None
        return found
