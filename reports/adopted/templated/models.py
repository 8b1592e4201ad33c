"""Versions of the template of an adopted document; rows are only ever added."""

from collections.abc import Iterable

from django.db import models

from accounts.models import User
from accounts.trail.facts import Kept
from reports.adopted.models import AdoptedDocument

_NEW = "-"


class DocumentTemplateQuerySet(models.QuerySet["DocumentTemplate"]):
    def of(self, document: AdoptedDocument) -> "DocumentTemplateQuerySet":
        """The newest first."""
        return self.filter(document=document)


class DocumentTemplate(models.Model):
    """One version. ``origins`` says of each line of ``text`` which line of the file it is, or by
    whose formatting it is told (``reports.adopted.templated.origins``)."""

    document = models.ForeignKey(
        AdoptedDocument, on_delete=models.PROTECT, related_name="templates", verbose_name="文稿"
    )
    number = models.PositiveIntegerField("第几版")
    text = models.TextField("模板")
    origins = models.TextField("各行在原稿中的行", editable=False)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="修改人"
    )
    written_at = models.DateTimeField("修改时间")

    objects = DocumentTemplateQuerySet.as_manager()
    trail = Kept(digests=("text", "origins"), quiet=("document", "written_by", "written_at"))

    class Meta:
        verbose_name = "文稿的模板"
        verbose_name_plural = "文稿的模板"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_template_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document}模板第{self.number}版"

    @property
    def lines(self) -> list[int | None]:
        return [None if each == _NEW else int(each) for each in self.origins.split()]


def kept_origins(origins: Iterable[int | None]) -> str:
    return " ".join(_NEW if each is None else str(each) for each in origins)
