"""Which upload gave the register its rows."""

from dataclasses import replace

from django.apps import apps
from django.db import models

from projects.models.register import Project
from workbooks.models import UploadSource

PROJECT = "projects.project"


class ProjectSource(UploadSource):
    """Which upload, sheet, row and cells gave a project its values; without a project, which made
    a unit, a category or a list that came with one. ``name`` is what it is called.

    ``before`` and ``after`` tell exactly what the upload wrote, by table, row and column, raw as
    the trail keeps them: ``{"projects.planitem": {"12": {"planned_investment": 5310000}}}``. A row
    that is not in ``before`` was made; ``before`` is None where the thing itself was. ``cells`` are
    named in the same way: ``{"projects.planitem/12/planned_investment": "M7"}``.
    """

    project = models.ForeignKey(
        Project,
        on_delete=models.SET_NULL,
        null=True,
        related_name="sources",
        verbose_name="项目",
    )
    name = models.CharField("名称", max_length=200)

    @property
    def wrote(self) -> str:
        """新建项目, 修改项目, 新建单位: what the upload did here."""
        if self.before is not None:
            return "修改项目"
        if PROJECT in self.after:
            return "新建项目"
        [label] = self.after
        return f"新建{apps.get_model(label)._meta.verbose_name}"

    # A project that goes leaves its sources behind, which name it.
    trail = replace(UploadSource.trail, free=("project",))

    class Meta(UploadSource.Meta):
        verbose_name = "资料来源"
        verbose_name_plural = "资料来源"
