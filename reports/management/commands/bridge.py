"""Print how one issued paper leads to a later one."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import DomainError
from reports.papers.comparing import bridge_of
from reports.papers.models import IssuedPaper
from reports.papers.selectors import paper_numbered
from reports.papers.words import bridge_in_words


class Command(BaseCommand):
    help = "从一个截止日到下一个：其间生效的变动"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("first", type=int, metavar="ID")
        parser.add_argument("last", type=int, metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bridge = bridge_of(_paper(options["first"]), _paper(options["last"]))
        except DomainError as error:
            raise CommandError(error.message) from error
        for line in bridge_in_words(bridge):
            self.stdout.write(line)


def _paper(number: int) -> IssuedPaper:
    paper = paper_numbered(number)
    if paper is None:
        raise CommandError(f"没有编号为 {number} 的公文")
    return paper
