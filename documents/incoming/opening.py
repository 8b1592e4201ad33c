"""Asking the process apart that opens Word files (``documents.incoming.child``)."""

import base64
import json
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any, NamedTuple

from accounts.errors import DomainError
from documents.marks import Mark
from documents.redrawing import FreshChart
from documents.refilling import NotThere, WordChange
from documents.rewriting import LineAnew
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


class WordFile(NamedTuple):
    """``text``: the words of the main part, a line a paragraph (``documents.refilling``), and
    ``marks``: where its figures stand; ``charts``: the names of its charts in their order, "" of
    one that is not ours or that a hand has given other series."""

    main_part: str
    text: str
    marks: tuple[Mark, ...] = ()
    charts: tuple[str, ...] = ()


def read_word(content: bytes, filename: str = "") -> WordFile:
    """Raises UnreadableWord."""
    told, _ = _ask("read", content, filename)
    marks = tuple(Mark(*mark) for mark in told["marks"])
    return WordFile(told["main_part"], told["text"], marks, tuple(told["charts"]))


def refill(
    content: bytes, changes: Iterable[WordChange], charts: Iterable[FreshChart] = ()
) -> bytes:
    """The file with some of its words changed in place, and its charts of these names drawn anew.
    Raises UnreadableWord, NotThere."""
    fresh = [(name, xml.decode(), base64.b64encode(book).decode()) for name, xml, book in charts]
    asked = {"changes": [astuple(change) for change in changes], "charts": fresh}
    _, file = _ask("refill", content, asked=asked)
    return file


def rewrite(content: bytes, lines: Iterable[LineAnew]) -> bytes:
    """The file with these lines in its own formatting. Raises UnreadableWord, NotThere."""
    _, file = _ask("rewrite", content, asked=[astuple(line) for line in lines])
    return file


def _ask(verb: str, content: bytes, filename: str = "", asked: Any = None) -> tuple[Any, bytes]:
    """What the process tells, and the file as it wrote it anew. Raises UnreadableWord, NotThere."""
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
    if "not_there" in told:
        raise NotThere(told["not_there"])
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
