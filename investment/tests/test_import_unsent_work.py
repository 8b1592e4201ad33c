"""What a unit has begun and not sent: no blank row sends it, and no other hand takes it over."""

import pytest

from investment.intake import apply_monthly, preview_monthly
from investment.models import EntryState, MonthlyEntry
from investment.tests.monthly_files import JULY, line, workbook
from measures.money import WAN
from workbooks.intake.showing import PreviewPage

pytestmark = pytest.mark.django_db
BEGUN = {
    "month_amount": 80 * WAN,
    "year_to_date": 80 * WAN,
    "progress": "还没有核对",
    "problem": "只给自己看的话",
    "explanation": "草稿",
}
SILENT = "这一行没有填任何进度，按未报送处理"


@pytest.fixture(params=["OWN", "KEYED", "HISTORY"])
def hand(request):
    return request.param


@pytest.fixture
def bring(county, period, reporter, reviewer, today):
    """Preview and apply in the name of the unit, of the bureau, or of the past."""
    hands = {"OWN": (reporter, False), "KEYED": (reviewer, False), "HISTORY": (None, True)}

    def bring(hand, *rows):
        by, approve = hands[hand]
        preview = preview_monthly(
            workbook(*rows), county=county, month=JULY, by=by, today=today, approve=approve
        )
        assert preview.hand.name == hand
        apply_monthly(preview, by=by)
        return preview

    return bring


def kept():
    return list(MonthlyEntry.objects.order_by("pk").values())


@pytest.mark.parametrize("state", [EntryState.DRAFT, EntryState.RETURNED])
def test_a_row_with_only_a_name_leaves_a_draft_as_it_is(
    bring, hand, state, project, second_project, make_entry
):
    make_entry(project, state, **BEGUN)
    before = kept()
    preview = bring(
        hand, line("镇区道路改造工程", progress=""), line("客运站迁建工程", 30, 30)
    )  # fmt: skip
    assert [(f.level, f.cell, f.message) for f in preview.findings] == [("warning", "B4", SILENT)]
    assert kept()[0] == before[0]
    assert [entry.project.name for entry in MonthlyEntry.objects.sent()] == ["客运站迁建工程"]


@pytest.mark.parametrize("state", [EntryState.SUBMITTED, EntryState.REVIEWED, EntryState.APPROVED])
def test_a_row_with_only_a_name_moves_nothing_that_was_sent(
    bring, hand, state, project, make_entry
):
    make_entry(project, state, month_amount=0)
    before = kept()
    preview = bring(hand, line("镇区道路改造工程", progress=""))
    assert (preview.unchanged, list(preview.findings)) == (1, [])
    assert kept() == before


def test_the_unit_completes_its_own_draft(bring, project, make_entry):
    make_entry(project, **BEGUN)
    bring("OWN", line("镇区道路改造工程", 80, progress="封顶"))
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.progress, entry.problem) == ("submitted", "封顶", "只给自己看的话")


@pytest.mark.parametrize("other", ["KEYED", "HISTORY"])
@pytest.mark.parametrize("state", [EntryState.DRAFT, EntryState.RETURNED])
def test_another_hand_writes_what_its_file_says_and_nothing_of_the_draft(
    bring, other, state, project, make_entry
):
    make_entry(project, state, **BEGUN)
    preview = bring(other, line("镇区道路改造工程", 30, progress="路基施工"))
    entry = MonthlyEntry.objects.get()
    assert entry.state == {"KEYED": "submitted", "HISTORY": "approved"}[other]
    assert (entry.month_amount, entry.year_to_date, entry.progress) == (30 * WAN, None, "路基施工")
    assert (entry.problem, entry.explanation) == ("", "")
    assert preview.lines[0].changes == [
        ("本月完成投资", "—", "30万元"),
        ("形象进度", "—", "路基施工"),
    ]


def test_the_preview_of_another_hand_shows_nothing_of_the_draft(
    county, period, reviewer, today, project, make_entry
):
    make_entry(project, **BEGUN)
    content = workbook(line("镇区道路改造工程", 30, progress="路基施工"))
    preview = preview_monthly(content, county=county, month=JULY, by=reviewer, today=today)
    [row] = PreviewPage(preview, "", 1).rows
    assert [(cell.old, cell.new) for cell in row.cells] == [
        ("—", "30"),
        ("—", "—"),
        ("—", "路基施工"),
    ]
    assert row.others == []


def test_a_draft_does_not_excuse_a_row_that_lacks_its_figures(bring, project, make_entry):
    make_entry(project, **BEGUN)
    before = kept()
    preview = bring("KEYED", line("镇区道路改造工程"))
    assert [(f.cell, f.message) for f in preview.findings.errors] == [
        ("F4", "本月完成和本年累计至少填一项，没有投资的请填0")
    ]
    assert kept() == before
