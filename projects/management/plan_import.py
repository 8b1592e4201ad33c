"""Applying a preview from the command line, and telling what it did."""

import datetime
from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import CommandError

from accounts.models import User
from measures.money import YI, format_money
from projects.adjustments import rules
from projects.adjustments.forcing import put_in_force
from projects.adjustments.services import decide_left_out
from projects.intake import LineChange, PlanPreview
from projects.intake.plans import in_words
from projects.management.importing import ImportCommand
from workbooks.intake.previews import Verdict


class PlanImportCommand(ImportCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--document", default="", metavar="文号", help="改动已在执行的清单所依据的文号"
        )
        parser.add_argument(
            "--effective",
            type=datetime.date.fromisoformat,
            metavar="DATE",
            help="改动自哪天起生效，如 2019-07-15",
        )

    def change_lists(
        self,
        preview: PlanPreview,
        *,
        by: User | None,
        document: str,
        effective: datetime.date | None,
    ) -> None:
        """Put in force what the file changes of lists that are in force; what who imports may only
        propose stays a draft. Lines that the file leaves out stay. Raises CommandError without
        document and day."""
        today = preview.sent.today
        for adjustment in preview.drafts:
            if not rules.puts_in_force(by, adjustment.plan.county):
                self.say(f"{adjustment.plan.name}已在执行：改动形成调整方案，待审定员审定后生效。")
                continue
            if not (document and effective):
                raise CommandError(
                    f"{adjustment.plan.name}已在执行，改动要写明 --document 文号 和 "
                    "--effective 生效日期，没有导入。"
                )
            if number := len(adjustment.left_out):
                self.say(f"{adjustment.plan.name}：文件没有列出的 {number} 个项目保留不变。")
            decide_left_out(adjustment=adjustment, dropped=(), by=by, version=adjustment.version)
            put_in_force(
                adjustment=adjustment,
                effective_on=effective,
                document_number=document,
                by=by,
                version=adjustment.version,
                today=today,
            )
            self.say(
                f"{adjustment.plan.name}：调整 {adjustment.changes.count()} 项，"
                f"自{effective}起生效，{document}。"
            )

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
