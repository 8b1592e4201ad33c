"""A unit's sheet on paper: what stands, what it adds up to, drafts for the unit alone."""

import pytest
from django.urls import reverse

from conftest import page_text
from investment.models import EntryState
from investment.paper import paper_of
from investment.selectors import entry_sheet
from measures.money import WAN
from measures.months import Month
from projects.models import PlanCategory

JULY = Month(2019, 7)


@pytest.fixture
def sheet(unit_a, period, project, second_project, make_project, make_entry, today):
    make_project("环城路", unit_a)
    make_project("机场", unit_a, category=PlanCategory.PRELIMINARY)
    port = make_project("码头", unit_a, category=PlanCategory.PRELIMINARY)
    make_entry(project, EntryState.APPROVED, period=period, month=6, month_amount=50 * WAN)
    make_entry(project, EntryState.SUBMITTED, month_amount=100 * WAN)
    make_entry(second_project, EntryState.DRAFT, month_amount=7 * WAN)
    make_entry(port, EntryState.SUBMITTED, month_amount=3 * WAN)
    return entry_sheet(unit_a, period, today)


def printed(paper):
    rows = [
        (each.row.project.name, each.month, each.total, each.is_draft)
        for each in [*paper.owing, *paper.others]
    ]
    return rows, (paper.planned, paper.month, paper.total, paper.filled, paper.drafts)


def test_a_sheet_adds_up_to_what_is_printed_on_it(sheet):
    rows, sums = printed(paper_of(sheet, shows_drafts=True))
    assert rows == [
        ("镇区道路改造工程", 100 * WAN, 150 * WAN, False),
        ("客运站迁建工程", 7 * WAN, 7 * WAN, True),
        ("环城路", None, None, False),
        ("机场", None, None, False),
        ("码头", 3 * WAN, 3 * WAN, False),
    ]
    assert sums == (3000 * WAN, 107 * WAN, 157 * WAN, 2, 1)


def test_the_bureau_prints_what_was_sent(sheet):
    rows, sums = printed(paper_of(sheet, shows_drafts=False))
    assert rows[1] == ("客运站迁建工程", None, None, False)
    assert sums == (3000 * WAN, 100 * WAN, 150 * WAN, 1, 0)


def test_it_names_unit_month_and_who_signs(client, sheet, reporter, reviewer):
    address = reverse("investment:paper", args=[sheet.unit.pk, JULY])
    for person, drafts in ((reporter, 1), (reviewer, 0)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        page = page_text(client.get(address))
        words = ("填报单位：交通运输局", "单位：万元", "填表人：", "审核人：", "负责人（盖章）：")
        assert [page.count(f"<span>{each}</span>") for each in words] == [1] * 5
        assert page.count("* 1 项为草稿，尚未报送。") == drafts
