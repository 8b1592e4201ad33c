"""Print every indicator of a county at a cut-off, as JSON."""

import argparse
import json
from collections.abc import Collection
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import add_county_argument, county_named, moment
from accounts.trail.unwinding import AsKnown, NotYet, sequence_at
from figures.book import Book, UnknownFigure
from figures.cli import add_cut_off_argument, add_reckoning_arguments
from figures.facts import cut_off
from figures.figure import Figure
from figures.reckoning import PACES, Reckoning
from figures.subject import Subject
from figures.subjects import subject_of, subjects
from investment.basis import Basis

Printed = dict[str, dict[str, str | int | None]]


class Command(BaseCommand):
    help = "打印截止日的全部指标；键为 清单或主题.分组[.切分…].指标"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add_cut_off_argument(parser)
        parser.add_argument(
            "--known-at",
            type=moment,
            metavar="TIME",
            help="按这一时刻已知的数据计算，如 2019-08-31（当天结束时）、2019-08-31T17:00",
        )
        parser.add_argument(
            "--key",
            action="append",
            dest="keys",
            metavar="KEY",
            help="只打印这个指标，可写多次；清单可写作 市级+县级（合并）或 县级-市级（差集）",
        )
        parser.add_argument(
            "--by",
            action="append",
            default=[],
            dest="cuts",
            metavar="CUT",
            help="按维度切分，如 填报单位；项目类别,投资主体 为两者交叉；可写多次",
        )
        add_reckoning_arguments(parser)
        parser.add_argument("--format", choices=["json"], default="json")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        county, as_of = county_named(options["county"]), options["as_of"]
        known_at = options["known_at"]
        try:
            known = AsKnown(county, sequence_at(known_at)) if known_at else None
        except NotYet as error:
            raise CommandError(str(error)) from error
        pace = options["pace"]
        asked = Reckoning(Basis(options["basis"]), PACES[pace] if pace else None)
        figures: Printed = {}
        keys: list[str] | None = options["keys"]
        for subject in subjects() if keys is None else _asked_for(keys):
            if subject.load_on is not None:
                table = subject.load_on(county, as_of, known)
            elif known is None:
                table = subject.load(county, cut_off(as_of), clock.today())
            else:
                continue
            reckoned = table.reckoned(asked) if asked else table
            if reckoned is None:
                continue
            book = Book(subject, reckoned)
            if keys is None:
                figures |= {key: _printed(figure) for key, figure in book.items()}
                for cuts in options["cuts"]:
                    figures |= _cut(book, cuts.split(","))
                continue
            for key in keys:
                if subject_of(key) is subject:
                    figures[key] = _printed(_known(book, key))
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1))


def _asked_for(keys: Collection[str]) -> list[Subject[Any]]:
    """What no key asks for is not read."""
    return [subject for subject in subjects() if subject in map(subject_of, keys)]


def _cut(book: Book[Any], names: list[str]) -> Printed:
    """Nothing of a subject that is not cut so; a dimension that no subject has is refused."""
    if unknown := [name for name in names if all(name not in each.cuts for each in subjects())]:
        known = "、".join(_dimensions())
        raise CommandError(f"没有“{'、'.join(unknown)}”这个维度。可用：{known}。")
    if not set(names) <= set(book.subject.cuts):
        return {}
    return {key: _printed(book[key]) for key in book.keys_by(names)}


def _dimensions() -> dict[str, None]:
    return {name: None for subject in subjects() for name in subject.cuts}


def _known(book: Book[Any], key: str) -> Figure[Any]:
    try:
        return book[key]
    except UnknownFigure as error:
        raise CommandError(f"没有“{key}”这个指标。") from error


def _printed(figure: Figure[Any]) -> dict[str, str | int | None]:
    return {"value": figure.number(), "unit": figure.unit.label, "rows": len(figure.rows)}
