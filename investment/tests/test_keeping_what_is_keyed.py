"""What the bureau types in 代填 is kept as it is typed, apart from what the unit types."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts import clock
from accounts.models import AuditEvent, Role, RoleAssignment
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, TypedCell
from investment.tests.test_keeping import Page
from measures.money import WAN

KEEP = "investment:keep_keyed"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Desk(Page):
    """What the script of the page of 代填 says to the server."""

    def keep(self, *cells):
        return self.post(KEEP, cells=list(cells))

    def page(self, name="investment:key"):
        return self.client.get(self.address(name))

    def row(self, project, name="investment:key"):
        rows = self.page(name).context["rows"]
        return next(row for row in rows if row.row.project == project)

    def key(self, *projects, shown=None, client=None, **boxes):
        """Post the form: ``boxes`` of the first project, nothing of the others."""
        sent = {"source": "8月2日电话", "shown": shown or clock.now().isoformat()}
        sent |= {f"p{project.pk}-version": "" for project in projects}
        sent |= {f"p{projects[0].pk}-{name}": text for name, text in boxes.items()}
        sent["client"] = self.name if client is None else client
        return self.client.post(self.address("investment:key"), sent)


@pytest.fixture
def desk(client, reviewer, unit_a, period, project):
    client.force_login(reviewer, backend=BACKEND)
    return Desk(client, reviewer, unit_a)


@pytest.fixture
def both(reviewer, unit_a):
    """The reviewer is the unit's reporter too."""
    RoleAssignment.objects.create(user=reviewer, role=Role.REPORTER, unit=unit_a)
    return reviewer


def kept():
    return {
        (cell.hand, cell.project.name, cell.field): cell.text for cell in TypedCell.objects.all()
    }


def box(row, name="month_amount"):
    return next(cell for cell in row.cells if cell.column == name).value


def test_cells_are_kept_as_typed_and_shown_again(desk, project, second_project):
    answer = desk.keep(desk.cell(project, "约55"), desk.cell(second_project, "桩基", "progress"))
    assert (answer.status_code, answer.json()["kept"]) == (200, [1, 2])
    assert kept() == {
        ("bureau", "镇区道路改造工程", "month_amount"): "约55",
        ("bureau", "客运站迁建工程", "progress"): "桩基",
    }
    assert (MonthlyEntry.objects.count(), AuditEvent.objects.count()) == (0, 0)
    assert (box(desk.row(project)), desk.row(project).beside) == ("约55", [])
    assert desk.page().context["kept_at"] == TypedCell.objects.latest("kept_at").kept_at


def test_who_reports_too_has_two_sheets_of_which_neither_shows_the_others(
    desk, project, both, period, today
):
    own = Page(desk.client, both, desk.unit)
    assert own.keep(own.cell(project, "23")).status_code == 200
    assert desk.keep(desk.cell(project, "55")).status_code == 200
    assert kept() == {
        ("unit", "镇区道路改造工程", "month_amount"): "23",
        ("bureau", "镇区道路改造工程", "month_amount"): "55",
    }
    assert box(desk.row(project, "investment:entry")) == "23"
    assert box(desk.row(project)) == "55"
    # Sending the unit's sheet takes the unit's own alone.
    assert own.send(submit=False, shown=clock.now().isoformat()).json()["saved"] == 1
    assert MonthlyEntry.objects.get().month_amount == 23 * WAN
    assert kept() == {("bureau", "镇区道路改造工程", "month_amount"): "55"}
    assert own.client.get(own.address("investment:paper")).context["unsaved"] == 0


def test_the_unit_sees_nothing_of_it(desk, project, reporter):
    desk.keep(desk.cell(project, "55"))
    desk.client.force_login(reporter, backend=BACKEND)
    row = desk.row(project, "investment:entry")
    assert (box(row), row.beside, row.kept) == ("", [], {})
    assert Page(desk.client, reporter, desk.unit).send(submit=False).json()["saved"] == 0


def test_what_the_bureau_types_is_no_draft_of_the_unit(desk, project, second_project, both):
    own = Page(desk.client, both, desk.unit)
    own.keep(own.cell(second_project, "7"))
    desk.keep(desk.cell(project, "55"))
    [shown] = desk.page().context["drafts"]
    assert (shown.project, shown.said) == (second_project, [("本月完成投资", "7")])


@pytest.mark.parametrize("state", [EntryState.DRAFT, EntryState.RETURNED])
def test_what_is_at_the_unit_is_neither_seen_nor_compared_with(desk, project, make_entry, state):
    make_entry(project, state, month_amount=23 * WAN)
    answer = desk.keep(desk.cell(project, "55", version=1))
    assert (answer.status_code, answer.json()["conflicts"]) == (200, [])
    # What says the same as the unit's draft is typed all the same: it is not in the box.
    assert desk.keep(desk.cell(project, "主体施工", "progress", version=1)).status_code == 200
    row = desk.row(project)
    assert (box(row), box(row, "progress"), box(row, "year_to_date")) == ("55", "主体施工", "")
    assert row.beside == []


