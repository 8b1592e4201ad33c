"""Finding a table's header by the names of its columns, wherever it stands and however merged.

The caller gives the vocabulary: which columns there are and under which names they go. The
header is the one to three rows within the first thirty in which most of them are found.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measures.months import Month
from workbooks import titles
from workbooks.columns import Column, ColumnKind
from workbooks.findings import ERROR, Finding, Findings
from workbooks.header_cells import (
    Header,
    HeaderCell,
    TitleCell,
    chosen_place,
    tell_unusable,
    usable_places,
)
from workbooks.matching import Match, Matcher
from workbooks.meanings import NO_MEANINGS, Meanings, wording_of
from workbooks.reading import Sheet, cell_name, is_blank
from workbooks.titles import Title, read_title

SEARCHED_ROWS = 30
DEPTHS = (1, 2, 3)


def find_header(
    sheet: Sheet,
    vocabulary: Sequence[Column],
    month: Month | None = None,
    meanings: Meanings = NO_MEANINGS,
) -> Header | Findings:
    """The sheet's header, or what is missing of one.

    `month` settles which of several columns of one meaning is wanted, where their titles
    name different months.
    """
    search = _Search(sheet, vocabulary, meanings)
    best = search.best()
    if best is None:
        return Findings([_no_header(sheet, vocabulary)])
    missing = [
        c
        for c in vocabulary
        if c.required and c.key not in best.found and c.key not in meanings.constants
    ]
    if missing:
        return Findings([_missing(sheet, best.first_row, column) for column in missing])
    return search.header(best, month)


def header_at(
    sheet: Sheet,
    vocabulary: Sequence[Column],
    row: int,
    month: Month | None = None,
    meanings: Meanings = NO_MEANINGS,
) -> Header | None:
    """A header that begins in ``row``, further down in a table; None where that is none."""
    search = _Search(sheet, vocabulary, meanings)
    best = max(search.candidates_at(row), key=lambda candidate: candidate.rank, default=None)
    required = {c.key for c in vocabulary if c.required} - meanings.constants.keys()
    if best is None or required - best.found.keys():
        return None
    return search.header(best, month)


def likeliest_titles(
    sheet: Sheet, vocabulary: Sequence[Column], meanings: Meanings = NO_MEANINGS
) -> tuple[int, dict[int, TitleCell]]:
    """Of a sheet whose header is not understood: the row where it most likely ends, and the titles
    over its columns, for a person to say what they are."""
    search = _Search(sheet, vocabulary, meanings)
    return search.likeliest()


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

    def __init__(self, sheet: Sheet, vocabulary: Sequence[Column], meanings: Meanings) -> None:
        self.sheet = sheet
        self.matcher = Matcher(vocabulary, meanings.titles)
        self.fewest = self.matcher.fewest

    def best(self) -> _Candidate | None:
        return max(self.candidates(), key=lambda candidate: candidate.rank, default=None)

    def likeliest(self) -> tuple[int, dict[int, TitleCell]]:
        best = self.best()
        if best is not None:
            last_row = self._last_row(best)
            return last_row, self._titles(best.first_row, last_row)
        rows = range(min(SEARCHED_ROWS, len(self.sheet.rows)))
        counts = {
            row: sum(not is_blank(value) for value in self.sheet.rows[row])
            for row in rows
            if self._may_be_title_row(row)
        }
        row = max(counts, key=lambda row: (counts[row], -row), default=None)
        return (0, {}) if row is None else (row, self._titles(row, row))

    def _titles(self, first_row: int, last_row: int) -> dict[int, TitleCell]:
        found = {}
        for index in range(self.sheet.width):
            path = self._path(first_row, last_row - first_row + 1, index)
            row = max(
                row
                for row in range(first_row, last_row + 1)
                if not is_blank(self.sheet.value(row, index)) or row == first_row
            )
            found[index] = TitleCell(
                cell_name(row, index),
                titles.compact("".join(path)),
                wording_of(path),
                self.matcher.meaning(path),
            )
        return found

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
                self._cell(candidate.first_row, depth, index, match) for index, match in matches
            ]
            usable = usable_places(places, column, month, passed)
            if not usable:
                tell_unusable(places[0], column, passed, findings)
                continue
            cells[key] = chosen_place(usable, column, findings)
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
            self._titles(candidate.first_row, last_row),
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

    def _cell(self, first_row: int, depth: int, index: int, match: Match) -> HeaderCell:
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
            exact=match.exact,
            unit=next((title.unit for title in read if title.unit), None),
            year=next((title.year for title in read if title.year), None),
            first_month=dated.first_month,
            month=dated.month,
            label=match.column.label,
            is_money=match.column.kind is ColumnKind.MONEY,
            is_said=match.is_said,
        )


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
