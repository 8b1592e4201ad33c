"""Move a demonstration of a former version out of the way; ``make run`` asks it first."""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.old_shape import OldShape, set_aside


class Command(BaseCommand):
    help = "旧版本的示范数据库改名放在一边（make run 先运行它）；什么也不删除"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        database = Path(str(settings.DATABASES["default"]["NAME"]))
        # The day on which it is done, whatever day the demonstration stands on.
        today = datetime.datetime.now(datetime.UTC).astimezone().date()
        try:
            aside = set_aside(database, today)
        except OldShape as error:
            raise CommandError(str(error)) from error
        if aside is not None:
            self.stdout.write(f"原来的示范数据库是旧版本的，已改名为 {aside}，没有删除。")
