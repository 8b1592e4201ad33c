"""Asking the process apart that opens Word files (``documents.incoming.child``)."""

import json
from typing import Any

from accounts.errors import DomainError
from files.apart import Bounds, Died, run_apart
from files.sizes import MEGABYTE

LARGEST_FILE = 10 * MEGABYTE
BOUNDS = Bounds(memory=512 * MEGABYTE, seconds=20, output=16 * MEGABYTE)
MARK = b"PK\x03\x04"
_SAVE_AS = "请在 Word 或 WPS 中打开，去掉宏、链接和嵌入的对象，另存为 .docx 后再上传"


class UnreadableWord(DomainError):
    """The file is refused; nothing of it was read. The message says in Chinese what it is and what
    to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


def words_of(content: bytes, filename: str = "") -> str:
    """The text of a .docx, a line a paragraph. Raises UnreadableWord."""
    told, _ = ask("words", content, filename)
    return str(told)


def ask(verb: str, content: bytes, filename: str = "", asked: Any = None) -> tuple[Any, bytes]:
    """What the process tells, and the file as it wrote it anew. Raises UnreadableWord."""
    named = f"文件“{filename}”" if filename else "文件"
    require_bearable_file(content, named)
    try:
        answer = run_apart(
            "documents.incoming.child", json.dumps(asked).encode() + b"\n" + content, BOUNDS, verb
        )
    except Died as died:
        problem = "内容过多或结构异常，读不完" if died.ran_out else "已损坏，打不开"
        raise UnreadableWord(f"{named}{problem}，{_SAVE_AS}") from died
    line, _, file = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        # What the guard of workbooks advises is of Excel.
        problem = told["refused"].partition("，")[0]
        raise UnreadableWord(f"{named}{problem}，{_SAVE_AS}")
    return told["told"], file


def require_bearable_file(content: bytes, named: str) -> None:
    """Raises UnreadableWord."""
    if not content:
        raise UnreadableWord(f"{named}是空的，请检查是否传错")
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // MEGABYTE
        raise UnreadableWord(f"{named}超过 {most} MB，请删去图片后再上传")
    if not content.startswith(MARK):
        raise UnreadableWord(f"{named}不是 .docx 文档，{_SAVE_AS}")
