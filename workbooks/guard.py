"""What is let in: a real .xlsx, of bearable size, without anything that acts.

Everything here looks at the container only, before any sheet is parsed. A refusal says what
the file is and what to do.
"""

import io
import zipfile
from collections.abc import Callable
from enum import Enum
from pathlib import PurePosixPath

from workbooks.errors import UnreadableWorkbook

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
LARGEST_INFLATED = 200 * MEGABYTE
MOST_MEMBERS = 2_000
HIGHEST_RATIO = 200
RATIO_COUNTS_FROM = 20 * MEGABYTE
"""Small files of repeated rows pack very well, and do no harm."""


class Kind(Enum):
    XLSX = "xlsx"


_SAVE_AS = "请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传"

_FOREIGN_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"是旧版格式（.xls、.et 等），{_SAVE_AS}"),
    (b"%PDF", "是 PDF 文件，请上传 Excel 工作簿（.xlsx）"),
    (b"\x89PNG", "是图片，请上传 Excel 工作簿（.xlsx）"),
    (b"\xff\xd8\xff", "是图片，请上传 Excel 工作簿（.xlsx）"),
    (b"Rar!", "是压缩包，请解压后上传其中的 .xlsx 文件"),
    (b"7z\xbc\xaf", "是压缩包，请解压后上传其中的 .xlsx 文件"),
    (b"<?xml", f"是 XML 表格，{_SAVE_AS}"),
    (b"<html", f"是网页格式的表格，{_SAVE_AS}"),
    (b"{\\rtf", "是 RTF 文档，请上传 Excel 工作簿（.xlsx）"),
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")

_FOREIGN_SUFFIXES = {
    ".csv": f"是 CSV 文本，{_SAVE_AS}",
    ".txt": f"是文本文件，{_SAVE_AS}",
}

_FOREIGN_PACKAGES = {
    "word/document.xml": "是 Word 文档，请上传 Excel 工作簿（.xlsx）",
    "ppt/presentation.xml": "是 PowerPoint 文档，请上传 Excel 工作簿（.xlsx）",
    "xl/workbook.bin": f"是二进制工作簿（.xlsb），{_SAVE_AS}",
    "content.xml": f"是 OpenDocument 表格（.ods），{_SAVE_AS}",
}
_NEEDED_MEMBERS = ("[Content_Types].xml", "xl/workbook.xml")


def inspect(content: bytes, filename: str) -> Kind:
    """The kind of the workbook, by its content. Raises UnreadableWorkbook with the file's name."""
    problem = _problem_of_bytes(content, filename) or _problem_of_archive(content)
    if problem:
        raise UnreadableWorkbook(f"文件“{filename}”{problem}")
    return Kind.XLSX


def _problem_of_bytes(content: bytes, filename: str) -> str | None:
    if not content:
        return "是空文件，请检查是否传错"
    if len(content) > LARGEST_FILE:
        return f"超过 {LARGEST_FILE // MEGABYTE} MB，请删去图片等无关内容，或分成几个文件上传"
    if _ENCRYPTED_PACKAGE in content[: 1 * MEGABYTE] and content.startswith(
        _FOREIGN_BEGINNINGS[0][0]
    ):
        return "设有打开密码，请取消密码后再上传"
    beginning = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, problem in _FOREIGN_BEGINNINGS:
        if beginning[: len(mark)].lower() == mark.lower():
            return problem
    if content.startswith(b"PK"):
        return None
    suffix = PurePosixPath(filename.lower()).suffix
    return _FOREIGN_SUFFIXES.get(suffix, "不是 Excel 工作簿，请上传 .xlsx 文件")


def _problem_of_archive(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return f"已损坏，打不开，{_SAVE_AS}"
    return next((problem for is_so, problem in _ARCHIVE_PROBLEMS if is_so(members)), None) or (
        _problem_of_package({member.filename for member in members})
    )


def _problem_of_package(names: set[str]) -> str | None:
    if all(needed in names for needed in _NEEDED_MEMBERS):
        return None
    found = (problem for member, problem in _FOREIGN_PACKAGES.items() if member in names)
    return next(found, "是压缩包而不是 Excel 工作簿，请解压后上传其中的 .xlsx 文件")


Members = list[zipfile.ZipInfo]


def _too_many(members: Members) -> bool:
    return len(members) > MOST_MEMBERS


def _escapes(members: Members) -> bool:
    """A path that leads out of the package; `orig_filename` is as written in the file."""
    return any(
        name.startswith(("/", "\\"))
        or ":" in name
        or ".." in name.replace("\\", "/").split("/")
        or "\x00" in name
        for name in (member.orig_filename for member in members)
    )


def _encrypted(members: Members) -> bool:
    return any(member.flag_bits & 0x1 for member in members)


def _inflates(members: Members) -> bool:
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    return inflated > LARGEST_INFLATED or (
        inflated > RATIO_COUNTS_FROM and inflated > HIGHEST_RATIO * max(packed, 1)
    )


def _has_macros(members: Members) -> bool:
    return any(member.filename.lower().endswith("vbaproject.bin") for member in members)


def _twice_the_same(members: Members) -> bool:
    """Readers disagree on which of two members of one name counts."""
    return len({member.filename.lower() for member in members}) < len(members)


_ARCHIVE_PROBLEMS: tuple[tuple[Callable[[Members], bool], str], ...] = (
    (_too_many, f"内部部件过多（超过 {MOST_MEMBERS} 个），{_SAVE_AS}"),
    (_escapes, f"内部路径不规范，可能不安全，{_SAVE_AS}"),
    (_encrypted, "内部有加密内容，请取消密码后再上传"),
    (_twice_the_same, f"内部有重名部件，内容无法确定，{_SAVE_AS}"),
    (_inflates, f"解压后过大（超过 {LARGEST_INFLATED // MEGABYTE} MB 或压缩比异常），{_SAVE_AS}"),
    (_has_macros, "带有宏，请另存为不带宏的 .xlsx 再上传"),
)
