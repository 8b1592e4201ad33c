from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from projects.intake import preview_plan
from projects.management.importing import county_to_begin_with, importer
from projects.management.plan_import import PlanImportCommand


class Command(PlanImportCommand):
    help = "导入年度计划工作簿：项目、单位，以及其中写明的各级清单"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--year", type=int, required=True, help="计划年度，如 2019")

    def import_file(self, content: bytes, name: str, **options: Any) -> None:
        # In one transaction: a file that cannot be read leaves no county behind.
        with transaction.atomic():
            place, is_made = county_to_begin_with(options["county"])
            by = importer(options["username"], place)
            preview = preview_plan(content, county=place, year=options["year"], original_name=name)
        if is_made:
            self.say(f"系统里还没有单位，已建立县“{place.name}”，名称可在单位管理中修改。")
        self.apply_and_tell(preview, by)
