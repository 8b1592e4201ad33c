"""A file on its way in, with what was chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Unit, User
from workbooks.intake.choice import NO_CHOICE, Choice
from workbooks.models import Upload

_CHOICE = "choice"


@dataclass(frozen=True)
class Sent:
    """A workbook that somebody sent. ``parameters`` are what its kind asks for (a year, a month),
    as JSON keeps them; ``choice`` is what was chosen of its rows. ``by`` None is the system's
    importer."""

    name: str
    content: bytes
    county: Unit
    by: User | None
    today: date
    parameters: Mapping[str, Any] = field(default_factory=dict)
    choice: Choice = NO_CHOICE

    @classmethod
    def of(cls, upload: Upload, *, by: User | None, today: date) -> "Sent":
        """A kept upload, as ``by`` looks at it today."""
        return cls(
            name=upload.original_name,
            content=upload.content(),
            county=upload.county,
            by=by,
            today=today,
            parameters=asked_of(upload),
            choice=choice_of(upload),
        )


def asked_of(upload: Upload) -> dict[str, Any]:
    """What an upload's kind asked for, without what was chosen of its rows."""
    return {name: value for name, value in upload.parameters.items() if name != _CHOICE}


def choice_of(upload: Upload) -> Choice:
    return Choice.of(upload.parameters.get(_CHOICE, {}))


def with_choice(parameters: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    """An upload's parameters with what was chosen of its rows."""
    return {**parameters, _CHOICE: choice.as_json()}
