"""Published reports as counties: read in by the commands, asked for every printed figure."""

from pathlib import Path

import pytest

from accounts.models import Unit
from demo.published.asking import judged
from demo.published.listing import line_of
from demo.published.reports import reports
from figures.facts import load_facts
from measures.months import Month
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
def test_every_printed_figure_comes_out_and_nothing_of_the_paper_is_struck_out(report, settings):
    settings.XUSHI_TODAY = "2026-01-01"
    verdicts = judged(report)
    assert {v.row.group: v.reason for v in verdicts if not (v.is_whole or v.row.reason)} == {}
    assert [v.row.group for v in verdicts if v.is_whole and v.row.conflict] == []
    table = TABLE.read_text(encoding="utf-8").splitlines()
    assert [
        line for v in verdicts if v.is_whole and (line := line_of(report, v)) not in table
    ] == []
    assert [struck_out(paper) for paper in papers_of(report)] == [[], [], []]


def papers_of(report):
    """Of the county that was loaded, one by each choice; of a county without projects as well."""
    county = Unit.objects.get(name=report.place)
    facts = load_facts(county, Month(report.year, report.months[-1]))
    return [compose_summary(facts, choices=choices) for choices in CHOICES]
