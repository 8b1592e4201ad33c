"""How a line of a 台账 stands on pages, and what a declaration would change of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.pages.deeds import Refusal
from accounts.trail.words import Names, Words, label_of, value_words
from measures.money import format_wan, in_wan
from measures.rounding import NO_VALUE
from projects.models import Declaration, RollDeed, RollLine
from projects.rolls.filters import Asked
from projects.rolls.roll import Roll
from projects.rolls.selectors import Total


@dataclass(frozen=True)
class Heading:
    """``unit`` stands beside the label of a number; ``sort`` is what its link asks for, ``aria``
    how it is sorted now."""

    label: str
    unit: str = ""
    is_number: bool = False
    is_text: bool = False
    sort: str = ""
    aria: str = ""


@dataclass(frozen=True)
class Shown:
    """A value in words, in the column of its heading."""

    heading: Heading
    words: str


@dataclass(frozen=True)
class ListRow:
    """A line as a list has it: what it is called, and its other fields."""

    line: RollLine
    name: str
    values: Sequence[Shown]


@dataclass(frozen=True)
class DeclaredRow:
    """A declaration: what is to be done with which line, and what that changes."""

    declaration: Declaration
    name: str
    deed: str
    changes: Words
    papers: Sequence[Any] = ()


def fields_beside_name(roll: Roll[Any, Any]) -> Sequence[str]:
    """The fields without the one by which lines are called."""
    return [name for name in roll.fields if name != roll.named_by]


def name_of(roll: Roll[Any, Any], line: RollLine | Declaration) -> str:
    """Its project's name, else its own."""
    return str(line.project) if roll.of_project and line.project else str(line)


def heading_of(roll: Roll[Any, Any], name: str, sort: str = "") -> Heading:
    column: Any = roll.line._meta.get_field(name)
    label = str(column.verbose_name)
    is_money = name in roll.money
    is_number = is_money or (isinstance(column, models.IntegerField) and not column.choices)
    is_number = is_number or isinstance(column, models.DecimalField)
    is_text = isinstance(column, models.TextField) or (
        isinstance(column, models.CharField) and not column.choices
    )
    return sortable(
        Heading(label, "万元" if is_money else "", is_number, is_text and not is_number), name, sort
    )


def sortable(heading: Heading, key: str, sort: str) -> Heading:
    """The first click sorts words upwards and numbers downwards; the next turns it round."""
    up, down = key, f"-{key}"
    first, other = (down, up) if heading.is_number else (up, down)
    aria = {up: "ascending", down: "descending"}.get(sort, "")
    asked = other if sort == first else first
    return Heading(
        heading.label, heading.unit, heading.is_number, heading.is_text, sort=asked, aria=aria
    )


def headings(roll: Roll[Any, Any], sort: str = "") -> Sequence[Heading]:
    """Of the fields beside the name."""
    return [heading_of(roll, name, sort) for name in fields_beside_name(roll)]


def rows_of(roll: Roll[Any, Any], lines: Iterable[RollLine]) -> Sequence[ListRow]:
    names = fields_beside_name(roll)
    heads = [heading_of(roll, name) for name in names]
    return [
        ListRow(
            line,
            name_of(roll, line),
            [
                Shown(head, words_of(roll, line, name))
                for head, name in zip(heads, names, strict=True)
            ],
        )
        for line in lines
    ]


def totals_row(roll: Roll[Any, Any], totals: dict[str, Total]) -> Sequence[tuple[Heading, str]]:
    """What stands below each column of a list: the sum, with how many lines it leaves out."""
    told = []
    for name in fields_beside_name(roll):
        total = totals.get(name)
        words = "" if total is None else _total_words(total)
        told.append((heading_of(roll, name), words))
    return told


def _total_words(total: Total) -> str:
    if total.amount is None:
        return NO_VALUE
    known = format_wan(total.amount)
    return f"{known}（{total.unknown}个未填）" if total.unknown else known


def shown(roll: Roll[Any, Any], line: RollLine) -> Sequence[Shown]:
    """Each field's heading with its value in words; money to the last yuan."""
    return [
        Shown(heading_of(roll, name), words_of(roll, line, name, exact=True))
        for name in roll.fields
    ]


def words_of(roll: Roll[Any, Any], line: RollLine, name: str, *, exact: bool = False) -> str:
    value = getattr(line, name)
    if value is None or value == "":
        return NO_VALUE
    if name in roll.money:
        return in_wan(value) if exact else format_wan(value)
    column = roll.line._meta.get_field(name)
    if hasattr(column, "in_words"):
        return str(column.in_words(value))
    if getattr(column, "choices", None) or name in roll.choices:
        return str(getattr(line, f"get_{name}_display")())
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


# --- What is declared ------------------------------------------------------------------------


def declared_rows(
    roll: Roll[Any, Any], declarations: Iterable[Declaration]
) -> Sequence[DeclaredRow]:
    """Each with before and after in words; one query for each table that they refer to."""
    told = list(declarations)
    names = Names(_references(roll, told))
    return [
        DeclaredRow(
            each,
            name_of(roll, each),
            roll.deeds[RollDeed(each.deed)],
            changes_of(roll, each, names),
        )
        for each in told
    ]


def changes_of(roll: Roll[Any, Any], declaration: Declaration, names: Names) -> Words:
    """In the order of the form; of a new line what is filled in."""
    model = roll.line._meta.label_lower
    words: Words = []
    for name, column in zip(roll.columns, _columns(roll), strict=True):
        if name not in declaration.after:
            continue
        old, new = declaration.before.get(name), declaration.after[name]
        if declaration.deed == RollDeed.ADD and new in (None, ""):
            continue
        before, after = (raw_words(model, column, value, names) for value in (old, new))
        is_new = declaration.deed == RollDeed.ADD
        words.append((label_of(model, name), "" if is_new else before, after))
    return words


def _columns(roll: Roll[Any, Any]) -> list[Any]:
    return [roll.line._meta.get_field(name) for name in roll.fields]


def raw_words(model: str, column: Any, value: Any, names: Names) -> str:
    """A column may have words of its own for its numbers, as a line's page shows them."""
    if value is not None and hasattr(column, "in_words"):
        return str(column.in_words(value))
    return value_words(model, column.attname, value, names)


def _references(roll: Roll[Any, Any], declarations: Iterable[Declaration]) -> Any:
    related = [
        (name, column.related_model)
        for name, column in zip(roll.columns, _columns(roll), strict=True)
        if column.many_to_one
    ]
    for declaration in declarations:
        for values in (declaration.before, declaration.after):
            for name, model in related:
                if values.get(name):
                    yield model, values[name]


def told_where_shown(refusal: Refusal | None, rows: Iterable[DeclaredRow]) -> Refusal | None:
    """The refusal under its row; on top where the page shows that row no longer."""
    if refusal is None or refusal.at is None:
        return refusal
    if any(refusal.at == row.declaration for row in rows):
        return refusal
    return refusal.on_top()


def asked_words(asked: Asked) -> str:
    """What a list shows, as its paper says it: 在册，截至2019-08-02."""
    unit = asked.filter.said("unit")
    words = [asked.filter.state_words, f"截至{asked.day:%Y-%m-%d}"]
    return "，".join([*words, str(unit)] if unit else words)
