"""How a worker holds the row of a job: every write is one UPDATE that holds only while this
attempt owns the row. Who lost it (its lease ran out, it was cancelled) changes nothing any more.
"""

import datetime
import logging
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, Q
from django.utils import timezone

from accounts.trail.audit import audited, if_rolled_back
from jobs.kinds import JobOutcome, MadeFile
from jobs.models import LONGEST_SENTENCE, Job, JobFile, JobState

logger = logging.getLogger("xushi.jobs")

TRIES = 3
"""A job that was cut off so often has failed."""

WHATEVER = Q()

CUT_OFF = f"办理了{TRIES}次都中断了，请联系系统管理员查看日志"


class Lost(Exception):
    """The row is another's by now, or cancelled: what this attempt made is not taken."""


def lease() -> datetime.timedelta:
    return datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(pk: int, owner: str) -> Job | None:
    """The job, if it waits and nobody else was faster."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=pk, state=JobState.WAITING).update(
        state=JobState.RUNNING,
        owner=owner,
        attempt=F("attempt") + 1,
        lease_until=now + lease(),
        started_at=now,
        parts_done=0,
        parts=0,
    )
    if not claimed:
        return None
    return Job.objects.select_related("asked_by", "county").filter(pk=pk, owner=owner).first()


def claim_next(owner: str) -> Job | None:
    """The next that waits; None where none does."""
    while (pk := Job.objects.waiting().values_list("pk", flat=True).first()) is not None:
        if job := claim(pk, owner):
            return job
    return None


def beat(job: Job) -> bool:
    """Hold the row for another lease. Whether it is still held."""
    return bool(Job.objects.held_by(job).update(lease_until=timezone.now() + lease()))


def is_held(job: Job) -> bool:
    return Job.objects.held_by(job).exists()


def tell_progress(job: Job, done: int, of: int) -> None:
    """Raises Lost."""
    if not Job.objects.held_by(job).update(parts_done=done, parts=of):
        raise Lost


def finish(job: Job, outcome: JobOutcome) -> None:
    """Take what came of it: the row is claimed first, what it changes and “done” are one
    transaction, and a file was written before. Raises Lost, and the DomainError of its effect."""
    kept = _written(job, outcome.file) if outcome.file else None
    with audited(by=job.asked_by) as audit:
        if kept is not None:
            if_rolled_back(partial(default_storage.delete, str(kept.file.name)))
        taken = Job.objects.held_by(job).update(
            state=JobState.DONE, result=outcome.words[:LONGEST_SENTENCE], **_over()
        )
        if not taken:
            raise Lost
        if kept is not None:
            kept.save()
        if outcome.effect is not None and (leads_to := outcome.effect(audit)):
            Job.objects.filter(pk=job.pk).update(leads_to=leads_to)


def refuse(job: Job, sentence: str) -> None:
    """The work itself said that it cannot be done: another try would say the same."""
    Job.objects.held_by(job).update(
        state=JobState.FAILED, error=sentence[:LONGEST_SENTENCE], **_over()
    )


def give_back(job: Job) -> None:
    """Let another worker take it, since this one is told to stop: no fault of the job."""
    Job.objects.held_by(job).update(**_waiting_again())


def stumble(job: Job, *, where: Q = WHATEVER) -> None:
    """The attempt came to no end: it was killed, or met what nobody foresaw. Nothing where the job
    is over, or another's, or ``where`` no longer holds."""
    held = Job.objects.held_by(job).filter(where)
    if job.faults + 1 >= TRIES:
        stumbled = held.update(
            state=JobState.FAILED, error=CUT_OFF, faults=F("faults") + 1, **_over()
        )
    else:
        stumbled = held.update(faults=F("faults") + 1, **_waiting_again())
    if stumbled:
        logger.warning("job %s (%s): attempt %s was cut off", job.pk, job.kind, job.attempt)


def _written(job: Job, file: MadeFile) -> JobFile:
    """On the disk under its own name, and in no table yet: where this process is killed now,
    nobody ever sees it, and the sweep of files clears it away."""
    kept = JobFile(job=job, name=file.name, content_type=file.content_type)
    if isinstance(file.content, bytes):
        kept.keep(file.content)
    else:
        kept.keep_pieces(file.content)
    return kept


def _waiting_again() -> dict[str, object]:
    """Of what it was told before, a broker knows nothing any more."""
    return {"state": JobState.WAITING, "owner": "", "lease_until": None, "sent_at": None}


def _over() -> dict[str, object]:
    return {"ended_at": timezone.now(), "owner": "", "lease_until": None}
