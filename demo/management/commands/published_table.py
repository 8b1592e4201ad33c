"""Rebuild the published reports and the source documents as counties, one after the other, and
write what comes out."""

import argparse
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import clock
from accounts.models import Unit
from demo.published.asking import Verdict, judged
from demo.published.listing import page
from demo.published.reports import Report, reports
from demo.published.seed_papers import (
    PAPERS,
    SeedPaper,
    Told,
    every_figure,
    seed_page,
    stands_in,
)

AFTER_ALL = datetime.date(2026, 1, 1)


class Command(BaseCommand):
    help = (
        "把公开通报和五篇原文逐份重建成县，核对印出的每个数，写成 docs/published-figures.md 和"
        " docs/seed-papers.md（只用空的内嵌库）"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, default=Path("docs"), help="写到哪个文件夹")

    def handle(self, *args: Any, output: Path, **options: Any) -> None:
        if not settings.EMBEDDED or Unit.objects.exists():
            raise CommandError(
                "只在空的内嵌库里核对，如：DATA_DIR=/tmp/published manage.py migrate"
            )
        if clock.today() < AFTER_ALL:
            raise CommandError("请不要设 XUSHI_TODAY：通报写到2025年，县里的日期不能晚于今天。")
        told = every_figure(each for paper in PAPERS for each in _told_of(paper))
        for name, written in (
            ("published-figures.md", page(self._every())),
            ("seed-papers.md", seed_page(told)),
        ):
            (output / name).write_text(written, encoding="utf-8")
            self.stdout.write(f"已写入 {output / name}")

    def _every(self) -> Iterator[tuple[Report, Sequence[Verdict]]]:
        """Each county is built in a transaction of its own that is taken back."""
        for report in reports():
            with transaction.atomic():
                verdicts = judged(report)
                transaction.set_rollback(True)
            yield report, verdicts


def _told_of(paper: SeedPaper) -> Sequence[Told]:
    """Of its county, built and taken back."""
    with transaction.atomic():
        paper.load()
        told = list(stands_in(*paper.composed(), paper))
        transaction.set_rollback(True)
    return told
