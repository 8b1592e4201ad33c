"""Hand out the bytes that were issued."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from files.lost import LostFile
from reports.papers.files import FORMS
from reports.papers.models import FileForm
from reports.papers.selectors import file_of, paper_numbered


class Command(BaseCommand):
    help = "原样取出已印发的公文"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", type=int, metavar="ID")
        parser.add_argument("--format", choices=[form.value for form in FORMS], required=True)
        parser.add_argument("--output", type=Path, help="写入的文件；不写则输出到标准输出")

    def handle(self, *args: Any, **options: Any) -> None:
        paper = paper_numbered(options["id"])
        kept = None if paper is None else file_of(paper, options["format"])
        if kept is None:
            raise CommandError(f"没有编号为 {options['id']} 的公文，或它没有这种格式")
        try:
            content = kept.content()
        except LostFile as error:
            raise CommandError(error.message) from error
        output: Path | None = options["output"]
        if output is not None:
            output.write_bytes(content)
            self.stdout.write(f"已写入 {output}")
        elif options["format"] == FileForm.TEXT:
            self.stdout.write(content.decode(), ending="")
        else:
            raise CommandError("请用 --output 指明写入的文件")
