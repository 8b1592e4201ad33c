"""Issue a report: write it once and keep it."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import add_county_argument, county_named, user_named
from accounts.errors import DomainError
from figures.cli import add_cut_off_argument, add_reckoning_arguments
from figures.facts import cut_off
from reports.papers.choices import chosen_by
from reports.papers.forms import CHOSEN
from reports.papers.kinds import about_named, kind_named
from reports.papers.models import PaperKind
from reports.papers.services import issue_paper


class Command(BaseCommand):
    help = "登记印发一份公文；最后一行是它的编号"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", choices=PaperKind.values)
        add_cut_off_argument(parser)
        add_reckoning_arguments(parser)
        parser.add_argument("--number", default="", help="文号")
        parser.add_argument(
            "--about",
            action="append",
            default=[],
            metavar="NAME",
            help="写什么：单位、领导、名单的名称；可以写多个的，每个一个 --about",
        )
        parser.add_argument(
            "--vessel",
            default="",
            choices=[vessel.value for vessel in CHOSEN],
            help="发文形式；不写按文种",
        )
        parser.add_argument("--as", dest="username", help="以谁的名义；默认系统操作员")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by, county = user_named(options["username"]), county_named(options["county"])
        try:
            about = about_named(kind_named(options["kind"]), county, by, options["about"])
            paper = issue_paper(
                county=county,
                kind=options["kind"],
                about=about,
                vessel=options["vessel"],
                month=cut_off(options["as_of"]),
                chosen=chosen_by(options),
                document_number=options["number"],
                by=by,
                today=clock.today(),
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"已印发：{paper}")
        self.stdout.write(str(paper.pk))
