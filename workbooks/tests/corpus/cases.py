"""What a case is, and the small table that most of them carry."""

from collections.abc import Callable
from dataclasses import dataclass, field

from workbooks.tests.builders import packed, raw_members

SAVE_AS = "请在 Excel 或 WPS 中打开后另存为 .xlsx 再上传"
DAMAGED = f"已损坏，打不开，{SAVE_AS}"
NO_SENSE = "已损坏或不是规范的 Excel 工作簿，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传"
TOO_LARGE = f"解压后过大（超过 400 MB 或压缩比异常），{SAVE_AS}"
MACROS = "带有宏，请另存为不带宏的 .xlsx 再上传"
DECLARES = "内部含有不允许的声明（DTD 或实体），可能不安全，请重新制作后再上传"
UPLOAD = "请上传 Excel 工作簿（.xlsx 或 .xls）"
UNPACK = "请解压后上传其中的 .xlsx 文件"


def irregular(what: str) -> str:
    return f"{what}，内容无法确定，{SAVE_AS}"


@dataclass(frozen=True)
class Case:
    """A file and its verdict: `refused` with this problem, or `rows` of (name, amount in yuan or
    why there is none) read with `findings` (sentences).
    """

    id: str
    build: Callable[[], bytes]
    refused: str = ""
    rows: list[tuple[str, int | str | None]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    name: str = "表.xlsx"
    is_slow: bool = False


def text(ref: str, written: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{written}</t></is></c>'


def number(ref: str, written: object) -> str:
    return f'<c r="{ref}"><v>{written}</v></c>'


TITLES = f'<row r="1">{text("A1", "项目名称")}{text("B1", "6月完成（万元）")}</row>'


def project(row: int = 2, amount: str = "") -> str:
    """A row of 甲 with five 万元, or with another cell in B."""
    return f'<row r="{row}">{text(f"A{row}", "甲")}{amount or number(f"B{row}", 5)}</row>'


READ = [("甲", 50_000)]
GOOD = raw_members(TITLES + project())


def with_members(**changed: object) -> bytes:
    """The good workbook with members added or replaced; `__` in a key stands for /."""
    return packed({**GOOD, **changed})  # type: ignore[dict-item]
