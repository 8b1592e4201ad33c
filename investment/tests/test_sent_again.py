"""After a return each row is changed or answered before it is sent again, by whatever door; the
reviewer sees what was asked, answered and changed."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import page_text
from investment import services
from investment.drafts import EntryDraft
from investment.evidence.services import Place, add_evidence
from investment.intake.lines import Hand, MonthlyLine
from investment.intake.unanswered import refuse_unanswered
from investment.models import EntryState, MonthlyEntry
from investment.returns import ReturnsUnanswered
from investment.tests.test_keeping import window  # noqa: F401 - the same window
from investment.tests.test_signed_sheets import PDF
from measures.money import WAN
from measures.months import Month
from workbooks.findings import Findings
from workbooks.intake.previews import Verdict

JULY = Month(2019, 7)
CELL = SimpleNamespace(sheet="Sheet1", ref="B5", shown="100", place="B5", raw=100)
STAYS = (
    "“镇区道路改造工程”退回后没有改动，也没有答复，没有随本次报送："
    "请按退回理由改正，或在“情况说明”里答复后再报送。"
)


@pytest.fixture
def returned(make_entry, project, second_project, reviewer):
    """Two entries that went back for one reason."""
    entries = [make_entry(each, EntryState.SUBMITTED) for each in (project, second_project)]
    versions = {entry.pk: 1 for entry in entries}
    services.return_entries(versions=versions, reason="本月39万元与台账不符", by=reviewer)
    return list(MonthlyEntry.objects.order_by("pk"))


def states():
    return list(MonthlyEntry.objects.order_by("pk").values_list("state", flat=True))


def row(entry, **changes):
    return replace(EntryDraft.of(entry), **changes)


def test_the_services_refuse_an_untouched_one_by_name(returned, period, reporter, today):
    first, second = returned
    message = "“镇区道路改造工程”退回后没有改动，也没有答复，请按退回理由改正"
    with pytest.raises(ReturnsUnanswered, match=message):
        services.submit_entries(versions={first.pk: 2}, by=reporter, today=today)
    drafts = [row(first), row(second, month_amount=90 * WAN)]
    with pytest.raises(ReturnsUnanswered, match=message):
        services.send_entries(period=period, drafts=drafts, by=reporter, today=today)
    assert states() == ["returned", "returned"]


@pytest.mark.parametrize("answer", ["change", "explanation", "evidence"])
def test_a_change_an_answer_or_new_evidence_lets_it_go(
    returned, unit_a, period, project, reporter, today, answer
):
    first, _ = returned
    if answer == "evidence":
        files = [SimpleUploadedFile("台账.pdf", PDF)]
        place = Place(unit_a, period, project)
        add_evidence(place=place, files=files, caption="", by=reporter, today=today)
    changes = {
        "change": {"month_amount": 90 * WAN},
        "explanation": {"explanation": "台账漏记一笔"},
        "evidence": {},
    }[answer]
    draft = row(first, **changes)
    services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
    assert states() == ["submitted", "returned"]


def test_from_the_sheet_the_others_go_and_it_says_which_stay(
    client, returned, unit_a, reporter, project, second_project
):
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"submit": "1"}
    for entry, amount in zip(returned, ("100", "90"), strict=True):
        prefix = f"p{entry.project_id}"
        typed |= {f"{prefix}-version": "2", f"{prefix}-month_amount": amount}
        typed[f"{prefix}-progress"] = "主体施工"
    address = reverse("investment:entry", args=[unit_a.pk, JULY])
    page = client.post(address, typed, follow=True)
    assert [str(each) for each in page.context["messages"]] == [STAYS, "已报送 1 个项目。"]
    assert states() == ["returned", "submitted"]


def test_what_is_typed_and_sent_by_the_script_is_held_to_the_same(window, returned):  # noqa: F811
    second = returned[1]
    seen = {str(entry.project_id): 2 for entry in returned}
    answer = window.send(window.cell(second.project, "90", base="100", version=2), seen=seen)
    assert (answer.status_code, answer.json()["sent"]) == (200, 1)
    assert states() == ["returned", "submitted"]
    page = window.client.get(window.address("investment:entry"))
    assert [str(each) for each in page.context["messages"]] == ["已报送 1 个项目。", STAYS]


@pytest.mark.parametrize(
    ("hand", "verdict"), [(Hand.OWN, Verdict.REFUSED), (Hand.KEYED, Verdict.CHANGED)]
)
def test_a_workbook_is_held_to_the_same_where_it_is_the_units(returned, hand, verdict):
    first, _ = returned
    written = SimpleNamespace(fields={"month_amount": 100 * WAN}, place=CELL)
    line = MonthlyLine(row=SimpleNamespace(number=5), verdict=Verdict.CHANGED, written=written)
    line.entry, line.draft = first, row(first)
    refuse_unanswered([line], hand, Findings())
    assert line.verdict is verdict


def test_the_reviewer_sees_what_was_asked_answered_and_changed(
    client, returned, unit_a, period, reporter, reviewer, today
):
    first, _ = returned
    draft = row(first, month_amount=39 * WAN, explanation="台账漏记一笔")
    services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    pages = {
        "investment:review_entry": [first.pk],
        "investment:review_unit": [unit_a.pk, JULY],
        "investment:queue_entry": [JULY, first.pk],
    }
    for name, keys in pages.items():
        page = page_text(client.get(reverse(name, args=keys)))
        assert "本月39万元与台账不符" in page, name
        assert page.count("单位答复：台账漏记一笔") == 1, name
    unit_page = page_text(client.get(reverse("investment:review_unit", args=[unit_a.pk, JULY])))
    assert "本月完成投资：<del>100万元</del>→ 39万元" in unit_page


def test_one_row_is_taken_back_by_itself(
    client, make_entry, project, second_project, reporter, unit_a
):
    entries = [make_entry(each, EntryState.SUBMITTED) for each in (project, second_project)]
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = page_text(client.get(reverse("investment:entry", args=[unit_a.pk, JULY])))
    assert page.count("撤回这一项") == 2
    sent = {"entry": f"{entries[0].pk}:1", "sent": [f"{each.pk}:1" for each in entries]}
    client.post(reverse("investment:withdraw", args=[unit_a.pk, JULY]), sent)
    assert states() == ["draft", "submitted"]
