"""What people do with work in the background: ask for it, and cancel it."""

import hashlib
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import clock
from accounts.errors import NotAllowed, WrongState
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.json_text import as_json
from files.models import sha256_of
from jobs.kinds import JobKind
from jobs.models import LONGEST_TITLE, STANDING, Job, JobState, SentFile
from jobs.sending import send

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def ask_job(
    *,
    kind: JobKind[Any],
    asked: "DataclassInstance",
    county: Unit,
    by: User,
    content: bytes = b"",
) -> Job:
    """Let the work be done in the background, with ``content`` where a file was sent for it, and
    tell a broker of it after the commit where there is one. Who asks for the same while it stands
    gets the job that they asked for already. Raises NotAllowed, NoSpace."""
    if not kind.is_open_to(by, county, asked):
        raise NotAllowed("您没有办理这项任务的权限")
    kept = asdict(asked)
    acted_for = by.acts_for.key if by.acts_for else None
    told = as_json(
        [kind.key, county.pk, acted_for, kept, *([sha256_of(content)] if content else [])]
    )
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    job = Job(
        county=county,
        kind=kind.key,
        title=kind.title(asked)[:LONGEST_TITLE],
        input=kept,
        input_shape=kind.shape,
        fingerprint=fingerprint,
        asked_by=by,
        acted_for=acted_for,
        asked_at=clock.now(),
    )
    while (standing := _standing(by, fingerprint)) is None:
        try:
            with audited(by=by) as audit:
                with transaction.atomic():
                    job.save(force_insert=True)
                    if content:
                        _keep(job, content)
                audit.record(job, "job.ask", county=county)
                transaction.on_commit(partial(send, job.pk))
                return job
        except IntegrityError:
            # Asked for twice at once: the other's stands, unless it is over by now.
            job.pk = None
    return standing


def cancel_job(*, job: Job, by: User) -> None:
    """End a job that is not over. What a worker makes of it after that is not taken. Raises
    WrongState where it is over."""
    with audited(by=by) as audit:
        standing = Job.objects.filter(pk=job.pk, state__in=STANDING)
        if not standing.update(
            state=JobState.CANCELLED, ended_at=timezone.now(), owner="", lease_until=None
        ):
            raise WrongState("这项任务已经结束，不能取消；请看它现在的状态")
        audit.record(job, "job.cancel", county=job.county)


def _keep(job: Job, content: bytes) -> None:
    sent = SentFile(job=job)
    sent.keep(content)
    sent.save()


def _standing(by: User, fingerprint: str) -> Job | None:
    return Job.objects.filter(asked_by=by, fingerprint=fingerprint, state__in=STANDING).first()
