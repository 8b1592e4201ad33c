"""A project that goes to another unit: what the former one had not sent is not shown to it."""

import datetime

import pytest

from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from investment import services
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry
from investment.selectors import entry_sheet
from measures.money import WAN
from projects.models import Part, ProjectUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def left_behind(period, project, reporter, unit_b, today):
    """A draft of unit A, whose project unit B reports before July is over."""
    draft = EntryDraft(project.pk, month_amount=77 * WAN, progress="没想好")
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    on = datetime.date(2019, 7, 27)
    ProjectUnit.objects.filter(project=project, part=Part.REPORTING).update(until=on)
    ProjectUnit.objects.create(project=project, unit=unit_b, part=Part.REPORTING, from_date=on)
    return MonthlyEntry.objects.get()


def test_the_new_unit_begins_with_an_empty_row(client, left_behind, period, unit_b, other_reporter):
    [row] = entry_sheet(unit_b, period, datetime.date(2019, 8, 2)).rows
    assert (row.entry, row.state) == (None, "missing")
    client.force_login(other_reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/investment/{unit_b.pk}/2019-07/").content.decode()
    assert "没想好" not in page
    assert 'value="77"' not in page


def test_what_it_fills_in_takes_the_drafts_place_and_the_trail_keeps_it(
    left_behind, period, project, unit_b, other_reporter, today
):
    draft = EntryDraft(project.pk, month_amount=50 * WAN, progress="基础施工")
    [entry] = services.save_entries(
        period=period, drafts=[draft], by=other_reporter, today=today
    ).written
    services.submit_entries(versions={entry.pk: 2}, by=other_reporter, today=today)
    held = MonthlyEntry.objects.get()
    assert (held.unit, held.month_amount, held.state) == (unit_b, 50 * WAN, "submitted")
    line = AuditEvent.objects.filter(action="entry.save").latest("sequence")
    assert line.changes["month_amount"] == [77 * WAN, 50 * WAN]
    assert differences(MonthlyEntry) == []


def test_a_second_hand_of_the_same_unit_is_still_told(
    left_behind, period, project, other_reporter, today
):
    from accounts.errors import Stale

    draft = EntryDraft(project.pk, month_amount=50 * WAN, progress="基础施工")
    services.save_entries(period=period, drafts=[draft], by=other_reporter, today=today)
    with pytest.raises(Stale):
        other = EntryDraft(project.pk, month_amount=60 * WAN, progress="主体施工")
        services.save_entries(period=period, drafts=[other], by=other_reporter, today=today)
