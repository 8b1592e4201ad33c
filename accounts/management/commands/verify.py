"""Check what must always hold; exit non-zero when something does not."""

from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.trail import invariants
from accounts.trail.audit import check_chain
from accounts.trail.invariants import Invariant, NothingToHold
from accounts.trail.moments import one_moment

MOST_SHOWN = 20


class Command(BaseCommand):
    help = "检查操作记录是否完整、数据是否与它一致；发现问题时以非零状态退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        ready = invariants.ready()
        # Of one moment: what is done between two queries is no tampering.
        with one_moment():
            failed = [] if self._chain_holds() else ["操作记录"]
            failed += [name for name, each in ready.items() if not self._holds(name, each)]
        if failed:
            raise CommandError(f"{'、'.join(failed)}有问题。")

    def _chain_holds(self) -> bool:
        report = check_chain()
        self.stdout.write(f"操作记录 {report.count} 条，末条校验值 {report.head or '（无）'}")
        self._tell([f"第 {number} 条与校验值不符，或其前面的记录缺失" for number in report.broken])
        if not report.complete:
            self.stderr.write("末尾的记录与登记的条数或校验值不符，可能被删除")
        if report.holds:
            self.stdout.write("操作记录完整。")
        return report.holds

    def _holds(self, name: str, invariant: Invariant) -> bool:
        try:
            problems = invariant()
        except NothingToHold as nothing:
            self.stdout.write(f"{name}：{nothing}")
            return True
        self._tell(problems)
        self.stdout.write(f"{name}：{f'{len(problems)} 处不符' if problems else '相符'}")
        return not problems

    def _tell(self, problems: Sequence[str]) -> None:
        for problem in problems[:MOST_SHOWN]:
            self.stderr.write(problem)
        if len(problems) > MOST_SHOWN:
            self.stderr.write(f"……共 {len(problems)} 条")
