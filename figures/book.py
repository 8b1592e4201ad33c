"""The figures of a table of facts, by name: ``book["县级.新建.完成率"]``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from figures.cuts import CutTable
from figures.derived import derived
from figures.facts import Facts
from figures.figure import Figure, Indicator, Row
from figures.keys import REST, Key, Narrowing, UnknownFigure, with_cuts
from figures.plan_fact import PlanFact
from figures.reckoning import USUAL, Reckoning
from figures.subject import OwnIndicator, Subject, Table
from figures.subjects import TOPICS
from figures.subjects.plan_lines import PLAN_LINES
from figures.units import MONEY
from measures.months import Month
from measures.parts import check_parts

__all__ = ["Book", "FigureBook", "UnknownFigure", "books_by_unit", "check_book"]


class Book(Mapping[str, Figure[Row]]):
    """Every indicator of every group of a subject, by key (``figures.keys``).

    A remainder is named by what it leaves out: 县级.前期.项目数-已开工数-可研完成数. It can be
    asked for, but is not among the keys that are listed; nor are cuts (``figures.cuts``), what is
    made of other figures (``figures.derived``), sets of lists (``figures.sets``), and indicators of
    the county's own (附加指标).
    """

    def __init__(
        self,
        subject: Subject[Row],
        facts: Table[Row],
        beside: "dict[Month, Book[Row] | None] | None" = None,
    ) -> None:
        """``beside`` are the books of other months that were made already, each once."""
        self.subject = subject
        self.facts = facts
        self.cuts = CutTable(subject.cuts, subject.flags, facts)
        self._groups = subject.groups(facts)
        self._made: dict[str, Figure[Row]] = {}
        self._rows: dict[tuple[str, str, bool, tuple[Narrowing, ...]], tuple[Row, ...]] = {}
        self.beside: dict[Month, Book[Row] | None] = {} if beside is None else beside
        self.beside[facts.month] = self
        self._by: dict[Reckoning, Book[Row]] = {facts.reckoning: self}

    def __getitem__(self, key: str) -> Figure[Row]:
        if key not in self._made:
            self._made[key] = self._of(Key.parse(key))
        return self._made[key]

    def _of(self, key: Key) -> Figure[Row]:
        """Of a book that is reckoned otherwise than usual (``figures.reckoning``), a key that does
        not say by what asks for that of the book; its figure says it."""
        own = self.facts.reckoning
        asked = key.reckoning(own) if key.is_reckoned else own
        if key.is_reckoned:
            key = key.by(USUAL)
        if asked != own:
            return self.by(asked)[str(key)]
        figure = self._make(key)
        return (
            replace(figure, key=str(key.by(own))) if own and self.facts.has(key.start) else figure
        )

    def by(self, reckoning: Reckoning) -> "Book[Row]":
        """The same rows, reckoned so. Raises UnknownFigure where they cannot be."""
        if reckoning not in self._by:
            facts = self.facts.reckoned(reckoning)
            if facts is None:
                raise UnknownFigure(reckoning.words)
            book = self._by[reckoning] = Book(self.subject, facts)
            book._by = self._by
        return self._by[reckoning]

    def indicator_named(self, name: str) -> Indicator[Row] | None:
        """The subject's, or one of the county's own; None where there is none."""
        if name in self.subject.indicators:
            return self.subject.indicators[name]
        return self.own[name].indicator if name in self.own else None

    @cached_property
    def own(self) -> Mapping[str, OwnIndicator[Row]]:
        """The indicators of the county's own, by name: asked, but not among the listed."""
        return self.subject.own(self.facts)

    def key_of(self, start: str, group: str, indicator: str) -> str:
        """What the figure is called, by which this book reckons."""
        key = f"{start}.{group}.{indicator}"
        return str(Key.parse(key).by(self.facts.reckoning)) if self.facts.reckoning else key

    def __iter__(self) -> Iterator[str]:
        for start in self.facts.keys:
            for group in self._groups:
                yield from self._of_group(start, group, ())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def keys_by(self, names: Sequence[str]) -> Iterator[str]:
        """The keys of every indicator, cut by the dimensions ``names`` crossed. Raises
        UnknownFigure for one that the subject does not know."""
        for name in names:
            if name not in self.subject.cuts:
                raise UnknownFigure(name)
        for start in self.facts.keys:
            for group, chosen in self._groups.items():
                rows = tuple(filter(chosen, self.facts.of_list(start)))
                for cuts in self.cuts.crossed(names, rows):
                    yield from self._of_group(start, group, cuts)

    def of(self, start: str, group: str, indicator: str) -> Figure[Row]:
        """``start`` is the list, or the subject where its name begins the keys; ``group`` may have
        cuts behind it (figures.keys.with_cuts)."""
        return self[f"{start}.{group}.{indicator}"]

    def at(self, month: Month) -> "Book[Row] | None":
        """The same of another month, to be held against; None where the subject has no past."""
        if month not in self.beside:
            facts = self.facts.at(month)
            self.beside[month] = None if facts is None else Book(self.subject, facts, self.beside)
        return self.beside[month]

    def rows_of(
        self, start: str, group: str, indicator: str, cuts: Sequence[Narrowing] = ()
    ) -> tuple[Row, ...]:
        """What an indicator is taken over, chosen once for all that are taken over the same;
        raises UnknownFigure."""
        of = self.indicator_named(indicator)
        if of is None:
            raise UnknownFigure(indicator)
        same = (start, group, of.is_at_first, tuple(cuts))
        if same in self._rows:
            return self._rows[same]
        known = self.facts.has(start) and group in self._groups
        if not known or not all(map(self.cuts.knows, cuts)):
            raise UnknownFigure(f"{start}.{with_cuts(group, cuts)}.{indicator}")
        lines = self.subject.lines(self.facts, start, of.is_at_first)
        chosen = self._rows[same] = self.cuts.narrowed(filter(self._groups[group], lines), cuts)
        return chosen

    def rows_under(self, key: Key) -> tuple[Row, ...]:
        """The rows of the key's group and cuts, whatever its indicator takes of them."""
        lines = filter(self._groups[key.group], self.facts.of_list(key.start))
        return self.cuts.narrowed(lines, key.cuts)

    def _of_group(self, start: str, group: str, cuts: Sequence[Narrowing]) -> Iterator[str]:
        for indicator in self.subject.indicators:
            if self.subject.applies(group, indicator):
                yield self.key_of(start, with_cuts(group, cuts), indicator)

    def _make(self, key: Key) -> Figure[Row]:
        indicator = self.subject.indicators.get(key.indicator)
        made = None if indicator is not None or REST in key.indicator else derived(self, key)
        if made is not None:
            return made
        if indicator is None and REST not in key.indicator:
            indicator = self.indicator_named(key.indicator)
        if indicator is not None:
            rows = self.rows_of(key.start, key.group, key.indicator, key.cuts)
            if not self.subject.applies(key.group, key.indicator):
                raise UnknownFigure(str(key))
            return indicator.over(rows, str(key))
        if REST in key.indicator:
            return self._rest(key)
        raise UnknownFigure(str(key))

    def _rest(self, key: Key) -> Figure[Row]:
        whole, *parts = (
            self[str(replace(key, indicator=part))] for part in key.indicator.split(REST)
        )
        if any(figure.unit != self.subject.noun.unit for figure in (whole, *parts)):
            raise UnknownFigure(str(key))
        return _remainder(whole, parts, str(key))


