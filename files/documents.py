"""What a document beside a figure may be: a PDF, told by its content, and what office programs
write (DOCX, XLSX, OFD), told by its name and by being a whole archive. It is kept unopened, and
handed out to be saved, never shown.
"""

import struct
from pathlib import PurePath

from accounts.errors import DomainError
from files.kinds import PDF, FileType
from files.responses import DOCX, XLSX

_ARCHIVE, _FIRST_ENTRY, _END_OF_ARCHIVE = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LENGTH_OF_END = 22


class UnfitDocument(DomainError):
    """A file that is no document we keep; the message says what to send instead."""


def document_type(content: bytes, name: str) -> FileType:
    """Raises UnfitDocument for what is cut off, or of another type than its name says."""
    if not content:
        raise UnfitDocument("文件是空的，请检查后重新上传")
    suffix = PurePath(name).suffix.lower()
    known = next((each for each in DOCUMENT_TYPES if each.suffix == suffix), None)
    if known is None:
        raise UnfitDocument(
            "只收照片（JPG、PNG、WebP）和 PDF、DOCX、XLSX、OFD 文件，其他的请另存为其中一种"
        )
    if not content.startswith(known.begins):
        raise UnfitDocument(f"内容不是 {known.name} 文件，请核对是否改过扩展名")
    if not known.is_whole(content):
        raise UnfitDocument(f"{known.name} 文件不完整或已损坏，请重新导出后上传")
    return known


def _is_whole_archive(content: bytes) -> bool:
    """Whether the list of what is in it lies where its end says. None of it is unpacked."""
    end = content.rfind(_END_OF_ARCHIVE)
    if end < 0 or len(content) - end < _LENGTH_OF_END:
        return False
    size, start = struct.unpack_from("<II", content, end + 12)
    return start + size <= end and content[start : start + 4] == _FIRST_ENTRY


DOCUMENT_TYPES = (
    PDF,
    FileType("DOCX", DOCX, ".docx", _ARCHIVE, _is_whole_archive),
    FileType("XLSX", XLSX, ".xlsx", _ARCHIVE, _is_whole_archive),
    FileType("OFD", "application/ofd", ".ofd", _ARCHIVE, _is_whole_archive),
)
