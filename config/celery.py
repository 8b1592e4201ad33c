"""Celery, which drives the work in the background where a broker is set: ``celery -A config``."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("xushi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()
app.autodiscover_tasks(["jobs"])
app.conf.beat_schedule = {
    "sweep": {
        "task": "jobs.tasks.sweep_jobs",
        "schedule": settings.JOB_LEASE_SECONDS / 2,
        # What waited while no worker was there is one sweep, not a hundred.
        "options": {"expires": settings.JOB_LEASE_SECONDS / 2},
    }
}
