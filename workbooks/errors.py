"""What is wrong with a file as a whole; what is wrong in a cell is a Finding."""

from accounts.errors import DomainError


class UnreadableWorkbook(DomainError):
    """The file is refused before or while it is opened; nothing of it was read."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")
