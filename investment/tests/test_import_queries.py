"""Previewing and applying a workbook ask the database as often for 200 rows as for 5."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from investment.models import EntryState, MonthlyEntry
from investment.tests.monthly_files import JULY, line, receive_monthly, workbook
from projects.models import ProjectAlias
from workbooks.intake import uploads
from workbooks.models import Upload

pytestmark = pytest.mark.django_db
MOST = 27


@pytest.fixture
def received(county, period, today, make_project, unit_a):
    """A file of so many rows that waits, of projects already known to the register."""

    def received(person, count, renamed=0):
        known = MonthlyEntry.objects.values_list("project__name", flat=True)
        names = [f"道路改造工程第{number}标段" for number in range(count)]
        for name in set(names) - set(known):
            make_project(name, unit_a, code=f"代码{name}")
        rows = [
            line(name if place >= renamed else f"{name}改名", 30, code=f"代码{name}")
            for place, name in enumerate(names)
        ]
        return receive_monthly(
            county=county, month=JULY, name="7月.xlsx", content=workbook(*rows), by=person,
            today=today,
        )  # fmt: skip

    return received


def fresh(upload):
    return Upload.objects.select_related("county", "unit").get(pk=upload.pk)


@pytest.mark.parametrize("count", [5, 200])
def test_new_rows_are_sent(count, received, reporter, today, django_assert_max_num_queries):
    upload = fresh(received(reporter, count))
    with django_assert_max_num_queries(MOST):
        preview = uploads.preview_upload(upload, by=reporter, today=today)
    assert preview.added == count
    with django_assert_max_num_queries(MOST):
        uploads.apply_upload(
            upload=upload, fingerprint=preview.fingerprint, by=reporter, today=today
        )
    assert MonthlyEntry.objects.filter(state=EntryState.SUBMITTED).count() == count


@pytest.mark.parametrize("count", [5, 200])
def test_rows_of_entries_at_many_versions_are_keyed_over(
    count, received, make_entry, reviewer, today, django_assert_max_num_queries
):
    upload = fresh(received(reviewer, count))
    for version, project in enumerate(upload.county.projects.all(), start=1):
        make_entry(project, EntryState.RETURNED, version=version)
    preview = uploads.preview_upload(upload, by=reviewer, today=today)
    assert preview.changed == count
    # One more: what was returned is held against what is sent again.
    with django_assert_max_num_queries(MOST + 1):
        uploads.apply_upload(
            upload=upload, fingerprint=preview.fingerprint, by=reviewer, today=today
        )
    assert set(MonthlyEntry.objects.values_list("month_amount", "state", "progress")) == {
        (300_000, EntryState.SUBMITTED, "主体施工")
    }
    assert sorted(MonthlyEntry.objects.values_list("version", flat=True)) == list(
        range(2, count + 2)
    )


@pytest.mark.parametrize("count", [5, pytest.param(200, marks=pytest.mark.slow)])
def test_half_of_them_there_already_and_the_names_confirmed(
    count, received, make_entry, reporter, today
):
    """The longest way: new entries, changed ones and aliases; beside its queries it has the
    beginnings and ends of transactions within the transaction."""
    upload = fresh(received(reporter, count, renamed=count))
    projects = list(upload.county.projects.order_by("pk"))
    for project in projects[: count // 2]:
        make_entry(project)
    waiting = uploads.preview_upload(upload, by=reporter, today=today)
    answers = {row.key: row.proposals[0].project.pk for row in waiting.unanswered}
    uploads.choose_rows(upload=upload, shown=[], ticked=[], answers=answers)
    preview = uploads.preview_upload(upload, by=reporter, today=today)
    assert (preview.changed, preview.added) == (count // 2, count - count // 2)
    with CaptureQueriesContext(connection) as captured:
        uploads.apply_upload(
            upload=upload, fingerprint=preview.fingerprint, by=reporter, today=today
        )
    asked = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) == 27
    assert ProjectAlias.objects.count() == MonthlyEntry.objects.count() == count
