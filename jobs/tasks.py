"""What a broker's message asks for: that a worker looks at the row. It may be lost, come late, or
come twice (DESIGN §5.6)."""

import os
import socket

from celery import current_task, shared_task

from jobs.holding import claim
from jobs.living import say_alive
from jobs.sweeping import sweep
from jobs.working import work_on


@shared_task(ignore_result=True)
def work_on_job(pk: int) -> None:
    owner = f"{_process()}:{current_task.request.id}"[-100:]
    say_alive(_process())
    job = claim(pk, owner)
    if job is not None:
        work_on(job, is_stopping=lambda: False)


@shared_task(ignore_result=True)
def sweep_jobs() -> None:
    say_alive(_process())
    sweep()


def _process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
