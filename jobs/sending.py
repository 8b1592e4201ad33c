"""Telling a broker that a job waits, where one is set. It may fail: the row waits all the same,
and the sweep tells of it again."""

import logging

from django.conf import settings
from django.utils import timezone

from jobs.models import Job

logger = logging.getLogger("xushi.jobs")


def send(pk: int) -> bool:
    """Whether nothing hinders sending: True too where there is no broker to be told."""
    if not settings.CELERY_BROKER_URL:
        return True
    from celery import current_app
    from kombu.exceptions import OperationalError

    try:
        # By its name: the task sweeps, and a sweep sends.
        current_app.send_task("jobs.tasks.work_on_job", (pk,), retry=False)
    except OperationalError as error:
        logger.warning("job %s waits, the broker does not answer: %s", pk, error)
        return False
    Job.objects.filter(pk=pk).update(sent_at=timezone.now())
    return True
