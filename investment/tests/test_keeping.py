"""What is typed is kept on the server as it is typed, apart from entries and without a trail."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import clock
from accounts.models import AuditEvent, Role
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, TypedCell
from measures.money import WAN
from projects.models import ProjectUnit

KEEP, SEND = "investment:keep", "investment:send"


@pytest.fixture
def window(client, reporter, unit_a, period, project):
    """The script of the reporter's window."""
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    return Page(client, reporter, unit_a)


class Page:
    """What a page says to the server; ``name`` is the page's own."""

    def __init__(self, client, person, unit, name="page-1"):
        self.client, self.person, self.unit, self.name = client, person, unit, name
        self.number = 0

    def address(self, name, month="2019-07"):
        return reverse(name, args=[self.unit.pk, month])

    def cell(self, project, text, field="month_amount", base="", version=None, **more):
        self.number += 1
        return {
            "project": project.pk,
            "field": field,
            "text": text,
            "base": base,
            "version": version,
            "number": self.number,
        } | more

    def post(self, name, **said):
        body = {"person": self.person.pk, "client": self.name, "cells": []} | said
        return self.client.post(self.address(name), body, content_type="application/json")

    def keep(self, *cells):
        return self.post(KEEP, cells=list(cells))

    def send(self, *cells, seen=None, submit=True, shown="2019-08-02T08:00:00+08:00"):
        return self.post(SEND, cells=list(cells), seen=seen or {}, submit=submit, shown=shown)


def kept():
    return {(cell.project.name, cell.field): cell.text for cell in TypedCell.objects.all()}


def money(project):
    entry = MonthlyEntry.objects.get(project=project)
    return entry.month_amount and entry.month_amount // WAN


