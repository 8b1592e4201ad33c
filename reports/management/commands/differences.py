"""Print what of an issued paper is otherwise now, and why."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import DomainError
from reports.papers.comparing import differences_of
from reports.papers.selectors import paper_numbered
from reports.papers.words import differences_in_words


class Command(BaseCommand):
    help = "已印发的公文：同一截止日，印发时已知与现在已知的差别和原因"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", type=int, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        paper = paper_numbered(options["id"])
        if paper is None:
            raise CommandError(f"没有编号为 {options['id']} 的公文")
        try:
            changed = differences_of(paper)
        except DomainError as error:
            raise CommandError(error.message) from error
        for line in differences_in_words(paper, changed):
            self.stdout.write(line)
