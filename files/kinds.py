"""What a signed sheet may be: a PDF, a JPEG or a PNG, told by its content and not by its name.

Without a decoder only the frame is read: the mark it begins with, the parts up to its end, and
the end. That keeps out what is something else under a false name, or was cut off on its way.
"""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.errors import DomainError
from files.heic import HEIC, is_heic
from files.sizes import LARGEST, too_large

_PDF_END_WITHIN = 2048
_PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}
_JPEG_SCAN, _JPEG_END = 0xDA, b"\xff\xd9"


class UnfitFile(DomainError):
    """A file that is no signed sheet; the message says what to send instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True)
class FileType:
    """A type of file that is kept. ``begins`` with its mark; ``is_whole`` reads its frame."""

    name: str
    content_type: str
    suffix: str
    begins: bytes
    is_whole: Callable[[bytes], bool]


def file_type(content: bytes) -> FileType:
    """Raises UnfitFile for what is too large, cut off, or of another type."""
    if not content:
        raise UnfitFile("文件是空的，请检查后重新上传")
    if len(content) > LARGEST:
        raise UnfitFile(too_large_scan(len(content)))
    for known in FILE_TYPES:
        if content.startswith(known.begins):
            if known.is_whole(content):
                return known
            raise UnfitFile(f"{known.name} 文件不完整或已损坏，请重新拍照或扫描后上传")
    raise UnfitFile(_unknown(content))


def too_large_scan(size: int) -> str:
    return too_large("文件", size, "请降低拍照或扫描的清晰度，或分成几个文件")


def _unknown(content: bytes) -> str:
    if is_heic(content):
        return HEIC
    return "不是 PDF、JPEG 或 PNG 文件，请上传签章表的扫描件（PDF）或照片（JPG、PNG）"


def _is_whole_pdf(content: bytes) -> bool:
    end = content[-_PDF_END_WITHIN:]
    return content[5:6].isdigit() and b"startxref" in end and b"%%EOF" in end


def _is_whole_png(content: bytes) -> bool:
    """From IHDR, which has thirteen bytes, chunk by chunk to IEND."""
    at, first = len(_PNG_BEGINNING), True
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if first and (kind, length) != (b"IHDR", 13):
            return False
        if kind == b"IEND":
            return length == 0
        at, first = at + 12 + length, False
    return False


def _is_whole_jpeg(content: bytes) -> bool:
    """Segment by segment to the picture's data, with a frame before it and an end after it.
    Telephones write notes of their own behind the end."""
    at, has_frame = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        kind = content[at + 1]
        if kind == 0xFF:
            at += 1
        elif kind in _JPEG_ALONE:
            at += 2
        elif kind == _JPEG_SCAN:
            return has_frame and _JPEG_END in content[at:]
        else:
            has_frame = has_frame or kind in _JPEG_FRAMES
            at += 2 + max(int.from_bytes(content[at + 2 : at + 4], "big"), 2)
    return False


PDF = FileType("PDF", "application/pdf", ".pdf", b"%PDF-", _is_whole_pdf)
FILE_TYPES = (
    PDF,
    FileType("JPEG", "image/jpeg", ".jpg", b"\xff\xd8\xff", _is_whole_jpeg),
    FileType("PNG", "image/png", ".png", _PNG_BEGINNING, _is_whole_png),
)