def test_cells_are_kept_as_typed_and_their_numbers_come_back(window, project, second_project):
    answer = window.keep(
        window.cell(project, "约1２0 "), window.cell(second_project, "基础施工", "progress")
    )
    assert answer.status_code == 200
    assert (answer.json()["kept"], answer.json()["conflicts"]) == ([1, 2], [])
    assert kept() == {
        ("镇区道路改造工程", "month_amount"): "约1２0 ",
        ("客运站迁建工程", "progress"): "基础施工",
    }
    assert (MonthlyEntry.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_an_older_number_of_the_same_page_never_overwrites_a_newer_one(window, project):
    older, newer = window.cell(project, "1"), window.cell(project, "12")
    window.keep(newer)
    answer = window.keep(older)
    assert (answer.json()["kept"], kept()) == ([1], {("镇区道路改造工程", "month_amount"): "12"})


def test_two_pages_of_one_person_that_type_one_cell_are_a_conflict(window, project, reporter):
    window.keep(window.cell(project, "12"))
    other = Page(window.client, window.person, window.unit, "page-2")
    answer = other.keep(other.cell(project, "13"), other.cell(project, "桩基", "progress"))
    assert answer.status_code == 409
    assert answer.json()["kept"] == [2]
    [conflict] = answer.json()["conflicts"]
    assert (conflict["mine"], conflict["now"], conflict["own"], conflict["mark"]) == (
        "13", "12", True, "page-1:1",
    )  # fmt: skip
    answer = other.keep(other.cell(project, "13", upon="page-1:1"))
    assert (answer.status_code, kept()[project.name, "month_amount"]) == (200, "13")


def test_a_cell_that_a_colleague_has_saved_meanwhile_is_told_with_who_and_when(
    window, project, second_project, period, make_user, unit_a, today
):
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    draft = EntryDraft(project.pk, month_amount=99 * WAN, progress="桩基")
    services.save_entries(period=period, drafts=[draft], by=colleague, today=today)
    answer = window.keep(window.cell(project, "23"), window.cell(second_project, "5"))
    assert (answer.status_code, answer.json()["kept"]) == (409, [2])
    [conflict] = answer.json()["conflicts"]
    saved_at = timezone.localtime(AuditEvent.objects.get().at)
    assert conflict == {
        "project": project.pk,
        "field": "month_amount",
        "number": 1,
        "mine": "23",
        "now": "99",
        "version": 1,
        "who": "林同事",
        "at": f"{saved_at:%H:%M}",
        "own": False,
        "sent": False,
        "mark": "",
    }
    assert kept() == {("客运站迁建工程", "month_amount"): "5"}
    # The choice: mine, knowing of the other's.
    assert window.keep(window.cell(project, "23", base="99", version=1)).status_code == 200


def test_another_cell_of_the_same_row_is_no_conflict(window, project, make_entry):
    make_entry(project, progress="桩基")
    answer = window.keep(window.cell(project, "主体", "progress", base="桩基", version=None))
    assert answer.status_code == 200


def test_drafts_are_kept_after_the_month_closed_and_say_that_they_cannot_be_sent(
    window, project, period
):
    period.closed_at = timezone.now()
    period.save()
    answer = window.keep(window.cell(project, "12"))
    assert answer.status_code == 200
    assert answer.json()["closed"] == (
        "2019年7月填报期已关闭，所填内容已保存，但不能报送，请联系发改局"
    )
    answer = window.send(window.cell(project, "12"))
    assert (answer.status_code, answer.json()["error"]) == (409, "late")
    assert kept() == {("镇区道路改造工程", "month_amount"): "12"}


@pytest.mark.parametrize("name", [KEEP, SEND])
def test_what_one_may_not_see_is_not_found(window, name, other_project, unit_b, client):
    assert (
        window.post(name, cells=[window.cell(other_project, "1")], shown=_now()).status_code == 404
    )
    window.unit = unit_b
    answer = window.post(name)
    assert (answer.status_code, answer.json()["error"]) == (404, "gone")


def _now():
    return clock.now().isoformat()


@pytest.mark.parametrize("name", [KEEP, SEND])
def test_who_is_not_signed_in_any_more_is_told_so_and_led_nowhere(window, name, reporter, settings):
    window.client.logout()
    answer = window.post(name)
    assert (answer.status_code, answer.json()["error"]) == (401, "sign-in")
    window.client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    session = window.client.session
    session["last_seen"] = int(timezone.now().timestamp()) - 31 * 60
    session.save()
    answer = window.post(name)
    assert (answer.status_code, answer.json()["error"]) == (401, "sign-in")
    window.client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    reporter.must_change_password = True
    reporter.save()
    answer = window.post(name)
    assert (answer.status_code, answer.json()["error"]) == (401, "password")


def test_a_page_of_another_person_keeps_nothing(window, project, other_reporter):
    window.person = other_reporter
    answer = window.keep(window.cell(project, "1"))
    assert (answer.status_code, answer.json()["error"], kept()) == (401, "person", {})


def test_a_stale_token_is_told_and_a_fresh_one_is_fetched(reporter, unit_a, project, period):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    window = Page(client, reporter, unit_a)
    answer = window.keep(window.cell(project, "1"))
    assert (answer.status_code, answer.json()["error"]) == (403, "token")
    token = client.get(window.address(KEEP)).json()["token"]
    body = {"person": reporter.pk, "client": "p", "cells": [window.cell(project, "1")]}
    answer = client.post(
        window.address(KEEP), body, content_type="application/json", headers={"x-csrftoken": token}
    )
    assert (answer.status_code, answer.json()["kept"]) == (200, [2])
    client.logout()
    answer = window.keep(window.cell(project, "1"))
    assert (answer.status_code, answer.json()["error"]) == (401, "sign-in")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"person": "1"}',
        '{"person": PERSON, "cells": 1}',
        '{"person": PERSON, "cells": [{"project": 1, "field": "state", "number": 1}]}',
        '{"person": PERSON, "cells": [{"project": 1, "field": "progress", "number": -1}]}',
    ],
)
def test_what_is_no_request_of_ours_is_refused_in_json(window, body):
    sent = body.replace("PERSON", str(window.person.pk))
    answer = window.client.post(window.address(KEEP), sent, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (400, "fault")
    assert window.client.put(window.address(KEEP)).json()["error"] == "method"


LONG = "长" * 5001
TOLD = "所填内容有5001个字，最多保存5000个字，没有存到服务器，请缩短"


@pytest.mark.parametrize(
    ("text", "told"),
    [(LONG, TOLD), ("半个\ud83d", "所填内容有无法保存的字符，没有存到服务器，请删去后重填")],
)
def test_a_cell_that_cannot_be_kept_is_told_and_keeps_out_no_other(window, project, text, told):
    cells = window.cell(project, "12"), window.cell(project, text, "progress")
    answer = window.keep(*cells)
    assert (answer.status_code, answer.json()["kept"]) == (400, [1])
    assert answer.json()["faults"] == [
        {"project": project.pk, "field": "progress", "number": 2, "message": told}
    ]
    assert kept() == {(project.name, "month_amount"): "12"}


def test_a_cell_that_cannot_be_kept_stops_the_sending_and_no_other_cell(window, project):
    answer = window.send(window.cell(project, "12"), window.cell(project, LONG, "progress"))
    assert (answer.status_code, answer.json()["kept"], answer.json()["sent"]) == (400, [1], 0)
    assert [fault["message"] for fault in answer.json()["faults"]] == [TOLD]
    assert (MonthlyEntry.objects.get().state, money(project)) == (EntryState.DRAFT, 12)


def test_keeping_counts_as_activity_without_a_session_write_of_its_own(
    window, project, django_assert_num_queries
):
    window.keep(window.cell(project, "1"))
    cell = window.cell(project, "12")
    # Session, user, roles, period, projects, entries, typed; the cell; and the transaction.
    with django_assert_num_queries(10):
        window.keep(cell)


def test_sending_makes_entries_of_what_is_kept_and_of_the_last_cells(
    window, project, second_project
):
    window.keep(window.cell(project, "120"), window.cell(project, "主体施工", "progress"))
    answer = window.send(
        window.cell(second_project, "5"), window.cell(second_project, "桩基", "progress")
    )
    assert answer.status_code == 200
    assert (answer.json()["sent"], answer.json()["kept"]) == (2, [3, 4])
    assert (money(project), money(second_project)) == (120, 5)
    assert {entry.state for entry in MonthlyEntry.objects.all()} == {EntryState.SUBMITTED}
    assert kept() == {}
    assert [line.action for line in AuditEvent.objects.all()] == ["entry.submit"] * 2


def test_saving_alone_makes_drafts(window, project):
    answer = window.send(window.cell(project, "120"), submit=False)
    assert (answer.json()["saved"], answer.json()["sent"]) == (1, 0)
    assert MonthlyEntry.objects.get().state == EntryState.DRAFT


def test_the_old_trial(window, project, second_project, period, make_user, unit_a, today):
    """A colleague changes A; an older page changes C alone."""
    drafts = [
        EntryDraft(project.pk, month_amount=23 * WAN, progress="旧"),
        EntryDraft(second_project.pk, month_amount=7 * WAN, progress="旧"),
    ]
    services.save_entries(period=period, drafts=drafts, by=window.person, today=today)
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    changed = EntryDraft(project.pk, version=1, month_amount=99 * WAN, progress="同事改的")
    services.save_entries(period=period, drafts=[changed], by=colleague, today=today)
    seen = {project.pk: 1, second_project.pk: 1}
    for _ in range(2):
        cell = window.cell(second_project, "8", base="7", version=1)
        answer = window.send(cell, seen=seen, submit=False)
        assert (answer.status_code, answer.json()["kept"]) == (200, [cell["number"]])
    assert (money(project), money(second_project)) == (99, 8)
    # Nor is the row sent that this person has not seen.
    answer = window.send(seen=seen | {second_project.pk: 2})
    assert (answer.status_code, answer.json()["sent"]) == (200, 1)
    states = dict(MonthlyEntry.objects.values_list("project", "state"))
    assert states == {project.pk: "draft", second_project.pk: "submitted"}


def test_two_people_change_two_cells_of_one_row_and_both_survive(
    window, project, period, make_user, unit_a, make_entry, today
):
    entry = make_entry(project, progress="桩基")
    colleague = make_user("tongshi", Role.REPORTER, unit_a, name="林同事")
    theirs = EntryDraft(project.pk, version=1, month_amount=100 * WAN, progress="同事改的")
    services.save_entries(period=period, drafts=[theirs], by=colleague, today=today)
    answer = window.send(window.cell(project, "101", base="100", version=1), submit=False)
    assert answer.status_code == 200
    entry.refresh_from_db()
    assert (entry.month_amount, entry.progress) == (101 * WAN, "同事改的")


def test_one_cell_in_conflict_stops_itself_and_the_sending_but_no_other_cell(
    window, project, second_project, period, make_entry
):
    make_entry(project, month_amount=99 * WAN)
    answer = window.send(window.cell(project, "23", base="7"), window.cell(second_project, "5"))
    assert (answer.status_code, answer.json()["kept"]) == (409, [2])
    [conflict] = answer.json()["conflicts"]
    assert (conflict["mine"], conflict["now"]) == ("23", "99")
    assert (money(project), money(second_project)) == (99, 5)
    assert set(MonthlyEntry.objects.values_list("state", flat=True)) == {EntryState.DRAFT}


def test_a_cell_that_cannot_be_read_stays_kept_and_the_others_are_saved(
    window, project, second_project
):
    window.keep(window.cell(project, "#REF!"))
    answer = window.send(
        window.cell(second_project, "5"), window.cell(project, "雨", "actual_start")
    )
    assert (answer.status_code, answer.json()["kept"]) == (400, [2, 3])
    assert [fault["project"] for fault in answer.json()["faults"]] == [project.pk] * 2
    assert kept() == {
        ("镇区道路改造工程", "month_amount"): "#REF!",
        ("镇区道路改造工程", "actual_start"): "雨",
    }
    assert money(second_project) == 5


def test_what_the_checks_ask_leaves_drafts(window, project):
    answer = window.send(window.cell(project, "0"))
    assert (answer.status_code, answer.json()["sent"], answer.json()["saved"]) == (400, 0, 1)
    assert MonthlyEntry.objects.get().state == EntryState.DRAFT


def test_a_row_that_was_sent_meanwhile_keeps_what_was_typed(window, project, make_entry):
    make_entry(project, EntryState.SUBMITTED)
    window.keep(window.cell(project, "7", base="100", version=1))
    [told] = window.keep(window.cell(project, "8", base="7")).json()["conflicts"]
    assert (told["now"], told["sent"]) == ("100", True)
    answer = window.send(submit=False)
    assert answer.status_code == 409
    assert answer.json()["conflicts"][0]["sent"] is True
    assert kept() == {("镇区道路改造工程", "month_amount"): "7"}


def test_a_row_that_was_sent_meanwhile_keeps_no_other_from_being_sent(
    window, project, second_project, make_entry
):
    window.keep(window.cell(project, "7"))
    make_entry(project, EntryState.SUBMITTED, month_amount=5 * WAN, version=2)
    cells = window.cell(second_project, "9"), window.cell(second_project, "桩基", "progress")
    window.send(*cells, seen={second_project.pk: None})
    assert (money(project), money(second_project)) == (5, 9)
    assert MonthlyEntry.objects.get(project=second_project).state == EntryState.SUBMITTED
    assert kept() == {(project.name, "month_amount"): "7"}


def test_a_project_that_another_unit_reports_now_takes_no_part_in_a_sending(
    window, project, second_project, unit_b
):
    window.keep(window.cell(project, "7"))
    ProjectUnit.objects.filter(project=project).update(unit=unit_b)
    cells = window.cell(second_project, "9"), window.cell(second_project, "桩基", "progress")
    assert window.send(*cells, seen={second_project.pk: None}).status_code == 200
    assert (MonthlyEntry.objects.count(), money(second_project)) == (1, 9)
    assert kept() == {(project.name, "month_amount"): "7"}


def test_what_was_typed_and_taken_back_is_no_other_text_on_the_next_page(window, project):
    window.keep(window.cell(project, "5"))
    window.keep(window.cell(project, ""))
    later = Page(window.client, window.person, window.unit, "page-2")
    assert later.keep(later.cell(project, "7")).status_code == 200
    assert kept() == {(project.name, "month_amount"): "7"}


def test_what_another_page_has_kept_since_is_not_sent_unseen(window, project, second_project):
    shown = clock.now().isoformat()
    other = Page(window.client, window.person, window.unit, "page-2")
    other.keep(other.cell(second_project, "7"))
    answer = window.send(window.cell(project, "5"), shown=shown, submit=False)
    assert (answer.status_code, kept()) == (200, {("客运站迁建工程", "month_amount"): "7"})


def test_what_is_given_up_is_kept_no_longer_but_what_is_newer_stays(
    window, project, second_project
):
    window.keep(window.cell(project, "12"), window.cell(second_project, "7"))
    shown = clock.now().isoformat()
    later = Page(window.client, window.person, window.unit, "page-2")
    place = {"project": project.pk, "field": "month_amount"}
    later.keep(later.cell(second_project, "8", upon="page-1:2"))
    newer = {"project": second_project.pk, "field": "month_amount"}
    answer = window.post(KEEP, dropped=[place, newer], shown=shown, client="page-3")
    assert (answer.status_code, answer.json()["kept"]) == (200, [])
    assert kept() == {("客运站迁建工程", "month_amount"): "8"}
    later.post(KEEP, dropped=[newer], shown=shown)
    assert kept() == {}
    assert window.post(KEEP, dropped=[1], shown=shown).status_code == 400


def test_what_nobody_saved_goes_after_fourteen_days(window, project, second_project):
    window.keep(window.cell(project, "1"), window.cell(second_project, "2"))
    old = clock.now() - datetime.timedelta(days=15)
    TypedCell.objects.filter(project=project).update(kept_at=old)
    now = clock.now()
    assert services.sweep_typed(now) == ["清除14天前填写而没有保存的 1 格"]
    assert services.sweep_typed(now) == []
    assert kept() == {("客运站迁建工程", "month_amount"): "2"}
