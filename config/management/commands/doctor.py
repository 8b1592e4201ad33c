"""Say in words what is ready and what is missing, and how to mend it."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup.making import newest_of
from config.health import readiness
from jobs.living import Background, background

# What /readyz answers under this name, in words: when it is there, and when it is not.
WORDS = {
    "database": ("数据库连得上", "数据库连不上，请检查 DATABASE_URL 和数据库服务"),
    "migrations": ("数据表是本版本的", "数据表还不是本版本的，请运行 manage.py migrate"),
    "data_folder": ("数据目录写得进去", "数据目录写不进去，请检查 DATA_DIR 的权限和磁盘空间"),
    "static_files": (
        "静态文件已收集",
        "静态文件没有收集，请运行 manage.py collectstatic --no-input",
    ),
    "charts": ("图表库在", "没有图表库，页面只显示表格；请运行 make assets"),
}
LATE = 120
"""Minutes without a tick after which its timer wants looking at."""


class Command(BaseCommand):
    help = "逐项说明系统是否就绪、缺什么、怎样补上；缺必要的一项时以非零状态退出"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--backups", metavar="DIR", type=Path, help="也看这里最新的备份")

    def handle(self, *args: Any, backups: Path | None, **options: Any) -> None:
        needed, told = readiness()
        for name, is_there in {**needed, "charts": told["charts"]}.items():
            there, missing = WORDS[name]
            self.stdout.write(f"✓ {there}" if is_there else f"✗ {missing}")
        self.stdout.write(_tick(told["minutes_since_tick"]))
        if needed["migrations"]:
            self.stdout.write(_background(background()))
        if backups:
            newest = newest_of(backups) if backups.is_dir() else None
            self.stdout.write(f"✓ 最新的备份 {newest}" if newest else f"✗ {backups} 里没有备份")
        if not all(needed.values()):
            raise CommandError("系统还没有就绪。")


def _background(found: Background) -> str:
    """Where nothing waits, a stopped worker is told too: a person would be the next to find out."""
    if found.is_alive:
        return "✓ 后台程序在运行"
    waits = f"，有 {found.waiting} 项任务在等候" if found.waiting else ""
    return f"✗ 后台没有运行{waits}，请启用 xushi-work.service"


def _tick(minutes: int | None) -> str:
    if minutes is None:
        return "✗ 到期的事从未办理，请启用 xushi-tick.timer"
    mark = "✗" if minutes > LATE else "✓"
    return f"{mark} 上次办理到期的事在 {minutes} 分钟之前"
