"""What our own workbooks say beside figures, and how that is read when they come back.

The 月度汇总表 prints a word where there is no amount, and dashes for a preliminary project, which
owes none; its other sheets repeat the first by unit and draw it. Other offices write the same
words.
"""

from collections.abc import Iterable, Sequence

from investment.models import ZeroReason
from workbooks.cells import Cell, Row
from workbooks.findings import Finding, Findings
from workbooks.templates import INSTRUCTIONS
from workbooks.uses import Uses

MONTHS_SHEET = "各单位逐月完成"
UNITS_CHART, YEAR_CHART = "各单位完成率图", "全年进度图"
_OWN = (INSTRUCTIONS, MONTHS_SHEET, UNITS_CHART, YEAR_CHART)
UNDIVIDED = "未分月"
"""Only the total is known, and the month's part of it is not."""

_UNREPORTED = ("未报", "未报送", "待审定", "待审核")
_DASHES = ("-", "—", "——", "－", "/")
_ZERO = "零投资"
_PRINTED = frozenset({"上月累计"})


def without_own_sheets(findings: Iterable[Finding]) -> Findings:
    """The findings without remarks on our own sheets that are no tables to be read."""
    return Findings(f for f in findings if f.is_error or f.sheet not in _OWN)


def without_own_uses(uses: Uses) -> Uses:
    """What was made of a workbook without our own sheets, and without what our own tables print
    beside what a unit reports."""
    return Uses(
        [c for c in uses.columns if c.sheet not in _OWN and (c.key or c.title not in _PRINTED)],
        [sheet for sheet in uses.sheets if sheet.sheet not in _OWN],
    )


def says_unreported(row: Row, keys: Sequence[str]) -> bool:
    """Whether a word in place of an amount says that nothing counts yet for the month; a total
    beside it is then that of an earlier one."""
    for key in keys:
        cell = row.cells.get(key)
        # Most amounts are numbers: nothing is asked of them.
        if cell is not None and type(cell.raw) is str and cell.raw.strip() in _UNREPORTED:
            return True
    return False


def has_only_dashes(row: Row, keys: Sequence[str]) -> bool:
    cells = [cell for key in keys if (cell := row.cells.get(key)) is not None]
    if not cells or type(cells[0].raw) is not str:
        return False
    return all(isinstance(cell.raw, str) and cell.raw.strip() in _DASHES for cell in cells)


def is_undivided(cell: Cell | None) -> bool:
    return cell is not None and type(cell.raw) is str and cell.raw.strip() == UNDIVIDED


def reason_and_progress(progress: str) -> tuple[str, str]:
    """“零投资：冬休；基础已完成” is 冬休 beside the progress 基础已完成. Where the progress itself
    begins with the reason, there is no other."""
    word, mark, rest = progress.partition("：")
    if word != _ZERO or not mark:
        return "", progress
    told, _, progress = rest.partition("；")
    for reason, label in ZeroReason.choices:
        if told == label:
            return reason, progress
    return "", rest
