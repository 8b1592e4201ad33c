"""The entry grid: a sheet's rows joined with what is typed in them, for the template."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.forms import BoundField, ChoiceField
from django.http import QueryDict

from investment.checks import CheckResult
from investment.drafts import EntryDraft, says_something, words
from investment.forms import ENTRY_COLUMNS, EntryForm, initial_of, prefix_of
from investment.kept import NOT_TYPED, KeptCell, KeptRow, attrs_of, texts_of
from investment.models import KeyedConsent, MonthlyEntry
from investment.rebasing import was_name, was_of
from investment.selectors import EntrySheet, SheetRow


@dataclass(frozen=True)
class GridCell:
    """One box; ``original`` is what it held before it was typed in, ``now`` what another hand
    has put there meanwhile, in words."""

    box: BoundField
    css: str
    original: str = ""
    results: list[CheckResult] = field(default_factory=list)
    now: str = ""
    kept: KeptCell | None = None

    @property
    def name(self) -> str:
        return self.box.html_name

    @property
    def label(self) -> str:
        return str(self.box.field.widget.attrs["aria-label"])

    @property
    def value(self) -> str:
        return self.box.value() or ""

    @property
    def is_choice(self) -> bool:
        return isinstance(self.box.field, ChoiceField)

    @property
    def choice(self) -> str:
        return words(self.box.name, self.value) if self.value else ""

    @property
    def errors(self) -> list[str]:
        """Why what is in the box cannot be read."""
        kept = self.kept.fault if self.kept is not None and not self.kept.stands else ""
        return [*self.box.errors, *([kept] if kept else [])]

    @property
    def has_messages(self) -> bool:
        return bool(self.errors or self.results or self.now)

    @property
    def widget(self) -> str:
        """The box, tied to what is said of it."""
        attrs: dict[str, str | bool] = {"data-original": self.original, **attrs_of(self.kept)}
        if self.has_messages:
            attrs["aria-describedby"] = f"{self.name}-note"
        if self.is_invalid:
            attrs["aria-invalid"] = "true"
        return self.box.as_widget(attrs=attrs)

    @property
    def is_invalid(self) -> bool:
        return bool(self.errors) or any(result.must_be_fixed for result in self.results)


@dataclass(frozen=True)
class GridRow:
    """A row of the sheet with its boxes. ``version`` goes with the form: the one of the entry
    as it is shown, the other's values beside it included. ``refusal`` says why what was typed was
    not saved, ``unsaved`` what it was where the row cannot be typed in any more;
    ``objection`` are the words of one that was refused."""

    row: SheetRow
    form: EntryForm
    cells: list[GridCell]
    is_open: bool
    asks_unit: bool = False
    was_estimate: bool = False
    refusal: str = ""
    unsaved: str = ""
    objection: str = ""
    kept: KeptRow = field(default_factory=dict)

    @property
    def estimate_widget(self) -> str:
        """The tick of 预计数; like the boxes it tells what is stored."""
        original = "on" if self.was_estimate else ""
        attrs: dict[str, str | bool] = {
            "data-original": original,
            **attrs_of(self.kept.get("is_estimate")),
        }
        return self.form["is_estimate"].as_widget(attrs=attrs)

    @property
    def beside(self) -> list[KeptCell]:
        """What the person has typed and is not shown in its box."""
        return [cell for cell in self.kept.values() if cell.stands]

    @property
    def was(self) -> str:
        return was_of(self.row)

    @property
    def was_name(self) -> str:
        return was_name(self.row.project.pk)

    @property
    def may_answer(self) -> bool:
        """Whether the unit is asked to confirm what was keyed for it; who has objected may
        still find that it was right."""
        return self.may_object or (
            self.asks_unit and self._is_objected and not self.row.is_editable
        )

    @property
    def may_object(self) -> bool:
        entry = self.row.entry
        waits = entry is not None and entry.keyed_consent == KeyedConsent.WAITING
        return self.asks_unit and waits and not self.row.is_editable

    @property
    def _is_objected(self) -> bool:
        entry = self.row.entry
        return entry is not None and entry.keyed_consent == KeyedConsent.OBJECTED

    @property
    def may_confirm(self) -> bool:
        """Whether the unit has an estimate there, sent and not objected to, to confirm."""
        entry = self.row.entry
        is_sent = entry is not None and entry.is_estimate and not entry.is_editable
        return self.asks_unit and is_sent and not self._is_objected

    @property
    def noted(self) -> list[GridCell]:
        """The boxes of which something is to be said under the row."""
        return [cell for cell in self.cells if cell.has_messages]

    @property
    def is_returned(self) -> bool:
        entry = self.row.entry
        return bool(entry and entry.returned_reason) and self.row.is_editable

    @property
    def is_keyed(self) -> bool:
        return bool(self.row.entry and self.row.entry.keyed_consent)

    @property
    def has_notes(self) -> bool:
        said = self.noted or self.refusal or self.row.verified or self.beside
        return bool(said) or self.is_returned or self.is_keyed

    @property
    def version(self) -> int | None:
        return self.row.entry.version if self.row.entry else None

    @property
    def version_name(self) -> str:
        return self.form.add_prefix("version")

    @property
    def css(self) -> str:
        if any(cell.is_invalid for cell in self.cells) or self.refusal:
            return "row-error"
        asked = [result for cell in self.cells for result in cell.results if not result.is_notice]
        return "row-explain" if asked else ""


def grid_rows(
    sheet: EntrySheet,
    *,
    is_open: bool,
    asks_unit: bool = False,
    hides_drafts: bool = False,
    forms: Mapping[int, EntryForm] | None = None,
    stale: Mapping[int, MonthlyEntry] | None = None,
    objections: Mapping[int, str] | None = None,
    kept: Mapping[int, KeptRow] | None = None,
) -> list[GridRow]:
    """The sheet's rows; typed forms, by project id, keep what was typed in them, as do
    ``objections``, by entry id. ``asks_unit``:
    the unit itself looks at it and is asked about what was keyed. ``hides_drafts``: another
    hand fills the rows in, to which the unit's unsent work does not show."""
    rows = []
    for row in sheet.rows:
        held = None if hides_drafts and row.is_editable else row.entry
        typed = (forms or {}).get(row.project.pk)
        other = (stale or {}).get(row.project.pk)
        editable = is_open and row.is_editable
        unsaved = ""
        if typed and not editable:
            unsaved, typed = _unsaved(typed, held), None
        shown_kept = (kept or {}).get(row.project.pk, NOT_TYPED)
        form = typed or EntryForm(
            project_id=row.project.pk,
            project_name=row.project.name,
            initial=initial_of(held) | texts_of(shown_kept),
        )
        results = [] if typed or held is None else _standing(row)
        marked = {} if typed else shown_kept
        cells = [
            _cell(form[name], css, held, results, typed, other, marked.get(name))
            for name, css in ENTRY_COLUMNS
        ]
        rows.append(
            GridRow(
                row,
                form,
                cells,
                editable,
                asks_unit=asks_unit,
                was_estimate=held is not None and held.is_estimate,
                refusal=_refusal(row, is_open, asks_unit) if other is not None or unsaved else "",
                unsaved=unsaved,
                objection=(objections or {}).get(row.entry.pk, "") if row.entry else "",
                kept={} if typed else shown_kept,
            )
        )
    return rows


