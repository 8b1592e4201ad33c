"""Which column a title means: by the names that a vocabulary gives each of its columns.

A title is read with those above it (完成投资 over 7月). What stands above is never taken for what
stands below it: under 责任单位 a 名称 is the unit's, and a 责任人 is nobody's column.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from workbooks import titles
from workbooks.columns import Column, ColumnKind
from workbooks.meanings import IGNORED, Meaning, wording_of
from workbooks.senses import Sense, sense_of
from workbooks.titles import MONTH, SPAN, Title, months_spoken_of, read_title

FEWEST_COLUMNS = 2
LONGEST_WHOLE = 3
"""Aliases up to this length match a whole title only: 进度 is within too many others. A mark for
a month or year counts as two characters."""
LONGEST_TITLE = 40

_TOTAL_TITLES = ("", "合计", "小计", "总计", "金额", "总额")
_NAMELESS = frozenset({"名称", "全称", "姓名", "单位名称", "单位全称", "单位"})
"""Titles that say of what stands above them that its name is given."""
_OF_A_PERSON = re.compile("^(?:责任|联系|负责|经办)人|电话|手机|^职务|^联系方式")
_NOT_A_PROJECT = re.compile("单位|业主|法人|企业|公司|部门|领导|负责|责任|联系")
_WHEN = re.compile(f"{MONTH}月|{SPAN}|本月|当月|本年累计|年初至今|累计")
_OF_THE_REPORT = re.compile(f"完成|进展|进度|投资|填报|报送|{MONTH}|{SPAN}|本月")
_STATE_OF = re.compile("(?:的)?(?:情况|进展)$")


@dataclass(frozen=True)
class Match:
    exact: bool
    length: int
    column: Column
    is_said: bool = False


class Matcher:
    """A vocabulary to look titles up in; titles met again are not matched again. What a person said
    that a title means goes before what it says."""

    def __init__(
        self, vocabulary: Sequence[Column], meanings: Mapping[str, Meaning] | None = None
    ) -> None:
        self._meanings = meanings or {}
        self._columns = {column.key: column for column in vocabulary}
        self.fewest = min(FEWEST_COLUMNS, len(vocabulary))
        self._aliases = [
            (column, [titles.alias_pattern(alias) for alias in column.aliases])
            for column in vocabulary
        ]
        self._excludes = {
            column.key: tuple(titles.alias_pattern(word) for word in column.excludes)
            for column in vocabulary
        }
        self._of_months: dict[tuple[int, int], list[Column]] = defaultdict(list)
        for column in vocabulary:
            if column.months:
                self._of_months[column.months].append(column)
        self._known: dict[tuple[str, ...], Match | None] = {}

    def match(self, path: tuple[str, ...]) -> Match | None:
        """The column that the titles mean; ``path`` runs from the top down."""
        if path not in self._known:
            self._known[path] = self._said(path) or self._best(path)
        return self._known[path]

    def meaning(self, path: tuple[str, ...]) -> Meaning | None:
        """What a person said that the titles mean, if it is something in this vocabulary."""
        found = self._meanings.get(wording_of(path)) if self._meanings else None
        known = found and (found.target == IGNORED or found.target in self._columns)
        return found if known else None

    def _said(self, path: tuple[str, ...]) -> Match | None:
        found = self.meaning(path)
        if found is None or found.target == IGNORED:
            return None
        return Match(True, 0, self._columns[found.target], is_said=True)

    def _best(self, texts: tuple[str, ...]) -> Match | None:
        path = [title for title in map(read_title, texts) if title.pattern]
        if not path or self.meaning(texts):
            return None
        whole = "".join(title.pattern for title in path)
        sense = sense_of(path)
        wordings = _Wordings(path)
        matches = [
            match
            for column, aliases in self._aliases
            if _fits(column, sense)
            and not any(word in whole for word in self._excludes[column.key])
            for alias in aliases
            if (match := wordings.matched(alias, column))
        ]
        matches += [
            Match(True, LONGEST_TITLE, column)
            for column in self._of_months.get(months_spoken_of(path) or (0, 0), ())
            if sense is column.sense
            and not any(word in whole for word in self._excludes[column.key])
        ]
        # The first in the vocabulary wins where two fit equally well.
        return max(matches, key=lambda match: (match.exact, match.length), default=None)


def _fits(column: Column, sense: Sense | None) -> bool:
    """Whether a title that speaks of ``sense`` may be the column's."""
    if column.kind is ColumnKind.MONEY and sense in (Sense.SHARE, Sense.OTHER):
        return False
    if column.sense is Sense.DONE:
        return sense is not Sense.PLANNED
    return not (column.sense is Sense.PLANNED and sense is Sense.DONE)


class _Wordings:
    """The lowest of some titles, alone and joined with those above it in the ways that a name of
    a column may be spread over them."""

    def __init__(self, path: list[Title]) -> None:
        leaf, parents = path[-1], path[:-1]
        self.above = "".join(title.pattern for title in parents)
        self.dated = ""
        self.whole = [leaf.pattern, leaf.bare]
        self.alone = leaf.pattern if not parents or _OF_THE_REPORT.search(self.above) else ""
        if not parents or _OF_A_PERSON.search(leaf.pattern):
            return
        nearest = parents[-1].pattern
        if leaf.pattern in _NAMELESS and _NOT_A_PROJECT.search(nearest):
            self.whole = [nearest + leaf.pattern, nearest]
            self.above = ""
            return
        self.whole += [self.above + leaf.pattern, nearest + leaf.pattern, leaf.pattern + nearest]
        self.whole.append(_STATE_OF.sub("", nearest) + leaf.pattern)
        if (when := _WHEN.search(self.above)) and not _WHEN.search(leaf.pattern):
            self.dated = when[0] + leaf.pattern
        if leaf.pattern in _TOTAL_TITLES:
            outer = "".join(title.pattern for title in parents[:-1])
            self.whole += [nearest, self.above, nearest + outer]
            self.above = ""

    @cached_property
    def _short(self) -> str:
        """Those in which an alias may be a part, a line each."""
        return "\n".join(text for text in self.whole if len(text) <= LONGEST_TITLE)

    def matched(self, alias: str, column: Column) -> Match | None:
        if alias == self.dated:
            return Match(True, len(alias), column)
        if alias in self.whole and not (column.is_whole and alias != self.alone):
            return Match(True, len(alias), column)
        if column.is_whole or not self._holds(alias) or _length(alias) <= LONGEST_WHOLE:
            return None
        return Match(False, len(alias), column)

    def _holds(self, alias: str) -> bool:
        """Whether the alias is a part of what stands here, and not of what stands above alone."""
        if alias in self.dated:
            return True
        return alias not in self.above and alias in self._short


def _length(alias: str) -> int:
    return len(alias) + sum(alias.count(mark) for mark in titles.MARKS)
