"""A blank that is uploaded, what it was matched to, and the month of which it is filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from accounts.pages.fields import ShortText
from measures.money import WAN, YI, YUAN
from reports.foreign_tables.answers import Answers, Place
from reports.foreign_tables.field import Field, Kind
from reports.foreign_tables.fields import FIELDS
from reports.foreign_tables.match import CONSTANT, ColumnMatch, FormMatch, RowKind, RowMatch
from workbooks.reading import column_name

LONGEST_CONSTANT = 100
NOT_FILLED = "不填，标黄"
UNITS = {YUAN: "元", WAN: "万元", YI: "亿元"}
_FIELD_CHOICES = [
    ("", NOT_FILLED),
    (CONSTANT, "每行填同一文字"),
    *((field.key, field.label) for field in FIELDS.values()),
]


class AdoptTableForm(forms.Form):
    file = forms.FileField(
        label="空表",
        help_text=".xlsx；原样保存，以后每月在它上面填。",
        widget=forms.FileInput({"accept": ".xlsx"}),
        error_messages={"required": "请选一个 .xlsx 文件"},
    )


@dataclass(frozen=True)
class ColumnBoxes:
    """A column with its boxes; ``unit`` and ``constant`` stand beside ``field``."""

    column: ColumnMatch
    field: BoundField
    unit: BoundField | None
    constant: BoundField

    @property
    def letters(self) -> str:
        return column_name(self.column.at)


@dataclass(frozen=True)
class RowBox:
    row: RowMatch
    field: BoundField

    @property
    def number(self) -> int:
        return self.row.at + 1


@dataclass(frozen=True)
class TableBoxes:
    sheet: str
    doubt: str
    is_of_projects: bool
    rooms: int
    list_key: BoundField
    columns: Sequence[ColumnBoxes]
    rows: Sequence[RowBox]


class MatchForm(forms.Form):
    """``lists`` are the keys of the county's lists; ``projects`` and ``places`` what a row may be,
    each by the key of its list: ids with names, narrowings with words. ``own`` are the 附加指标
    of the county that may fill a column."""

    def __init__(
        self,
        *args: Any,
        match: FormMatch,
        lists: Sequence[str],
        projects: dict[str, list[tuple[int, str]]],
        places: dict[str, list[tuple[str, str]]],
        own: Sequence[Field] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.match = match
        self._choices = [*_FIELD_CHOICES, *((field.key, field.label) for field in own)]
        for number, table in enumerate(match.tables):
            self.fields[f"list-{number}"] = _choice(
                "清单", table.list_key, [(key, key) for key in lists]
            )
            for column in table.columns:
                self._add_column(number, column)
            listed = [(str(pk), name) for pk, name in projects[table.list_key]]
            for row in table.rows:
                if row.kind == RowKind.PROJECT:
                    self.fields[f"row-{number}-{row.at}"] = _choice(
                        _one_line(row.label), str(row.project or ""), [("", NOT_FILLED), *listed]
                    )
                elif row.kind == RowKind.FIGURE:
                    self.fields[f"row-{number}-{row.at}"] = _choice(
                        _one_line(row.label),
                        row.narrowing,
                        [("", NOT_FILLED), *places[table.list_key]],
                    )

    def _add_column(self, number: int, column: ColumnMatch) -> None:
        at = f"{number}-{column.at}"
        self.fields[f"column-{at}"] = _choice(column.title, column.field, self._choices)
        self.fields[f"constant-{at}"] = ShortText(
            label=f"{column.title}：每行都填的文字",
            max_length=LONGEST_CONSTANT,
            required=False,
            initial=column.constant,
            widget=forms.TextInput({"size": 12, "aria-label": f"{column.title}每行都填的文字"}),
        )
        if column.field in FIELDS and FIELDS[column.field].kind is Kind.MONEY:
            self.fields[f"unit-{at}"] = _choice(
                f"{column.title}的单位", str(column.unit), [(str(k), v) for k, v in UNITS.items()]
            )

    def answers(self) -> Answers:
        told = self.cleaned_data
        return Answers(
            lists={n: told[f"list-{n}"] for n in range(len(self.match.tables))},
            fields=dict(self._of("column")),
            constants=dict(self._of("constant")),
            units={place: int(unit) for place, unit in self._of("unit")},
            rows=dict(self._of("row")),
        )

    def _of(self, kind: str) -> Iterator[tuple[Place, str]]:
        for name in self.fields:
            said, *place = name.split("-")
            if said == kind:
                yield (int(place[0]), int(place[1])), self.cleaned_data[name]

    @property
    def tables(self) -> Iterator[TableBoxes]:
        for number, table in enumerate(self.match.tables):
            yield TableBoxes(
                table.sheet,
                table.doubt,
                table.is_of_projects,
                len(table.rooms),
                self[f"list-{number}"],
                [self._column_boxes(number, column) for column in table.columns],
                [
                    RowBox(row, self[f"row-{number}-{row.at}"])
                    for row in table.rows
                    if f"row-{number}-{row.at}" in self.fields
                ],
            )

    def _column_boxes(self, number: int, column: ColumnMatch) -> ColumnBoxes:
        at = f"{number}-{column.at}"
        unit = self[f"unit-{at}"] if f"unit-{at}" in self.fields else None
        return ColumnBoxes(column, self[f"column-{at}"], unit, self[f"constant-{at}"])


def _choice(label: str, initial: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    known = {value for value, _ in choices}
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required="" not in known,
        initial=initial if initial in known else "",
        widget=forms.Select({"aria-label": label}),
        error_messages={"invalid_choice": "所选的不在可选之内，请重新选择"},
    )


def _one_line(label: str) -> str:
    return "".join(label.split())
