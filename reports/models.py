"""What is kept of how it is told."""

from reports.adopted.models import AdoptedDocument, AdoptedFigure
from reports.papers.models import IssuedFile, IssuedPaper, WorkingPaper
from reports.questions.models import NamedSelection, SelectedProject, SelectionKind

__all__ = [
    "AdoptedDocument",
    "AdoptedFigure",
    "IssuedFile",
    "IssuedPaper",
    "NamedSelection",
    "SelectedProject",
    "SelectionKind",
    "WorkingPaper",
]
