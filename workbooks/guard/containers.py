"""The zip archive that an .xlsx is: only what every reader would see the same way."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise

from workbooks.guard import markup
from workbooks.guard.kinds import ole_streams
from workbooks.guard.limits import (
    HIGHEST_RATIO,
    LARGEST_INFLATED,
    LARGEST_PART,
    MEGABYTE,
    MOST_MEMBERS,
    RATIO_COUNTS_FROM,
)
from workbooks.guard.refusals import SAVE_AS, Refused, damaged

_CHUNK = MEGABYTE
_UPLOAD = "请上传 Excel 工作簿（.xlsx 或 .xls）"
_UNPACK = "请解压后上传其中的 .xlsx 文件"
_FOREIGN_PACKAGES = {
    "word/document.xml": f"是 Word 文档，{_UPLOAD}",
    "ppt/presentation.xml": f"是 PowerPoint 文档，{_UPLOAD}",
    "xl/workbook.bin": f"是二进制工作簿（.xlsb），{SAVE_AS}",
    "content.xml": f"是 OpenDocument 表格（.ods），{SAVE_AS}",
    "OFD.xml": f"是 OFD 文件，{_UPLOAD}",
}
_NEEDED_MEMBERS = ("[Content_Types].xml", "xl/workbook.xml")
_PROGRAMS = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".vbs", ".js", ".ps1", ".jar", ".msi")
_TOO_LARGE = f"解压后过大（超过 {LARGEST_INFLATED // MEGABYTE} MB 或压缩比异常），{SAVE_AS}"
_MACROS = "带有宏，请另存为不带宏的 .xlsx 再上传"

Members = list[zipfile.ZipInfo]


class Package:
    """A checked archive. What is read is counted, whatever sizes the archive declares."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise damaged() from error
        members = self._archive.infolist()
        for is_so, problem in _ARCHIVE_PROBLEMS:
            if is_so(members):
                raise Refused(problem)
        _check_headers(content, members)
        self._members = {member.filename: member for member in members}
        self._folded = {member.filename.lower(): member.filename for member in members}
        self._inflated = 0
        self._packed = sum(member.compress_size for member in members)
        self._check_package()

    @property
    def names(self) -> list[str]:
        return list(self._members)

    def find(self, path: str) -> str | None:
        """The member's own spelling of a path: names differ in case only by mistake."""
        return self._folded.get(path.lower())

    def chunks(self, name: str, largest: int = LARGEST_INFLATED) -> Iterator[bytes]:
        """A member, inflated piece by piece. Raises Refused."""
        read = 0
        try:
            with self._archive.open(self._members[name]) as stream:
                while chunk := stream.read(_CHUNK):
                    read += len(chunk)
                    self._inflated += len(chunk)
                    if read > largest or self._exceeds(self._inflated):
                        raise Refused(_TOO_LARGE)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise damaged() from error

    def part(self, name: str) -> bytes:
        return b"".join(self.chunks(name, LARGEST_PART))

    def _exceeds(self, inflated: int) -> bool:
        return inflated > LARGEST_INFLATED or (
            inflated > RATIO_COUNTS_FROM and inflated > HIGHEST_RATIO * max(self._packed, 1)
        )

    def _check_package(self) -> None:
        for needed in _NEEDED_MEMBERS:
            if self.find(needed) is None:
                found = (p for member, p in _FOREIGN_PACKAGES.items() if self.find(member))
                raise Refused(next(found, f"是压缩包而不是 Excel 工作簿，{_UNPACK}"))
        if b"macroenabled" in self.part(self.find("[Content_Types].xml") or "").lower():
            raise Refused(_MACROS)
        for name in self._members:
            self._check_member(name, name.lower())

    def _check_member(self, name: str, folded: str) -> None:
        if folded.startswith("xl/worksheets/") and folded.endswith(".xml"):
            return
        if folded.endswith((".xml", ".rels", ".vml")):
            markup.check_prolog(self.chunks(name, LARGEST_PART))
            if b"<ddeLink" in self.part(name) and folded.startswith("xl/externallinks/"):
                raise Refused("带有 DDE 链接，可能不安全，请删去外部链接后再上传")
        elif folded.startswith("xl/activex/") or folded.endswith(_PROGRAMS):
            raise Refused("内嵌了控件或程序，可能不安全，请删去后再上传")
        elif "embeddings/" in folded:
            _check_embedded(self.part(name))
        else:
            for _ in self.chunks(name, LARGEST_PART):
                pass


