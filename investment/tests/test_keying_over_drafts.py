"""代填 shows the unit's draft, asks before it takes its place, and keeps it for the unit."""

import pytest
from django.urls import reverse

from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, TypedCell
from measures.money import WAN

ASKED = "“镇区道路改造工程”单位已有草稿，请核对上列草稿，确要替换的请勾选"


@pytest.fixture
def unit_draft(reporter, period, project, today):
    """What the unit has saved and not sent."""
    draft = EntryDraft(project.pk, month_amount=23 * WAN, year_to_date=390 * WAN, progress="桩基")
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    return MonthlyEntry.objects.get()


@pytest.fixture
def address(client, reviewer, unit_a):
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    return reverse("investment:key", args=[unit_a.pk, "2019-07"])


def form(project, **more):
    return {
        "source": "8月2日电话，陈某",
        f"p{project.pk}-version": "1",
        f"p{project.pk}-month_amount": "55",
        f"p{project.pk}-progress": "电话报",
    } | more


def test_the_draft_is_shown_and_asked_about(client, address, unit_draft, project):
    page = client.get(address)
    [shown] = page.context["drafts"]
    assert (shown.project, shown.version, shown.who) == (project, 1, "陈交通")
    assert shown.said == [
        ("本月完成投资", "23万元"),
        ("本年累计完成投资", "390万元"),
        ("形象进度", "桩基"),
    ]
    answer = client.post(address, form(project))
    assert answer.status_code == 400
    assert answer.context["source"].errors == {"replaces": [ASKED]}
    # A draft that was saved after the page was opened, nobody has been shown.
    answer = client.post(address, form(project, replaces="on", draft=f"{project.pk}:7"))
    assert answer.context["source"].errors == {"replaces": [ASKED]}
    unit_draft.refresh_from_db()
    assert (unit_draft.state, unit_draft.month_amount) == (EntryState.DRAFT, 23 * WAN)


def test_the_unit_is_told_and_finds_its_draft(
    client, address, unit_draft, project, reporter, unit_a
):
    answer = client.post(address, form(project, replaces="on", draft=f"{project.pk}:1"))
    assert answer.status_code == 302
    unit_draft.refresh_from_db()
    assert (unit_draft.state, unit_draft.month_amount) == (EntryState.SUBMITTED, 55 * WAN)
    assert {(cell.person, cell.field, cell.text) for cell in TypedCell.objects.all()} == {
        (reporter, "month_amount", "23"),
        (reporter, "year_to_date", "390"),
        (reporter, "progress", "桩基"),
    }
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("investment:entry", args=[unit_a.pk, "2019-07"]))
    [row] = [row for row in page.context["rows"] if row.row.project == project]
    assert [cell.words for cell in row.beside] == [
        "本月完成投资 23（这一行已报送，现为 55）",
        "本年累计完成投资 390（这一行已报送，现为 （空））",
        "形象进度 桩基（这一行已报送，现为 电话报）",
    ]
    waiting = client.get(reverse("accounts:waiting")).content.decode()
    assert "镇区道路改造工程 2019年7月" in waiting
    assert "请确认或写明异议" in waiting


def test_the_draft_that_was_replaced_last_is_the_one_that_is_kept(
    client, address, unit_draft, project, reporter, reviewer, period, today
):
    client.post(address, form(project, replaces="on", draft=f"{project.pk}:1"))
    assert {cell.mark for cell in TypedCell.objects.all()} == {"draft:1"}
    services.return_entry(entry=unit_draft, version=2, reason="数字不对", by=reviewer)
    again = EntryDraft(project.pk, version=3, month_amount=24 * WAN, progress="承台")
    services.save_entries(period=period, drafts=[again], by=reporter, today=today)
    sent = {"replaces": "on", "draft": f"{project.pk}:4", f"p{project.pk}-version": "4"}
    assert client.post(address, form(project, **sent)).status_code == 302
    assert {(cell.field, cell.text, cell.mark) for cell in TypedCell.objects.all()} == {
        ("month_amount", "24", "draft:4"),
        ("progress", "承台", "draft:4"),
    }


def test_what_somebody_of_the_unit_is_typing_is_shown_too_and_stays(
    client, address, period, project, reporter, unit_a
):
    TypedCell.objects.create(
        person=reporter,
        period=period,
        unit=unit_a,
        project=project,
        field="month_amount",
        text="约23",
        client="a",
        number=1,
        kept_at=period.due_on.strftime("%Y-%m-%dT09:00:00+08:00"),
    )
    [shown] = client.get(address).context["drafts"]
    assert (shown.said, shown.version, shown.who) == ([("本月完成投资", "约23")], None, "陈交通")
    assert client.post(address, form(project)).status_code == 302
    assert TypedCell.objects.get().text == "约23"
