"""The text of an uploaded .docx, with the places in which it can be changed."""

from typing import NamedTuple

from accounts.errors import DomainError
from documents.refilling import WordText
from reports.checking.texts import UnreadableText, WordPackage, text_of

_SAVE_AS = "请在 Word 或 WPS 中打开，整理后另存为 .docx 再上传"
_ZIP = b"PK\x03\x04"


class WordFile(NamedTuple):
    """``main_part`` is the part of the archive in which the text stands."""

    main_part: str
    text: str


def read_word(content: bytes, name: str = "") -> WordFile:
    """Raises DomainError for what is no .docx, and for one that the guard refuses."""
    if not content.startswith(_ZIP):
        raise DomainError("请上传 .docx 文档（Word 或 WPS 中另存为 .docx）", field="file")
    try:
        text_of(content, name)
    except UnreadableText as error:
        problem = str(error).rpartition("，")[0]
        raise DomainError(f"{problem}，{_SAVE_AS}", field="file") from error
    package = WordPackage(content)
    return WordFile(package.book, WordText(package.part(package.book)).text)
