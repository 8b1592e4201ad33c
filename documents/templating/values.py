"""What a template speaks of: figures, and groups that it goes over. Plain data, without a way back
to where it came from."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from documents.templating.faults import Wrong

UNKNOWN = "—"


class Value:
    """A figure: ``exact`` in the unit in which tables print it (万元, %, 个), None of what is not
    known; ``text`` as a sentence says it."""

    __slots__ = ("exact", "key", "text", "unit")

    def __init__(self, key: str, exact: str | None, unit: str, text: str) -> None:
        self.key, self.unit, self.text = key, unit, text
        self.exact = None if exact is None else Fraction(exact)

    def __bool__(self) -> bool:
        return bool(self.exact)

    def __eq__(self, other: object) -> bool:
        return self._held(other, lambda mine, its: mine == its)

    def __ne__(self, other: object) -> bool:
        return self._held(other, lambda mine, its: mine != its)

    def __lt__(self, other: object) -> bool:
        return self._held(other, lambda mine, its: mine < its)

    def __le__(self, other: object) -> bool:
        return self._held(other, lambda mine, its: mine <= its)

    def __gt__(self, other: object) -> bool:
        return self._held(other, lambda mine, its: mine > its)

    def __ge__(self, other: object) -> bool:
        return self._held(other, lambda mine, its: mine >= its)

    __hash__ = None  # type: ignore[assignment]

    def _held(self, other: object, holds: Any) -> bool:
        """What is not known is neither more nor less than anything."""
        its = self._number(other)
        return self.exact is not None and its is not None and bool(holds(self.exact, its))

    def _number(self, other: object) -> Fraction | None:
        if isinstance(other, Value):
            if other.unit != self.unit:
                raise Wrong(
                    f"{self.key}（{self.unit}）和{other.key}（{other.unit}）单位不同，不能比较"
                )
            return other.exact
        if isinstance(other, int | float) and not isinstance(other, bool):
            return Fraction(Decimal(str(other)))
        raise Wrong(f"{self.key}只能和数字比较")


class Names:
    """What stands between the first name and the last of 县级.新建.完成率."""

    __slots__ = ("_inner",)

    def __init__(self) -> None:
        self._inner: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        return self._inner[name]

    def put(self, parts: list[str], value: Value) -> None:
        first, *rest = parts
        if not rest:
            self._inner[first] = value
            return
        inner = self._inner.setdefault(first, Names())
        if isinstance(inner, Names):
            inner.put(rest, value)


class Part:
    """One of those that a loop goes over: its name, and its figures by theirs."""

    __slots__ = ("_figures", "name")

    def __init__(self, name: str, figures: Mapping[str, Value]) -> None:
        self.name, self._figures = name, figures

    def __getitem__(self, name: str) -> Any:
        return self.name if name == NAME else self._figures[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __str__(self) -> str:
        return self.name


NAME = "名称"


class Parts:
    """Those that a loop goes over."""

    __slots__ = ("_parts",)

    def __init__(self, parts: list[Part]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[Part]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def first(self, number: int) -> "Parts":
        return Parts(self._parts[: max(number, 0)])

    def ordered(self, name: str, *, is_falling: bool) -> "Parts":
        """Those of which it is not known stand last."""
        known = [part for part in self._parts if _exact(part, name) is not None]
        unknown = [part for part in self._parts if _exact(part, name) is None]
        known.sort(key=lambda part: _exact(part, name) or Fraction(0), reverse=is_falling)
        return Parts([*known, *unknown])


def _exact(part: Part, name: str) -> Fraction | None:
    try:
        value = part[name]
    except KeyError:
        raise Wrong(f"{part.name}没有“{name}”这个数字") from None
    return value.exact if isinstance(value, Value) else None
