"""What is kept of how it is told."""

from reports.questions.models import NamedSelection, SelectedProject, SelectionKind

__all__ = ["NamedSelection", "SelectedProject", "SelectionKind"]
