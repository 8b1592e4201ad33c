"""Reads of periods and entries: the facts' input, and one function a page."""

from investment.selectors.coverage import (
    PeriodLine,
    PeriodProgress,
    open_period_of,
    period_lines,
    period_progress,
)
from investment.selectors.facts import approved_rows, planned_by_project, standings_before
from investment.selectors.matrix import Matrix, review_matrix
from investment.selectors.sheet import EntrySheet, entry_sheet
from investment.selectors.sheet_row import RowState, SheetRow
from investment.selectors.year import next_waiting, project_year

__all__ = [
    "EntrySheet",
    "Matrix",
    "PeriodLine",
    "PeriodProgress",
    "RowState",
    "SheetRow",
    "approved_rows",
    "entry_sheet",
    "next_waiting",
    "open_period_of",
    "period_lines",
    "period_progress",
    "planned_by_project",
    "project_year",
    "review_matrix",
    "standings_before",
]
