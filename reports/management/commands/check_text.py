"""Hold the figures of a typed text against the facts of a county, and against one another."""

import argparse
import datetime
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.cli import add_county_argument, county_named
from figures.facts import cut_off, load_facts
from figures.issuing import as_by_command
from measures.rounding import plain, round_half_up
from reports.checking.against_facts import CheckedFigure, CheckedText, Standing, check
from reports.checking.texts import UnreadableText, text_of


class Command(BaseCommand):
    help = "核对一份文稿（.txt 或 .docx）里的数字：与系统里的数、与文中其他的数是否相符"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--as-of",
            type=datetime.date.fromisoformat,
            required=True,
            metavar="DAY",
            help="截至日；月中的一天取上月底的填报",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")
        add_county_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            text = text_of(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"读不到文件“{path}”") from error
        except UnreadableText as error:
            raise CommandError(str(error)) from error
        county, month = county_named(options["county"]), cut_off(options["as_of"])
        checked = check(text, as_by_command(load_facts(county, month)))
        if options["format"] == "json":
            printed = [_printed(each) for each in checked.figures]
            self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_as_text(checked))


def _as_text(checked: CheckedText) -> str:
    told = "，".join(f"{each.value}{checked.number_of(each)}个" for each in Standing)
    lines = [f"文中共有数字{len(checked.figures)}个：{told}。"]
    for each in checked.faults:
        lines.append(f"{each.printed.clause}：{'；'.join(each.sentences)}。")
    if not checked.faults:
        lines.append("没有发现不符或有误的数字。")
    return "\n".join(lines)


def _printed(each: CheckedFigure) -> dict[str, str | int | None]:
    printed = each.printed
    value = None
    if printed.value is not None:
        value = plain(round_half_up(printed.value, printed.decimals))
    return {
        "start": printed.start,
        "end": printed.end,
        "printed": printed.printed,
        "value": value,
        "unit": printed.unit,
        "clause": printed.clause,
        "standing": each.standing.name.lower(),
        "key": each.figure.key if each.figure else None,
        "difference": each.words or None,
        "itself": each.own.verdict.name.lower().replace("_", "-"),
        "fault": each.fault.words if each.fault else None,
    }
