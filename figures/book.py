"""The figures of a set of facts, by name: ``book["县级.新建.完成率"]``."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from figures.facts import Facts, PlanFact
from figures.figure import Figure, FigureUnit
from figures.indicators import GROUPS, INDICATORS, PARTITIONS, applies, in_group
from measures.parts import check_parts


class UnknownFigure(KeyError):
    """No figure has this name."""


class FigureBook(Mapping[str, Figure]):
    """Every indicator of every group of every list; keys are 清单.分组.指标.

    A remainder is named by what it leaves out: 县级.前期.项目数-已开工数-可研完成数. It can be
    asked for, but is not among the keys that are listed.
    """

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
        if key.count(".") != 2:
            raise UnknownFigure(key)
        plan, group, name = key.split(".")
        indicator, *left_out = name.split("-")
        if left_out:
            whole, *parts = (self.of(plan, group, part) for part in (indicator, *left_out))
            if any(figure.unit is not FigureUnit.COUNT for figure in (whole, *parts)):
                raise UnknownFigure(key)
            return _remainder(whole, parts, key)
        known = plan in self.facts.keys and group in GROUPS and indicator in INDICATORS
        if not known or not applies(group, indicator):
            raise UnknownFigure(key)
        return INDICATORS[indicator].over(in_group(self.facts.of_list(plan), group), key)


def _remainder(whole: Figure, parts: list[Figure], key: str) -> Figure:
    """What the parts leave of the whole, by number; raises PartsDoNotAddUp (Chinese) when they
    overlap, for then their sum says more than the rows they rest on."""
    named = {row.item_id for part in parts for row in part.rows}
    rest = tuple(row for row in whole.rows if row.item_id not in named)
    check_parts(
        whole.key,
        int(whole),
        {**{part.key: int(part) for part in parts}, "其余": len(rest)},
        whole.unit.value,
    )
    return Figure(key, len(rest), whole.unit, rest)


def books_by_unit(facts: Facts) -> dict[int, FigureBook]:
    """A book of every reporting unit's own lines, by the unit's id, in the order of the lists."""
    rows: dict[int, list[PlanFact]] = {}
    for row in facts.rows:
        rows.setdefault(row.unit_id, []).append(row)
    return {unit: FigureBook(replace(facts, rows=tuple(own))) for unit, own in rows.items()}


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
