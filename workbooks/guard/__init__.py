"""What is let in: a real .xlsx or .xls, of bearable size, without anything that acts.

The file is judged by its bytes and its container before any sheet is parsed; what happens within
a sheet is the sieve's part (`guard.sheets`). A refusal says what the file is and what to do.
"""

from workbooks.errors import UnreadableWorkbook
from workbooks.guard.containers import Package
from workbooks.guard.kinds import Kind, kind_of
from workbooks.guard.limits import LARGEST_FILE, MEGABYTE, MOST_MEMBERS
from workbooks.guard.refusals import Refused

__all__ = [
    "LARGEST_FILE",
    "MEGABYTE",
    "MOST_MEMBERS",
    "Kind",
    "Refused",
    "inspect",
    "look_at",
    "refusal",
]


def look_at(content: bytes, filename: str) -> Kind:
    """The kind, by size and first bytes alone: cheap enough for the process that serves pages.

    Raises UnreadableWorkbook with the file's name.
    """
    try:
        return kind_of(content, filename)
    except Refused as refused:
        raise refusal(filename, refused.problem) from refused


def inspect(content: bytes, filename: str) -> Kind:
    """The kind, after the container was gone through too, which may cost memory and time: this is
    for tests and for processes that may die. Raises UnreadableWorkbook.
    """
    kind = look_at(content, filename)
    try:
        if kind is Kind.XLSX:
            Package(content)
        else:
            from workbooks.guard.macros import refuse_xls_code

            refuse_xls_code(content)
    except Refused as refused:
        raise refusal(filename, refused.problem) from refused
    return kind


def refusal(filename: str, problem: str) -> UnreadableWorkbook:
    return UnreadableWorkbook(f"文件“{filename}”{problem}" if filename else f"文件{problem}")
