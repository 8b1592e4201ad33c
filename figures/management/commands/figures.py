"""Print every indicator of a county at a cut-off, as JSON."""

import argparse
import datetime
import json
from collections.abc import Sized
from typing import Any

from django.core.management.base import BaseCommand

from accounts import clock
from accounts.cli import add_county_argument, county_named
from figures.book import FigureBook
from figures.facts import cut_off, load_facts
from figures.figure import Measured
from figures.quality import load_quality


class Command(BaseCommand):
    help = "打印截止日的全部指标；键为 清单.分组.指标，报送质量为 报送质量.单位.指标"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--format", choices=["json"], default="json")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        county, month = county_named(options["county"]), cut_off(options["as_of"])
        plans = FigureBook(load_facts(county, month))
        reporting = load_quality(county, month, today=clock.today())
        figures = {key: _printed(figure, figure.rows) for key, figure in plans.items()}
        figures |= {key: _printed(figure, figure.rows) for key, figure in reporting.figures()}
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))


def _printed(figure: Measured, rows: Sized) -> dict[str, str | int | None]:
    return {"value": figure.number(), "unit": figure.unit.value, "rows": len(rows)}
