"""What the rows below a head are: printed projects, totals, and room for lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from figures.plan_fact import PlanFact
from investment.intake.likeness import Names
from projects.naming import name_key
from reports.foreign_tables.match import ColumnMatch, Room, RowKind, RowMatch
from reports.foreign_tables.places import WHOLE, ListPlaces, plain_label
from workbooks import rowkinds
from workbooks.editing.sheets import EditedSheet

_NUMBERS_COLUMNS = re.compile(r"[甲乙丙丁戊]|\(?[0-9]{1,2}\)?(?:[=/÷×*+-][0-9÷×*/+()=-]+)?")
_SUBTOTAL = re.compile("小计")
_AMONG = "其中"
_PRELIMINARY = "前期"


@dataclass(frozen=True)
class Below:
    rows: tuple[RowMatch, ...]
    rooms: tuple[Room, ...]


@dataclass
class _Seen:
    """A row as it is read, before rows are held against one another."""

    at: int
    label: str
    is_total: bool = False
    is_group: bool = False
    is_empty: bool = False
    numbering: rowkinds.Numbering = rowkinds.Numbering.NONE


class Rows:
    """Reads the rows of a table from ``first`` to ``last``."""

    def __init__(
        self, sheet: EditedSheet, columns: Sequence[ColumnMatch], first: int, last: int
    ) -> None:
        self._sheet, self._first, self._last = sheet, first, last
        # Asked once: it is told by a look at every cell.
        self._width = sheet.width
        by_field = {column.field: column.at for column in columns}
        self._serial_at = by_field.get("serial")
        self._name_at = by_field.get("name")
        filled = [c.at for c in columns if c.field not in ("", "serial", "name")]
        self._filled = [at for at in filled if at != self.label_at(columns)]

    @staticmethod
    def label_at(columns: Sequence[ColumnMatch]) -> int:
        """The column of names; of a table without projects the first that is no number."""
        for column in columns:
            if column.field == "name":
                return column.at
        return next((c.at for c in columns if c.field != "serial"), 0)

    def of_projects(self, lines: Sequence[PlanFact], places: ListPlaces) -> Below:
        seen = self._seen(self._name_at or 0)
        named = [row for row in seen if not (row.is_total or row.is_group or row.is_empty)]
        projects = _projects_named([row.label for row in named], lines)
        rows: list[RowMatch] = []
        for row in named:
            project, doubt = projects[row.label]
            rows.append(RowMatch(row.at, row.label, RowKind.PROJECT, project, doubt=doubt))
        rooms = _rooms(seen, places)
        patterns = {room.subtotal for room in rooms}
        rows += [
            RowMatch(row.at, row.label, RowKind.TOTAL, first=span[0], last=span[1])
            for row in seen
            if (row.is_total or row.is_group) and row.at not in patterns
            for span in [_span_of(row, seen)]
            if span
        ]
        return Below(tuple(sorted(rows, key=lambda row: row.at)), rooms)

    def of_figures(self, label_at: int, places: ListPlaces) -> Below:
        """Rows of groups and cuts; what names none is asked about. A total whose amounts are
        formulas is of the rows that the form has, another of the whole list."""
        seen = [row for row in self._seen(label_at) if row.label]
        told = places.of_labels(row.label for row in seen)
        groups = {narrowing.partition(".")[0] for narrowing, _ in told.values()}
        whole = "合计" if _PRELIMINARY in groups else WHOLE
        rows = []
        for row in seen:
            narrowing, doubt = told.get(row.label, ("", f"“{row.label}”不知指什么，这一行先不填"))
            kind, first, last = RowKind.FIGURE, 0, -1
            if row.is_total:
                narrowing, doubt = whole, ""
            if row.is_total and self._has_formulas(row.at):
                kind, first, last = RowKind.TOTAL, self._first, self._last
            rows.append(RowMatch(row.at, row.label, kind, None, narrowing, first, last, doubt))
        return Below(tuple(rows), ())

    def _has_formulas(self, at: int) -> bool:
        return any(self._sheet.formula(at, column) is not None for column in self._filled)

    # --- One row ---------------------------------------------------------------------------

    def _seen(self, label_at: int) -> list[_Seen]:
        found: list[_Seen] = []
        for at in range(self._first, self._last + 1):
            label = self._label(at, label_at)
            plain = plain_label(label)
            if plain and (rowkinds.is_note(plain) or rowkinds.is_signature(plain)):
                break
            if self._is_text_alone(at) or self._numbers_columns(at):
                continue
            if not label:
                if self._is_room(at):
                    found.append(_Seen(at, "", is_empty=True))
                continue
            found.append(self._read(at, label, plain))
        return found

    def _read(self, at: int, label: str, plain: str) -> _Seen:
        serial = self._text(at, self._serial_at)
        is_numbered = rowkinds.is_serial_number(serial)
        if rowkinds.is_total(plain, is_numbered) and not plain.startswith(_AMONG):
            return _Seen(at, label, is_total=True)
        numbering = rowkinds.numbering_of(serial if serial != label else "", plain)
        is_apart = self._name_at is not None and not self._text(at, self._name_at)
        is_group = not is_numbered and (
            is_apart or numbering not in (rowkinds.Numbering.NONE, rowkinds.Numbering.ARABIC)
        )
        return _Seen(at, label, is_group=is_group, numbering=numbering)

    def _label(self, at: int, label_at: int) -> str:
        """The name of a row; where a number or a group stands before it alone, that."""
        name = self._text(at, label_at)
        if name:
            return name
        before = [self._text(at, column) for column in range(label_at)]
        return next((text for text in before if text and not rowkinds.is_serial_number(text)), "")

    def _text(self, at: int, column: int | None) -> str:
        return "" if column is None else self._sheet.text(at, column).strip()

    def _is_text_alone(self, at: int) -> bool:
        """Whether a text is merged over all that would be filled: a title, a note."""
        free = [column for column in self._filled if not self._sheet.is_hidden(at, column)]
        return not free or not self._sheet.has_row(at)

    def _numbers_columns(self, at: int) -> bool:
        texts = [self._text(at, column) for column in range(self._width)]
        told = [plain_label(text) for text in texts if text]
        return len(told) > 1 and all(_NUMBERS_COLUMNS.fullmatch(text) for text in told)

    def _is_room(self, at: int) -> bool:
        return all(self._sheet.is_free(at, column) for column in self._filled)


def _projects_named(
    labels: Sequence[str], lines: Sequence[PlanFact]
) -> dict[str, tuple[int | None, str]]:
    """For each printed name the project, and what a person is asked about it. By exact name first;
    the others take those most like them of what is left, each once."""
    exact: dict[str, int] = {}
    for line in lines:
        for name in (line.project_name, line.listed_name):
            if name:
                exact[name_key(name)] = line.project_id
    told: dict[str, tuple[int | None, str]] = {}
    for label in labels:
        if name_key(label) in exact:
            told[label] = exact[name_key(label)], ""
    taken = {project for project, _ in told.values()}
    names = Names((line.project_name, line.project_id) for line in lines)
    known = {line.project_id: line.project_name for line in lines}
    near = [
        (each.likeness.differs != "", -each.likeness.score, label, each.known)
        for label in labels
        if label not in told
        for each in names.near(label)
    ]
    for _, _, label, project in sorted(near, key=lambda each: each[:2]):
        if label not in told and project not in taken:
            taken.add(project)
            told[label] = project, f"“{_line(label)}”按“{known[project]}”填，请核对"
    for label in labels:
        told.setdefault(label, (None, f"“{_line(label)}”在清单里没有找到，这一行先不填"))
    return told


def _line(label: str) -> str:
    return "".join(label.split())


def _rooms(seen: Sequence[_Seen], places: ListPlaces) -> tuple[Room, ...]:
    rooms: list[Room] = []
    for number, row in enumerate(seen):
        if not row.is_empty:
            continue
        before = seen[number - 1] if number else None
        if before is not None and before.is_empty and rooms and rooms[-1].last == row.at - 1:
            rooms[-1] = replace(rooms[-1], last=row.at)
            continue
        above = before if before is not None else _Seen(-1, "")
        subtotal = above.at if above.is_total and _SUBTOTAL.search(above.label) else None
        rooms.append(Room(row.at, row.at, _narrowing_at(number, seen, places), subtotal))
    return tuple(rooms)


def _narrowing_at(number: int, seen: Sequence[_Seen], places: ListPlaces) -> str:
    """What the group above a room names; the whole list where there is none."""
    groups = [row.label for row in seen[:number] if row.is_group]
    told = places.of_labels(groups[-1:])
    return told[groups[-1]][0] if groups and groups[-1] in told else WHOLE


def _span_of(row: _Seen, seen: Sequence[_Seen]) -> tuple[int, int] | None:
    """The rows that a total or a group stands for: those of its group below it, for a subtotal at
    the end of its group those above it, for a total all."""
    at = seen.index(row)
    if row.is_total and not _SUBTOTAL.search(row.label):
        return _ends(seen)
    below: list[_Seen] = []
    for each in seen[at + 1 :]:
        if each.is_total or (each.is_group and (not row.is_group or _closes(row, each))):
            break
        below.append(each)
    if row.is_total and not _ends(below):
        above: list[_Seen] = []
        for each in reversed(seen[:at]):
            if each.is_total or each.is_group:
                break
            above.insert(0, each)
        return _ends(above)
    return _ends(below)


def _closes(group: _Seen, other: _Seen) -> bool:
    """Whether another group ends one: it is numbered alike, or the other way round from where it
    stands inside (一、 over （一）)."""
    order = list(rowkinds.Numbering)
    return order.index(other.numbering) <= order.index(group.numbering)


def _ends(rows: Sequence[_Seen]) -> tuple[int, int] | None:
    told = [row.at for row in rows if not (row.is_total or row.is_group)]
    return (min(told), max(told)) if told else None
