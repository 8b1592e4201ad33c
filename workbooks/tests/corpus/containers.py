"""Files that are something else, and archives made to harm or to mislead."""

import io
import struct
import warnings
import zipfile

from workbooks.tests.builders import packed, raw_members
from workbooks.tests.compound_files import compound
from workbooks.tests.corpus.cases import (
    DAMAGED,
    GOOD,
    MACROS,
    READ,
    SAVE_AS,
    TITLES,
    TOO_LARGE,
    UNPACK,
    UPLOAD,
    Case,
    irregular,
    project,
    text,
    with_members,
)

MEGABYTE = 1024 * 1024


def good() -> bytes:
    return packed(GOOD)


def added(name: str, content: bytes | str = "x"):
    """The good workbook with one more member, whatever its name."""

    def build() -> bytes:
        stream = io.BytesIO(good())
        with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
            warnings.simplefilter("ignore")
            member = zipfile.ZipInfo("placeholder")
            member.filename = name
            archive.writestr(member, content)
        return stream.getvalue()

    return build


def archive_of(*names: str):
    return lambda: packed(dict.fromkeys(names, "x"))


def without(name: str):
    return lambda: packed({key: part for key, part in GOOD.items() if key != name})


def with_flag(offset: int, value: int):
    """A byte of the last entry of the central directory, changed."""

    def build() -> bytes:
        content = bytearray(good())
        content[content.rfind(b"PK\x01\x02") + offset] |= value
        return bytes(content)

    return build


def renamed_within() -> bytes:
    """The name in front of a member is another than the one in the directory."""
    content = good()
    at = content.find(b"xl/workbook.xml")
    return content[:at] + b"xl/workbooc.xml" + content[at + 15 :]


def overlapping() -> bytes:
    """Two entries of the directory that point to the same bytes."""
    content = bytearray(added("xl/b.xml")())
    entries = []
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        entries.append(at)
        at = content.find(b"PK\x01\x02", at + 4)
    first = struct.unpack_from("<I", content, entries[0] + 42)[0]
    second = struct.unpack_from("<I", content, entries[1] + 42)[0]
    length = struct.unpack_from("<H", content, second + 26)[0]
    # The second member's own header now claims to stretch to the end of the file.
    struct.pack_into("<I", content, entries[0] + 20, len(content) - first - 64 - length)
    return bytes(content)


def lying() -> bytes:
    """A sheet that declares a hundred bytes and holds more."""
    content = bytearray(good())
    name = b"xl/worksheets/sheet1.xml"
    entry = content.rfind(name) - 46
    struct.pack_into("<I", content, entry + 24, 100)
    return bytes(content)


def bzipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        for name, content in GOOD.items():
            archive.writestr(name, content)
    return stream.getvalue()


def sheet_bomb() -> bytes:
    long = text("A2", "甲" * (10 * MEGABYTE))
    return packed(raw_members(f'{TITLES}<row r="2">{long}</row>'))


def broken_checksum() -> bytes:
    content = bytearray(good())
    at = content.find(b"xl/worksheets/sheet1.xml")
    content[at + 80] ^= 0x55
    return bytes(content)


def linked(target: str, part: str = "<externalLink/>") -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = (
        f'<Relationship Id="rId9" Type="{office}/externalLink" Target="externalLinks/e.xml"/>'
    )
    rels = str(GOOD["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>", relation + "</Relationships>"
    )
    return with_members(
        **{
            "xl/_rels/workbook.xml.rels": rels,
            "xl/externalLinks/e.xml": part,
            "xl/externalLinks/_rels/e.xml.rels": '<Relationships><Relationship Id="r" '
            f'Type="{office}/externalLinkPath" Target="{target}" TargetMode="External"/>'
            "</Relationships>",
        }
    )


def several_sheets(names: list[str]) -> bytes:
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId1"/>' for n, name in enumerate(names, 1)
    )
    book = str(GOOD["xl/workbook.xml"])
    start, end = book.index("<sheets>") + 8, book.index("</sheets>")
    return with_members(**{"xl/workbook.xml": book[:start] + listed + book[end:]})