def _check_embedded(content: bytes) -> None:
    """An object of another office program is let be, a file packed into the sheet is not."""
    if content.startswith((b"MZ", b"\x7fELF", b"#!")) or "\x01Ole10Native" in ole_streams(content):
        raise Refused("内嵌了其他文件或程序，可能不安全，请删去内嵌的对象后再上传")


def _check_headers(content: bytes, members: Members) -> None:
    """Members that follow one another without overlap, under one name in both directories."""
    ends = []
    for member in members:
        try:
            fields = struct.unpack_from("<4s5H3I2H", content, member.header_offset)
        except struct.error as error:
            raise damaged() from error
        signature, name_length, extra_length = fields[0], fields[9], fields[10]
        start = member.header_offset + 30
        name = content[start : start + name_length]
        if signature != b"PK\x03\x04" or _decoded(name, member) != member.orig_filename:
            raise damaged()
        end = start + name_length + extra_length + member.compress_size
        ends.append((member.header_offset, end))
    ends.sort()
    if ends and ends[0][0]:
        # Something stands in front of the archive: the file is two things at once.
        raise damaged()
    if any(end > begin for (_, end), (begin, _) in pairwise(ends)) or (
        ends and ends[-1][1] > len(content)
    ):
        raise Refused(f"内部部件互相重叠，可能不安全，{SAVE_AS}")


def _decoded(name: bytes, member: zipfile.ZipInfo) -> str:
    return name.decode("utf-8" if member.flag_bits & 0x800 else "cp437", "replace")


def _too_many(members: Members) -> bool:
    return len(members) > MOST_MEMBERS


def _escapes(members: Members) -> bool:
    """A path that leads out of the package; `orig_filename` is as written in the file."""
    return any(
        name.startswith(("/", "\\"))
        or ":" in name
        or "\\" in name
        or ".." in name.split("/")
        or "\x00" in name
        for name in (member.orig_filename for member in members)
    )


def _encrypted(members: Members) -> bool:
    return any(member.flag_bits & 0x1 for member in members)


def _packed_strangely(members: Members) -> bool:
    known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return any(member.compress_type not in known for member in members)


def _inflates(members: Members) -> bool:
    """By what it declares; what is read is counted again."""
    inflated = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    return inflated > LARGEST_INFLATED or (
        inflated > RATIO_COUNTS_FROM and inflated > HIGHEST_RATIO * max(packed, 1)
    )


def _has_macros(members: Members) -> bool:
    return any(
        member.filename.lower().endswith("vbaproject.bin")
        or member.filename.lower().startswith("xl/macrosheets/")
        for member in members
    )


def _twice_the_same(members: Members) -> bool:
    """Readers disagree on which of two members of one name counts."""
    return len({member.filename.lower() for member in members}) < len(members)


_ARCHIVE_PROBLEMS: tuple[tuple[Callable[[Members], bool], str], ...] = (
    (_too_many, f"内部部件过多（超过 {MOST_MEMBERS} 个），{SAVE_AS}"),
    (_escapes, f"内部路径不规范，可能不安全，{SAVE_AS}"),
    (_encrypted, "内部有加密内容，请取消密码后再上传"),
    (_packed_strangely, f"内部压缩方式不常见，{SAVE_AS}"),
    (_twice_the_same, f"内部有重名部件，内容无法确定，{SAVE_AS}"),
    (_inflates, _TOO_LARGE),
    (_has_macros, _MACROS),
)
