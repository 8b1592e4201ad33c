"""A row of the grid: what it holds, what may be done with it, what is to be said of it."""

import enum
from dataclasses import dataclass, field

from investment.checks import CheckResult, telling
from investment.drafts import says_something
from investment.extra.values import field_of, key_of
from investment.forms import EntryForm
from investment.grid.cells import (
    EVERYDAY,
    RARE,
    GridCell,
    cell_of,
    value_of_field,
    words_of,
)
from investment.grid.typed import Typed, form_of, is_stale
from investment.kept import NOT_TYPED, KeptCell, KeptRow, attrs_of
from investment.models import Hand, MonthlyEntry
from investment.rebasing import was_name, was_of
from investment.selectors import EntrySheet, RowState, SheetRow


class Offer(enum.Enum):
    """What the unit may do with a row that cannot be typed in."""

    WITHDRAW = "take it back"
    CONFIRM = "say that what was keyed for it is right"
    OBJECT = "say that it is wrong"
    SETTLE = "say that an estimate is the figure"


OFFERS = {
    RowState.SENT: {Offer.WITHDRAW, Offer.SETTLE},
    RowState.KEYED: {Offer.CONFIRM, Offer.OBJECT, Offer.SETTLE},
    RowState.OBJECTED: {Offer.CONFIRM},
    RowState.HELD: {Offer.SETTLE},
}
"""Who has objected may still find that it was right. Only an estimate is settled."""


@dataclass(frozen=True)
class GridRow:
    """``row`` with its boxes. ``held`` is the stored entry as far as it shows. ``refusal`` says why
    what was typed was not saved, ``unsaved`` what it was where the row cannot be typed in any more;
    ``objection`` are the words of one that was refused."""

    row: SheetRow
    form: EntryForm
    held: MonthlyEntry | None
    everyday: list[GridCell]
    rare: list[GridCell]
    is_open: bool
    hand: Hand = Hand.UNIT
    offers: frozenset[Offer] = frozenset()
    refusal: str = ""
    unsaved: str = ""
    objection: str = ""
    kept: KeptRow = field(default_factory=dict)

    @property
    def cells(self) -> list[GridCell]:
        return [*self.everyday, *self.rare]

    @property
    def noted(self) -> list[GridCell]:
        """The boxes of which something is to be said under the row."""
        return [cell for cell in self.everyday if cell.has_messages]

    @property
    def estimate_widget(self) -> str:
        """The tick of 预计数; like the boxes it tells what is stored."""
        original = "on" if self.held is not None and self.held.is_estimate else ""
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
    def beside_names(self) -> str:
        """The boxes of these, as they are called where the row can be typed in."""
        return " ".join(self.form.add_prefix(cell.field) for cell in self.beside)

    @property
    def tells_was(self) -> bool:
        """Whether the form says what the row held: only where the row shows it."""
        return self.is_open and self.hand is Hand.UNIT

    @property
    def was(self) -> str:
        return was_of(self.row)

    @property
    def was_name(self) -> str:
        return was_name(self.row.project.pk)

    @property
    def is_estimate(self) -> bool:
        return bool(self.form["is_estimate"].value())

    @property
    def is_drawn(self) -> bool:
        """Whether the drawer is to be open: something in it is called for."""
        said = any(cell.has_messages for cell in self.rare)
        asks_why = any(cell.is_asked for cell in self.everyday) and not self._is_explained
        return self.is_open and (said or asks_why)

    @property
    def _is_explained(self) -> bool:
        return bool(str(self.form["explanation"].value() or "").strip())

    @property
    def is_filled_aside(self) -> bool:
        """Whether the closed drawer holds something: the row says so."""
        return self.is_estimate or any(cell.value for cell in self.rare)

    @property
    def unfilled(self) -> list[str]:
        """The names of the 附加指标 whose boxes are empty, of a row that owes a report."""
        if not (self.is_open and self.row.owes):
            return []
        return [cell.extra.called for cell in self.rare if cell.extra and not cell.value]

    @property
    def may_withdraw(self) -> bool:
        return Offer.WITHDRAW in self.offers

    @property
    def may_answer(self) -> bool:
        return Offer.CONFIRM in self.offers

    @property
    def may_object(self) -> bool:
        return Offer.OBJECT in self.offers

    @property
    def may_confirm(self) -> bool:
        return Offer.SETTLE in self.offers

    @property
    def version(self) -> int | None:
        """It goes with the form: that of the entry as it is now, which the page shows beside."""
        return self.row.entry.version if self.row.entry else None

    @property
    def version_name(self) -> str:
        return self.form.add_prefix("version")

    @property
    def css(self) -> str:
        if any(cell.is_invalid for cell in self.cells) or self.refusal:
            return "row-error"
        return "row-explain" if any(cell.is_asked for cell in self.cells) else ""


