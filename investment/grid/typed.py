"""What was typed into a sheet, by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from investment.drafts import EntryDraft
from investment.extra.values import NOTHING
from investment.forms import EntryForm, initial_of, prefix_of
from investment.kept import NOT_TYPED, KeptRow, texts_of
from investment.models import MonthlyEntry
from investment.selectors import EntrySheet, SheetRow


@dataclass(frozen=True)
class Typed:
    """What was typed and not saved: the forms that were sent, by project id, the objections, by
    entry id, and what is kept of the person's typing (DESIGN §4.19), by project id."""

    forms: Mapping[int, EntryForm] = field(default_factory=dict)
    objections: Mapping[int, str] = field(default_factory=dict)
    kept: Mapping[int, KeptRow] = field(default_factory=dict)


def form_of(
    row: SheetRow,
    data: QueryDict | None = None,
    *,
    held: MonthlyEntry | None = None,
    kept: KeptRow = NOT_TYPED,
) -> EntryForm:
    """A row's form with what was sent, or with what is stored and what is kept of the typing."""
    return EntryForm(
        data,
        project_id=row.project.pk,
        project_name=row.project.name,
        initial=initial_of(held, row.columns) | texts_of(kept),
        columns=row.columns,
        extra=row.entry.extra if row.entry else NOTHING,
    )


def posted_forms(sheet: EntrySheet, data: QueryDict) -> dict[int, EntryForm]:
    """The forms of the rows that were sent, by project id."""
    return {
        row.project.pk: form_of(row, data)
        for row in sheet.rows
        if f"{prefix_of(row.project.pk)}-version" in data
    }


def posted(sheet: EntrySheet, data: QueryDict, kept: Mapping[int, KeptRow] | None = None) -> Typed:
    ids = [row.entry.pk for row in sheet.rows if row.entry is not None]
    objections = {pk: words for pk in ids if (words := data.get(f"objection-{pk}", ""))}
    return Typed(posted_forms(sheet, data), objections, kept or {})


def is_stale(form: EntryForm, entry: MonthlyEntry | None) -> bool:
    """Whether another hand has changed the entry since the form was made."""
    return entry is not None and form["version"].value() != str(entry.version)


def drafts_of(forms: Mapping[int, EntryForm]) -> list[EntryDraft]:
    return [form.draft() for form in forms.values()]
