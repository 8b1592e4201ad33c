"""A workbook is parsed before the transaction that writes it: nobody waits for a parser."""

import subprocess

import pytest
from django.db import connection

from investment.intake import bring_in_file, uploads
from investment.models import EntryState, MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def parsings(monkeypatch):
    """For every start of the parsing process, whether a transaction was open."""
    begun, start = [], subprocess.run

    def watched(*arguments, **options):
        begun.append(connection.in_atomic_block)
        return start(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    return begun


def test_on_the_way_through_the_pages(parsings, county, period, project, reporter, today):
    upload = uploads.receive_file(
        county=county,
        month=JULY,
        name="7月.xlsx",
        content=workbook(line("镇区道路改造工程", 30)),
        by=reporter,
        today=today,
    )
    mark = uploads.preview_file(upload, by=reporter, today=today).fingerprint
    uploads.apply_file(upload=upload, fingerprint=mark, by=reporter, today=today)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    assert parsings == [False, False, False]


def test_in_one_go(parsings, county, period, project, reporter, today):
    bring_in_file(
        county=county,
        month=JULY,
        name="7月.xlsx",
        content=workbook(line("镇区道路改造工程", 30)),
        approve=False,
        by=reporter,
        today=today,
    )
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    assert parsings == [False]
