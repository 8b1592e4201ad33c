"""A whole form of a sheet, from a page without a script, brought to what stands now.

All boxes are posted, also those that nobody touched. What each row held when the page was made is
posted beside them, so that only what was changed counts: a row in which nothing was changed is not
this person's, and in a row that was changed every other box is as it now stands.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import QueryDict

from accounts.pages.whole_numbers import whole_number
from investment.drafts import FIELDS
from investment.extra.values import Columns, field_of
from investment.forms import prefix_of
from investment.selectors import EntrySheet, SheetRow
from investment.typed import box_of, value_of


@dataclass(frozen=True)
class Rebased:
    """``data`` is the form with what was changed alone. ``untouched`` are the rows in which nothing
    was, by project id, with the version they were read at."""

    data: QueryDict
    untouched: Mapping[int, int | None]


def was_name(project_id: int) -> str:
    return f"{prefix_of(project_id)}-was"


def was_of(row: SheetRow) -> str:
    """What the boxes of a row hold, for the form to send back: those that hold something."""
    columns = _columns_of(row)
    shown = {name: box_of(row.entry, name, columns) for name in (*FIELDS, *columns)}
    return json.dumps({name: text for name, text in shown.items() if text}, ensure_ascii=False)


def rebased(sheet: EntrySheet, sent: QueryDict) -> Rebased:
    """A row without what it held before is left as it was sent. A changed box that another hand
    has changed too keeps the version that was read, so that the deed refuses it."""
    data = sent.copy()
    untouched = {}
    for row in sheet.rows:
        prefix = prefix_of(row.project.pk)
        was = _was(sent, row)
        if was is None or f"{prefix}-version" not in sent:
            continue
        columns = _columns_of(row)
        names = (*FIELDS, *columns)
        changed = {
            name
            for name in names
            if _differs(name, was.get(name, ""), sent.get(f"{prefix}-{name}", ""), columns)
        }
        version = sent.get(f"{prefix}-version", "")
        if not changed:
            untouched[row.project.pk] = whole_number(version)
            del data[f"{prefix}-version"]
            continue
        for name in set(names) - changed:
            data[f"{prefix}-{name}"] = box_of(row.entry, name, columns)
        meets = any(
            _differs(name, was.get(name, ""), now, columns)
            and _differs(name, sent.get(f"{prefix}-{name}", ""), now, columns)
            for name in changed
            for now in [box_of(row.entry, name, columns)]
        )
        if row.entry is not None and not meets:
            data[f"{prefix}-version"] = str(row.entry.version)
    return Rebased(data, untouched)


def _was(sent: QueryDict, row: SheetRow) -> dict[str, str] | None:
    """None for a row that says nothing of it, and for what no page of ours has sent."""
    try:
        was = json.loads(sent.get(was_name(row.project.pk), ""))
    except ValueError:
        return None
    is_ours = isinstance(was, dict) and all(isinstance(text, str) for text in was.values())
    return was if is_ours else None


def _columns_of(row: SheetRow) -> Columns:
    return {field_of(column): column for column in row.columns}


def _differs(name: str, one: str, other: str, columns: Columns) -> bool:
    """Whether two texts of a box say different things."""
    if one == other:
        return False
    try:
        return bool(value_of(name, one, columns) != value_of(name, other, columns))
    except ValidationError:
        return True
