"""A form posts every box of a sheet. What counts is what was changed in it."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from investment import services
from investment.drafts import EntryDraft
from investment.models import MonthlyEntry, TypedCell
from measures.money import WAN


@pytest.fixture
def address(client, reporter, unit_a, period, project, second_project):
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    return reverse("investment:entry", args=[unit_a.pk, "2019-07"])


@pytest.fixture
def save(period, today):
    """Save a row as a person does."""

    def save(by, project, version=None, **values):
        draft = EntryDraft(project.pk, version=version, **values)
        services.save_entries(period=period, drafts=[draft], by=by, today=today)

    return save


@pytest.fixture
def colleague(make_user, unit_a):
    return make_user("tongshi", Role.REPORTER, unit_a, name="林同事")


def form_of(page):
    """What a browser would post of the page as it stands."""
    form = {"shown": page.context["shown"].isoformat()}
    for row in page.context["rows"]:
        form[row.version_name] = "" if row.version is None else str(row.version)
        form[row.was_name] = row.was
        form |= {cell.name: cell.value for cell in row.cells}
    return form


def of(project):
    entry = MonthlyEntry.objects.get(project=project)
    return (entry.month_amount // WAN, entry.progress)


def test_the_old_trial(client, address, save, reporter, colleague, project, second_project):
    save(reporter, project, month_amount=23 * WAN, progress="旧")
    save(reporter, second_project, month_amount=7 * WAN, progress="旧")
    form = form_of(client.get(address))
    save(colleague, project, version=1, month_amount=99 * WAN, progress="同事改的")
    form[f"p{second_project.pk}-month_amount"] = "8"
    assert client.post(address, form).status_code == 302
    assert (of(project), of(second_project)) == ((99, "同事改的"), (8, "旧"))
    # The second press of the old page finds its own change stored, and still leaves A alone.
    assert client.post(address, form).status_code == 302
    assert (of(project), of(second_project)) == ((99, "同事改的"), (8, "旧"))


def test_two_cells_of_one_row_by_two_people_both_survive(
    client, address, save, reporter, colleague, project
):
    save(reporter, project, month_amount=23 * WAN, progress="旧")
    form = form_of(client.get(address))
    save(colleague, project, version=1, month_amount=23 * WAN, progress="同事改的")
    form[f"p{project.pk}-month_amount"] = "24"
    assert client.post(address, form).status_code == 302
    assert of(project) == (24, "同事改的")


def test_one_cell_by_two_people_is_shown_with_both_values(
    client, address, save, reporter, colleague, project
):
    save(reporter, project, month_amount=23 * WAN, progress="旧")
    form = form_of(client.get(address))
    save(colleague, project, version=1, month_amount=99 * WAN, progress="同事改的")
    form[f"p{project.pk}-month_amount"] = "24"
    page = client.post(address, form)
    assert page.status_code == 409
    row = page.context["rows"][0]
    values = {cell.label.partition(" ")[2]: (cell.value, cell.now) for cell in row.cells}
    assert values["本月完成"] == ("24", "99万元")
    assert values["形象进度"] == ("同事改的", "")
    assert of(project) == (99, "同事改的")
    # Having seen it, one presses again: that cell alone is overwritten.
    assert client.post(address, form_of(page)).status_code == 302
    assert of(project) == (24, "同事改的")


def test_sending_takes_the_drafts_in_which_nothing_was_changed(
    client, address, save, reporter, colleague, project, second_project
):
    save(reporter, project, month_amount=23 * WAN, progress="桩基")
    save(reporter, second_project, month_amount=7 * WAN, progress="桩基")
    form = form_of(client.get(address)) | {"submit": "1"}
    save(colleague, project, version=1, month_amount=99 * WAN, progress="同事改的")
    client.post(address, form)
    states = dict(MonthlyEntry.objects.values_list("project", "state"))
    # What a colleague has changed since, this person has not seen.
    assert states == {project.pk: "draft", second_project.pk: "submitted"}


def test_what_was_kept_stands_in_the_boxes_and_is_saved_with_the_form(
    client, address, reporter, unit_a, period, project
):
    def keep(field, text, client_name="a"):
        TypedCell.objects.create(
            person=reporter,
            unit=unit_a,
            period=period,
            project=project,
            field=field,
            text=text,
            client=client_name,
            number=1,
            kept_at=timezone.now() - datetime.timedelta(days=3000),
        )

    keep("month_amount", "120")
    keep("progress", "主体施工")
    page = client.get(address)
    form = form_of(page)
    assert form[f"p{project.pk}-month_amount"] == "120"
    assert json.loads(form[f"p{project.pk}-was"]) == {}
    keep("problem", "征地", "another page, since")
    later = page.context["shown"] + datetime.timedelta(seconds=1)
    TypedCell.objects.filter(field="problem").update(kept_at=later)
    client.post(address, form)
    assert of(project) == (120, "主体施工")
    assert list(TypedCell.objects.values_list("field", flat=True)) == ["problem"]


def test_what_was_kept_and_another_has_changed_is_shown_beside(
    client, address, save, reporter, colleague, unit_a, period, project
):
    TypedCell.objects.create(
        person=reporter,
        unit=unit_a,
        period=period,
        project=project,
        field="month_amount",
        text="23",
        client="a",
        number=1,
        kept_at=timezone.now(),
    )
    save(colleague, project, month_amount=99 * WAN, progress="桩基")
    page = client.get(address)
    [row] = [row for row in page.context["rows"] if row.row.project == project]
    assert row.cells[0].value == "99"
    [beside] = row.beside
    assert beside.words.startswith("本月完成投资 23（现为 99，林同事 ")
    assert beside.words in page.content.decode()
