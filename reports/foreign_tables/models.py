"""套表: the blank of another office with what it was matched to, and the forms that were filled."""

from django.db import models

from accounts.models import Unit, User
from accounts.rights import counties_where
from accounts.trail.facts import Kept
from files.models import KeptFile

LONGEST_NAME = 120


class ForeignTableQuerySet(models.QuerySet["ForeignTable"]):
    def visible_to(self, user: User) -> "ForeignTableQuerySet":
        return self.filter(county__in=counties_where(user, "table.fill"))


class ForeignTable(KeptFile):
    """The blank as it came, and its ``match`` (``reports.foreign_tables.match``, by
    ``match_shape``). ``is_confirmed``: nothing of it is asked any more, and it can be filled."""

    folder = "foreign-tables"

    county = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="foreign_tables", verbose_name="县"
    )
    name = models.CharField("名称", max_length=LONGEST_NAME)
    match = models.JSONField("对应关系", default=dict)
    match_shape = models.PositiveSmallIntegerField("对应关系的格式", editable=False)
    is_confirmed = models.BooleanField("已确认", default=False)
    adopted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    adopted_on = models.DateField("登记日期")
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = ForeignTableQuerySet.as_manager()
    trail = Kept(
        free=("version",),
        digests=("match",),
        quiet=("file", "size", "match", "match_shape", "adopted_by"),
    )

    class Meta:
        verbose_name = "套表"
        verbose_name_plural = "套表"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class FilledTableQuerySet(models.QuerySet["FilledTable"]):
    def visible_to(self, user: User) -> "FilledTableQuerySet":
        return self.filter(table__in=ForeignTable.objects.visible_to(user))


class FilledTable(KeptFile):
    """A form as it was filled at a cut-off, byte for byte, with its ``cells``
    (``reports.foreign_tables.filled``, by ``cells_shape``). ``follows`` is the form of an earlier
    month that its changes are told against."""

    folder = "filled-tables"

    table = models.ForeignKey(
        ForeignTable, on_delete=models.PROTECT, related_name="filled", verbose_name="套表"
    )
    as_of = models.DateField("截止日")
    cells = models.JSONField("填入的内容", default=dict)
    cells_shape = models.PositiveSmallIntegerField("填入内容的格式", editable=False)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="对照的上期"
    )
    filled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="填表人"
    )
    filled_on = models.DateField("填表日期")

    objects = FilledTableQuerySet.as_manager()
    trail = Kept(
        digests=("cells",),
        quiet=("file", "size", "cells", "cells_shape", "filled_by", "follows"),
        says=("table_id", "as_of"),
    )

    class Meta:
        verbose_name = "填好的套表"
        verbose_name_plural = "填好的套表"
        ordering = ["-as_of", "-pk"]

    def __str__(self) -> str:
        return f"{self.table.name}（截至{self.as_of}）"
