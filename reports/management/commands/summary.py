"""Write the half-year summary of a county as text or as a Word document."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.cli import add_county_argument, county_named
from accounts.people.selectors import bureau_name
from documents.word import word_document
from figures.facts import cut_off, load_facts
from figures.issuing import as_by_command
from measures.parts import PartsDoNotAddUp
from reports.prose.summary import compose_summary


class Command(BaseCommand):
    help = "生成半年工作总结"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--format", choices=["text", "docx"], default="text")
        parser.add_argument("--output", type=Path, help="写入的文件；text 默认打印")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        county, month = county_named(options["county"]), cut_off(options["as_of"])
        facts = as_by_command(load_facts(county, month))
        try:
            document = compose_summary(facts, issuer=bureau_name(facts.county))
        except PartsDoNotAddUp as error:
            raise CommandError(f"分项与合计不符，未生成：{error}") from error
        output: Path | None = options["output"]
        if options["format"] == "docx":
            path = output or Path(f"{document.title}.docx")
            path.write_bytes(word_document(document))
            self.stdout.write(f"已生成 {path}")
        elif output:
            output.write_text(document.text, encoding="utf-8")
            self.stdout.write(f"已生成 {output}")
        else:
            self.stdout.write(document.text, ending="")
