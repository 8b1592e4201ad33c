"""A hidden name in a workbook, by which it is known again when it comes back."""

import html
import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from xlsxwriter import Workbook as WrittenBook

_NAME = re.compile(r"<(?:\w+:)?definedName\s([^>]*)>([^<]*)<")
_MOST_BYTES = 4 * 1024 * 1024


def put_mark(book: "Workbook", name: str, text: str) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names[name] = DefinedName(name, attr_text=f'"{text}"', hidden=True)


def hidden_name(book: "WrittenBook", name: str, text: str) -> None:
    """As ``put_mark``; the library has no word of its own for a name that is hidden."""
    book.define_name(name, f'="{text}"')
    book.defined_names[-1][-1] = True


def marked(content: bytes, name: str) -> str | None:
    """The text under a hidden name of an .xlsx that the guard has let through; None where there
    is no such name, or the content is no such file."""
    try:
        package = zipfile.ZipFile(BytesIO(content))
        with package, package.open("xl/workbook.xml") as part:
            written = part.read(_MOST_BYTES).decode("utf-8", errors="replace")
    except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError):
        return None
    for attributes, text in _NAME.findall(written):
        if re.search(rf"""\bname=["']{re.escape(name)}["']""", attributes):
            return html.unescape(text).strip('"')
    return None
