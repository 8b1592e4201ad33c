"""Say where each kind of kept fact stands in the database, for checks by SQL."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from accounts.trail.rebuilding import kept_facts


class Command(BaseCommand):
    help = "列出操作记录所保的每一种事实在哪张表、哪一列；改动其中任何一个，verify 都应发现。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", required=True, help="种类、表、列")

    def handle(self, *args: Any, **options: Any) -> None:
        for fact in kept_facts():
            self.stdout.write(f"{fact.kind}\t{fact.table}\t{fact.column}")
