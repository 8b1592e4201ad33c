"""What is kept of how it is told."""

from reports.adopted.models import AdoptedDocument, AdoptedFigure
from reports.adopted.templated.models import DocumentTemplate
from reports.foreign_tables.models import FilledTable, ForeignTable
from reports.outside.models import OutsideFact
from reports.papers.models import IssuedFile, IssuedPaper, WorkingPaper
from reports.questions.models import NamedSelection, SelectedProject, SelectionKind
from reports.returned.models import ReturnedPaper

__all__ = [
    "AdoptedDocument",
    "AdoptedFigure",
    "DocumentTemplate",
    "FilledTable",
    "ForeignTable",
    "IssuedFile",
    "IssuedPaper",
    "NamedSelection",
    "OutsideFact",
    "ReturnedPaper",
    "SelectedProject",
    "SelectionKind",
    "WorkingPaper",
]
