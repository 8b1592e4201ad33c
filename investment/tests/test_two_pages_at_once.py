"""Two pages of one person write one cell in the same moment: the slower sees what the other kept.

The loop of ``begun_anew`` was taken away once, on PostgreSQL, and the test seen to fail: an
IntegrityError instead of the other page's text.
"""

import pytest

from accounts import clock
from accounts.tests.crowd import overlapping
from investment import services
from investment.models import TypedCell
from investment.typed import TypedText

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_sending_that_meets_another_pages_keeping_tells_the_cell(
    unit_a, period, project, second_project, reporter, today
):
    def cell(text, client, project=project, number=1):
        return TypedText(project.pk, "month_amount", text, "", None, client, number)

    kept, taken = overlapping(
        lambda: services.keep_typed(
            unit=unit_a, period=period, cells=[cell("#REF!", "page-1")], by=reporter
        ),
        lambda: services.send_typed(
            unit=unit_a,
            period=period,
            cells=[cell("#DIV/0!", "page-2"), cell("7", "page-2", second_project, 2)],
            client="page-2",
            shown=clock.now(),
            seen={},
            sends=False,
            by=reporter,
            today=today,
        ),
        seconds=2,
    )
    assert kept.numbers == [1]
    assert [(each.typed.text, each.now, each.is_own) for each in taken.conflicts] == [
        ("#DIV/0!", "#REF!", True)
    ]
    assert (taken.saved, TypedCell.objects.get().text) == (1, "#REF!")
