"""A sending reads before its transaction. What another hand writes between the two counts.

Each guard was taken away once and its test seen to fail: ``forget_rows`` without its second look
(the newer text is gone), ``begun_anew`` without StaleEntries (the sending is refused),
``require_same_reporters`` (the former unit's entry is sent), ``reread`` (a closed month takes it).
"""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection, connections

from accounts import clock
from accounts.errors import WrongState
from investment import services
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry, ReportingPeriod, TypedCell
from investment.typed import TypedText
from measures.money import WAN
from projects.models import ProjectUnit

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def in_between(deed):
    """Let another connection do ``deed`` as soon as the checks were asked for their rules: all
    else is read by then."""
    done = []

    def run():
        try:
            deed()
        finally:
            connections.close_all()

    def watch(execute, sql, *rest):
        answer = execute(sql, *rest)
        if not done and "investment_checkrule" in sql:
            done.append(threading.Thread(target=run))
            done[0].start()
            done[0].join()
        return answer

    with connection.execute_wrapper(watch):
        yield
    assert done


@pytest.fixture
def sheet(unit_a, period, reporter, project):
    """What both of a sheet's services are given, with one cell kept."""
    sheet = {"unit": unit_a, "period": period, "by": reporter}
    services.keep_typed(**sheet, cells=[amount(project, "7", 1)])
    return sheet


def amount(project, text, number, client="page-1", upon=""):
    return TypedText(project.pk, "month_amount", text, "", None, client, number, upon)


def send(sheet, project, today, seen=None):
    words = TypedText(project.pk, "progress", "桩基", "", None, "page-1", 9)
    return services.send_typed(
        **sheet,
        cells=[words],
        client="page-1",
        shown=clock.now(),
        seen=seen or {},
        sends=True,
        today=today,
    )


def test_what_is_typed_between_is_what_is_sent(sheet, project, today):
    newer = [amount(project, "8", 2)]
    with in_between(lambda: services.keep_typed(**sheet, cells=newer)):
        taken = send(sheet, project, today)
    assert (taken.sent, MonthlyEntry.objects.get().month_amount) == (1, 8 * WAN)
    assert not TypedCell.objects.exists()


def test_what_another_page_keeps_between_is_not_sent_unseen(sheet, project, second_project, today):
    other = [amount(second_project, "8", 1, "page-2")]
    services.keep_typed(**sheet, cells=other)
    newer = [amount(project, "9", 2, "page-2", upon="page-1:1")]
    with in_between(lambda: services.keep_typed(**sheet, cells=newer)):
        send(sheet, project, today)
    assert list(TypedCell.objects.values_list("text", flat=True)) == ["9"]


def test_a_draft_that_a_colleague_saves_between_is_told(sheet, project, today, reporter):
    draft = EntryDraft(project.pk, month_amount=5 * WAN)

    def save():
        services.save_entries(period=sheet["period"], drafts=[draft], by=reporter, today=today)

    with in_between(save):
        taken = send(sheet, project, today)
    assert (taken.sent, [each.now for each in taken.conflicts]) == (0, ["5"])
    assert TypedCell.objects.get().text == "7"


def test_a_row_that_a_colleague_changes_between_is_left(
    sheet, project, second_project, make_entry, today
):
    make_entry(second_project)
    draft = EntryDraft(second_project.pk, version=1, month_amount=5 * WAN)

    def save():
        facts = {"period": sheet["period"], "by": sheet["by"], "today": today}
        services.save_entries(**facts, drafts=[draft])

    with in_between(save):
        taken = send(sheet, project, today, seen={second_project.pk: 1})
    assert (taken.sent, [entry.project for entry in taken.left]) == (1, [second_project])


def test_a_project_handed_over_between_takes_no_part(sheet, project, second_project, unit_b, today):
    services.keep_typed(**sheet, cells=[amount(second_project, "8", 3)])

    def hand_over():
        ProjectUnit.objects.filter(project=second_project).update(unit=unit_b)

    with in_between(hand_over):
        send(sheet, project, today)
    assert [entry.project for entry in MonthlyEntry.objects.all()] == [project]
    assert TypedCell.objects.get().text == "8"


def test_a_month_closed_between_takes_nothing(sheet, project, today):
    def close():
        ReportingPeriod.objects.update(closed_at=clock.now())

    with in_between(close), pytest.raises(WrongState):
        send(sheet, project, today)
    assert (MonthlyEntry.objects.count(), TypedCell.objects.count()) == (0, 1)
