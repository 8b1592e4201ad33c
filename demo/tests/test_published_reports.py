"""Published reports as counties: read in by the commands, asked for every printed figure."""

from pathlib import Path

import pytest

from demo.published.asking import judged
from demo.published.listing import line_of
from demo.published.reports import reports

EVERY = reports()
TABLE = Path(__file__).parent.parent.parent / "docs" / "published-figures.md"


def test_every_row_that_is_not_expected_to_come_out_says_why():
    rows = [row for report in EVERY for row in report.rows]
    assert len(EVERY) == 65
    assert len(rows) == 318
    assert sum(bool(row.reason) for row in rows) == 8
    assert all(row.key or row.reason for row in rows)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("report", EVERY, ids=lambda report: report.case)
def test_every_printed_figure_comes_out(report, settings):
    settings.XUSHI_TODAY = "2026-01-01"
    verdicts = judged(report)
    assert {v.row.group: v.reason for v in verdicts if not (v.is_whole or v.row.reason)} == {}
    assert [v.row.group for v in verdicts if v.is_whole and v.row.conflict] == []
    table = TABLE.read_text(encoding="utf-8").splitlines()
    assert [
        line for v in verdicts if v.is_whole and (line := line_of(report, v)) not in table
    ] == []
