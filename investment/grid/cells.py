"""The boxes of a row: what they hold, what stands in grey in them, what is said of them."""

from dataclasses import dataclass, field
from typing import Any

from django.forms import BoundField, ChoiceField

from investment.checks import CheckResult
from investment.drafts import AMOUNTS, words
from investment.extra.values import field_of, key_of, value_in
from investment.extra.values import words as extra_words
from investment.forms import EntryForm, initial_of
from investment.kept import KeptCell, attrs_of
from investment.models import ExtraColumn, ExtraKind, MonthlyEntry
from investment.selectors import SheetRow
from measures.money import wan_input

EVERYDAY = ("month_amount", "year_to_date", "progress", "problem")
"""The columns of the grid, in the order in which they are typed and pasted."""

RARE = ("zero_reason", "explanation", "actual_start", "correction", "suggestion")
"""The boxes of a row's drawer."""

TEXTS = ("progress", "problem")
"""Those in which last month's words stand in grey, to be taken over with a key."""


@dataclass(frozen=True)
class GridCell:
    """One box; ``original`` is what it held before it was typed in, ``now`` what another hand
    has put there meanwhile, in words. ``grey`` stands in the empty box, ``last`` is the text of
    the month before that a key takes over."""

    box: BoundField
    original: str = ""
    results: list[CheckResult] = field(default_factory=list)
    now: str = ""
    grey: str = ""
    last: str = ""
    kept: KeptCell | None = None
    extra: ExtraColumn | None = None

    @property
    def name(self) -> str:
        return self.box.html_name

    @property
    def column(self) -> str:
        """The name of the field."""
        return self.box.name

    @property
    def label(self) -> str:
        return str(self.box.field.widget.attrs["aria-label"])

    @property
    def value(self) -> str:
        return self.box.value() or ""

    @property
    def is_amount(self) -> bool:
        return self.column in AMOUNTS

    @property
    def is_number(self) -> bool:
        return self.extra is not None and self.extra.kind == ExtraKind.NUMBER

    @property
    def place(self) -> str:
        """Which box it is to the style of the drawer; 附加指标 share one by their kind."""
        return f"extra drawer-extra-{self.extra.kind}" if self.extra else self.column

    @property
    def unit(self) -> str:
        """What stands beside its label."""
        is_day = self.column == "actual_start"
        if self.extra is not None:
            is_day = self.extra.kind == ExtraKind.DATE
        if is_day:
            return "年-月-日"
        if self.extra is not None:
            return self.extra.unit
        return "万元" if self.is_amount else ""

    @property
    def is_choice(self) -> bool:
        return isinstance(self.box.field, ChoiceField)

    @property
    def choice(self) -> str:
        if self.extra is not None:
            return self.value
        return words(self.column, self.value) if self.value else ""

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
        if self.grey:
            attrs["placeholder"] = self.grey
        if self.last:
            attrs["data-last"] = self.last
        if self.has_messages:
            attrs["aria-describedby"] = f"{self.name}-note"
        if self.is_invalid:
            attrs["aria-invalid"] = "true"
        elif self.is_asked:
            attrs["data-asked"] = True
        if self.errors:
            attrs["data-unread"] = True
        return self.box.as_widget(attrs=attrs)

    @property
    def is_invalid(self) -> bool:
        return bool(self.errors) or any(result.must_be_fixed for result in self.results)

    @property
    def is_asked(self) -> bool:
        """Whether something must be done about it before the row is sent."""
        return self.is_invalid or any(not result.is_notice for result in self.results)


def cell_of(
    name: str,
    form: EntryForm,
    *,
    row: SheetRow,
    held: MonthlyEntry | None,
    results: list[CheckResult],
    other: MonthlyEntry | None,
    kept: KeptCell | None,
) -> GridCell:
    """``held`` is the stored entry as far as it shows, ``other`` the one that another hand has
    changed since ``form`` was filled in."""
    now = ""
    if other is not None:
        form.is_valid()
        stands = value_of_field(other, name)
        if form.cleaned_data.get(name) != stands:
            now = words_of(row, name, stands)
    last = _last_text(row, name)
    return GridCell(
        form[name],
        original=str(initial_of(held, row.columns).get(name, "")),
        results=[result for result in results if result.field == name],
        now=now,
        grey=_grey(row, held, name, last),
        last=last,
        kept=kept,
        extra=column_of(row, name),
    )


def column_of(row: SheetRow, name: str) -> ExtraColumn | None:
    """The column of 附加指标 whose box has this name; None where it is a field that all have."""
    return next((column for column in row.columns if field_of(column) == name), None)


def value_of_field(figures: MonthlyEntry, name: str) -> Any:
    return value_in(figures, name) if key_of(name) else getattr(figures, name)


def words_of(row: SheetRow, name: str, value: Any) -> str:
    column = column_of(row, name)
    return words(name, value) if column is None else extra_words(column, value)


def _last_text(row: SheetRow, name: str) -> str:
    latest = row.before.latest
    return str(getattr(latest, name)) if latest is not None and name in TEXTS else ""


def _grey(row: SheetRow, held: MonthlyEntry | None, name: str, last: str) -> str:
    if last and row.before.latest is not None:
        return f"{row.before.latest.month}月：{last}"
    if name != "year_to_date" or held is None:
        return ""
    total = row.total_with(held)
    return "" if total is None else wan_input(total)
