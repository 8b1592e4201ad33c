"""What every printed page of a table has again: its header, its title, its unit, its number."""

from collections.abc import Sequence

from workbooks import rowkinds, titles
from workbooks.findings import ERROR, Finding
from workbooks.layout import Layout
from workbooks.reading import Value, cell_name, is_blank
from workbooks.values import shown

_MOST_LINES_AGAIN = 3
_STEMS = tuple("甲乙丙丁戊己庚辛壬癸")


class PrintedPages:
    """Knows the rows that repeat what stands above a table; `lines` are the texts above it."""

    def __init__(self, layout: Layout, lines: Sequence[str]) -> None:
        self._layout = layout
        self._sheet = layout.sheet
        self._header = layout.header
        self._lines = {titles.line_pattern(line) for line in lines} - {""}
        self._patterns = frozenset().union(*layout.header.patterns.values())
        self._names = {
            titles.compact(alias)
            for column in layout.columns
            if column.key == layout.name_key
            for alias in column.aliases
        }

    def repeat_header(self, row: int) -> bool:
        """A header printed again on each page, or the row that numbers its columns."""
        values = [
            (index, value)
            for index, value in enumerate(self._sheet.rows[row])
            if not is_blank(value)
        ]
        if len(values) < 2:
            return False
        is_first = row - self._header.last_row in (1, 2)
        if is_first and _numbers_columns([value for _, value in values]):
            return True
        texts = [titles.compact(value) for _, value in values if isinstance(value, str)]
        if not self._names.isdisjoint(texts) and len(texts) == len(values):
            return True
        name = self._layout.text(row, self._layout.name_key)
        if name and titles.read_title(name).pattern not in self._patterns:
            return False
        patterns = [(index, titles.read_title(shown(value)).pattern) for index, value in values]
        here = sum(
            pattern in self._header.patterns.get(index, frozenset())
            for index, pattern in patterns
            if pattern
        )
        anywhere = sum(pattern in self._patterns for _, pattern in patterns if pattern)
        return here * 2 > len(values) or (anywhere * 2 > len(values) and anywhere > 2)

    def is_word_for_word(self, row: int) -> bool:
        """Whether a repeated header says in every column what it says above."""
        return all(
            titles.compact(shown(value)) in self._header.texts.get(index, frozenset())
            for index, value in enumerate(self._sheet.rows[row])
            if not is_blank(value)
        )

    def numbers_columns(self, row: int) -> bool:
        """Whether it is the row that numbers the columns."""
        return _numbers_columns([value for value in self._sheet.rows[row] if not is_blank(value)])

    def repeat_lines(self, row: int) -> bool:
        """What each printed page has below and above its part of the table: its number; the
        title and the unit again. Without a header after it, a title is a group's.
        """
        has_title = False
        for value in self._sheet.rows[row]:
            if is_blank(value):
                continue
            text = titles.line_pattern(value) if isinstance(value, str) else ""
            if titles.unit_in_line(text) or rowkinds.is_page_number(text):
                continue
            if text not in self._lines:
                return False
            has_title = True
        return not has_title or self._precedes_header(row)

    def other_units(self, row: int) -> list[Finding]:
        """Another unit than above the header is an error: amounts read in the first would be
        ten thousand times what is meant.
        """
        unit = self._layout.unit
        found = []
        for index, value in enumerate(self._sheet.rows[row]):
            other = titles.unit_in_line(value) if isinstance(value, str) else None
            if other and other != unit and self._layout.relies_on_unit:
                first = f"的单位是{unit.name}" if unit else "没有注明单位"
                found.append(
                    Finding(
                        ERROR,
                        self._sheet.name,
                        cell_name(row, index),
                        other.name,
                        f"从这里起金额单位写的是{other.name}，而表头上方{first}，"
                        "请统一单位，或分成两张工作表",
                    )
                )
        return found

    def _precedes_header(self, row: int) -> bool:
        below = range(row + 1, min(row + 1 + _MOST_LINES_AGAIN, len(self._sheet.rows)))
        return any(self.repeat_header(number) for number in below)


def _numbers_columns(values: list[Value]) -> bool:
    """The row 甲 乙 1 2 3 that official forms have below the header."""
    written = [titles.compact(shown(value)) for value in values]
    numbers = [text for text in written if text not in _STEMS]
    if len(written) < 3 or not all(text.isdecimal() for text in numbers):
        return False
    return [int(text) for text in numbers] == list(range(1, len(numbers) + 1))
