"""What keeps jobs going: what lost its worker is taken over, a broker is told again of what waits,
and what is long over goes."""

import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from files.models import KeptFile
from jobs.holding import stumble
from jobs.models import STANDING, Job, JobFile, JobState, SentFile, WorkerSeen
from jobs.sending import send

SEND_AGAIN_AFTER = datetime.timedelta(minutes=2)
"""How long a broker may take over what it was told; telling it twice does no harm."""

FILES_KEPT = datetime.timedelta(days=7)
JOBS_KEPT = datetime.timedelta(days=90)
WORKERS_KEPT = datetime.timedelta(days=7)


def sweep() -> list[str]:
    """Safe to repeat, and at once with another. By the machine's clock."""
    now = timezone.now()
    done = []
    if taken := take_over(now):
        done.append(f"{taken} 项任务的办理中断了，重新排队")
    send_again(now)
    if gone := forget(now):
        done.append(f"清理过期的任务和文件 {gone} 个")
    return done


def take_over(now: datetime.datetime) -> int:
    """Take every job from a worker whose lease ran out: it was killed, or stands still."""
    lapsed = Q(lease_until__lt=now)
    lost = list(Job.objects.filter(lapsed, state=JobState.RUNNING))
    for job in lost:
        # It may have been held anew since it was read.
        stumble(job, where=lapsed)
    return len(lost)


def send_again(now: datetime.datetime) -> None:
    """Tell the broker of what waits and was not told lately. The first that cannot be sent says
    that the others cannot."""
    untold = Q(sent_at=None) | Q(sent_at__lt=now - SEND_AGAIN_AFTER)
    for pk in Job.objects.waiting().filter(untold).values_list("pk", flat=True):
        if not send(pk):
            return


def forget(now: datetime.datetime) -> int:
    """Files go after a week, rows after a quarter; what was sent with a job goes with its end. Of a
    row that goes, its files went before."""
    old: list[KeptFile] = [
        *JobFile.objects.filter(job__ended_at__lt=now - FILES_KEPT),
        *SentFile.objects.exclude(job__state__in=STANDING),
    ]
    for kept in old:
        with transaction.atomic():
            name = str(kept.file.name)
            kept.delete()
            transaction.on_commit(partial(default_storage.delete, name))
    WorkerSeen.objects.filter(seen_at__lt=now - WORKERS_KEPT).delete()
    over = Job.objects.exclude(state__in=STANDING).filter(
        ended_at__lt=now - JOBS_KEPT, made=None, sent=None
    )
    return len(old) + over.delete()[0]
