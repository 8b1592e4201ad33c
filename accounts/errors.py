"""Errors a person can mend. Their text is a Chinese sentence that says what to do."""

from collections.abc import Mapping


class DomainError(Exception):
    """Something the rules of the field refuse. ``str(error)`` is shown to the user; ``faults`` has
    a sentence by the name of each field that was typed wrong, by "" for the deed as a whole."""

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.faults: Mapping[str, str] = {field: message}

    @property
    def message(self) -> str:
        return str(self)


class NotAllowed(DomainError):
    """The user's roles do not give this right."""


class Stale(DomainError):
    """The thing changed since the user read it; nothing was written."""


class WrongState(DomainError):
    """The thing is not in a state from which this step leads on."""
