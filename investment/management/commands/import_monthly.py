"""``manage.py import_monthly FILE --month 2019-06 [--approve]``: a monthly workbook, read in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts import clock
from accounts.cli import county_named, user_named
from investment.intake import MONTHLY_TABLE, MonthlyPreview, sent_monthly
from investment.services import open_missing_period
from measures.months import Month
from projects.management.importing import ImportCommand
from workbooks.intake.uploads import bring_in


class Command(ImportCommand):
    help = "读入一个月的进度月报表；不加 --approve 时等待审核，加了则作为历史数据直接审定"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--month", required=True, help="报表月份，如 2019-06")
        parser.add_argument("--approve", action="store_true", help="作为历史数据直接审定")

    def import_file(self, content: bytes, name: str, **options: Any) -> None:
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        by = user_named(options["username"])
        county = county_named(options["county"])
        if by is None and not options["approve"]:
            open_missing_period(county=county, month=month)
        sent = sent_monthly(
            content,
            county=county,
            month=month,
            by=by,
            today=clock.today(),
            approve=options["approve"],
            original_name=name,
        )
        self._tell(bring_in(kind=MONTHLY_TABLE, sent=sent))

    def _tell(self, preview: MonthlyPreview) -> None:
        self.say_findings(preview.findings, errors=self.stderr)
        for aside in preview.asides:
            self.say(f"  {aside}。")
        self.say(
            f"{preview.month.label}：新增 {preview.added} 项，变更 {preview.changed} 项，"
            f"不变 {preview.unchanged} 项，拒绝 {preview.refused} 项"
        )
        self.say_uses(preview.uses)
        if preview.proposed:
            month = preview.proposed.parameters["month"]
            self.say(
                f"这份表写的是{preview.proposed.words}：如果是，请用 --month {month} 重新导入。"
            )
        if preview.refused or preview.is_refused:
            raise CommandError("有内容没有导入，请按提示改正后重新导入", returncode=1)
        if not preview.lines:
            raise CommandError("没有读到任何项目的填报内容，没有导入", returncode=1)
