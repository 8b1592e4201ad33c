"""What a file is, by its content; the name it came under says nothing."""

import struct
from enum import Enum

from workbooks.guard.limits import LARGEST_FILE, MEGABYTE
from workbooks.guard.refusals import SAVE_AS, Refused


class Kind(Enum):
    XLSX = "xlsx"
    XLS = "xls"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UPLOAD = "请上传 Excel 工作簿（.xlsx 或 .xls）"
_UNPACK = "请解压后上传其中的 .xlsx 文件"
_WEB_PAGE = f"是网页格式的表格，{SAVE_AS}"

_FOREIGN_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"是 PDF 文件，{_UPLOAD}"),
    *(
        (mark, f"是图片，{_UPLOAD}")
        for mark in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
    ),
    *(
        (mark, f"是压缩包，{_UNPACK}")
        for mark in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
    ),
    (b"MZ", f"是程序文件，{_UPLOAD}"),
    (b"\x7fELF", f"是程序文件，{_UPLOAD}"),
    (b"<?xml", f"是 XML 表格，{SAVE_AS}"),
    *((mark, _WEB_PAGE) for mark in (b"<html", b"<!doctype", b"<table", b"<meta", b"MIME-Vers")),
    (b"{\\rtf", f"是 RTF 文档，{_UPLOAD}"),
    *((mark, f"是很旧的 Excel 格式，{SAVE_AS}") for mark in (b"\x09\x04\x06\0", b"\x09\x02\x06\0")),
)
_TEXT_SUFFIXES = {
    ".csv": f"是 CSV 文本，{SAVE_AS}",
    ".txt": f"是文本文件，{SAVE_AS}",
    ".et": f"是 WPS 表格（.et），{SAVE_AS}",
}

_PROTECTED = "设有打开密码或文档加密，请取消后再上传"
_FOREIGN_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", _PROTECTED),
    ("EncryptionInfo", _PROTECTED),
    ("\tDRMContent", _PROTECTED),
    ("_VBA_PROJECT_CUR", "带有宏，请另存为不带宏的 .xlsx 再上传"),
    ("\x01Ole10Native", "内嵌了其他文件，请删去内嵌的对象后再上传"),
    ("WordDocument", f"是 Word 文档，{_UPLOAD}"),
    ("PowerPoint Document", f"是 PowerPoint 文档，{_UPLOAD}"),
)
_WORKBOOK_STREAMS = frozenset({"workbook", "book"})


def kind_of(content: bytes, filename: str) -> Kind:
    """The kind that the first bytes tell. Raises Refused for everything else."""
    if not content:
        raise Refused("是空文件，请检查是否传错")
    if len(content) > LARGEST_FILE:
        raise Refused(
            f"超过 {LARGEST_FILE // MEGABYTE} MB，请删去图片等无关内容，或分成几个文件上传"
        )
    if content.startswith(_OLE):
        _check_streams(ole_streams(content), filename)
        return Kind.XLS
    if content.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    raise Refused(_foreign(content, filename))


def _foreign(content: bytes, filename: str) -> str:
    beginning = content[:512]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.decode("utf-16", "replace").encode()
    beginning = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, problem in _FOREIGN_BEGINNINGS:
        if mark.lower() in (beginning[: len(mark)].lower(), content[: len(mark)]):
            return problem
    suffix = filename.lower()[filename.rfind(".") :] if "." in filename else ""
    return _TEXT_SUFFIXES.get(suffix, "不是 Excel 工作簿，请上传 .xlsx 或 .xls 文件")


def _check_streams(streams: frozenset[str], filename: str) -> None:
    for name, problem in _FOREIGN_STREAMS:
        if name in streams:
            raise Refused(problem)
    if not any(name.lower() in _WORKBOOK_STREAMS for name in streams):
        if filename.lower().endswith((".et", ".ett")):
            raise Refused(_TEXT_SUFFIXES[".et"])
        raise Refused(f"里没有工作簿，可能已损坏或是其他程序的文件，{SAVE_AS}")


def ole_streams(content: bytes) -> frozenset[str]:
    """The names in the directory of a compound file, as far as its chain can be followed."""
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        sector_size = 1 << shift if shift in (9, 12) else 512
        table = _Sectors(content, sector_size)
        names = set()
        for sector in table.chain(struct.unpack_from("<I", content, 48)[0]):
            start = (sector + 1) * sector_size
            for entry in range(start, start + sector_size, 128):
                length, kind = struct.unpack_from("<HB", content, entry + 64)
                if kind and 2 <= length <= 64:
                    raw = content[entry : entry + length - 2]
                    names.add(raw.decode("utf-16-le", "replace"))
    except struct.error:
        # Cut off: what was found up to there.
        return frozenset()
    return frozenset(names)


class _Sectors:
    """The allocation table of a compound file: which sector follows which."""

    _LAST = 0xFFFFFFFA
    _IN_HEADER = 109

    def __init__(self, content: bytes, size: int) -> None:
        self.content = content
        self.size = size
        self.most = len(content) // size + 1
        self.tables = list(struct.unpack_from(f"<{self._IN_HEADER}I", content, 76))
        self._read_further_tables()

    def chain(self, sector: int) -> list[int]:
        found: list[int] = []
        seen = set()
        per_table = self.size // 4
        while sector < self._LAST and sector not in seen and len(found) < self.most:
            found.append(sector)
            seen.add(sector)
            index = sector // per_table
            if index >= len(self.tables) or self.tables[index] >= self._LAST:
                break
            place = (self.tables[index] + 1) * self.size + sector % per_table * 4
            sector = struct.unpack_from("<I", self.content, place)[0]
        return found

    def _read_further_tables(self) -> None:
        sector = struct.unpack_from("<I", self.content, 68)[0]
        count = self.size // 4 - 1
        for _ in range(self.most):
            if sector >= self._LAST:
                return
            *more, sector = struct.unpack_from(
                f"<{count + 1}I", self.content, (sector + 1) * self.size
            )
            self.tables.extend(more)
