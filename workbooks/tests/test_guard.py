"""What is no safe workbook is refused by name before anything of it is parsed."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from workbooks import guard
from workbooks.errors import UnreadableWorkbook
from workbooks.reading import read_sheets
from workbooks.tests.builders import workbook
from workbooks.tests.compound_files import compound

GOOD = workbook([["项目名称"], ["甲"]])
SAVE_AS = "请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传"


def package(*members, base=GOOD):
    """The good workbook with more members, given as (name, content)."""
    stream = io.BytesIO(base)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def archive_of(*names):
    return package(*((name, "x") for name in names), base=b"")


def encrypted_member():
    content = bytearray(package(("xl/secret.xml", "x")))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 8] |= 1
    return bytes(content)


def password_protected():
    return compound("EncryptionInfo", "EncryptedPackage")


def refusal(content, name="表.xlsx"):
    with pytest.raises(UnreadableWorkbook) as caught:
        guard.inspect(content, name)
    return str(caught.value)


@pytest.mark.parametrize("name", ["表.xlsx", "表.XLSX", "表.xls", "没有后缀"])
def test_a_workbook_is_known_by_its_content_whatever_its_name(name):
    assert guard.inspect(GOOD, name) is guard.Kind.XLSX


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "表.xlsx", "是空文件，请检查是否传错"),
        (b"a,b\n1,2\n", "表.csv", f"是 CSV 文本，{SAVE_AS}"),
        (b"a,b\n1,2\n", "表.xlsx", "不是 Excel 工作簿，请上传 .xlsx 或 .xls 文件"),
        (b"%PDF-1.7", "表.xlsx", "是 PDF 文件，请上传 Excel 工作簿（.xlsx 或 .xls）"),
        (b"\x89PNG\r\n", "表.xlsx", "是图片，请上传 Excel 工作簿（.xlsx 或 .xls）"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "表.xlsx",
            f"里没有工作簿，可能已损坏或是其他程序的文件，{SAVE_AS}",
        ),
        (password_protected(), "表.xlsx", "设有打开密码或文档加密，请取消后再上传"),
        (b"<HTML><table>", "表.xls", f"是网页格式的表格，{SAVE_AS}"),
        (b"PK\x03\x04 broken", "表.xlsx", f"已损坏，打不开，{SAVE_AS}"),
        (GOOD[:-30], "表.xlsx", f"已损坏，打不开，{SAVE_AS}"),
        (
            archive_of("word/document.xml"),
            "表.docx",
            "是 Word 文档，请上传 Excel 工作簿（.xlsx 或 .xls）",
        ),
        (
            archive_of("readme.txt"),
            "表.zip",
            "是压缩包而不是 Excel 工作簿，请解压后上传其中的 .xlsx 文件",
        ),
        (package(("xl/vbaProject.bin", "x")), "表.xlsm", "带有宏，请另存为不带宏的 .xlsx 再上传"),
        (encrypted_member(), "表.xlsx", "内部有加密内容，请取消密码后再上传"),
    ],
)
def test_another_kind_of_file_is_named_with_what_to_do(content, name, problem):
    assert refusal(content, name) == f"文件“{name}”{problem}"


@pytest.mark.parametrize("path", ["../evil.xml", "/etc/passwd", "xl/../../a", "C:/a", "..\\a"])
def test_a_member_that_leads_out_of_the_package_is_refused(path):
    assert refusal(package((path, "x"))) == (f"文件“表.xlsx”内部路径不规范，可能不安全，{SAVE_AS}")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused():
    assert refusal(package(("xl/workbook.xml", "x"))) == (
        f"文件“表.xlsx”内部有重名部件，内容无法确定，{SAVE_AS}"
    )


def test_a_file_over_the_limit_is_refused():
    assert refusal(GOOD + bytes(guard.LARGEST_FILE)) == (
        "文件“表.xlsx”超过 20 MB，请删去图片等无关内容，或分成几个文件上传"
    )


def test_a_file_that_inflates_beyond_measure_is_refused():
    bomb = package(("xl/media/a.xml", bytes(30 * guard.MEGABYTE)))
    assert len(bomb) < guard.MEGABYTE
    assert refusal(bomb) == (f"文件“表.xlsx”解压后过大（超过 400 MB 或压缩比异常），{SAVE_AS}")


def test_a_package_of_too_many_members_is_refused():
    many = package(*((f"xl/a{n}.xml", "") for n in range(guard.MOST_MEMBERS)))
    assert refusal(many) == f"文件“表.xlsx”内部部件过多（超过 2000 个），{SAVE_AS}"


def test_a_container_that_looks_right_but_holds_no_sheets_is_refused_by_the_reader():
    with pytest.raises(UnreadableWorkbook) as caught:
        read_sheets(archive_of("[Content_Types].xml", "xl/workbook.xml"))
    assert str(caught.value) == f"文件已损坏，打不开，{SAVE_AS}"


def test_hidden_sheets_are_known_as_hidden():
    book = Workbook()
    book.active.append(["甲"])
    hidden = book.create_sheet("底稿")
    hidden.append(["乙"])
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    assert [(s.name, s.visible) for s in read_sheets(stream.getvalue())] == [
        ("Sheet", True),
        ("底稿", False),
    ]
