"""What is kept of how it is told."""

from reports.adopted.models import AdoptedDocument, AdoptedFigure
from reports.foreign_tables.models import FilledTable, ForeignTable
from reports.papers.models import IssuedFile, IssuedPaper, WorkingPaper
from reports.questions.models import NamedSelection, SelectedProject, SelectionKind

__all__ = [
    "AdoptedDocument",
    "AdoptedFigure",
    "FilledTable",
    "ForeignTable",
    "IssuedFile",
    "IssuedPaper",
    "NamedSelection",
    "SelectedProject",
    "SelectionKind",
    "WorkingPaper",
]
