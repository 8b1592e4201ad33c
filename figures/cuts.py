"""切分: what the rows of a subject are parted by, whatever else they are asked for.

A cut is a dimension (项目类别, 填报单位 …). Any of them narrow a figure together, by the parts
维度=值 of its key; a table is cut by one or crossed by several. What a cut needs beyond the rows it
reads itself, once and only when it is asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Generic

from figures.figure import Row
from figures.keys import PICKED, Narrowing, picked_ids

if TYPE_CHECKING:
    from figures.subject import Table

UNTOLD = "未填"
"""Where a row stands of which the dimension is not told: it is never left out."""

Places = tuple[str, ...]


@dataclass(frozen=True)
class Cut(Generic[Row]):
    """``places`` reads, for a table, where each of its rows stands: by name, first its own place,
    then the wider ones that hold it (交通, 基础设施). ``order`` is that of the values, where they
    have one; they stand as the rows have them otherwise. ``is_parted``: each row has one place of
    its own, so that the values add up to the whole. One ``is_of_people`` is for who may read of
    all leaders; nobody is ranked by it."""

    name: str
    places: Callable[["Table[Row]"], Callable[[Row], Places]]
    order: Callable[["Table[Row]"], Sequence[str]] | None = None
    is_parted: bool = True
    is_of_people: bool = False


def by_the_row(
    name: str,
    place: Callable[[Row], str],
    order: Sequence[str] = (),
    *,
    is_of_people: bool = False,
) -> Cut[Row]:
    """A cut by what the row itself tells."""

    def places(table: "Table[Row]") -> Callable[[Row], Places]:
        return lambda row: (place(row) or UNTOLD,)

    ordered = (lambda table: order) if order else None
    return Cut(name, places, ordered, is_of_people=is_of_people)


class CutTable(Generic[Row]):
    """The cuts of one table, each read once."""

    def __init__(
        self,
        cuts: Mapping[str, Cut[Row]],
        flags: Mapping[str, Callable[[Row], bool]],
        table: "Table[Row]",
    ) -> None:
        self._cuts, self._flags, self._table = cuts, flags, table
        self._read: dict[str, Callable[[Row], Places]] = {}
        self._orders: dict[str, Sequence[str]] = {}

    def knows(self, cut: Narrowing) -> bool:
        """Whether there is such a dimension and some row of the table, or its order, has the value:
        a name that was mistyped is no zero."""
        if cut.value is None:
            return cut.name in self._flags
        if cut.name == PICKED:
            return bool(self.narrowed(self._table.rows, [cut]))
        if cut.name not in self._cuts:
            return False
        if cut.value in self._order(cut.name):
            return True
        places = self.places(cut.name)
        return any(cut.value in places(row) for row in self._table.rows)

    def places(self, name: str) -> Callable[[Row], Places]:
        if name not in self._read:
            self._read[name] = self._cuts[name].places(self._table)
        return self._read[name]

    def _order(self, name: str) -> Sequence[str]:
        if name not in self._orders:
            order = self._cuts[name].order
            self._orders[name] = order(self._table) if order else ()
        return self._orders[name]

    def narrowed(self, rows: Iterable[Row], cuts: Iterable[Narrowing]) -> tuple[Row, ...]:
        """The rows that stand in each of the places."""
        kept = tuple(rows)
        for name, value in cuts:
            if value is None:
                kept = tuple(filter(self._flags[name], kept))
            elif name == PICKED:
                ids = picked_ids(value)
                kept = tuple(row for row in kept if str(row.project_id) in ids)
            else:
                places = self.places(name)
                kept = tuple(row for row in kept if value in places(row))
        return kept

    def values(self, name: str, rows: Iterable[Row]) -> list[str]:
        """The places at which ``rows`` stand, in the order of the cut, 未填 last."""
        places = self.places(name)
        found: dict[str, Any] = {value: None for row in rows for value in places(row)}
        place = {value: at for at, value in enumerate(self._order(name))}
        return sorted(found, key=lambda each: (each == UNTOLD, place.get(each, len(place))))

    def crossed(self, names: Sequence[str], rows: Sequence[Row]) -> Iterator[list[Narrowing]]:
        """Every meeting of the cuts in which some row stands."""
        for values in product(*(self.values(name, rows) for name in names)):
            cuts = [Narrowing(name, value) for name, value in zip(names, values, strict=True)]
            if self.narrowed(rows, cuts):
                yield cuts

    def parts(self, name: str, rows: Sequence[Row]) -> dict[str, tuple[Row, ...]]:
        """Each row once, at its own place; of a cut that is parted."""
        places = self.places(name)
        own: dict[str, list[Row]] = {value: [] for value in self.values(name, rows)}
        for row in rows:
            own[places(row)[0]].append(row)
        return {value: tuple(standing) for value, standing in own.items() if standing}
