"""Write the half-year summary of a county, as text or as a file of another form."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.cli import add_county_argument, county_named
from accounts.errors import DomainError
from accounts.people.selectors import bureau_name
from figures.cli import add_cut_off_argument, add_reckoning_arguments
from figures.facts import cut_off
from figures.issuing import as_by_command
from measures.parts import PartsDoNotAddUp
from reports.outside.book import PaperBook
from reports.papers.choices import PaperChoices, chosen_by
from reports.papers.composing import facts_by
from reports.papers.files import FORMS, ToWrite, name_in
from reports.papers.models import FileForm
from reports.prose.choices import Choices
from reports.prose.summary import compose_summary


class Command(BaseCommand):
    help = "生成半年工作总结"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_cut_off_argument(parser)
        add_reckoning_arguments(parser)
        parser.add_argument("--format", choices=[form.value for form in FORMS], default="text")
        parser.add_argument("--output", type=Path, help="写入的文件；text 默认打印")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        county, month = county_named(options["county"]), cut_off(options["as_of"])
        form = FileForm(options["format"])
        choices = PaperChoices(bureau_name(county), **chosen_by(options))
        try:
            facts = as_by_command(facts_by(county, month, choices))
            document = compose_summary(facts, issuer=choices.issuer)
            content = FORMS[form].write(ToWrite(document, PaperBook(facts), Choices()))
        except PartsDoNotAddUp as error:
            raise CommandError(f"分项与合计不符，未生成：{error}") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        output: Path | None = options["output"]
        if form is FileForm.TEXT and output is None:
            self.stdout.write(content.decode(), ending="")
            return
        path = output or Path(name_in(form, document.title))
        path.write_bytes(content)
        self.stdout.write(f"已生成 {path}")
