"""Fill an adopted document at another cut-off."""

import argparse
import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import DomainError
from figures.facts import cut_off
from reports.adopted.filling import filled_document
from reports.adopted.models import AdoptedDocument


class Command(BaseCommand):
    help = "把采用的文稿按另一截止日填好"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", type=int, metavar="ID")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        document = AdoptedDocument.objects.in_use().filter(pk=options["id"]).first()
        if document is None:
            raise CommandError(f"没有编号为 {options['id']} 的采用的文稿")
        try:
            content = filled_document(document, cut_off(options["as_of"]))
        except DomainError as error:
            raise CommandError(error.message) from error
        options["output"].write_bytes(content)
        self.stdout.write(f"已写入 {options['output']}")
