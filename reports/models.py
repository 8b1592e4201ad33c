"""What is kept of how it is told."""

from reports.papers.models import IssuedFile, IssuedPaper, WorkingPaper
from reports.questions.models import NamedSelection, SelectedProject, SelectionKind

__all__ = [
    "IssuedFile",
    "IssuedPaper",
    "NamedSelection",
    "SelectedProject",
    "SelectionKind",
    "WorkingPaper",
]
