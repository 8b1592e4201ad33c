"""Put a backup into an empty installation, and check what came of it."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from config.backup.manifest import NotABackup
from config.backup.restoring import NotRestored, restore


class Command(BaseCommand):
    help = "把备份恢复到空的安装里，SQLite 和 PostgreSQL 的备份可以互换"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="一份备份，或放备份的目录（取最新的一份）"
        )

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        began = time.monotonic()
        try:
            restored = restore(folder=folder, today=clock.today())
        except (NotABackup, NotRestored, OSError) as error:
            raise CommandError(f"没有恢复，什么也没有改动：{error}。") from error
        manifest = restored.manifest
        self.stdout.write(
            f"已恢复 {restored.folder}（{manifest.made_at}，{manifest.database}）："
            f"{len(manifest.tables)} 张表 {manifest.rows} 行、文件 {len(manifest.files)} 个，"
            f"逐行逐个核对相同，用时 {time.monotonic() - began:.1f} 秒。"
        )
        for name in manifest.missing:
            self.stderr.write(f"备份时就缺失的文件：{name}")
        for name in manifest.damaged:
            self.stderr.write(f"备份时就已损坏的文件：{name}")
        try:
            call_command("verify", stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            raise CommandError(f"数据已恢复，与备份相同；但核对发现：{error}") from error
