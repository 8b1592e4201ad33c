"""``manage.py entries --month 2019-07 --format json``: the stored entries of a month."""

import json

from django.core.management.base import BaseCommand, CommandError

from accounts.cli import add_county_argument, county_named
from investment.models import MonthlyEntry
from measures.months import Month


class Command(BaseCommand):
    help = "打印一个月的填报：项目、单位、金额（元）、形象进度、情况说明和状态"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--month", required=True, help="月份，如 2019-07")
        parser.add_argument("--format", choices=["json"], default="json")
        add_county_argument(parser)

    def handle(self, *args, **options) -> None:
        try:
            month = Month.parse(options["month"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        entries = (
            MonthlyEntry.objects.filter(
                project__county=county_named(options["county"]),
                year=month.year,
                month=month.month,
            )
            .select_related("project", "unit")
            .order_by("unit_id", "project__name", "pk")
        )
        self.stdout.write(json.dumps([_told(e) for e in entries], ensure_ascii=False, indent=1))


def _told(entry: MonthlyEntry) -> dict[str, str | int | None]:
    """Amounts are whole yuan, None where the unit gave none; the state is its key."""
    return {
        "project": entry.project.name,
        "unit": entry.unit.name,
        "month_amount": entry.month_amount,
        "year_to_date": entry.year_to_date,
        "correction": entry.correction,
        "progress": entry.progress,
        "explanation": entry.explanation,
        "state": entry.state,
    }
