"""Cells as a person types them, read and laid over what stands now.

A cell is compared by its own value, not by its row's version: it may be written where the entry
still holds what the box held before it was typed in. So two people who change different cells of
one row disturb each other no more than two who change different rows.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError

from investment.drafts import AMOUNTS, FIELDS, EntryDraft
from investment.extra.values import NO_COLUMNS, Columns, box_text, changed, key_of, value_in
from investment.forms import EntryForm, cell_field_of, in_box
from investment.models import MonthlyEntry, TypedCell
from measures.money import is_about

LONGEST_TYPED = 5000
"""Characters of a cell that is kept: more than any box takes, so that what is refused is seen."""


@dataclass(frozen=True)
class TypedText:
    """One cell as a page sends it. ``upon`` is the mark of the kept text that the page showed in
    the box, empty where it showed the entry's own."""

    project_id: int
    field: str
    text: str
    base_text: str
    base_version: int | None
    client: str
    number: int
    upon: str = ""


SomeCell = TypedText | TypedCell
"""A cell as it comes, or as it is kept."""


@dataclass(frozen=True)
class Conflict:
    """A cell that another hand has changed meanwhile. ``now`` is what stands, as the box shows it,
    of ``version``; ``is_own`` where it is the same person's, kept from another page, under
    ``mark``; ``is_sent`` where the entry cannot be typed in any more. ``who`` did it and ``at``
    when."""

    typed: SomeCell
    now: str
    version: int | None
    who: str = ""
    at: datetime.datetime | None = None
    is_own: bool = False
    is_sent: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Fault:
    """A cell whose text cannot be read, and why."""

    typed: SomeCell
    sentence: str


@dataclass
class Merged:
    """What cells come to over the entries that stand: ``drafts`` by project id, each whole and of
    its entry's version; ``taken`` are the cells that went into them or said nothing new."""

    drafts: dict[int, EntryDraft] = field(default_factory=dict)
    taken: list[SomeCell] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def value_of(name: str, text: str, columns: Columns = NO_COLUMNS) -> Any:
    """The value of a box's text, also of one of the ``columns`` of 附加指标. Raises ValidationError
    for one that cannot be read."""
    if not text:
        return _current(None, name)
    if not key_of(name):
        return EntryForm.base_fields[name].clean(text)
    if name not in columns:
        raise ValidationError("这个附加指标已经停用，请清空这一格")
    return cell_field_of(columns[name]).clean(text)


def fault_of(cell: SomeCell, columns: Columns) -> str:
    """Why a cell's text cannot be read; empty where it can."""
    try:
        value_of(cell.field, cell.text, columns)
    except ValidationError as error:
        return _told(error)
    return ""


def _told(error: ValidationError) -> str:
    return "".join(error.messages)


def box_of(entry: MonthlyEntry | None, name: str, columns: Columns = NO_COLUMNS) -> str:
    """The text in a box that shows the entry's value."""
    now = _current(entry, name)
    if key_of(name):
        return box_text(columns[name], now) if name in columns else str(now or "")
    shown = in_box(now)
    return ("on" if shown else "") if isinstance(shown, bool) else shown


def still_stands(entry: MonthlyEntry | None, cell: SomeCell, columns: Columns) -> bool:
    """Whether the entry holds what the box held before it was typed in, or what was typed."""
    now = _current(entry, cell.field)
    texts = (cell.base_text, cell.text)
    return any(_reads_as(cell.field, text, now, columns) for text in texts)


def says_the_same(entry: MonthlyEntry | None, cell: SomeCell, columns: Columns) -> bool:
    """Whether the entry holds already what was typed."""
    return _reads_as(cell.field, cell.text, _current(entry, cell.field), columns)


def merge(
    entries: Mapping[int, MonthlyEntry], cells: Iterable[SomeCell], columns: Columns
) -> Merged:
    """Lay cells over the entries, by project id; those of 附加指标 are read as the ``columns``
    say."""
    merged = Merged()
    changes: dict[int, dict[str, Any]] = {}
    for cell in cells:
        entry = entries.get(cell.project_id)
        now = _current(entry, cell.field)
        try:
            value = value_of(cell.field, cell.text, columns)
        except ValidationError as error:
            merged.faults.append(Fault(cell, _told(error)))
            continue
        if value == now:
            merged.taken.append(cell)
            continue
        is_sent = entry is not None and not entry.is_editable
        if is_sent or not _reads_as(cell.field, cell.base_text, now, columns):
            version = entry.version if entry else None
            shown = box_of(entry, cell.field, columns)
            merged.conflicts.append(Conflict(cell, shown, version, is_sent=is_sent))
            continue
        typed = changes.setdefault(cell.project_id, {})
        typed[cell.field] = value
        if _is_estimate(cell):
            typed["is_estimate"] = True
        merged.taken.append(cell)
    for project_id, typed in changes.items():
        merged.drafts[project_id] = _draft_of(project_id, entries.get(project_id), typed)
    _leave_blank(merged, entries)
    return merged


def _is_estimate(cell: SomeCell) -> bool:
    """Whether it is an amount that is written 约."""
    return cell.field in AMOUNTS and is_about(cell.text)


def _leave_blank(merged: Merged, entries: Mapping[int, MonthlyEntry]) -> None:
    """A tick alone makes no entry, so it stays kept."""
    blank = {pk for pk, draft in merged.drafts.items() if draft.is_blank and pk not in entries}
    for pk in blank:
        del merged.drafts[pk]
    merged.taken = [cell for cell in merged.taken if cell.project_id not in blank]


def _draft_of(project_id: int, entry: MonthlyEntry | None, typed: Mapping[str, Any]) -> EntryDraft:
    draft = EntryDraft(project_id) if entry is None else EntryDraft.of(entry)
    extra = {name: value for name, value in typed.items() if key_of(name)}
    fields = {name: value for name, value in typed.items() if name not in extra}
    return replace(draft, **fields, extra=changed(draft.extra, extra))


def _current(entry: MonthlyEntry | None, name: str) -> Any:
    figures = entry or _NOTHING
    return value_in(figures, name) if key_of(name) else getattr(figures, name)


_NOTHING = EntryDraft(project_id=0)


def _reads_as(name: str, text: str, value: Any, columns: Columns) -> bool:
    try:
        return bool(value_of(name, text, columns) == value)
    except ValidationError:
        return False


def unfit(text: str) -> str:
    """Why a cell's text cannot be kept, be it readable or not; empty where it can."""
    if len(text) > LONGEST_TYPED:
        most = f"最多保存{LONGEST_TYPED}个字"
        return f"所填内容有{len(text)}个字，{most}，没有存到服务器，请缩短"
    return "" if is_storable(text) else "所填内容有无法保存的字符，没有存到服务器，请删去后重填"


def is_storable(text: str) -> bool:
    """No database stores half of a pair of surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_column(name: str) -> bool:
    return name in FIELDS or bool(key_of(name))
