"""Ten workbooks such as units really send, each read to its exact table."""

import pytest

from investment.intake import apply_monthly, preview_monthly
from investment.models import EntryState, MonthlyEntry
from investment.tests.messy_workbooks import TEN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def send(county, period, make_project, unit_a, reporter, today):
    """Send a workbook for a unit whose projects the register has; what was previewed."""

    def send(messy):
        for name in messy.names:
            make_project(name, unit_a)
        preview = preview_monthly(
            messy.build(),
            county=county,
            month=JULY,
            by=reporter,
            today=today,
            original_name=messy.file,
        )
        return apply_monthly(preview, by=reporter)

    return send


def kept():
    return {
        entry.project.name: (
            entry.month_amount,
            entry.year_to_date,
            entry.progress,
            entry.problem,
        )
        for entry in MonthlyEntry.objects.select_related("project")
    }


def told(preview):
    return [f"{finding.level}{finding.sentence()}" for finding in preview.findings]


def test_there_are_ten():
    assert len({messy.id for messy in TEN}) == 10


@pytest.mark.parametrize("messy", TEN, ids=[messy.id for messy in TEN])
def test_a_messy_workbook_goes_in_to_the_exact_table(send, messy):
    preview = send(messy)
    assert kept() == messy.rows
    assert told(preview) == messy.findings
    assert set(MonthlyEntry.objects.values_list("state", flat=True)) == {EntryState.SUBMITTED}


@pytest.mark.parametrize("messy", TEN, ids=[messy.id for messy in TEN])
def test_the_same_workbook_again_changes_nothing(send, messy, county, reporter, today):
    send(messy)
    before = list(MonthlyEntry.objects.order_by("pk").values())
    again = preview_monthly(messy.build(), county=county, month=JULY, by=reporter, today=today)
    apply_monthly(again, by=reporter)
    assert (again.added, again.changed, again.unchanged) == (0, 0, len(messy.rows))
    assert list(MonthlyEntry.objects.order_by("pk").values()) == before
