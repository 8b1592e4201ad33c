"""Finding a table's header by the names of its columns, wherever it stands and however merged.

The caller gives the vocabulary: which columns there are and under which names they go. The
header is the one to three rows within the first thirty in which most of them are found.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from measures.months import Month
from workbooks import titles
from workbooks.columns import Column, ColumnKind
from workbooks.findings import ERROR, WARNING, Finding, Findings, at, shortened
from workbooks.matching import Match, Matcher
from workbooks.reading import Sheet, cell_name, is_blank
from workbooks.titles import Title, read_title
from workbooks.units import Unit

SEARCHED_ROWS = 30
DEPTHS = (1, 2, 3)
_MEND_FOREIGN = "请改为人民币万元"


@dataclass(frozen=True)
class HeaderCell:
    """A column found: where its title stands, and the unit and months the title declares."""

    sheet: str
    ref: str
    index: int
    title: str
    exact: bool
    unit: Unit | None
    year: int | None
    first_month: int | None
    month: int | None

    @property
    def shown(self) -> str:
        return self.title


@dataclass(frozen=True)
class Header:
    """Zero-based `first_row` to `last_row`, and the columns found, by key.

    `patterns` are the comparable titles of each column, and `texts` the titles as they are, to
    know the header when it is repeated further down; `passed` says why places were not taken.
    `findings` tell of columns that come twice.
    """

    first_row: int
    last_row: int
    cells: dict[str, HeaderCell]
    patterns: dict[int, frozenset[str]]
    texts: dict[int, frozenset[str]]
    passed: dict[int, str] = field(default_factory=dict)
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


def header_at(
    sheet: Sheet, vocabulary: Sequence[Column], row: int, month: Month | None = None
) -> Header | None:
    """A header that begins in ``row``, further down in a table; None where that is none."""
    search = _Search(sheet, vocabulary)
    best = max(search.candidates_at(row), key=lambda candidate: candidate.rank, default=None)
    if best is None or any(c.required and c.key not in best.found for c in vocabulary):
        return None
    return search.header(best, month)


def without_foreign(header: Header, vocabulary: Sequence[Column], unit: Unit | None) -> Header:
    """The header where the line above the table names a foreign currency: without the amounts
    whose own titles name no unit."""
    if unit is None or not unit.is_foreign:
        return header
    columns = {column.key: column for column in vocabulary}
    cells, passed, findings = dict(header.cells), dict(header.passed), Findings(header.findings)
    for key, place in header.cells.items():
        if columns[key].kind is ColumnKind.MONEY and place.unit is None:
            passed[place.index] = _foreign(unit)
            findings.error(place, f"{passed[place.index]}，{_MEND_FOREIGN}")
            del cells[key]
    return replace(header, cells=cells, passed=passed, findings=findings)


@dataclass(frozen=True)
class _Candidate:
    """A possible header: which keys were found in which columns of the sheet."""

    first_row: int
    depth: int
    found: dict[str, list[tuple[int, Match]]]

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
        self.matcher = Matcher(vocabulary)
        self.fewest = self.matcher.fewest

    def candidates(self) -> Iterator[_Candidate]:
        for first_row in range(min(SEARCHED_ROWS, len(self.sheet.rows))):
            yield from self.candidates_at(first_row)

    def candidates_at(self, first_row: int) -> Iterator[_Candidate]:
        if self._is_within_merge(first_row):
            return
        for depth in DEPTHS:
            if not self._may_be_title_row(first_row + depth - 1):
                break
            found = self._found(first_row, depth)
            if len(found) >= self.fewest:
                yield _Candidate(first_row, depth, found)

    def header(self, candidate: _Candidate, month: Month | None) -> Header:
        findings = Findings()
        passed: dict[int, str] = {}
        cells = {}
        last_row = self._last_row(candidate)
        depth = last_row - candidate.first_row + 1
        for key, matches in candidate.found.items():
            column = matches[0][1].column
            places = [
                self._cell(candidate.first_row, depth, index, match.exact)
                for index, match in matches
            ]
            usable = _usable(places, column, month, passed)
            if not usable:
                _tell_unusable(places[0], column, passed, findings)
                continue
            cells[key] = _chosen(usable, column, findings)
            for place in usable:
                if place is not cells[key]:
                    passed[place.index] = f"“{column.label}”已取{cells[key].ref}"
        paths = {
            index: self._path(candidate.first_row, depth, index)
            for index in range(self.sheet.width)
        }
        return Header(
            candidate.first_row,
            last_row,
            cells,
            {at: frozenset(read_title(text).pattern for text in paths[at]) for at in paths},
            {at: frozenset(map(titles.compact, paths[at])) for at in paths},
            passed,
            findings,
        )

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

    def _found(self, first_row: int, depth: int) -> dict[str, list[tuple[int, Match]]]:
        found = defaultdict(list)
        last_row = first_row + depth - 1
        for index in range(self.sheet.width):
            match = self.matcher.match(self._path(first_row, depth, index))
            if match and not self._heads_others(last_row, index):
                found[match.column.key].append((index, match))
        return dict(found)

    def _heads_others(self, row: int, index: int) -> bool:
        """Whether the title there is that of several columns, each with its own one below."""
        merge = self.sheet.merge_at(row, index)
        below = (merge.bottom if merge else row) + 1
        if not self._may_be_title_row(below):
            return False
        if merge:
            children = {
                self.sheet.value(below, child) for child in range(merge.left, merge.right + 1)
            }
            return len({child for child in children if not is_blank(child)}) > 1
        return (
            is_blank(self.sheet.value(row, index + 1))
            and self.sheet.merge_at(row, index + 1) is None
            and not is_blank(self.sheet.value(row, index))
            and not is_blank(self.sheet.value(below, index))
            and not is_blank(self.sheet.value(below, index + 1))
        )

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


def _usable(
    places: list[HeaderCell], column: Column, month: Month | None, passed: dict[int, str]
) -> list[HeaderCell]:
    """Those of the places whose titles fit that may be meant. A foreign currency is never read as
    yuan; of several months' columns that of the one asked for counts."""
    usable = []
    for place in places:
        if column.kind is ColumnKind.MONEY and place.unit and place.unit.is_foreign:
            passed[place.index] = _foreign(place.unit)
        elif column.since_january and place.first_month not in (None, 1):
            passed[place.index] = f"写的是{place.first_month}月起的，不是本年累计"
        else:
            usable.append(place)
    if month and len(usable) > 1:
        spoken = [place for place in usable if _speaks_of(place, month)]
        for place in usable if spoken else ():
            if place not in spoken:
                passed[place.index] = f"写的不是{month.label}"
        usable = spoken or usable
    return usable


def _tell_unusable(
    place: HeaderCell, column: Column, passed: dict[int, str], findings: Findings
) -> None:
    why = passed[place.index]
    if place.unit and place.unit.is_foreign:
        findings.error(place, f"{why}，{_MEND_FOREIGN}")
    else:
        level = ERROR if column.required else WARNING
        findings.add(at(place, level, f"{why}，这一列没有读取"))


def _foreign(unit: Unit) -> str:
    return f"金额单位是{unit.name}，系统不按汇率换算"


def _chosen(places: list[HeaderCell], column: Column, findings: Findings) -> HeaderCell:
    """The one meant of the places whose titles fit; a finding where that cannot be known."""
    best = [place for place in places if place.exact] or places
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
