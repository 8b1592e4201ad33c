"""Which kind of table a workbook holds, when it came to the door of another kind."""

from dataclasses import dataclass

from workbooks.errors import UnreadableWorkbook
from workbooks.headers import Column, ColumnKind
from workbooks.tables import Book, read_workbook

PLAN, PRELIMINARY, MONTHLY = "plan", "preliminary", "monthly"

# No plan and no list of preliminary projects has this column.
OF_A_MONTH = Column(
    "of_a_month",
    "本月完成投资",
    (
        "本月完成",
        "本月完成投资",
        "本月投资完成",
        "当月完成",
        "当月完成投资",
        "{月}月完成投资",
        "{月}月份完成投资",
        "{起月}-{月}月完成投资",
        "{起月}-{月}月累计完成",
    ),
    ColumnKind.MONEY,
    excludes=("计划", "目标", "预计", "上年", "去年"),
)


@dataclass(frozen=True)
class Kind:
    """A kind of table: what it is called, where it is uploaded, and the columns it is known by."""

    name: str
    door: str
    marks: tuple[Column, ...]


# A monthly table repeats columns of the plan, so it is told first.
KINDS = {
    MONTHLY: Kind(
        "月报表",
        "“导入月报”",
        (
            OF_A_MONTH,
            Column(
                "done",
                "完成投资",
                ("{月}月完成", "本年累计完成", "累计完成", "累计完成投资", "累计投资完成"),
                ColumnKind.MONEY,
                excludes=("上年", "去年", "开工", "年底", "计划"),
            ),
        ),
    ),
    PRELIMINARY: Kind(
        "前期项目表",
        "“导入计划”的“前期项目”",
        (
            Column(
                "milestone",
                "前期工作进展",
                ("前期工作进展", "前期进展", "截至{月}月底前期进展", "前期工作进展情况"),
            ),
        ),
    ),
    PLAN: Kind(
        "年度计划表",
        "“导入计划”的“年度计划”",
        (
            Column(
                "plan",
                "年度计划投资",
                ("年度计划投资", "{年}年计划投资", "{年}年度计划投资", "本年度计划投资"),
                ColumnKind.MONEY,
                excludes=("总投资", "完成"),
            ),
        ),
    ),
}

_NAME = Column("name", "项目名称", ("项目名称", "工程名称", "名称"), ColumnKind.NAME, required=True)


class OtherKind(UnreadableWorkbook):
    """The workbook is of a kind that has a door of its own."""

    def __init__(self, kind: Kind, title: str) -> None:
        super().__init__(f"表头里有“{title}”，这像是{kind.name}，请到{kind.door}上传。")


def refuse_months(book: Book) -> None:
    """Raises OtherKind for a book that was read with OF_A_MONTH among its columns and has it."""
    for table in book.tables:
        if title := table.columns.get(OF_A_MONTH.key):
            raise OtherKind(KINDS[MONTHLY], title.shown)


def refuse_other_kinds(content: bytes, filename: str, own: str) -> None:
    """A second look at a workbook that cannot be read as ``own``. Raises OtherKind where the
    columns are another kind's."""
    marks = [mark for kind in KINDS.values() for mark in kind.marks]
    book = read_workbook(content, filename, (_NAME, *marks))
    titles = {key: cell.shown for table in book.tables for key, cell in table.columns.items()}
    for key, kind in KINDS.items():
        told = [titles[mark.key] for mark in kind.marks if mark.key in titles]
        if told and key == own:
            return
        if told:
            raise OtherKind(kind, told[0])
