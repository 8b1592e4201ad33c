"""A worker without a broker: does what waits until it is told to stop."""

import argparse
import gc
import logging
import os
import secrets
import signal
import socket
import time
from contextlib import suppress
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connections

from jobs.holding import claim_next
from jobs.living import say_alive, say_ended
from jobs.sweeping import sweep
from jobs.working import work_on

logger = logging.getLogger("xushi.jobs")

PAUSE = 0.5
"""Seconds after which it looks again where nothing waits."""


class Command(BaseCommand):
    help = "后台办理任务（制作文件等），直到收到停止信号；不需要 Redis，可以同时运行几个。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="办完等候的任务就退出")

    def handle(self, *args: Any, once: bool = False, **options: Any) -> None:
        self.is_stopping = False
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, self._stop)
        # What was imported stays: no collection of garbage writes to what the children share, nor
        # walks through it at the end, which took 0.7 s of a core.
        gc.freeze()
        owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"[-100:]
        logger.info("worker %s begins", owner)
        sweeps_at = tells_at = time.monotonic()
        while not self.is_stopping:
            try:
                if time.monotonic() >= tells_at:
                    tells_at = time.monotonic() + settings.JOB_LEASE_SECONDS / 4
                    say_alive(owner)
                if time.monotonic() >= sweeps_at:
                    sweeps_at = time.monotonic() + settings.JOB_LEASE_SECONDS / 2
                    sweep()
                if self._did_one(owner):
                    continue
            except DatabaseError:
                # The database is away for a while: nothing of a job is lost by it.
                logger.exception("worker %s", owner)
                connections.close_all()
            if once:
                break
            time.sleep(PAUSE)
        with suppress(DatabaseError):
            say_ended(owner)
        logger.info("worker %s ends", owner)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def _did_one(self, owner: str) -> bool:
        job = claim_next(owner)
        if job is None:
            return False
        work_on(job, lambda: self.is_stopping)
        return True
