"""The one door by which workbooks come in."""