def _remainder(whole: Figure[Row], parts: Sequence[Figure[Row]], key: str) -> Figure[Row]:
    """What the parts leave of the whole, by number, None where the whole is not known; raises
    PartsDoNotAddUp (Chinese) when they overlap, for then their sum says more than the rows they
    rest on."""
    # The rows of one book are the same objects in each of its figures.
    named = {id(row) for part in parts for row in part.rows}
    rest = tuple(row for row in whole.rows if id(row) not in named)
    if whole.value is None:
        return Figure(key, None, whole.unit, rest)
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
    """The book of plan lines. It answers for topics too (资金.全部.到位额), as they stand at the
    cut-off of its facts and were known when these were, where a topic can be asked so; what is
    listed are the keys of plan lines."""

    facts: Facts

    def __init__(self, facts: Facts) -> None:
        super().__init__(PLAN_LINES, facts)
        self._topics: dict[str, Book[Any]] = {}

    def topic(self, name: str) -> Book[Any]:
        """The book of a topic at the same cut-off, read once. Raises UnknownFigure for one that
        cannot be asked so, and beside facts that are not all of their county."""
        if name not in self._topics:
            load_on = TOPICS[name].load_on if name in TOPICS else None
            if load_on is None or not self.facts.is_whole or self.facts.county.pk is None:
                raise UnknownFigure(name)
            facts = self.facts
            table = load_on(facts.county, facts.cut_off.end, facts.known)
            self._topics[name] = Book(TOPICS[name], table)
        return self._topics[name]

    def _make(self, key: Key) -> Figure[PlanFact]:
        return self.topic(key.start)[str(key)] if key.start in TOPICS else super()._make(key)

    def key_of_project(self, row: PlanFact, start: str, group: str, indicator: str) -> str:
        """The key of a number of the line's project alone; "" where another line of the group,
        which may have cuts behind it, has its name."""
        rows = self.of(start, group, "项目数").rows
        if sum(each.project_name == row.project_name for each in rows) != 1:
            return ""
        own = with_cuts(group, [Narrowing("项目", row.project_name)])
        return self.key_of(start, own, indicator)


def books_by_unit(facts: Facts) -> dict[int, FigureBook]:
    """A book of every reporting unit's own lines, by the unit's id, in the order of the lists."""
    return {unit_id: FigureBook(own) for unit_id, own in facts.by_unit().items()}
