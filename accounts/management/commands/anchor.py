"""Write down outside the database where the audit trail now stands."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.trail.anchors import AnchorsDoNotHold, add_anchor


class Command(BaseCommand):
    help = "把操作记录的末条校验值记入锚文件（ANCHOR_FILE）；以前记下的有一条不符就不追加。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--anew", action="store_true", help="锚文件确已丢失时另建一个；操作记录里留一条"
        )

    def handle(self, *args: Any, anew: bool, **options: Any) -> None:
        try:
            anchor = add_anchor(clock.today(), is_anew=anew)
        except (AnchorsDoNotHold, OSError) as error:
            raise CommandError(str(error)) from error
        if anchor is None:
            self.stdout.write("操作记录没有新的内容，锚文件不变。")
        else:
            self.stdout.write(f"{anchor.day} 第{anchor.sequence}条 {anchor.head}")
