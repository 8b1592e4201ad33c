"""A workbook is parsed before the transaction that writes it: nobody waits for a parser."""

import pytest
from django.db import connection

from investment.intake import MONTHLY_TABLE, sent_monthly
from investment.models import EntryState, MonthlyEntry
from investment.tests.monthly_files import JULY, line, receive_monthly, workbook
from workbooks import reading
from workbooks.intake import uploads

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def parsings(monkeypatch):
    """For everything that the parsing process is asked, whether a transaction was open."""
    begun, ask = [], reading.run_child

    def watched(*arguments):
        begun.append(connection.in_atomic_block)
        return ask(*arguments)

    monkeypatch.setattr(reading, "run_child", watched)
    return begun


def test_on_the_way_through_the_pages(parsings, county, period, project, reporter, today):
    upload = receive_monthly(
        county=county,
        month=JULY,
        name="7月.xlsx",
        content=workbook(line("镇区道路改造工程", 30)),
        by=reporter,
        today=today,
    )
    mark = uploads.preview_upload(upload, by=reporter, today=today).fingerprint
    uploads.apply_upload(upload=upload, fingerprint=mark, by=reporter, today=today)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    assert parsings == [False, False, False]


def test_in_one_go(parsings, county, period, project, reporter, today):
    sent = sent_monthly(
        workbook(line("镇区道路改造工程", 30)), county=county, month=JULY, by=reporter, today=today
    )
    uploads.bring_in(kind=MONTHLY_TABLE, sent=sent)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED
    assert parsings == [False]
