"""台账: what the register keeps beside projects and lists, a table a subject.

Units declare, the bureau confirms: reserve, approvals, gaps, funds. Each has lines of its own
(``projects.models.RollLine``), declarations of its own (``Declaration``), and says in a ``Roll``
what a person fills in; the deeds, the pages and the workbook are here once for all of them.
"""
