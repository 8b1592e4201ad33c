"""The figures of a table of facts, by name: ``book["县级.新建.完成率"]``."""

from collections.abc import Iterator, Mapping, Sequence

from figures.facts import Facts
from figures.figure import Figure, Indicator, Row
from figures.plan_fact import PlanFact
from figures.subject import Subject, Table
from figures.subjects.plan_lines import PLAN_LINES
from figures.units import MONEY
from measures.parts import check_parts


class UnknownFigure(KeyError):
    """No figure has this name."""


class Book(Mapping[str, Figure[Row]]):
    """Every indicator of every group of a subject; keys are 清单或主题.分组.指标.

    A remainder is named by what it leaves out: 县级.前期.项目数-已开工数-可研完成数. It can be
    asked for, but is not among the keys that are listed; nor are sets of lists (``figures.sets``):
    市级+县级.全部.完成率.
    """

    def __init__(self, subject: Subject[Row], facts: Table[Row]) -> None:
        self.subject = subject
        self.facts = facts
        self._groups = subject.groups(facts)
        self._made: dict[str, Figure[Row]] = {}

    def __getitem__(self, key: str) -> Figure[Row]:
        if key not in self._made:
            self._made[key] = self._make(key)
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        for start in self.facts.keys:
            for group in self._groups:
                for indicator in self.subject.indicators:
                    if self.subject.applies(group, indicator):
                        yield f"{start}.{group}.{indicator}"

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def of(self, start: str, group: str, indicator: str) -> Figure[Row]:
        """``start`` is the list, or the subject where its name begins the keys."""
        return self[f"{start}.{group}.{indicator}"]

    def _make(self, key: str) -> Figure[Row]:
        if key.count(".") != 2:
            raise UnknownFigure(key)
        start, group, name = key.split(".")
        indicator, *left_out = name.split("-")
        if left_out:
            whole, *parts = (self.of(start, group, part) for part in (indicator, *left_out))
            if any(figure.unit != self.subject.noun.unit for figure in (whole, *parts)):
                raise UnknownFigure(key)
            return _remainder(whole, parts, key)
        known = self.facts.has(start) and group in self._groups
        of_subject = self.subject.indicators.get(indicator)
        if not known or of_subject is None or not self.subject.applies(group, indicator):
            raise UnknownFigure(key)
        return of_subject.over(self._rows(start, group, of_subject), key)

    def _rows(self, start: str, group: str, indicator: Indicator[Row]) -> tuple[Row, ...]:
        chosen = self._groups[group]
        return tuple(row for row in self.subject.lines(self.facts, start, indicator) if chosen(row))


def _remainder(whole: Figure[Row], parts: Sequence[Figure[Row]], key: str) -> Figure[Row]:
    """What the parts leave of the whole, by number; raises PartsDoNotAddUp (Chinese) when they
    overlap, for then their sum says more than the rows they rest on."""
    # The rows of one book are the same objects in each of its figures.
    named = {id(row) for part in parts for row in part.rows}
    rest = tuple(row for row in whole.rows if id(row) not in named)
    check_parts(
        whole.key,
        int(whole),
        {**{part.key: _known(part) for part in parts}, "其余": len(rest)},
        whole.unit.label,
    )
    return Figure(key, len(rest), whole.unit, rest)


def check_book(book: Book[Row]) -> None:
    """Hold the parts of every list against their whole. Raises PartsDoNotAddUp (Chinese)."""
    for start in book.facts.keys:
        for whole, parts in book.subject.partitions(book.facts, start):
            unit = book[f"{start}.{whole}"].unit
            check_parts(
                f"{start}.{whole}",
                _known(book[f"{start}.{whole}"]),
                {part: _known(book[f"{start}.{part}"]) for part in parts},
                "元" if unit == MONEY else unit.label,
            )


def _known(figure: Figure[Row]) -> int:
    return 0 if figure.value is None else int(figure)


class FigureBook(Book[PlanFact]):
    """The book of plan lines."""

    facts: Facts

    def __init__(self, facts: Facts) -> None:
        super().__init__(PLAN_LINES, facts)


def books_by_unit(facts: Facts) -> dict[int, FigureBook]:
    """A book of every reporting unit's own lines, by the unit's id, in the order of the lists."""
    return {unit_id: FigureBook(own) for unit_id, own in facts.by_unit().items()}
