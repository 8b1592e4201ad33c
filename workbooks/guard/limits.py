"""How much is let in. A refusal names the limit, so these are also what a user is told."""

from files.sizes import MEGABYTE

LARGEST_FILE = 20 * MEGABYTE
LARGEST_INFLATED = 400 * MEGABYTE
"""Stray borders down to the last row of a sheet inflate to some hundred megabytes, honestly."""
LARGEST_PART = 64 * MEGABYTE
"""Of a part that is held in memory whole: shared strings, styles, the list of sheets."""
LARGEST_KEPT = 100 * MEGABYTE
"""Of the rows of all sheets after blank ones are gone."""
LARGEST_ROW = 8 * MEGABYTE

MOST_MEMBERS = 2_000
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 20 * MEGABYTE
"""Small files of repeated rows pack very well, and do no harm."""

MOST_SHEETS = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 256
"""What stands further away is not read: formatting is dropped, a value is named."""
MOST_CELLS = 1_000_000
LARGEST_ANSWER = 48 * MEGABYTE
"""Of what was read: one long text may stand in very many cells."""
