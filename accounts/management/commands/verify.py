"""Check what must always hold; exit non-zero when something does not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import check_chain

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "检查操作记录是否完整、未被改动；发现问题时以非零状态退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_chain()
        self.stdout.write(f"操作记录 {report.count} 条，末条校验值 {report.head or '（无）'}")
        for sequence in report.broken[:MOST_SHOWN]:
            self.stderr.write(f"第 {sequence} 条与校验值不符，或其前面的记录缺失")
        if len(report.broken) > MOST_SHOWN:
            self.stderr.write(f"……共 {len(report.broken)} 条")
        if not report.complete:
            self.stderr.write("末尾的记录与登记的条数或校验值不符，可能被删除")
        if not report.holds:
            raise CommandError("操作记录不完整。")
        self.stdout.write("操作记录完整。")
