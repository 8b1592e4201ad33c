"""The entry grid: a sheet's rows joined with what is typed in them, for the template."""

from investment.grid.cells import GridCell
from investment.grid.receipts import Receipt, receipt_of
from investment.grid.rows import GridRow, Offer, grid_row, grid_rows
from investment.grid.sums import SheetSums, sums_of
from investment.grid.typed import Typed, drafts_of, form_of, posted, posted_forms

__all__ = [
    "GridCell",
    "GridRow",
    "Offer",
    "Receipt",
    "SheetSums",
    "Typed",
    "drafts_of",
    "form_of",
    "grid_row",
    "grid_rows",
    "posted",
    "posted_forms",
    "receipt_of",
    "sums_of",
]