def test_a_row_that_was_sent_meanwhile_is_a_conflict_and_keeps_what_was_typed(
    desk, project, make_entry
):
    desk.keep(desk.cell(project, "55"))
    make_entry(project, EntryState.SUBMITTED, month_amount=99 * WAN)
    answer = desk.keep(desk.cell(project, "56"))
    assert (answer.status_code, answer.json()["kept"]) == (409, [])
    [conflict] = answer.json()["conflicts"]
    assert (conflict["mine"], conflict["now"], conflict["sent"]) == ("56", "99", True)
    [beside] = desk.row(project).beside
    assert beside.words == "本月完成投资 55（这一行已报送，现为 99）"
    place = {"project": project.pk, "field": "month_amount"}
    desk.post(KEEP, dropped=[place], shown=clock.now().isoformat())
    assert kept() == {}


def test_two_pages_of_one_person_are_a_conflict(desk, project):
    desk.keep(desk.cell(project, "55"))
    other = Desk(desk.client, desk.person, desk.unit, "page-2")
    answer = other.keep(other.cell(project, "56"))
    assert (answer.status_code, answer.json()["conflicts"][0]["own"]) == (409, True)


def test_it_is_kept_after_the_month_closed_and_says_that_it_cannot_be_keyed(desk, project, period):
    period.closed_at = timezone.now()
    period.save()
    answer = desk.keep(desk.cell(project, "55"))
    said = "2019年7月填报期已关闭，所填内容已保存，但不能代填"
    assert (answer.status_code, answer.json()["closed"]) == (200, said)
    [beside] = desk.row(project).beside
    assert beside.words == "本月完成投资 55（填报期已关闭，不能代填）"


def test_the_answers_are_json_and_never_a_redirect(desk, project, reporter, approver):
    address = desk.address(KEEP)
    strict = Client(enforce_csrf_checks=True)
    body = {"person": desk.person.pk, "client": "a", "cells": [desk.cell(project, "1")]}

    def post():
        answer = strict.post(address, body, content_type="application/json")
        return answer.status_code, answer.json()["error"]

    assert strict.get(address).json()["error"] == "sign-in"
    strict.force_login(desk.person, backend=BACKEND)
    assert post() == (403, "token")
    fresh = strict.get(address).json()
    assert set(fresh) == {"token", "person"}
    desk.client.force_login(approver, backend=BACKEND)
    answer = desk.keep(desk.cell(project, "1"))
    assert (answer.status_code, answer.json()["error"]) == (401, "person")
    desk.client.force_login(reporter, backend=BACKEND)
    answer = desk.keep(desk.cell(project, "1"))
    assert (answer.status_code, answer.json()["error"]) == (404, "gone")
    assert kept() == {}


def test_a_project_that_the_unit_does_not_report_is_not_kept(desk, unit_b, project):
    project.unit_parts.update(unit=unit_b)
    assert desk.keep(desk.cell(project, "1")).status_code == 404
    assert kept() == {}


def test_keying_forgets_what_was_keyed_and_nothing_else(
    desk, project, second_project, both, approver
):
    shown = clock.now().isoformat()
    own = Page(desk.client, both, desk.unit)
    own.keep(own.cell(project, "塔吊", "problem"))
    desk.keep(desk.cell(project, "55"), desk.cell(second_project, "on", "is_estimate"))
    colleague = Desk(Client(), approver, desk.unit)
    colleague.client.force_login(approver, backend=BACKEND)
    colleague.keep(colleague.cell(project, "54"))
    answer = desk.key(project, second_project, shown=shown, month_amount="55", progress="桩基")
    assert answer.status_code == 302
    assert MonthlyEntry.objects.get().month_amount == 55 * WAN
    assert [(cell.person, cell.hand, cell.text) for cell in TypedCell.objects.order_by("pk")] == [
        (both, "unit", "塔吊"),
        (both, "bureau", "on"),
        (approver, "bureau", "54"),
    ]


def test_keying_leaves_what_another_page_has_kept_since(desk, project):
    shown = clock.now().isoformat()
    other = Desk(desk.client, desk.person, desk.unit, "page-2")
    other.keep(other.cell(project, "塔吊", "problem"))
    desk.key(project, shown=shown, month_amount="55", progress="桩基")
    assert kept() == {("bureau", project.name, "problem"): "塔吊"}
    assert [cell.words for cell in desk.row(project).beside] == [
        "存在问题 塔吊（这一行已报送，现为 （空））"
    ]


def test_a_refused_form_leaves_what_was_kept(desk, project):
    desk.keep(desk.cell(project, "x"))
    answer = desk.key(project, month_amount="x", progress="桩基")
    assert answer.status_code == 400
    assert kept() == {("bureau", project.name, "month_amount"): "x"}


def test_a_draft_of_who_keys_themself_stays_theirs(desk, project, both, period, today):
    """Both texts of one cell of one person: the draft that was replaced is kept for the unit."""
    draft = EntryDraft(project.pk, month_amount=23 * WAN, progress="桩基")
    services.save_entries(period=period, drafts=[draft], by=both, today=today)
    desk.keep(desk.cell(project, "55", version=1))
    keyed = EntryDraft(project.pk, version=1, month_amount=55 * WAN, progress="主体")
    services.key_entries(period=period, drafts=[keyed], source="电话", by=both, today=today)
    assert kept() == {
        ("bureau", project.name, "month_amount"): "55",
        ("unit", project.name, "month_amount"): "23",
        ("unit", project.name, "progress"): "桩基",
    }
