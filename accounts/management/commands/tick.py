"""Do what is due; by cron every hour, or by hand. Safe to repeat."""

import argparse
import datetime
import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import clock
from accounts.trail import due

logger = logging.getLogger("xushi.tick")


class Command(BaseCommand):
    help = "办理到期的事：开启和关闭填报期、提醒未报送单位等；可以重复运行。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--now", metavar="TIME", help="按这个时刻办理，如 2019-08-03T09:00")

    def handle(self, *args: Any, now: str | None = None, **options: Any) -> None:
        moment = _moment(now) if now else clock.now()
        failed = []
        for name, task in due.tasks():
            try:
                done = task(moment)
            except Exception:
                # One room's fault keeps nobody else's reminders back.
                logger.exception("tick: %s", name)
                failed.append(name)
                continue
            for sentence in done:
                self.stdout.write(f"{name}：{sentence}")
        if failed:
            raise CommandError(f"{'、'.join(failed)}没有办成，详见日志")
        due.mark_done(settings.DATA_DIR)


def _moment(text: str) -> datetime.datetime:
    """A time in Shanghai where it names no zone."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"看不懂时刻“{text}”，请写成 2019-08-03T09:00") from error
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
