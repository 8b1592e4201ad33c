"""Entries from drafts: what stands already (``known``), what becomes of each draft (``write``), and
new entries as plain rows (``bulk``)."""

from investment.entries.bulk import NewEntry
from investment.entries.known import Known, Site, read_known, sites_of
from investment.entries.write import Saved, Writing, overwrite, write

__all__ = [
    "Known",
    "NewEntry",
    "Saved",
    "Site",
    "Writing",
    "overwrite",
    "read_known",
    "sites_of",
    "write",
]
