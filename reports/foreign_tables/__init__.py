"""套表: another office's blank workbook, matched once and filled each month."""
