"""Adopt a typed .docx: it becomes a template that is filled at other cut-offs."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import add_county_argument, county_named, user_named
from accounts.errors import DomainError
from figures.facts import cut_off, load_facts
from reports.adopted.models import AdoptedDocument, FigureCertainty
from reports.adopted.services import adopt_document
from reports.adopted.wording import questions
from reports.outside.book import PaperBook


class Command(BaseCommand):
    help = "采用一份写好的 .docx 文稿，印出要人确认的数字；最后一行是它的编号"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--as-of", type=datetime.date.fromisoformat, required=True, help="文稿的截止日"
        )
        parser.add_argument("--accept", action="store_true", help="照提议的确认")
        parser.add_argument("--as", dest="username", help="以谁的名义；默认系统操作员")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        by, county = user_named(options["username"]), county_named(options["county"])
        month = cut_off(options["as_of"])
        try:
            document = adopt_document(
                county=county,
                content=path.read_bytes(),
                name=path.name,
                month=month,
                by=by,
                today=clock.today(),
                accept=options["accept"],
            )
        except OSError as error:
            raise CommandError(f"读不到文件“{path}”") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        asked = document.figures.filter(certainty=FigureCertainty.ASKED)
        for line in questions(asked, PaperBook(load_facts(county, month))):
            self.stdout.write(line)
        self.stdout.write(_counts(document))
        self.stdout.write(str(document.pk))


def _counts(document: AdoptedDocument) -> str:
    found = list(document.figures.all())
    told = "，".join(
        f"{each.label}{sum(figure.certainty == each for figure in found)}个"
        for each in FigureCertainty
    )
    return f"文中共有数字{len(found)}个：{told}。"
