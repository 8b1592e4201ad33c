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


def sent_with(number):
    return f"第{number}号\n".encode()


def content_of(number):
    return sent_with(number) * 1000


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

    def effect(_audit):
        Unit.objects.create(parent=work.county, name=name, kind=UnitKind.DEPARTMENT)

    return JobOutcome(f"{name}已登记", effect=effect)


def lead_on(work):
    """Says where one goes on with what it did."""
    return JobOutcome("已登记", effect=lambda _audit: f"/jobs/?led={work.asked.number}")


def make_in_pieces(work):
    """The unit with its name, and the file that was sent, a thousand times, in pieces."""
    made = MadeFile((work.content for _ in range(1000)), "copy.txt", "text/plain")
    return JobOutcome("已制成", made, make(work).effect)


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
        back=lambda asked: f"/asked-from/{asked.number}/",
        **said,
    )


MADE = kind_of("made", make)
COUNTED = kind_of("counted", count)
LEADING = kind_of("leading", lead_on)
PIECES = kind_of("pieces", make_in_pieces)
REFUSED = kind_of("refused", refuse)
STUMBLING = kind_of("stumbling", stumble)
POISON = kind_of("poison", kill_oneself)
LONG = kind_of("long", last_long)
ENDLESS = kind_of("endless", last_long, seconds=0)
KINDS = (MADE, COUNTED, LEADING, PIECES, REFUSED, STUMBLING, POISON, LONG, ENDLESS)


def register_all():
    for kind in KINDS:
        register(kind)
