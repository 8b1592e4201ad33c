"""Published reports as counties: read in by the commands, asked for every printed figure."""

from dataclasses import replace
from pathlib import Path

import pytest

from accounts.models import Unit
from demo.published.asking import Cell, Verdict, judged
from demo.published.in_text import decimals_of, missing
from demo.published.listing import line_of
from demo.published.reports import reports
from documents.paragraphs import Document
from figures.book import FigureBook
from figures.facts import Facts, load_facts
from measures.months import Month
from projects.models import AnnualPlan, Tier
from reports.prose.summary import compose_summary
from reports.tests.struck_out import struck_out
from reports.tests.test_struck_out import CHOICES

EVERY = reports()
TABLE = Path(__file__).parent.parent.parent / "docs" / "published-figures.md"


def test_every_row_that_is_not_expected_to_come_out_says_why():
    rows = [row for report in EVERY for row in report.rows]
    assert len(EVERY) == 65
    assert len(rows) == 318
    assert sum(bool(row.reason) for row in rows) == 8
    assert all(row.key or row.reason for row in rows)


# Loading the county takes most of the time, so that its paper is read in the same test.
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("report", EVERY, ids=lambda report: report.case)
def test_every_printed_figure_comes_out_and_stands_in_a_paper_of_which_nothing_is_struck_out(
    report, settings
):
    settings.XUSHI_TODAY = "2026-01-01"
    verdicts = judged(report)
    assert {v.row.group: v.reason for v in verdicts if not (v.is_whole or v.row.reason)} == {}
    assert [v.row.group for v in verdicts if v.is_whole and v.row.conflict] == []
    table = TABLE.read_text(encoding="utf-8").splitlines()
    assert [
        line for v in verdicts if v.is_whole and (line := line_of(report, v)) not in table
    ] == []
    decimals = decimals_of(report)
    last = facts_of(report, report.months[-1])
    papers = [compose_summary(last, choices=chosen) for chosen in chosen_with(decimals)]
    assert [struck_out(paper, decimals) for paper in papers] == [[], [], []]
    named = {report.months[-1]: (papers[1], FigureBook(last))}
    for month in report.months[:-1]:
        facts = facts_of(report, month)
        paper = compose_summary(facts, choices=chosen_with(decimals)[1])
        named[month] = (paper, FigureBook(facts))
    assert missing(report, verdicts, named) == []


def facts_of(report, month):
    """Of the county that was loaded."""
    return load_facts(Unit.objects.get(name=report.place), Month(report.year, month))


def chosen_with(decimals):
    """The second names all, as a 通报 does."""
    return [replace(chosen, decimals=decimals) for chosen in CHOICES]


def test_of_what_comes_out_some_is_missing_where_a_paper_does_not_tell_it():
    report = next(each for each in EVERY if each.case == "A61")
    row = report.rows[0]
    printed = [(key, cell) for key, cell in row.cells(report.pace(row.month)) if cell]
    verdict = Verdict(row, tuple(Cell(key, cell.text, cell.text, True) for key, cell in printed))
    plan = AnnualPlan(key="市级", tier=Tier.MUNICIPAL)
    facts = Facts(Unit(name=report.place), Month(report.year, row.month), (plan,), (), "")
    paper = Document(facts.month, ())
    found = missing(report, [verdict], {row.month: (paper, FigureBook(facts))})
    assert found == [
        f"市级.全部.{name}" for name in ("项目数", "年度计划投资", "完成投资", "完成率")
    ]
