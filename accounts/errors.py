"""Errors a person can mend. Their text is a Chinese sentence that says what to do."""

from collections.abc import Mapping


class DomainError(Exception):
    """Something the rules of the field refuse. ``str(error)`` is shown to the user; ``faults`` has
    a sentence by the name of each field that was typed wrong, by "" for the deed as a whole."""

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.faults: Mapping[str, str] = {field: message}

    status = 400
    """Of the answer that tells it."""

    @property
    def message(self) -> str:
        return str(self)


class NotAllowed(DomainError):
    """The user's roles do not give this right."""


class Stale(DomainError):
    """The thing changed since the user read it; nothing was written."""

    status = 409


class WrongState(DomainError):
    """The thing is not in a state from which this step leads on."""

    status = 409


class NoSpace(DomainError):
    """The server's disk is full; nothing was written."""

    status = 507

    def __init__(self, *, field: str = "") -> None:
        super().__init__(
            "服务器磁盘空间不足，没有保存任何内容；请联系系统管理员清理磁盘后再试", field=field
        )
