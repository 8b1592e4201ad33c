"""What the cells of a sheet may hold, by the rules that its office put on them (数据有效性)."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

from workbooks.editing.areas import areas_in
from workbooks.editing.markup import tag

NamedValues = Callable[[str], list[str] | None]

_COMPARED: dict[str, Callable[[Decimal, Decimal, Decimal], bool]] = {
    "between": lambda value, low, high: low <= value <= high,
    "notBetween": lambda value, low, high: not low <= value <= high,
    "equal": lambda value, low, high: value == low,
    "notEqual": lambda value, low, high: value != low,
    "lessThan": lambda value, low, high: value < low,
    "lessThanOrEqual": lambda value, low, high: value <= low,
    "greaterThan": lambda value, low, high: value > low,
    "greaterThanOrEqual": lambda value, low, high: value >= low,
}


@dataclass(frozen=True)
class _Rule:
    areas: list[tuple[int, int, int, int]]
    kind: str
    operator: str
    first: str
    second: str

    def covers(self, row: int, column: int) -> bool:
        return any(
            top <= row <= bottom and left <= column <= right
            for top, left, bottom, right in self.areas
        )


class Checks:
    """Rows and columns are zero-based. A rule that is a formula is not judged, and lets all in."""

    def __init__(self, root: etree._Element, named: NamedValues) -> None:
        self._named = named
        self._rules = [
            _Rule(
                areas_in(str(each.get("sqref"))),
                str(each.get("type")),
                str(each.get("operator", "between")),
                (each.findtext(tag("formula1")) or "").strip(),
                (each.findtext(tag("formula2")) or "").strip(),
            )
            for each in root.iter(tag("dataValidation"))
        ]

    def allow(self, row: int, column: int, value: str | Decimal) -> bool:
        return all(self._fits(rule, value) for rule in self._rules if rule.covers(row, column))

    def choices(self, row: int, column: int) -> list[str] | None:
        """What a list lets in; None where there is no list."""
        for rule in self._rules:
            if rule.kind == "list" and rule.covers(row, column):
                return self._listed(rule.first)
        return None

    def _fits(self, rule: _Rule, value: str | Decimal) -> bool:
        if rule.kind == "list":
            listed = self._listed(rule.first)
            return listed is None or str(value) in listed
        if rule.kind == "textLength":
            return self._compares(rule, Decimal(len(str(value))))
        if rule.kind not in ("whole", "decimal"):
            return True
        if isinstance(value, str) or (rule.kind == "whole" and value != value.to_integral_value()):
            return False
        return self._compares(rule, value)

    def _compares(self, rule: _Rule, value: Decimal) -> bool:
        try:
            low = Decimal(rule.first)
            high = Decimal(rule.second) if rule.second else low
        except InvalidOperation:
            return True
        return _COMPARED[rule.operator](value, low, high)

    def _listed(self, formula: str) -> list[str] | None:
        if formula.startswith('"'):
            return [each.strip() for each in formula.strip('"').split(",")]
        return self._named(formula)
