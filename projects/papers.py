"""A paper that is sent beside what a person asks or declares: a scan, a photo, a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from accounts.errors import DomainError
from files import photos
from files.documents import document_type
from files.responses import JPEG
from files.sizes import LARGEST, too_large
from projects.models.adjustments import LONGEST_PAPER_NAME
from workbooks.writing import printable

if TYPE_CHECKING:
    from django.core.files import File

MOST_PAPERS = 6


@dataclass(frozen=True)
class SentPaper:
    """What is kept of a file that was sent."""

    name: str
    content_type: str
    content: bytes


def papers_sent(files: "Sequence[File[Any]]") -> list[SentPaper]:
    """Raises DomainError at the box ``papers`` for too many, or one that is not kept."""
    if len(files) > MOST_PAPERS:
        raise DomainError(f"附件最多{MOST_PAPERS}个", field="papers")
    return [_sent(file) for file in files]


def _sent(file: "File[Any]") -> SentPaper:
    """A photo as we encode it, a document as it came."""
    name = printable(file.name or "")[-LONGEST_PAPER_NAME:]
    try:
        if (file.size or 0) > LARGEST:
            raise DomainError(too_large("文件", file.size or 0, "请压缩后上传"))
        content = file.read()
        if photos.is_photo(content):
            return SentPaper(name, JPEG, photos.encode(content).content)
        return SentPaper(name, document_type(content, name).content_type, content)
    except DomainError as error:
        raise DomainError(f"“{name}”：{error.message}", field="papers") from error
