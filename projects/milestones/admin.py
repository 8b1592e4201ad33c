"""The county's list of steps, as reference data."""

from typing import Any

from django.contrib import admin
from import_export.fields import Field

from accounts.admin import reference
from accounts.errors import DomainError
from projects.models import Milestone, MilestoneKind, MilestoneStep
from workbooks.exchange import Choice, CountyRows, ExchangingAdmin, Text, WholeNumber, YesNo


class KindOfStep(Choice):
    """Blank of a step that figures do not count."""

    empty = ""


class MilestoneStepRows(CountyRows):
    name = Field("name", "节点名称", Text())
    kind = Field("kind", "对应统计节点", KindOfStep(list(MilestoneKind.choices), required=False))
    words = Field("words", "完成时的写法", Text(required=False))
    position = Field("position", "排序", WholeNumber())
    is_asked = Field("is_asked", "要求填报", YesNo())

    class Meta:
        model = MilestoneStep
        fields = ("name", "kind", "words", "position", "is_asked")
        import_id_fields = ("name",)


@admin.register(MilestoneStep, site=reference)
class MilestoneStepAdmin(ExchangingAdmin):
    about = (
        "本县的前期节点和先后次序；没有登记时用规划、专家评审、可研、环评、能评、水保、初设、施工图、"
        "招标、开工。“对应统计节点”不填的只用于计划和催办，不进入前期节点的统计。"
    )
    taken = "本县的目录里已经有这个节点。"
    action_create = "milestone_step.create"
    action_update = "milestone_step.update"
    resource_class = MilestoneStepRows
    fields = MilestoneStepRows.Meta.fields
    list_display = fields
    search_fields = ("name",)

    def check_row(self, row: Any) -> None:
        """What was declared of a step stays what it was."""
        before = MilestoneStep.objects.filter(pk=row.pk).first()
        if before is None or before.kind == row.kind:
            return
        if Milestone.objects.filter(county=row.county, kind=before.key).exists():
            raise DomainError("这个节点已有登记，不能再改对应的统计节点。", field="kind")