_PACKED_FILE = compound("\x01Ole10Native")
_INSECURE = f"内部路径不规范，可能不安全，{SAVE_AS}"
_TWICE = f"内部有重名部件，内容无法确定，{SAVE_AS}"
_EMBEDDED = "内嵌了其他文件或程序，可能不安全，请删去内嵌的对象后再上传"
_PROGRAM = "内嵌了控件或程序，可能不安全，请删去后再上传"
_PROTECTED = "设有打开密码或文档加密，请取消后再上传"
_NO_BOOK = f"里没有工作簿，可能已损坏或是其他程序的文件，{SAVE_AS}"
_WEB_PAGE = f"是网页格式的表格，{SAVE_AS}"


def of(content: bytes):
    return lambda: content


KINDS = [
    Case("empty", of(b""), "是空文件，请检查是否传错"),
    Case("csv", of(b"a,b\n1,2\n"), f"是 CSV 文本，{SAVE_AS}", name="表.csv"),
    Case("csv-as-xlsx", of(b"a,b\n"), "不是 Excel 工作簿，请上传 .xlsx 或 .xls 文件"),
    Case("txt", of("项目\t1".encode("gbk")), f"是文本文件，{SAVE_AS}", name="表.txt"),
    Case("pdf", of(b"%PDF-1.7"), f"是 PDF 文件，{UPLOAD}"),
    Case("png", of(b"\x89PNG\r\n\x1a\n"), f"是图片，{UPLOAD}"),
    Case("jpeg", of(b"\xff\xd8\xff\xe0"), f"是图片，{UPLOAD}", name="扫描.jpg"),
    Case("rar", of(b"Rar!\x1a\x07"), f"是压缩包，{UNPACK}", name="表.rar"),
    Case("7z", of(b"7z\xbc\xaf\x27\x1c"), f"是压缩包，{UNPACK}"),
    Case("gzip", of(b"\x1f\x8b\x08"), f"是压缩包，{UNPACK}"),
    Case("program", of(b"MZ\x90\0"), f"是程序文件，{UPLOAD}", name="表.xls"),
    Case("xml-2003", of(b'<?xml version="1.0"?><Workbook/>'), f"是 XML 表格，{SAVE_AS}"),
    Case("html-as-xls", of(b"\r\n<HTML><table>"), _WEB_PAGE, name="表.xls"),
    Case("html-utf-16", of("<html>".encode("utf-16")), _WEB_PAGE, name="表.xls"),
    Case("mhtml", of(b"MIME-Version: 1.0\r\n"), _WEB_PAGE, name="表.xls"),
    Case("rtf", of(b"{\\rtf1"), f"是 RTF 文档，{UPLOAD}"),
    Case("biff-4", of(b"\x09\x04\x06\0\0\0"), DAMAGED, name="表.xls"),
    Case("ole-of-nothing", of(compound("x")), _NO_BOOK, name="表.xls"),
    Case("et", of(compound("ET")), f"是 WPS 表格（.et），{SAVE_AS}", name="表.et"),
    Case("password", of(compound("EncryptionInfo", "EncryptedPackage")), _PROTECTED),
    Case("drm", of(compound("\tDRMContent")), _PROTECTED),
    Case("doc", of(compound("WordDocument")), f"是 Word 文档，{UPLOAD}", name="表.xls"),
    Case("xls-macros", of(compound("Workbook", "_VBA_PROJECT_CUR")), MACROS, name="表.xls"),
    Case("xls-cut", of(compound("Workbook")[:600]), _NO_BOOK, name="表.xls"),
    Case("xls-empty-stream", of(compound("Workbook")), DAMAGED, name="表.xls"),
    Case("docx", archive_of("word/document.xml"), f"是 Word 文档，{UPLOAD}"),
    Case("pptx", archive_of("ppt/presentation.xml"), f"是 PowerPoint 文档，{UPLOAD}"),
    Case("xlsb", archive_of("xl/workbook.bin"), f"是二进制工作簿（.xlsb），{SAVE_AS}"),
    Case("ods", archive_of("content.xml"), f"是 OpenDocument 表格（.ods），{SAVE_AS}"),
    Case("ofd", archive_of("OFD.xml"), f"是 OFD 文件，{UPLOAD}"),
    Case("zip", archive_of("表.xlsx"), f"是压缩包而不是 Excel 工作簿，{UNPACK}"),
    Case(
        "too-large",
        lambda: good() + bytes(20 * MEGABYTE),
        "超过 20 MB，请删去图片等无关内容，或分成几个文件上传",
    ),
]  # fmt: skip

