"""Reference data in and out by spreadsheet: django-import-export behind our own door.

A file is read by our guarded reader, tried in a transaction that is taken back, shown, and on
confirmation applied as a whole or not at all. It stands in this room because reading a spreadsheet
does; the tables themselves are registered by the rooms they belong to.
"""

from workbooks.exchange.pages import ExchangingAdmin
from workbooks.exchange.rows import CountyRows
from workbooks.exchange.widgets import Choice, Day, Named, Text, WholeNumber, YesNo

__all__ = [
    "Choice",
    "CountyRows",
    "Day",
    "ExchangingAdmin",
    "Named",
    "Text",
    "WholeNumber",
    "YesNo",
]
