"""What a label or a title of a form names of a list: a group, or a value that lines are cut by."""

import re
from collections.abc import Iterable

from figures.book import FigureBook
from figures.indicators import GROUPS
from figures.keys import Narrowing, with_cuts
from investment.intake.likeness import Names
from projects.naming import name_key, unit_key
from reports.foreign_tables.heads import NamedPlaces
from workbooks import rowkinds
from workbooks.titles import compact

WHOLE = "全部"
UNITS = "填报单位"

_DIMENSIONS = (
    "填报单位",
    "项目类别",
    "投资主体",
    "建设性质",
    "规模",
    "总投资规模",
    "属地",
    "单位类别",
)
_EMPTY_COUNT = re.compile(r"\(个?\)")
_AMONG = re.compile("^其中[:,]?")
_ENDING = re.compile("(?:类)?(?:建设)?(?:项目|工程)?(?:情况)?$")


def plain_label(text: str) -> str:
    """A label without what is to be written into it: 合计（    个） is 合计."""
    return _EMPTY_COUNT.sub("", compact(text))


class ListPlaces(NamedPlaces):
    """Of one list, at one cut-off."""

    def __init__(self, book: FigureBook, list_key: str) -> None:
        self._book, self._key = book, list_key
        self._rows = book.facts.of_list(list_key)
        self._known: dict[str, str] = {name: name for name in GROUPS}
        self._by_dimension: dict[str, dict[str, str]] = {}
        county = book.facts.county
        for name in _DIMENSIONS:
            values = book.cuts.values(name, self._rows)
            key_of = (lambda text: unit_key(text, county)) if name == UNITS else name_key
            self._by_dimension[name] = {
                key_of(value): with_cuts(WHOLE, [Narrowing(name, value)]) for value in values
            }
        self._units = Names(
            (Narrowing.parse(narrowing.partition(".")[2]).value or "", narrowing)
            for narrowing in self._by_dimension[UNITS].values()
        )

    def taken_out(self, path: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        for at, title in enumerate(path):
            found = self._exact(title, _DIMENSIONS)
            if found and len(path) > 1:
                return found, path[:at] + path[at + 1 :]
        return "", path

    def choices(self) -> list[tuple[str, str]]:
        """Every group and cut, each with its words, to be chosen by a person."""
        cuts = [
            (narrowing, f"{name}：{Narrowing.parse(narrowing.partition('.')[2]).value}")
            for name, own in self._by_dimension.items()
            for narrowing in own.values()
        ]
        return [*self._known.items(), *cuts]

    def of_labels(self, labels: Iterable[str]) -> dict[str, tuple[str, str]]:
        """For each label that names something, that and what a person is asked about it. The
        dimension in which most of them are found goes before the others."""
        labels = list(labels)
        counts = {
            name: sum(bool(self._exact(each, [name])) for each in labels) for name in _DIMENSIONS
        }
        order = sorted(_DIMENSIONS, key=lambda name: -counts[name])
        told: dict[str, tuple[str, str]] = {}
        for label in labels:
            found = self._exact(label, order)
            if found:
                told[label] = found, ""
            elif order[0] == UNITS and (near := self._units.near(_bare(label))):
                told[label] = near[0].known, f"“{label}”按“{near[0].name}”填，请核对"
        return told

    def _exact(self, text: str, dimensions: Iterable[str]) -> str:
        bare = _bare(text)
        for each in (bare, _ENDING.sub("", bare)):
            if each in self._known:
                return each
        for name in dimensions:
            own = self._by_dimension[name]
            keys = [name_key(bare), name_key(_ENDING.sub("", bare))]
            if name == UNITS:
                keys = [unit_key(bare, self._book.facts.county)]
            for key in keys:
                if key in own:
                    return own[key]
        return ""


def _bare(text: str) -> str:
    return _AMONG.sub("", rowkinds.group_title(plain_label(text)))


def joined(row: str, column: str) -> str | None:
    """The group and cuts of a row and of a column together; None where no line stands in both."""
    group, *cuts = row.split(".")
    other, *further = (column or WHOLE).split(".")
    if WHOLE not in (group, other) and group != other:
        return None
    return ".".join((other if group == WHOLE else group, *cuts, *further))
