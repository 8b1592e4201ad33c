"""Applying a preview from the command line, and telling what it did."""

from collections.abc import Iterator

from django.core.management.base import CommandError

from measures.money import YI, format_money
from projects.intake import LineChange, PlanPreview
from projects.intake.plans import in_words
from projects.management.importing import ImportCommand
from workbooks.intake.previews import Verdict


class PlanImportCommand(ImportCommand):
    def tell(self, preview: PlanPreview) -> None:
        """What a preview did that was applied: rows without errors. Raises CommandError (status
        1) if any was refused."""
        if preview.lines:
            for sentence in told(preview):
                self.say(sentence)
        self.say_findings(preview.findings)
        self.say_uses(preview.uses)
        if preview.proposed:
            self.say(f"这份表写的是{preview.proposed.words}，请核对年度和文件。")
        if preview.refused:
            raise CommandError(f"有 {preview.refused} 行没有导入，请按上面的提示改正后重新导入。")
        if preview.findings.errors:
            raise CommandError("文件没有导入，请按上面的提示改正后重新导入。")
        if not preview.lines:
            raise CommandError("没有读到任何项目，没有导入。")


def told(preview: PlanPreview) -> Iterator[str]:
    """The sentences about a preview that was applied."""
    yield in_words(**preview.outcome())
    for change in preview.lines:
        if change.verdict is Verdict.CHANGED:
            yield f"  修改 {change.line.name}：{edits_in_words(change)}"
    for listed in preview.lists:
        amount = f"，计划投资 {format_money(listed.amount, YI)} 亿元" if listed.amount else ""
        yield f"  {listed.name}：本文件 {listed.count} 个项目{amount}"
    if preview.new_units:
        yield f"  新建单位 {len(preview.new_units)} 个：{'、'.join(preview.new_units)}"
    if preview.new_categories:
        names = "、".join(preview.new_categories)
        yield f"  新建项目类别 {len(preview.new_categories)} 个：{names}"
    if not preview.applicable and preview.unchanged:
        yield "  与项目库完全一致，没有任何改动。"


def edits_in_words(change: LineChange) -> str:
    return "；".join(f"{edit.label} {edit.shown_old} → {edit.shown_new}" for edit in change.edits)
