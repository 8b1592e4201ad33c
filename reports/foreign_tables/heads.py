"""The tables of a form: where their heads stand, and which field each column is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from measures.money import WAN
from reports.foreign_tables.field import Kind
from reports.foreign_tables.fields import FIELDS, VOCABULARY
from reports.foreign_tables.match import ColumnMatch
from workbooks import titles
from workbooks.editing.checks import Checks
from workbooks.findings import Findings
from workbooks.headers import SEARCHED_ROWS, find_header
from workbooks.matching import Matcher
from workbooks.reading import Merge, Sheet, column_name, is_blank

FEWEST_COLUMNS = 3
"""Of fewer known titles a head is none: a line such as 填报单位：　填报日期： has two."""

_CATEGORY_IN_NOTES = re.compile("建设性质.{0,12}续建")


@dataclass(frozen=True)
class FoundHead:
    """A head's first and last row, and the texts above it, as far up as the table before."""

    first: int
    last: int
    above: tuple[str, ...]


def heads_in(sheet: Sheet) -> list[FoundHead]:
    heads: list[FoundHead] = []
    begins = 0
    for first, last in _spans(sheet, 0, len(sheet.rows)):
        above = [
            str(value)
            for row in sheet.rows[begins:first]
            for value in row
            if isinstance(value, str) and not is_blank(value)
        ]
        heads.append(FoundHead(first, last, tuple(above)))
        begins = last + 1
    return heads


def _spans(sheet: Sheet, top: int, bottom: int) -> Iterator[tuple[int, int]]:
    """The heads between two rows, from above. The reader finds the best of thirty rows, so that
    those above and below it are looked for anew."""
    while top < bottom:
        found = find_header(_part(sheet, top, min(bottom, top + SEARCHED_ROWS)), VOCABULARY)
        if not isinstance(found, Findings) and len(found.cells) >= FEWEST_COLUMNS:
            first = top + found.first_row
            last = _without_labels(sheet, first, top + found.last_row)
            yield from _spans(sheet, top, first)
            yield first, last
            top = last + 1
        else:
            top += SEARCHED_ROWS // 2


def _without_labels(sheet: Sheet, first: int, last: int) -> int:
    """The end of a head without rows that have nothing but a name: these are the first of a form
    whose figures are still to come."""
    while last > first:
        told = [at for at in range(sheet.width) if not is_blank(sheet.value(last, at))]
        leftmost = next(at for at in range(sheet.width) if not is_blank(sheet.value(first, at)))
        if told != [leftmost]:
            break
        last -= 1
    return last


def _part(sheet: Sheet, top: int, bottom: int) -> Sheet:
    merges = tuple(
        Merge(each.top - top, each.left, each.bottom - top, each.right)
        for each in sheet.merges
        if top <= each.top < bottom
    )
    return Sheet(sheet.name, sheet.rows[top:bottom], merges)


class Columns:
    """Reads the columns below a head, one after the other. ``places`` tells what a title names
    beside a figure: 新建 in 新建项目｜个数."""

    def __init__(
        self, sheet: Sheet, head: FoundHead, checks: Checks, places: "NamedPlaces"
    ) -> None:
        self._sheet, self._head, self._checks, self._places = sheet, head, checks, places
        self._matcher = Matcher(VOCABULARY)
        lines = (titles.unit_in_line(text) for text in reversed(head.above))
        self._unit = next((unit for unit in lines if unit), None)

    def matches(self) -> list[ColumnMatch]:
        found: list[ColumnMatch] = []
        for at in range(self._sheet.width):
            path = self._path(at)
            if path:
                found.append(self._once(self._column(at, path), found))
        return found

    def _once(self, column: ColumnMatch, before: Sequence[ColumnMatch]) -> ColumnMatch:
        same = (column.field, column.narrowing)
        if column.field and any((each.field, each.narrowing) == same for each in before):
            doubt = f"{self._named(column)}与前面的一列都像“{FIELDS[column.field].label}”，先不填"
            return replace(column, field="", unit=0, doubt=doubt)
        return column

    def _column(self, at: int, path: tuple[str, ...]) -> ColumnMatch:
        title = titles.compact("".join(path))
        narrowing, rest = self._places.taken_out(path)
        match = self._matcher.match(rest) if rest else None
        if match is None:
            return ColumnMatch(at, title)
        column = ColumnMatch(at, title, match.column.key, narrowing=narrowing)
        field = FIELDS[column.field]
        if narrowing and field.is_of_projects:
            return ColumnMatch(at, title)
        if column.field == "nature":
            column = self._nature(column)
        if field.kind is Kind.MONEY:
            column = self._counted(column, path)
        if not match.exact and not column.doubt:
            column = replace(column, doubt=f"{self._named(column)}按“{field.label}”填，请核对")
        return column

    def _nature(self, column: ColumnMatch) -> ColumnMatch:
        """建设性质 of one office is 新建 or 续建, of another 新建, 扩建 or 改建: by its list, or by
        its notes; else a person is asked."""
        choices = self._checks.choices(self._head.last + 1, column.at)
        if choices is not None:
            return replace(column, field="category") if "续建" in choices else column
        if _CATEGORY_IN_NOTES.search(self._everything):
            return replace(column, field="category")
        doubt = f"{self._named(column)}按计划类别（新建、续建）填；若指新建、扩建、改建，请改选"
        return replace(column, field="category", doubt=doubt)

    def _counted(self, column: ColumnMatch, path: Sequence[str]) -> ColumnMatch:
        own = (titles.read_title(text).unit for text in reversed(path))
        unit = next((each for each in own if each), self._unit)
        if unit is not None and unit.yuan is not None:
            return replace(column, unit=unit.yuan)
        return replace(
            column, unit=WAN, doubt=f"{self._named(column)}没有写明计量单位，按万元填，请核对"
        )

    def _named(self, column: ColumnMatch) -> str:
        return f"{column_name(column.at)}列“{column.title}”"

    @property
    def _everything(self) -> str:
        return titles.compact("".join(str(v) for row in self._sheet.rows for v in row if v))

    def _path(self, at: int) -> tuple[str, ...]:
        """The titles over a column from the top down, a merged one once."""
        path: list[str] = []
        seen: set[object] = set()
        for row in range(self._head.first, self._head.last + 1):
            merge = self._sheet.merge_at(row, at)
            value = self._sheet.merged_value(row, at)
            if is_blank(value) or (merge is not None and merge in seen):
                continue
            seen.add(merge)
            path.append(str(value))
        return tuple(path)


def with_wholes(columns: Sequence[ColumnMatch]) -> list[ColumnMatch]:
    """合计 beside 新建 and 续建 is these together; where 前期 has its columns too, all lines."""
    if any(column.narrowing.startswith("前期") for column in columns):
        return list(columns)
    return [
        replace(column, narrowing=column.narrowing.replace("合计", "全部")) for column in columns
    ]


class NamedPlaces:
    """Tells groups and cuts by the names that titles and labels give them; of a table of projects
    there are none among the titles."""

    def taken_out(self, path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The group and cuts that a title names, and the titles without it."""
        return "", path
