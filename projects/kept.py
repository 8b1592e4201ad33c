"""Values of master data as a proposal keeps them: plain data, that a later day reads again."""

import datetime
from typing import Any

from projects.models import Project, ProjectCategory


def as_kept(value: Any) -> Any:
    """Dates as text, a category and a package as their keys; text, amounts in yuan and years as
    they are."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.pk if isinstance(value, ProjectCategory | Project) else value


def from_kept(name: str, kept: Any) -> Any:
    """What ``as_kept`` was given. A category that is there no more is none."""
    if name == "category":
        return ProjectCategory.objects.filter(pk=kept).first()
    if name == "package":
        return Project.objects.filter(pk=kept).first()
    return Project._meta.get_field(name).to_python(kept)  # type: ignore[union-attr]
