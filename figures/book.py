"""The figures of a set of facts, by name: ``book["县级.新建.完成率"]``."""

from collections.abc import Iterator, Mapping

from figures.facts import Facts
from figures.figure import Figure, FigureUnit
from figures.indicators import GROUPS, INDICATORS, PARTITIONS, applies, in_group
from measures.parts import check_parts


class UnknownFigure(KeyError):
    """No figure has this name."""


class FigureBook(Mapping[str, Figure]):
    """Every indicator of every group of every list; keys are 清单.分组.指标."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._made: dict[str, Figure] = {}

    def __getitem__(self, key: str) -> Figure:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        for plan in self.facts.keys:
            for group in GROUPS:
                for indicator in INDICATORS:
                    if applies(group, indicator):
                        yield f"{plan}.{group}.{indicator}"

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, plan: str, group: str, indicator: str) -> Figure:
        return self[f"{plan}.{group}.{indicator}"]

    def _make(self, key: str) -> Figure:
        plan, group, indicator = (*key.split("."), "", "")[:3]
        known = plan in self.facts.keys and group in GROUPS and indicator in INDICATORS
        if not known or not applies(group, indicator):
            raise UnknownFigure(key)
        return INDICATORS[indicator].over(in_group(self.facts.of_list(plan), group), key)


def check_book(book: FigureBook) -> None:
    """Hold the parts of every list against their whole; raises PartsDoNotAddUp (Chinese)."""
    for plan in book.facts.keys:
        for whole, parts in PARTITIONS:
            unit = book[f"{plan}.{whole}"].unit
            check_parts(
                f"{plan}.{whole}",
                _known(book[f"{plan}.{whole}"]),
                {part: _known(book[f"{plan}.{part}"]) for part in parts},
                "元" if unit is FigureUnit.MONEY else unit.value,
            )


def _known(figure: Figure) -> int:
    return 0 if figure.value is None else int(figure)