def _refusal(row: SheetRow, is_open: bool, asks_unit: bool) -> str:
    if not is_open:
        return "填报期已关闭，没有保存您的修改"
    if row.is_editable:
        return "他人已改动这一行，现在的数字见下；再次保存将以您填的为准"
    way = "撤回（或等退回）后再填" if asks_unit else "退回"
    return f"这一行已上报，没有保存您的修改；要改请先{way}"


def _unsaved(typed: EntryForm, held: MonthlyEntry | None) -> str:
    """What was typed into a row and is not what it holds, in words."""
    typed.is_valid()
    said = []
    for name in (*(name for name, _ in ENTRY_COLUMNS), "is_estimate"):
        box = typed[name]
        if name not in typed.cleaned_data:
            said.append(f"{box.label} {box.value()}")
            continue
        value = typed.cleaned_data[name]
        if says_something(value) and (held is None or value != getattr(held, name)):
            said.append(f"{box.label} {words(name, value)}")
    return "；".join(said)


def _cell(
    box: BoundField,
    css: str,
    held: MonthlyEntry | None,
    results: list[CheckResult],
    typed: EntryForm | None,
    other: MonthlyEntry | None,
    kept: KeptCell | None,
) -> GridCell:
    results = [result for result in results if result.field == box.name]
    now = ""
    if other is not None and typed is not None:
        typed.is_valid()
        stands = getattr(other, box.name)
        if typed.cleaned_data.get(box.name) != stands:
            now = words(box.name, stands)
    original = str(initial_of(held).get(box.name, ""))
    return GridCell(box, css, original, results, now, kept)


def _standing(row: SheetRow) -> list[CheckResult]:
    """The check results that the unit still has to do something about."""
    if row.entry is None or not row.is_editable:
        return []
    explained = bool(row.entry.explanation.strip())
    return [r for r in row.results if r.must_be_fixed or not explained]


def posted_forms(sheet: EntrySheet, data: QueryDict) -> dict[int, EntryForm]:
    """The forms of the rows that were sent, by project id."""
    return {
        row.project.pk: EntryForm(data, project_id=row.project.pk, project_name=row.project.name)
        for row in sheet.rows
        if f"{prefix_of(row.project.pk)}-version" in data
    }


def posted_objections(sheet: EntrySheet, data: QueryDict) -> dict[int, str]:
    """The objections that were typed, by entry id."""
    ids = [row.entry.pk for row in sheet.rows if row.entry is not None]
    return {pk: typed for pk in ids if (typed := data.get(f"objection-{pk}", ""))}


def changed_since(sheet: EntrySheet, forms: Mapping[int, EntryForm]) -> dict[int, MonthlyEntry]:
    """The entries that another hand has changed since the rows were read, by project id."""
    return {
        row.project.pk: row.entry
        for row in sheet.rows
        if row.entry is not None
        and (form := forms.get(row.project.pk)) is not None
        and form["version"].value() != str(row.entry.version)
    }


def drafts_of(forms: Mapping[int, EntryForm]) -> list[EntryDraft]:
    return [form.draft() for form in forms.values()]
