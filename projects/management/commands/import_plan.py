from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from accounts import clock
from projects.intake import PLAN_TABLE
from projects.management.importing import (
    add_list_arguments,
    county_to_begin_with,
    importer,
    lists_said,
)
from projects.management.plan_import import PlanImportCommand
from workbooks.intake.sent import Sent
from workbooks.intake.uploads import bring_in


class Command(PlanImportCommand):
    help = "导入年度计划工作簿：项目、单位，以及其中写明的各级清单"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, required=True, help="计划年度，如 2019")
        add_list_arguments(parser)

    def import_file(self, content: bytes, name: str, **options: Any) -> None:
        # In one transaction: a file that cannot be read leaves no county behind.
        with transaction.atomic():
            place, is_made = county_to_begin_with(options["county"])
            year, which, given = options["year"], options["which"], options["list_name"]
            lists = lists_said(place, year, which, given)
            sent = Sent(
                name=name,
                content=content,
                county=place,
                by=importer(options["username"], place),
                today=clock.today(),
                parameters={"year": year, **lists},
            )
            preview = bring_in(kind=PLAN_TABLE, sent=sent)
            self.change_lists(
                preview,
                by=sent.by,
                document=options["document"],
                effective=options["effective"],
            )
        if is_made:
            self.say(f"系统里还没有单位，已建立县“{place.name}”，名称可在单位管理中修改。")
        self.tell(preview)