def grid_rows(sheet: EntrySheet, hand: Hand, typed: Typed | None = None) -> list[GridRow]:
    """The sheet's rows; what was typed and not kept stays in them."""
    return [grid_row(sheet, row, hand, typed or Typed()) for row in sheet.rows]


def grid_row(
    sheet: EntrySheet,
    row: SheetRow,
    hand: Hand,
    typed: Typed,
    results: list[CheckResult] | None = None,
) -> GridRow:
    """One of them. ``results`` are what the checks find in what was typed; else a row says what
    they find in what is stored."""
    takes = sheet.takes_from(hand)
    is_open = takes and row.is_editable
    held = row.shown_to(hand)
    sent = typed.forms.get(row.project.pk)
    other = row.entry if sent is not None and is_stale(sent, row.entry) else None
    unsaved = _unsaved(row, sent, held) if sent is not None and not is_open else ""
    is_sent = sent is not None and is_open
    kept = NOT_TYPED if is_sent else typed.kept.get(row.project.pk, NOT_TYPED)
    form = sent if sent is not None and is_open else form_of(row, held=held, kept=kept)
    if results is None:
        results = [] if is_sent or held is None else _standing(row)

    def cells(names: tuple[str, ...]) -> list[GridCell]:
        beside = other if is_sent else None
        return [
            cell_of(
                name,
                form,
                row=row,
                held=held,
                results=results,
                other=beside,
                kept=kept.get(name),
            )
            for name in names
        ]

    return GridRow(
        row,
        form,
        held,
        cells(EVERYDAY),
        cells((*RARE, *map(field_of, row.columns))),
        is_open,
        hand,
        offers=_offers(row) if hand is Hand.UNIT else frozenset(),
        refusal=_refusal(row, hand, takes) if other is not None or unsaved else "",
        unsaved=unsaved,
        objection=typed.objections.get(row.entry.pk, "") if row.entry else "",
        kept=kept,
    )


def _offers(row: SheetRow) -> frozenset[Offer]:
    is_estimate = row.entry is not None and row.entry.is_estimate
    return frozenset(
        offer for offer in OFFERS.get(row.at, ()) if offer is not Offer.SETTLE or is_estimate
    )


def _refusal(row: SheetRow, hand: Hand, takes: bool) -> str:
    if not takes:
        return "填报期已关闭，没有保存您的修改"
    if row.is_editable:
        return "他人已改动这一行，现在的数字见下；再次保存将以您填的为准"
    way = "撤回（或等退回）后再填" if hand is Hand.UNIT else "退回"
    return f"这一行已报送，没有保存您的修改；要改请先{way}"


def _unsaved(row: SheetRow, typed: EntryForm, held: MonthlyEntry | None) -> str:
    """What was typed into a row and is not what it holds, in words."""
    typed.is_valid()
    said = []
    extra = [name for name in typed.fields if key_of(name)]
    for name in (*EVERYDAY, *RARE, *extra, "is_estimate"):
        box = typed[name]
        if not box.value():
            continue
        if name not in typed.cleaned_data:
            said.append(f"{box.label} {box.value()}")
            continue
        value = typed.cleaned_data[name]
        if says_something(value) and (held is None or value != value_of_field(held, name)):
            said.append(f"{box.label} {words_of(row, name, value)}")
    return "；".join(said)


def _standing(row: SheetRow) -> list[CheckResult]:
    """The check results that the unit still has to do something about."""
    if row.entry is None or not row.is_editable:
        return []
    return telling(row.results, row.entry.explanation)
