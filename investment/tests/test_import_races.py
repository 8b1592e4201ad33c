"""Workbooks applied and undone by several at once, on the real database: a figure counts once.

Each guard was taken away once, on PostgreSQL, and its test seen to fail: the claim of the upload
(five are told it was written), the preview's fingerprint (the second person is told so too), the
answer to the unique entry (an IntegrityError), the single undoing (five are told it was undone).
"""

import datetime

import pytest

from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent, Role
from accounts.tests.crowd import at_once
from investment import services
from investment.intake import MonthlyPreview
from investment.models import EntrySource, EntryState, MonthlyEntry
from investment.tests.monthly_files import JULY, line, receive_monthly, workbook
from measures.money import WAN
from workbooks.intake import uploads
from workbooks.intake.uploads import Undoing, undo_upload
from workbooks.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.date(2019, 8, 2)


@pytest.fixture
def receive(county, period):
    def receive(person, *rows):
        upload = receive_monthly(
            county=county, month=JULY, name="7月.xlsx", content=workbook(*rows), by=person,
            today=TODAY,
        )  # fmt: skip
        fingerprint = uploads.preview_upload(upload, by=person, today=TODAY).fingerprint
        return upload, fingerprint

    return receive


def press(upload, fingerprint, person):
    """What a person's press does, with an upload as his own request reads it."""
    own = Upload.objects.select_related("county", "unit").get(pk=upload.pk)
    return uploads.apply_upload(upload=own, fingerprint=fingerprint, by=person, today=TODAY)


def test_one_file_pressed_five_times_at_once_is_written_once(receive, project, reporter):
    upload, fingerprint = receive(reporter, line("镇区道路改造工程", 30))
    answers = at_once(*[lambda: press(upload, fingerprint, reporter)] * 5)
    assert [type(answer) for answer in answers].count(MonthlyPreview) == 1
    assert answers.count(None) == 4
    assert MonthlyEntry.objects.get().version == 1
    assert EntrySource.objects.count() == 1
    assert AuditEvent.objects.filter(action="upload.apply").count() == 1


@pytest.mark.parametrize("there_already", [False, True])
def test_the_same_file_of_two_people_at_once_counts_once(
    there_already, receive, project, make_user, make_entry, unit_a, reporter
):
    if there_already:
        make_entry(project, EntryState.RETURNED)
    colleague = make_user("jiaotong2", Role.REPORTER, unit_a, name="钱交通")
    people = (reporter, colleague)
    both = [(person, *receive(person, line("镇区道路改造工程", 30))) for person in people]
    answers = at_once(
        *(
            lambda person=person, upload=upload, mark=mark: press(upload, mark, person)
            for person, upload, mark in both
        )
    )
    assert sum(isinstance(answer, MonthlyPreview) for answer in answers) == 1
    assert sum(isinstance(answer, Stale) for answer in answers) == 1
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.version) == (30 * WAN, 2 if there_already else 1)
    assert Upload.objects.applied().count() == EntrySource.objects.count() == 1


def test_one_upload_undone_five_times_at_once_is_undone_once(receive, project, reporter):
    upload, fingerprint = receive(reporter, line("镇区道路改造工程", 30))
    press(upload, fingerprint, reporter)
    upload.refresh_from_db()
    answers = at_once(*[lambda: undo_upload(upload=upload, by=reporter, today=TODAY)] * 5)
    assert [type(answer) for answer in answers].count(Undoing) == 1
    assert answers.count(None) == 4
    assert AuditEvent.objects.filter(action="upload.undo").count() == 1
    assert MonthlyEntry.objects.get().version == 2


def test_an_approval_and_an_undoing_do_not_both_happen(receive, project, reporter, approver):
    upload, fingerprint = receive(reporter, line("镇区道路改造工程", 30))
    press(upload, fingerprint, reporter)
    upload.refresh_from_db()
    entry = MonthlyEntry.objects.get()
    answers = at_once(
        lambda: services.approve_entries(versions={entry.pk: 1}, by=approver),
        lambda: undo_upload(upload=upload, by=reporter, today=TODAY),
    )
    assert sum(isinstance(answer, DomainError) for answer in answers) == 1
    entry.refresh_from_db()
    assert (entry.state, entry.month_amount) in (
        (EntryState.APPROVED, 30 * WAN),
        (EntryState.DRAFT, None),
    )
    assert entry.version == 2
