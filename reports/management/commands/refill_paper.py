"""Take back a paper that was edited in Word, tell what was done to it, and fill it at a cut-off."""

import argparse
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.cli import user_named
from accounts.errors import DomainError
from figures.facts import cut_off
from reports.papers.selectors import paper_numbered
from reports.returned.filling import Refilling, accepted, refilled_file, refilling_of
from reports.returned.services import take_back


class Command(BaseCommand):
    help = "收回一份改过的 Word 稿，印出改了什么，按另一个截止日填写；最后一行是它的编号"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("id", type=int, metavar="ID", help="印发的公文的编号")
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True)
        parser.add_argument("--accept", action="store_true", help="有疑问的也照提议的填写")
        parser.add_argument("--output", type=Path, help="写入的文件；不写则只看不填")
        parser.add_argument("--as", dest="username", help="以谁的名义；默认系统操作员")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        output: Path | None = options["output"]
        paper = paper_numbered(options["id"])
        if paper is None:
            raise CommandError(f"没有编号为 {options['id']} 的公文")
        month = cut_off(options["as_of"])
        try:
            returned = take_back(
                paper=paper,
                content=path.read_bytes(),
                name=path.name,
                by=user_named(options["username"]),
                today=clock.today(),
            )
            refilling = refilling_of(returned, month, clock.today())
            chosen = accepted(refilling) if options["accept"] else set()
            content = refilled_file(returned, month, chosen, clock.today()) if output else b""
        except OSError as error:
            raise CommandError(f"读不到文件“{path}”") from error
        except DomainError as error:
            raise CommandError(error.message) from error
        for line in _told(refilling, chosen):
            self.stdout.write(line)
        if output is not None:
            output.write_bytes(content)
            self.stdout.write(f"已写入 {output}")
        self.stdout.write(str(returned.pk))


def _told(refilling: Refilling, chosen: set[int]) -> Iterator[str]:
    counts = "，".join(f"{standing.value}{number}个" for standing, number in refilling.counts)
    yield f"文稿里的数字：{counts or '没有'}。"
    for what, was in refilling.lost:
        yield f"缺失：{what}，原为{was}"
    for name in refilling.redrawn_charts:
        yield f"重画：{name}"
    for name in refilling.left_charts:
        yield f"图按原样保留：{name}"
    for change in refilling.found.changes:
        yield f"{change.change.value}：{change.text}"
    for filling in refilling.asked:
        done = f"填写{filling.text}" if filling.start in chosen else "按原样保留"
        yield f"{filling.now}（{filling.what}，{filling.why}）：{done}；{filling.clause}"
    yield f"直接填写{len(refilling.sure)}处。"
