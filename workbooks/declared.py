"""What a table says of itself above its header and in its labels, held against its rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from measures.months import Month
from workbooks import rowkinds, titles
from workbooks.cells import Row
from workbooks.findings import ERROR, WARNING, Finding, Findings, shortened
from workbooks.header_cells import HeaderCell
from workbooks.rowkinds import RowKind
from workbooks.tables import Mention, Table


def compare_period(table: Table, month: Month, keys: Sequence[str] = ()) -> Findings:
    """What says that the table is of another month than `month`: the lines above it and the
    titles of the columns `keys` (errors), the name of the sheet (a warning).
    """
    findings = Findings()
    for level, in_lines in ((ERROR, True), (WARNING, False)):
        mentions = [mention for mention in table.mentions if bool(mention.ref) is in_lines]
        dated = [mention for mention in mentions if mention.month]
        of_a_year = [mention for mention in mentions if mention.year]
        if dated and not any(_agrees(mention, month) for mention in dated):
            findings.add(_other_period(level, dated[0], month))
        elif of_a_year and not any(mention.year == month.year for mention in of_a_year):
            findings.add(_other_period(level, of_a_year[0], month))
    for key in keys:
        title = table.columns.get(key)
        if title and not _agrees(title, month):
            findings.add(_other_period(ERROR, title, month))
    return findings


def of_the_month(
    tables: Sequence[Table], month: Month, findings: Findings, keys: Sequence[str]
) -> list[Table]:
    """The tables to read for `month`. Where a workbook has a sheet a month, the others are passed
    over; else what says that a table is of another month is a finding of its own."""
    compared = [(table, compare_period(table, month, keys)) for table in tables]
    named = [table for table in tables if _name_agrees(table, month)]
    told = []
    for table, found in compared:
        is_other = bool(found.errors) or (bool(found) and bool(named))
        if is_other and any(not other.errors for each, other in compared if each is not table):
            findings.add(
                Finding(WARNING, table.sheet, "", "", f"写的不是{month.label}，这张工作表没有读取")
            )
        else:
            findings += found
            told.append(table)
    return told


def _name_agrees(table: Table, month: Month) -> bool:
    return any(
        _agrees(mention, month) for mention in table.mentions if mention.month and not mention.ref
    )


def without_other_months(table: Table, month: Month, keys: Sequence[str]) -> Table:
    """The table without the columns that are of another month by their titles, where others of
    `keys` are not: last month's total beside this month's amount."""
    others = {
        key: title
        for key, title in table.columns.items()
        if title.month and not _agrees(title, month)
    }
    stays = [key for key in keys if key in table.columns and key not in others]
    speaks = any(_agrees(mention, month) for mention in table.mentions if mention.month) or any(
        table.columns[key].month for key in stays
    )
    if not others or not stays or not speaks:
        return table
    columns = {key: title for key, title in table.columns.items() if key not in others}
    passed = {title.index: f"写的不是{month.label}" for title in others.values()}
    return replace(table, columns=columns, passed={**table.passed, **passed})


def period_written(tables: Sequence[Table], month: Month, keys: Sequence[str] = ()) -> Month | None:
    """The one month of which all lines above the tables and titles speak, the latest of a span; of
    what none of them names, that of ``month``. None where they name several, or ``month``."""
    places: list[Mention | HeaderCell] = [
        mention for table in tables for mention in table.mentions if mention.ref
    ]
    places += [table.columns[key] for table in tables for key in keys if key in table.columns]
    months = {place.month for place in places if place.month} or {month.month}
    years = {place.year for place in places if place.year} or {month.year}
    if len(months) != 1 or len(years) != 1:
        return None
    written = Month(years.pop(), months.pop())
    return None if written == month else written


def compare_counts(table: Table) -> Findings:
    """Warnings where a label declares another number of projects than stand under it."""
    findings = Findings()
    under: Counter[str] = Counter()
    counted: set[tuple[str, str]] = set()
    total = 0
    for row in table.data:
        place = (row.groups[-1].ref if row.groups else "", row.label)
        if place not in counted:
            counted.add(place)
            under.update(group.ref for group in row.groups)
            total += not any(group.is_apart for group in row.groups)
    for row in table.rows:
        if row.count is None:
            continue
        if row.kind is RowKind.GROUP:
            read = under[row.groups[-1].ref]
        elif row.kind is RowKind.TOTAL and rowkinds.is_grand_total(titles.compact(row.label)):
            read = total
        else:
            continue
        if read != row.count:
            findings.add(
                Finding(
                    WARNING,
                    table.sheet,
                    _label_ref(row),
                    shortened(row.label),
                    f"写明{row.count}个项目，实际读到{read}个，请核对",
                )
            )
    return findings


def _agrees(declared: Mention | HeaderCell, month: Month) -> bool:
    return declared.year in (None, month.year) and declared.month in (None, month.month)


def _other_period(level: str, place: Mention | HeaderCell, month: Month) -> Finding:
    year = f"{place.year}年" if place.year else ""
    first = f"{place.first_month}-" if place.first_month else ""
    own = f"{year}{first}{place.month}月" if place.month else year
    where = "写的是" if place.ref else "工作表名称写的是"
    return Finding(
        level,
        place.sheet,
        place.ref,
        shortened(place.shown),
        f"{where}{own}，而这次导入的是{month.label}，请核对是否传错了文件",
    )


def _label_ref(row: Row) -> str:
    return next((cell.ref for cell in row.cells.values() if cell.shown == row.label), "")