CONTAINERS = [
    Case("good", good, rows=READ),
    Case("good-with-odd-name", good, rows=READ, name="../../表\0;rm -rf.xlsx"),
    Case("cut-off", lambda: good()[:-30], DAMAGED),
    Case("cut-in-half", lambda: good()[: len(good()) // 2], DAMAGED),
    Case("only-the-beginning", of(b"PK\x03\x04"), DAMAGED),
    Case("broken-checksum", broken_checksum, DAMAGED),
    Case("junk-in-front", lambda: b"PK\x03\x04junk" + good(), DAMAGED),
    Case("path-up", added("../evil.xml"), _INSECURE),
    Case("path-up-within", added("xl/../../a.xml"), _INSECURE),
    Case("path-absolute", added("/etc/passwd"), _INSECURE),
    Case("path-backslash", added("..\\a.xml"), _INSECURE),
    Case("path-drive", added("C:/a.xml"), _INSECURE),
    Case("twice", added("xl/workbook.xml"), _TWICE),
    Case("twice-in-capitals", added("XL/Workbook.XML"), _TWICE),
    Case("overlapping", overlapping, f"内部部件互相重叠，可能不安全，{SAVE_AS}"),
    Case("two-names", renamed_within, DAMAGED),
    Case("encrypted-member", with_flag(8, 1), "内部有加密内容，请取消密码后再上传"),
    Case("bzip2", bzipped, f"内部压缩方式不常见，{SAVE_AS}"),
    Case("lying-size", lying, DAMAGED),
    Case(
        "too-many-members",
        lambda: packed({**GOOD, **{f"xl/a{n}.bin": "" for n in range(2000)}}),
        f"内部部件过多（超过 2000 个），{SAVE_AS}",
    ),
    Case("bomb", lambda: with_members(**{"xl/a.bin": bytes(60 * MEGABYTE)}), TOO_LARGE),
    Case("bomb-in-sheet", sheet_bomb, TOO_LARGE),
    Case("macros", added("xl/vbaProject.bin"), MACROS),
    Case("macro-sheet", added("xl/macrosheets/sheet1.xml"), MACROS),
    Case(
        "macro-type",
        lambda: with_members(
            **{
                "[Content_Types].xml": str(GOOD["[Content_Types].xml"]).replace(
                    "openxmlformats-officedocument.spreadsheetml.sheet.main",
                    "ms-excel.sheet.macroEnabled.main",
                )
            }
        ),
        rows=READ,
        name="表.xlsm",
    ),
    Case("program-within", added("xl/media/a.exe", b"MZ"), _PROGRAM),
    Case("active-x", added("xl/activeX/activeX1.bin"), _PROGRAM),
    Case("packed-file", added("xl/embeddings/oleObject1.bin", _PACKED_FILE), _EMBEDDED),
    Case("program-as-object", added("xl/embeddings/oleObject1.bin", b"MZ\x90"), _EMBEDDED),
    Case("harmless-object", added("xl/embeddings/o.bin", compound("CONTENTS")), rows=READ),
    Case("picture", added("xl/media/image1.png", b"\x89PNG"), rows=READ),
    Case("no-content-types", without("[Content_Types].xml"), (
        f"是压缩包而不是 Excel 工作簿，{UNPACK}"
    )),
    Case("no-sheet-part", without("xl/worksheets/sheet1.xml"), DAMAGED),
    Case("no-relations", without("xl/_rels/workbook.xml.rels"), "里没有工作表，请检查是否传错"),
    Case("two-sheets-of-one-name", lambda: several_sheets(["甲", "甲"]),
         irregular("有重名的工作表")),
    Case(
        "too-many-sheets",
        lambda: several_sheets([f"s{n}" for n in range(201)]),
        "里的工作表过多（超过 200 张），请分成几个文件上传",
    ),
    Case(
        "external-link",
        lambda: linked("file:///C:/报表/去年底稿.xlsx"),
        rows=READ,
        findings=[
            "「表.xlsx」：引用了其他工作簿（去年底稿.xlsx），读取的是上次保存时的数值，请核对"
        ],
    ),
    Case(
        "dde",
        lambda: linked("x", '<externalLink><ddeLink ddeService="cmd"/></externalLink>'),
        "带有 DDE 链接，可能不安全，请删去外部链接后再上传",
    ),
    Case(
        "connection",
        added("xl/connections.xml", "<connections/>"),
        rows=READ,
        findings=["「表.xlsx」：带有外部数据连接，读取的是上次保存时的数值，请核对"],
    ),
    Case("template", lambda: packed(raw_members(TITLES + project())), rows=READ, name="表.xltx"),
]  # fmt: skip
