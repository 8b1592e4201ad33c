"""Kinds of work for tests, also for workers in processes of their own."""

import os
import signal
import time
from dataclasses import dataclass

from accounts.errors import DomainError
from accounts.models import Unit, UnitKind
from jobs.kinds import JobKind, JobOutcome, MadeFile, register

RIGHT = "document.download"


@dataclass(frozen=True)
class Numbered:
    number: int


def content_of(number):
    return f"第{number}号\n".encode() * 1000


def make(work):
    """A file, and a unit that is told by no trail: made once, or the test sees two."""
    for part in range(1, 5):
        time.sleep(0.02)
        work.progress(part, 4)
    number = work.asked.number

    def effect(_audit):
        Unit.objects.create(parent=work.county, name=f"第{number}号", kind=UnitKind.DEPARTMENT)

    made = MadeFile(content_of(number), f"{number}.txt", "text/plain")
    return JobOutcome(f"第{number}号已制成", made, effect)


def count(work):
    """Nothing but a unit."""
    name = f"第{work.asked.number}号"
    return JobOutcome(
        f"{name}已登记",
        effect=lambda _audit: Unit.objects.create(
            parent=work.county, name=name, kind=UnitKind.DEPARTMENT
        ),
    )


def refuse(_work):
    raise DomainError("清单里没有项目，请先导入计划")


def stumble(_work):
    raise ZeroDivisionError


def kill_oneself(_work):
    os.kill(os.getpid(), signal.SIGKILL)


def last_long(_work):
    time.sleep(60)


def kind_of(key, work, **said):
    return JobKind(
        key=f"tests.{key}",
        right=RIGHT,
        asked=Numbered,
        shape=1,
        title=lambda asked: f"第{asked.number}号任务",
        work=work,
        **said,
    )


MADE = kind_of("made", make)
COUNTED = kind_of("counted", count)
REFUSED = kind_of("refused", refuse)
STUMBLING = kind_of("stumbling", stumble)
POISON = kind_of("poison", kill_oneself)
LONG = kind_of("long", last_long)
ENDLESS = kind_of("endless", last_long, seconds=0)
KINDS = (MADE, COUNTED, REFUSED, STUMBLING, POISON, LONG, ENDLESS)


def register_all():
    for kind in KINDS:
        register(kind)
