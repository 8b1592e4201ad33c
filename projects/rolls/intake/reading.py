"""What the rows of a 台账表 say, value by value."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import Unit
from accounts.pages.fields import units_of
from projects.rolls.forms import field_of
from projects.rolls.intake.vocabulary import key_of
from projects.rolls.roll import Roll
from workbooks import values
from workbooks.cells import Row
from workbooks.findings import Findings
from workbooks.tables import Book
from workbooks.uses import Uses


@dataclass(frozen=True)
class ReadRow:
    """``values`` by the names of the roll's columns, of those that the table has; in
    ``number`` and ``day`` what is written, None where nothing is."""

    row: Row
    number: int | None
    name: str
    code: str
    unit: str
    day: datetime.date | None
    values: Mapping[str, Any]
    is_readable: bool


@dataclass
class RollReading:
    rows: list[ReadRow] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    uses: Uses = field(default_factory=Uses)


class FieldReader:
    """Reads the cells of one field; what may be chosen is asked once."""

    def __init__(self, roll: Roll[Any, Any], name: str, county: Unit) -> None:
        self.column: Any = roll.line._meta.get_field(name)
        self.is_money = name in roll.money
        self.box = field_of(roll, name, county)
        self.is_yes_no = isinstance(self.column, models.BooleanField)
        self.label = str(self.column.verbose_name)
        self.words = self._words(county)

    def _words(self, county: Unit) -> dict[str, Any]:
        if isinstance(self.box, forms.ModelChoiceField):
            rows = units_of(county) if self.column.related_model is Unit else self.box.queryset
            return {str(row): row.pk for row in rows or ()}
        return {str(label): value for value, label in self.column.choices or ()}

    def read(self, cell: Any) -> Any:
        """Raises Unreadable."""
        value = self._read(cell)
        if value in (None, "") and self.box.required:
            raise values.Unreadable(f"请填写{self.label}")
        return value

    def _read(self, cell: Any) -> Any:
        if self.is_money:
            return values.money(cell)
        if self.words or isinstance(self.box, forms.ModelChoiceField):
            return self._chosen(values.text(cell))
        if isinstance(self.column, models.BooleanField):
            told = values.yes_no(cell)
            return bool(told) if not self.column.null else told
        if isinstance(self.column, models.DateField):
            return values.date(cell)
        text = values.text(cell)
        try:
            return self.box.clean(text) if text else self._nothing()
        except ValidationError as error:
            raise values.Unreadable("；".join(error.messages)) from error

    def _nothing(self) -> Any:
        return None if self.column.null else ""

    def _chosen(self, text: str) -> Any:
        if not text:
            return None if self.column.null else ""
        if text not in self.words:
            among = "、".join(list(self.words)[:12])
            raise values.Unreadable(f"不在可选的{self.label}之列，请填：{among}")
        return self.words[text]


def read_roll(roll: Roll[Any, Any], book: Book, county: Unit) -> RollReading:
    """Every row with a name."""
    readers = {name: FieldReader(roll, name, county) for name in roll.fields}
    columns = dict(zip(roll.fields, roll.columns, strict=True))
    findings = Findings(book.findings)
    rows = []
    for table in book.tables:
        there = {
            name: reader for name, reader in readers.items() if key_of(roll, name) in table.columns
        }
        for row in table.data:
            told, readable = _values(roll, row, there, columns, findings)
            number = _or_none(values.integer, row, "number", findings)
            day = _or_none(values.date, row, "from_day", findings)
            rows.append(
                ReadRow(
                    row=row,
                    number=number[0],
                    name=values.text(row.get("name")),
                    code=values.text(row.get("code")),
                    unit=values.text(row.get("unit")),
                    day=day[0],
                    values=told,
                    is_readable=readable and number[1] and day[1],
                )
            )
    return RollReading(rows, findings, book.uses(book.tables))


def _values(
    roll: Roll[Any, Any],
    row: Row,
    readers: Mapping[str, FieldReader],
    columns: Mapping[str, str],
    findings: Findings,
) -> tuple[dict[str, Any], bool]:
    told: dict[str, Any] = {}
    is_readable = True
    for name, reader in readers.items():
        cell = row.get(key_of(roll, name))
        try:
            told[columns[name]] = reader.read(cell)
        except values.Unreadable as error:
            findings.error(cell or row.cells["name"], str(error))
            is_readable = False
    return told, is_readable


def _or_none(read: Any, row: Row, key: str, findings: Findings) -> tuple[Any, bool]:
    cell = row.get(key)
    try:
        return read(cell), True
    except values.Unreadable as error:
        findings.error(cell or row.cells["name"], str(error))
        return None, False
