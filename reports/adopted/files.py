"""The text of an uploaded .docx, of no more than is read at once."""

from accounts.errors import DomainError
from documents.incoming import opening
from documents.incoming.opening import WordFile
from reports.checking.texts import UnreadableText, require_bearable


def read_word(content: bytes, name: str = "") -> WordFile:
    """Raises DomainError for what is no .docx, and for one that the guard refuses."""
    file = opening.read_word(content, name)
    try:
        require_bearable(file.text, f"文件“{name}”" if name else "文件")
    except UnreadableText as error:
        raise DomainError(str(error), field="file") from error
    return file
