"""The text of a file: .txt as people save it, .docx behind its guard (``documents.incoming``)."""

from documents.incoming.opening import MARK, UnreadableWord, read_word
from documents.reading.clauses import LONGEST_TEXT
from documents.reading.printed import figures_in
from files.sizes import MEGABYTE

MOST_FIGURES = 1_000
"""Each is held against all others: a second for as many."""
LARGEST_FILE = 10 * MEGABYTE
_SAVE_AS = "请在 Word 或 WPS 中打开后另存为 .docx 或纯文本（.txt）再核对"


class UnreadableText(ValueError):
    """The message says in Chinese what the file is and what to do."""


def text_of(content: bytes, filename: str = "") -> str:
    """Raises UnreadableText."""
    named = f"文件“{filename}”" if filename else "文件"
    if not content:
        raise UnreadableText(f"{named}是空的，请检查是否传错")
    if len(content) > LARGEST_FILE:
        raise UnreadableText(f"{named}超过 {LARGEST_FILE // MEGABYTE} MB，请删去图片后再核对")
    text = _of_word(content, filename) if content.startswith(MARK) else _of_plain(content, named)
    require_bearable(text, named)
    return text


def require_bearable(text: str, named: str) -> None:
    """Raises UnreadableText for more than is checked at once."""
    if len(text) > LONGEST_TEXT:
        raise UnreadableText(f"{named}超过 {LONGEST_TEXT} 字，请分成几份核对")
    if len(figures_in(text)) > MOST_FIGURES:
        raise UnreadableText(f"{named}里的数字超过{MOST_FIGURES}个，请分成几份核对")


def _of_plain(content: bytes, named: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableText(f"{named}不是文本，也不是 .docx 文档，{_SAVE_AS}")


def _of_word(content: bytes, filename: str) -> str:
    try:
        return read_word(content, filename).text
    except UnreadableWord as error:
        raise UnreadableText(error.message) from error
