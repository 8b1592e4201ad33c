"""Make a backup of one moment, while the product is in use; by a timer every night."""

import argparse
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backup.making import KEEP, Backup, NotBackedUp, make_backup


class Command(BaseCommand):
    help = "备份数据库和上传的文件，各取同一时刻，使用中也可以运行；最后一行只有备份的路径"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="放备份的目录")
        parser.add_argument(
            "--keep", type=_positive, default=KEEP, metavar="N", help=f"保留最新的几份，默认 {KEEP}"
        )

    def handle(self, *args: Any, folder: Path, keep: int, **options: Any) -> None:
        began = time.monotonic()
        try:
            # The real time, also where a demonstration stands still: the names give the order.
            made = make_backup(into=folder, keep=keep, at=timezone.localtime())
        except (NotBackedUp, OSError) as error:
            raise CommandError(f"没有备份：{error}") from error
        self._tell(made, time.monotonic() - began)
        if not made.manifest.has_all_files:
            raise CommandError("备份已做，但有文件缺失或损坏，旧的备份都没有删除。")

    def _tell(self, made: Backup, seconds: float) -> None:
        manifest = made.manifest
        for name in manifest.missing:
            self.stderr.write(f"文件缺失：{name}")
        for name in manifest.damaged:
            self.stderr.write(f"文件损坏，与登记的 SHA-256 不符：{name}")
        self.stdout.write(f"备份完成：{manifest.words}，用时 {seconds:.1f} 秒。")
        if made.removed:
            self.stdout.write(f"删除旧备份：{'、'.join(made.removed)}。")
        self.stdout.write(str(made.folder))


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("至少保留一份")
    return number
