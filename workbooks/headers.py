"""Finding a table's header by the names of its columns, wherever it stands and however merged.

The caller gives the vocabulary: which columns there are and under which names they go. The
header is the one to three rows within the first thirty in which most of them are found.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from measures.months import Month
from workbooks import titles
from workbooks.findings import ERROR, WARNING, Finding, Findings, shortened
from workbooks.reading import Sheet, cell_name, is_blank
from workbooks.titles import Title, read_title

SEARCHED_ROWS = 30
DEPTHS = (1, 2, 3)
FEWEST_COLUMNS = 2
LONGEST_WHOLE = 3
"""Aliases up to this length match a whole title only: 进度 is within too many others. A mark for
a month or year counts as two characters."""
LONGEST_TITLE = 40

_TOTAL_TITLES = ("", "合计", "小计", "总计", "金额", "总额")


class ColumnKind(Enum):
    """What a column holds, as far as telling kinds of rows apart needs it."""

    SERIAL = "serial"
    NAME = "name"
    TEXT = "text"
    MONEY = "money"
    PERCENT = "percent"
    INTEGER = "integer"
    DATE = "date"
    MONTH = "month"
    YES_NO = "yes_no"
    YEARS = "years"


@dataclass(frozen=True)
class Column:
    """A column that a table may have, and the names it goes by.

    `label` is its Chinese name in messages. In `aliases` and `excludes`, `{年}`, `{月}` and
    `{起月}-{月}` stand for numbers. A title that contains one of `excludes`, in its own row or
    in those above, is never this column.
    """

    key: str
    label: str
    aliases: tuple[str, ...]
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    excludes: tuple[str, ...] = ()

    def also(self, *aliases: str, **changes: Any) -> "Column":
        """The column as one kind of table has it: with further `aliases`, and `changes`."""
        return replace(self, aliases=(*self.aliases, *aliases), **changes)


@dataclass(frozen=True)
class HeaderCell:
    """A column found: where its title stands, and the unit and months the title declares."""

    sheet: str
    ref: str
    index: int
    title: str
    exact: bool
    unit: int | None
    year: int | None
    first_month: int | None
    month: int | None

    @property
    def shown(self) -> str:
        return self.title


@dataclass(frozen=True)
class Header:
    """Zero-based `first_row` to `last_row`, and the columns found, by key.

    `patterns` are the comparable titles of each column, to know the header when it is
    repeated further down. `findings` tell of columns that come twice.
    """

    first_row: int
    last_row: int
    cells: dict[str, HeaderCell]
    patterns: dict[int, frozenset[str]]
    findings: Findings = field(default_factory=Findings)


def find_header(
    sheet: Sheet, vocabulary: Sequence[Column], month: Month | None = None
) -> Header | Findings:
    """The sheet's header, or what is missing of one.

    `month` settles which of several columns of one meaning is wanted, where their titles
    name different months.
    """
    search = _Search(sheet, vocabulary)
    best = max(search.candidates(), key=lambda candidate: candidate.rank, default=None)
    if best is None:
        return Findings([_no_header(sheet, vocabulary)])
    missing = [c for c in vocabulary if c.required and c.key not in best.found]
    if missing:
        return Findings([_missing(sheet, best.first_row, column) for column in missing])
    return search.header(best, month)


@dataclass(frozen=True)
class _Match:
    exact: bool
    length: int
    column: Column


@dataclass(frozen=True)
class _Candidate:
    """A possible header: which keys were found in which columns of the sheet."""

    first_row: int
    depth: int
    found: dict[str, list[tuple[int, _Match]]]

    @property
    def rank(self) -> tuple[int, ...]:
        """More columns, more surely and more singly found, in fewer rows, further up."""
        best = [[m.exact for _, m in matches] for matches in self.found.values()]
        required = sum(matches[0][1].column.required for matches in self.found.values())
        exact = sum(any(matches) for matches in best)
        doubled = sum(max(sum(matches), 1) - 1 for matches in best)
        return required, len(best), exact, -doubled, -self.depth, -self.first_row


class _Search:
    """One sheet searched with one vocabulary; titles met again are not matched again."""

    def __init__(self, sheet: Sheet, vocabulary: Sequence[Column]) -> None:
        self.sheet = sheet
        self.aliases = [
            (titles.alias_pattern(alias), column)
            for column in vocabulary
            for alias in column.aliases
        ]
        self.excludes = {
            column.key: tuple(titles.alias_pattern(word) for word in column.excludes)
            for column in vocabulary
        }
        self.fewest = min(FEWEST_COLUMNS, len(vocabulary))
        self.known: dict[tuple[str, ...], _Match | None] = {}

    def candidates(self) -> Iterator[_Candidate]:
        for first_row in range(min(SEARCHED_ROWS, len(self.sheet.rows))):
            if self._is_within_merge(first_row):
                continue
            for depth in DEPTHS:
                if not self._may_be_title_row(first_row + depth - 1):
                    break
                found = self._found(first_row, depth)
                if len(found) >= self.fewest:
                    yield _Candidate(first_row, depth, found)

    def header(self, candidate: _Candidate, month: Month | None) -> Header:
        findings = Findings()
        cells = {}
        last_row = self._last_row(candidate)
        depth = last_row - candidate.first_row + 1
        for key, matches in candidate.found.items():
            places = [
                self._cell(candidate.first_row, depth, index, match.exact)
                for index, match in matches
            ]
            cells[key] = _chosen(places, matches[0][1].column, month, findings)
        patterns = {
            index: frozenset(
                read_title(text).pattern for text in self._path(candidate.first_row, depth, index)
            )
            for index in range(self.sheet.width)
        }
        return Header(candidate.first_row, last_row, cells, patterns, findings)

    def _may_be_title_row(self, row: int) -> bool:
        """Titles are texts: a row with a number in it belongs to the table below."""
        if row >= len(self.sheet.rows):
            return False
        values = [value for value in self.sheet.rows[row] if not is_blank(value)]
        return bool(values) and all(isinstance(value, str) for value in values)

    def _is_within_merge(self, row: int) -> bool:
        """A header does not begin in the middle of its own merged titles."""
        merges = (self.sheet.merge_at(row, index) for index in range(self.sheet.width))
        return any(merge is not None and merge.top < row for merge in merges)

    def _found(self, first_row: int, depth: int) -> dict[str, list[tuple[int, _Match]]]:
        found = defaultdict(list)
        for index in range(self.sheet.width):
            match = self._match(self._path(first_row, depth, index))
            if match:
                found[match.column.key].append((index, match))
        return dict(found)

    def _path(self, first_row: int, depth: int, index: int) -> tuple[str, ...]:
        """The titles over a column from the top down, a merged one once."""
        path = []
        for row in range(first_row, first_row + depth):
            merge = self.sheet.merge_at(row, index)
            if merge and merge.top < row and row > first_row:
                continue
            value = self.sheet.merged_value(row, index)
            if is_blank(value) and merge is None and row < first_row + depth - 1:
                value = self._parent_to_the_left(row, index)
            if not is_blank(value):
                path.append(str(value))
        return tuple(path)

    def _parent_to_the_left(self, row: int, index: int):
        """Copied tables lose their merges: a parent title then stands over its first child."""
        if is_blank(self.sheet.value(row + 1, index)):
            return None
        for left in range(index - 1, -1, -1):
            if is_blank(self.sheet.value(row + 1, left)):
                return None
            if not is_blank(self.sheet.value(row, left)):
                return self.sheet.value(row, left)
        return None

    def _match(self, path: tuple[str, ...]) -> _Match | None:
        if path not in self.known:
            self.known[path] = self._best_match([read_title(text) for text in path])
        return self.known[path]

    def _best_match(self, path: list[Title]) -> _Match | None:
        path = [title for title in path if title.pattern]
        if not path:
            return None
        whole = "".join(title.pattern for title in path)
        matches = [
            match
            for alias, column in self.aliases
            if not any(word in whole for word in self.excludes[column.key])
            if (match := _matched(alias, column, path))
        ]
        # The first in the vocabulary wins where two fit equally well.
        return max(matches, key=lambda match: (match.exact, match.length), default=None)

    def _last_row(self, candidate: _Candidate) -> int:
        """A title merged downwards past the rows that were matched belongs to the header."""
        last = candidate.first_row + candidate.depth - 1
        for matches in candidate.found.values():
            for index, _ in matches:
                merge = self.sheet.merge_at(candidate.first_row, index)
                if merge and merge.left == merge.right:
                    last = max(last, min(merge.bottom, candidate.first_row + max(DEPTHS) - 1))
        return last

    def _cell(self, first_row: int, depth: int, index: int, exact: bool) -> HeaderCell:
        path = self._path(first_row, depth, index)
        read = [read_title(text) for text in reversed(path)]
        row = max(
            row
            for row in range(first_row, first_row + depth)
            if not is_blank(self.sheet.value(row, index)) or row == first_row
        )
        dated = next((title for title in read if title.month), Title(""))
        return HeaderCell(
            sheet=self.sheet.name,
            ref=cell_name(row, index),
            index=index,
            title=titles.compact("".join(path)),
            exact=exact,
            unit=next((title.unit for title in read if title.unit), None),
            year=next((title.year for title in read if title.year), None),
            first_month=dated.first_month,
            month=dated.month,
        )


def _matched(alias: str, column: Column, path: list[Title]) -> _Match | None:
    """Whether the alias is, or is within, the lowest title, alone or joined with those above."""
    leaf, parents = path[-1], path[:-1]
    above = "".join(title.pattern for title in parents)
    whole = [leaf.pattern, leaf.bare]
    if parents:
        nearest = parents[-1].pattern
        whole += [above + leaf.pattern, nearest + leaf.pattern, leaf.pattern + nearest]
        if leaf.pattern in _TOTAL_TITLES:
            whole += [nearest, above, nearest + "".join(title.pattern for title in parents[:-1])]
            above = ""
    if alias in whole:
        return _Match(True, len(alias), column)
    if _length(alias) <= LONGEST_WHOLE or (above and alias in above):
        return None
    if any(alias in text and len(text) <= LONGEST_TITLE for text in whole):
        return _Match(False, len(alias), column)
    return None


def _length(alias: str) -> int:
    return len(alias) + sum(alias.count(mark) for mark in titles.MARKS)


def _chosen(
    places: list[HeaderCell], column: Column, month: Month | None, findings: Findings
) -> HeaderCell:
    """The one meant of the places whose titles fit; a finding where that cannot be known."""
    best = [place for place in places if place.exact] or places
    if month and len(best) > 1:
        best = [p for p in best if _speaks_of(p, month)] or best
    if len(best) > 1:
        counts = column.kind is ColumnKind.MONEY or column.required
        refs = "、".join(place.ref for place in best)
        findings.add(
            Finding(
                ERROR if counts else WARNING,
                best[0].sheet,
                best[0].ref,
                shortened(best[0].title),
                f"“{column.label}”有{len(best)}列（{refs}），"
                + ("无法确定以哪一列为准，请只保留一列" if counts else "按第一列读取"),
            )
        )
    return best[0]


def _speaks_of(place: HeaderCell, month: Month) -> bool:
    return place.month in (None, month.month) and place.year in (None, month.year)


def _no_header(sheet: Sheet, vocabulary: Sequence[Column]) -> Finding:
    names = "、".join(column.label for column in vocabulary if column.required)
    return Finding(
        ERROR,
        sheet.name,
        "",
        "",
        f"前{SEARCHED_ROWS}行里没有找到表头，请检查是否有“{names}”等列名",
    )


def _missing(sheet: Sheet, row: int, column: Column) -> Finding:
    plain = [alias for alias in column.aliases if "{" not in alias]
    known = "、".join((plain or [column.label])[:4])
    return Finding(
        ERROR,
        sheet.name,
        cell_name(row, 0),
        "",
        f"表头里没有“{column.label}”列，请补上；可以写作：{known}",
    )
