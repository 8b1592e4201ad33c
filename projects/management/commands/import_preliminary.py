import datetime
from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.cli import county_named
from projects.intake import PRELIMINARY_TABLE
from projects.management.importing import add_list_arguments, importer, lists_said
from projects.management.plan_import import PlanImportCommand
from workbooks.intake.sent import Sent
from workbooks.intake.uploads import bring_in


class Command(PlanImportCommand):
    help = "导入重大前期项目表：项目，以及各自达到的前期节点"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, required=True, help="计划年度，如 2019")
        parser.add_argument(
            "--as-of",
            type=datetime.date.fromisoformat,
            required=True,
            metavar="DATE",
            help="表中进展的截止日期，如 2019-06-30",
        )
        add_list_arguments(parser)

    def import_file(self, content: bytes, name: str, **options: Any) -> None:
        place = county_named(options["county"])
        year, which, given = options["year"], options["which"], options["list_name"]
        lists = lists_said(place, year, which, given)
        sent = Sent(
            name=name,
            content=content,
            county=place,
            by=importer(options["username"], place),
            today=clock.today(),
            parameters={"year": year, "as_of": options["as_of"].isoformat(), **lists},
        )
        with transaction.atomic():
            preview = bring_in(kind=PRELIMINARY_TABLE, sent=sent)
            self.change_lists(
                preview,
                by=sent.by,
                document=options["document"],
                effective=options["effective"],
            )
        self.tell(preview)
