"""Another office's workbook filled in place: its own XML is changed and nothing else of it.

A program that loads a workbook and saves it anew drops what it does not know. Here only the cells
that are filled, the rows that are added and what refers to them are touched; all other parts of the
file stay byte for byte. What is edited has passed the guard (``workbooks.reading.read_contents``).
"""
