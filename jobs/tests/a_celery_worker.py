"""``celery -A config worker`` which knows the kinds of tests: run by test_broker.py in a process of
its own, on the database of the test."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.celery import app  # noqa: E402
from jobs.tests.kinds import register_all  # noqa: E402

register_all()
app.worker_main(["worker", "--beat", "--concurrency=2", "--loglevel=WARNING",
                 f"--schedule={os.environ['DATA_DIR']}/beat"])  # fmt: skip
