"""The sheet of a kept selection that comes back: whose it is, and what stands in its rows."""

import re
from dataclasses import dataclass

from accounts.errors import DomainError
from measures.months import Month
from projects.models import Project
from projects.wording import field_label
from reports.questions.columns import COLUMNS
from reports.questions.pasted import KnownNames
from workbooks import values
from workbooks.cells import Row
from workbooks.columns import Column, ColumnKind
from workbooks.marking import marked
from workbooks.rowkinds import RowKind
from workbooks.tables import read_workbook

MARK = "xushi_selection"
_WRITTEN_MARK = re.compile(r"(\d{1,9}):(\d{1,9}):(\d{4}-\d{2})")

EDITED = ("location", "contact_name", "contact_phone")
"""Of a project's master data, what a route sheet may change."""

_SERIAL = Column("serial", "次序", ("序号", "站序"), ColumnKind.SERIAL)
_NAME = Column("name", "项目名称", ("项目名称",), ColumnKind.NAME, required=True)
_NOTE = Column("note", "备注", ("备注",), is_whole=True)


class NoSuchSheet(DomainError):
    """The workbook is not one of this selection."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="file")


@dataclass(frozen=True)
class SelectionMark:
    """Of which selection a workbook is, at which version and which cut-off it was written."""

    selection: int
    version: int
    month: Month

    @property
    def text(self) -> str:
        return f"{self.selection}:{self.version}:{self.month}"

    @classmethod
    def of(cls, content: bytes) -> "SelectionMark | None":
        """None where the workbook bears none, as one that WPS saved as another kind of file."""
        written = _WRITTEN_MARK.fullmatch(marked(content, MARK) or "")
        if written is None:
            return None
        pk, version, month = written.groups()
        return cls(int(pk), int(version), Month.parse(month))


@dataclass(frozen=True)
class BroughtSheet:
    """Rows by the ids of their projects, in the order of the sheet; ``passed`` says by their texts
    why others are none."""

    rows: dict[int, Row]
    columns: dict[str, str]
    passed: dict[str, str]

    @classmethod
    def read(cls, content: bytes, filename: str, names: KnownNames) -> "BroughtSheet":
        book = read_workbook(content, filename, _vocabulary())
        tables = [table for table in book.tables if "note" in table.columns]
        if not tables:
            raise NoSuchSheet(
                "表里没有“项目名称”和“备注”两列，请下载这份名单的 Excel，在上面修改后传回。"
            )
        table = tables[0]
        rows: dict[int, Row] = {}
        passed: dict[str, str] = {}
        # A row that somebody put in with nothing but a name looks like one that heads a group.
        for row in (each for each in table.rows if each.kind in (RowKind.DATA, RowKind.GROUP)):
            known = names.found(row.label)
            if known is None:
                passed[row.label] = f"第{row.number}行“{row.label}”没有认出是哪个项目，没有列入"
            elif known in rows:
                passed[row.label] = f"第{row.number}行“{row.label}”重复，只取前一行"
            else:
                rows[known] = row
        titles = {key: cell.label for key, cell in table.columns.items()}
        return cls(rows, titles, passed)

    def said(self, project_id: int, key: str) -> str | None:
        """What stands in a cell; None where there is no such row or column."""
        row = self.rows.get(project_id)
        if row is None or key not in self.columns:
            return None
        cell = row.get(key)
        return values.clean(cell.shown) if cell else ""


def _vocabulary() -> list[Column]:
    edited = [
        Column(name, label, (label,), is_whole=True)
        for name in EDITED
        for label in [field_label(Project, name)]
    ]
    computed = [
        Column(f"shown_{name}", column.title, (column.title,), is_whole=True)
        for name, column in COLUMNS.items()
        if name != "name"
    ]
    return [_SERIAL, _NAME, _NOTE, *edited, *computed]
