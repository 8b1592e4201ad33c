"""What a file is, by its content; the name it came under says nothing."""

from enum import Enum

from workbooks.guard import compound
from workbooks.guard.limits import LARGEST_FILE, MEGABYTE
from workbooks.guard.refusals import SAVE_AS, Refused


class Kind(Enum):
    XLSX = "xlsx"
    XLS = "xls"


_STREAMS_ALONE = (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0", b"\x09\x08\x08\0")
"""Excel before 1993 wrote the stream of a workbook without the container."""
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
    ("WordDocument", f"是 Word 文档，{_UPLOAD}"),
    ("PowerPoint Document", f"是 PowerPoint 文档，{_UPLOAD}"),
)
_LOCK = "~$"
_PACKED_FILE = "\x01Ole10Native"
_WORKBOOK_STREAMS = frozenset({"workbook", "book"})


def kind_of(content: bytes, filename: str) -> Kind:
    """The kind that the first bytes tell. Raises Refused for everything else."""
    if not content:
        raise Refused("是空文件，请检查是否传错")
    if len(content) > LARGEST_FILE:
        raise Refused(
            f"超过 {LARGEST_FILE // MEGABYTE} MB，请删去图片等无关内容，或分成几个文件上传"
        )
    if content.startswith(compound.MARK):
        _check_streams(content, filename)
        return Kind.XLS
    if content.startswith(_STREAMS_ALONE):
        return Kind.XLS
    if content.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    raise Refused(_foreign(content, filename))


def _foreign(content: bytes, filename: str) -> str:
    if filename.startswith(_LOCK):
        return (
            "是 Excel 打开表格时自动生成的临时文件，里面没有数据；请先关闭 Excel，"
            f"再选择不带“{_LOCK}”的那个文件"
        )
    beginning = content[:512]
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.decode("utf-16", "replace").encode()
    beginning = beginning.lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, problem in _FOREIGN_BEGINNINGS:
        if mark.lower() in (beginning[: len(mark)].lower(), content[: len(mark)]):
            return problem
    suffix = filename.lower()[filename.rfind(".") :] if "." in filename else ""
    return _TEXT_SUFFIXES.get(suffix, "不是 Excel 工作簿，请上传 .xlsx 或 .xls 文件")


def _check_streams(content: bytes, filename: str) -> None:
    streams = compound.root_names(content)
    for name, problem in _FOREIGN_STREAMS:
        if name in streams:
            raise Refused(problem)
    if _PACKED_FILE in compound.all_names(content):
        raise Refused("内嵌了其他文件，请删去内嵌的对象后再上传")
    if not any(name.lower() in _WORKBOOK_STREAMS for name in streams):
        if filename.lower().endswith((".et", ".ett")):
            raise Refused(_TEXT_SUFFIXES[".et"])
        raise Refused(f"里没有工作簿，可能已损坏或是其他程序的文件，{SAVE_AS}")
