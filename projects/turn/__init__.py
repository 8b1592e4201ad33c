"""The turn of the year: what becomes of projects that the new lists leave out."""
