"""What a line of the trail tells a person, and a trail that tells of what a test put in itself."""

import io

from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.trail.audit import audited
from accounts.trail.facts import made
from accounts.trail.rebuilding import rebuilt
from accounts.trail.words import words_of_line


def told(line):
    """Old and new value by label; PostgreSQL keeps the columns in an order of its own."""
    return {label: [old, new] for label, old, new in words_of_line(line)}


def tell_the_rest():
    """Let the trail tell of the rows that fixtures made past the services."""
    with audited(by=None) as audit:
        for model, known in rebuilt().items():
            for row in model._base_manager.exclude(pk__in=known):
                audit.record(row, "test.make", changes=made(row))


def verified():
    """What verify finds, a sentence each; empty where all is well."""
    errors = io.StringIO()
    try:
        call_command("verify", stdout=io.StringIO(), stderr=errors)
    except CommandError:
        return errors.getvalue().splitlines()
    return []
