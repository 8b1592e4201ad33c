"""``manage.py import_monthly FILE --month 2019-06 [--approve]``: a monthly workbook, read in."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import add_county_argument, county_named, user_named
from accounts.errors import DomainError
from investment.intake import MonthlyPreview, bring_in_file
from investment.services import open_missing_period
from measures.months import Month


class Command(BaseCommand):
    help = "读入一个月的进度月报表；不加 --approve 时等待审核，加了则作为历史数据直接审定"

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--month", required=True, help="报表月份，如 2019-06")
        parser.add_argument("--approve", action="store_true", help="作为历史数据直接审定")
        parser.add_argument("--as", dest="username", metavar="USER", help="以哪个用户的名义")
        add_county_argument(parser)

    def handle(self, *args, **options) -> None:
        try:
            month = Month.parse(options["month"])
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"打不开文件 {options['file']}：{error.strerror}") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        by = user_named(options["username"])
        county = county_named(options["county"])
        try:
            if by is None and not options["approve"]:
                open_missing_period(county=county, month=month)
            preview = bring_in_file(
                county=county,
                month=month,
                name=options["file"].name,
                content=content,
                approve=options["approve"],
                by=by,
                today=clock.today(),
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self._tell(preview)

    def _tell(self, preview: MonthlyPreview) -> None:
        for finding in preview.findings:
            stream = self.stderr if finding.is_error else self.stdout
            stream.write(f"{'拒绝' if finding.is_error else '提示'}　{finding.sentence()}")
        self.stdout.write(
            f"{preview.month.label}：新增 {preview.added} 项，变更 {preview.changed} 项，"
            f"不变 {preview.unchanged} 项，拒绝 {preview.refused} 项"
        )
        if preview.refused or preview.is_refused:
            raise CommandError("有内容没有导入，请按提示改正后重新导入", returncode=1)
