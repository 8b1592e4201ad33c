"""Fill a form that was matched, for a cut-off."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import user_named
from accounts.errors import DomainError
from figures.facts import cut_off
from reports.foreign_tables.selectors import changes_of, filled_in, table_numbered
from reports.foreign_tables.services import fill_table


class Command(BaseCommand):
    help = "按截止日填好一张套表"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", metavar="ID", type=int)
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)
        parser.add_argument("--as", dest="username", help="以谁的名义；默认系统操作员")

    def handle(self, *args: Any, **options: Any) -> None:
        table = table_numbered(options["id"])
        if table is None:
            raise CommandError(f"没有编号为{options['id']}的套表")
        try:
            form = fill_table(
                table=table,
                month=cut_off(options["as_of"]),
                by=user_named(options["username"]),
                today=clock.today(),
            )
            content = form.content()
        except DomainError as error:
            raise CommandError(error.message) from error
        output: Path = options["output"]
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"无法写入 {output}，请检查路径和权限") from error
        for unfilled in filled_in(form).unfilled:
            self.stdout.write(f"未填：{unfilled.title} {unfilled.count}格，{unfilled.why}")
        if form.follows is not None:
            since = f"{form.follows.as_of:%Y-%m-%d}"
            self.stdout.write(f"与{since}相比，{len(changes_of(form))}处有变动")
        self.stdout.write(f"已填好：{form}")
