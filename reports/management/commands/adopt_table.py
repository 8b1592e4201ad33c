"""Match another office's blank workbook, once."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import add_county_argument, county_named, user_named
from accounts.errors import DomainError
from figures.facts import cut_off
from reports.foreign_tables.selectors import match_of
from reports.foreign_tables.services import adopt_table


class Command(BaseCommand):
    help = "登记一张别处发来的空表（套表），列出要由人确认的对应关系；最后一行是它的编号"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--accept", action="store_true", help="对应关系按系统的建议确认")
        parser.add_argument("--as", dest="username", help="以谁的名义；默认系统操作员")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"无法读取文件 {path}，请检查路径") from error
        try:
            table = adopt_table(
                county=county_named(options["county"]),
                content=content,
                filename=path.name,
                month=cut_off(options["as_of"]),
                by=user_named(options["username"]),
                today=clock.today(),
                accept=options["accept"],
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        match = match_of(table)
        for doubt in match.doubts:
            self.stdout.write(doubt.sentence)
        filled = sum(bool(column.field) for each in match.tables for column in each.columns)
        state = "可以填表" if table.is_confirmed else "以上各项须由人确认后才能填"
        self.stdout.write(f"已登记：{table}，对上{filled}列，{state}")
        self.stdout.write(str(table.pk))
