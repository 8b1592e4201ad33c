"""The zip archive that an .xlsx is: only what every reader would see the same way."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise

from workbooks.guard import compound, markup
from workbooks.guard.limits import (
    HIGHEST_RATIO,
    LARGEST_INFLATED,
    LARGEST_PART,
    MEGABYTE,
    MOST_MEMBERS,
    RATIO_COUNTS_FROM,
)
from workbooks.guard.refusals import MACROS, SAVE_AS, Refused, damaged
from workbooks.guard.relations import path_of, relations_of, types_of

_CHUNK = MEGABYTE
_UPLOAD = "请上传 Excel 工作簿（.xlsx 或 .xls）"
_UNPACK = "请解压后上传其中的 .xlsx 文件"
_WORD, _SLIDES = f"是 Word 文档，{_UPLOAD}", f"是 PowerPoint 文档，{_UPLOAD}"
_BINARY = f"是二进制工作簿（.xlsb），{SAVE_AS}"
_FOREIGN_PACKAGES = {
    "word/document.xml": _WORD,
    "ppt/presentation.xml": _SLIDES,
    "xl/workbook.bin": _BINARY,
    "content.xml": f"是 OpenDocument 表格（.ods），{SAVE_AS}",
    "OFD.xml": f"是 OFD 文件，{_UPLOAD}",
}
_FOREIGN_TYPES = {"wordprocessingml": _WORD, "presentationml": _SLIDES, ".binary": _BINARY}
_TYPES, _USUAL_BOOK = "[Content_Types].xml", "xl/workbook.xml"
_BOOK_TYPES = (
    "spreadsheetml.sheet.main+xml",
    "spreadsheetml.template.main+xml",
    "ms-excel.sheet.macroenabled.main+xml",
    "ms-excel.template.macroenabled.main+xml",
)
_SHEET_TYPE = "worksheet+xml"
_PROGRAMS = (".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".vbs", ".js", ".ps1", ".jar", ".msi")
_TOO_LARGE = f"解压后过大（超过 {LARGEST_INFLATED // MEGABYTE} MB 或压缩比异常），{SAVE_AS}"

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
        self.types: dict[str, str] = {}
        self.book = ""
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
        if types := self.find(_TYPES):
            self.types = types_of(self, types)
            self.book = self._find_book()
        if not self.book:
            raise Refused(self._foreign())
        for name in self._members:
            self._check_member(name, name.lower())

    def _find_book(self) -> str:
        """The workbook's part: Excel calls it xl/workbook.xml, and others as they please. Empty
        where there is none."""
        main = next(
            (
                path_of("", relation.target)
                for relation in relations_of(self, "").values()
                if relation.kind == "officeDocument" and not relation.is_external
            ),
            "",
        )
        typed = [path for path, kind in self.types.items() if kind.endswith(_BOOK_TYPES)]
        for path in (main, *typed, _USUAL_BOOK):
            member = self.find(path) if path else None
            if member and member not in _FOREIGN_PACKAGES and not self._foreign_type(member):
                return member
        return ""

    def _foreign_type(self, member: str) -> str:
        kind = self.types.get(member.lower(), "")
        return next((told for part, told in _FOREIGN_TYPES.items() if part in kind), "")

    def _foreign(self) -> str:
        by_name = [told for member, told in _FOREIGN_PACKAGES.items() if self.find(member)]
        by_type = [told for member in self._members if (told := self._foreign_type(member))]
        return next(iter(by_name + by_type), f"是压缩包而不是 Excel 工作簿，{_UNPACK}")

    def _is_sheet(self, folded: str) -> bool:
        """Whether the sieve goes through the part, which is better at large ones."""
        in_folder = folded.startswith("xl/worksheets/") and folded.endswith(".xml")
        return in_folder or self.types.get(folded, "").endswith(_SHEET_TYPE)

    def _check_member(self, name: str, folded: str) -> None:
        if self._is_sheet(folded):
            return
        if folded.endswith((".xml", ".rels", ".vml")):
            markup.check_prolog(self.chunks(name, LARGEST_PART))
            if self._is_link(folded) and b"ddeLink" in self.part(name):
                raise Refused("带有 DDE 链接，可能不安全，请删去外部链接后再上传")
        elif folded.endswith("vbaproject.bin"):
            # xlrd takes longer to load than most workbooks to read.
            from workbooks.guard import macros

            macros.refuse_code(self.part(name))
        elif "activex/" in folded or folded.endswith(_PROGRAMS):
            raise Refused("内嵌了控件或程序，可能不安全，请删去后再上传")
        elif "embeddings/" in folded:
            _check_embedded(self.part(name))
        else:
            for _ in self.chunks(name, LARGEST_PART):
                pass

    def _is_link(self, folded: str) -> bool:
        return "externallinks/" in folded or "externallink" in self.types.get(folded, "")


def _check_embedded(content: bytes) -> None:
    """An object of another office program is let be, a file packed into the sheet is not."""
    if content.startswith((b"MZ", b"\x7fELF", b"#!")) or "\x01Ole10Native" in compound.all_names(
        content
    ):
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


def _has_macro_sheets(members: Members) -> bool:
    """Macros of the old kind, which are formulas."""
    return any(member.filename.lower().startswith("xl/macrosheets/") for member in members)


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
    (_has_macro_sheets, MACROS),
)
