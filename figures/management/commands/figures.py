"""Print every indicator of a county at a cut-off, as JSON."""

import argparse
import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand

from accounts.cli import add_county_argument, county_named
from figures.book import FigureBook
from figures.facts import cut_off, load_facts


class Command(BaseCommand):
    help = "打印截止日的全部指标；键为 清单.分组.指标"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--format", choices=["json"], default="json")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        facts = load_facts(county_named(options["county"]), cut_off(options["as_of"]))
        figures = {
            key: {"value": figure.text(), "unit": figure.unit.value, "rows": len(figure.rows)}
            for key, figure in FigureBook(facts).items()
        }
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))
