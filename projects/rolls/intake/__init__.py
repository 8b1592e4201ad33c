"""台账表: the lines of any 台账 by workbook, out as a form to fill in and in again."""
