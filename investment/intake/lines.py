"""One row of a monthly workbook, and what it would make of the month's entry."""

import enum
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Unit
from investment.drafts import AMOUNTS, EXTRA, EntryDraft, content_of, in_words, label_of, words
from investment.extra.values import NOTHING, Columns, Extra, Value, changed, changes_told, key_of
from investment.intake.monthly_workbook import WrittenRow
from investment.models import EntryState, MonthlyEntry
from measures.money import wan_input
from projects.models import Project
from workbooks.cells import Cell
from workbooks.intake.previews import PreviewLine, ShownCell, Verdict

_SHOWN_APART = ("month_amount", "year_to_date", "progress")


class Hand(enum.Enum):
    """In whose name a file is brought in, and so what becomes of its rows. What a unit brings in
    may be sent or kept as a draft."""

    OWN = "本单位报送"
    DRAFT = "本单位草稿"
    KEYED = "发改局代填"
    HISTORY = "历史数据导入"


@dataclass(slots=True, kw_only=True)
class MonthlyLine(PreviewLine):
    """``entry`` is what there is now, if any, and ``before`` what of it the row goes over. The
    ``proposals`` are projects, ``given`` is the reason given on the page. ``is_draftable``: checks
    alone keep it from being sent, so that it may be kept; ``wants_reason``: a reason would do.
    ``columns`` are the 附加指标 of the month, ``left`` the boxes of those that the project is not
    asked."""

    written: WrittenRow
    project: Project | None = None
    unit: Unit | None = None
    draft: EntryDraft | None = None
    entry: MonthlyEntry | None = None
    before: EntryDraft | None = None
    given: str = ""
    is_draftable: bool = False
    wants_reason: bool = False
    columns: Columns = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    @property
    def place(self) -> Cell:
        return self.written.place

    @property
    def name(self) -> str:
        return self.project.name if self.project else self.written.name

    @property
    def written_name(self) -> str:
        return self.written.name

    @property
    def subtitle(self) -> str:
        return self.unit.label if self.unit else ""

    @property
    def asks_reason(self) -> bool:
        return self.wants_reason

    @property
    def reason(self) -> str:
        return self.given

    @property
    def may_go_in(self) -> bool:
        return self.applies or self.is_draftable

    @property
    def told(self) -> str:
        return f"{self.unit.pk if self.unit else None} {self.draft!r}"

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """Label, old and new, of what would change in an entry that is there."""
        if self.before is None or self.draft is None:
            return []
        names = self.draft.differences(self.before)
        then, now = content_of(self.before), content_of(self.draft)
        return in_words(names, then, now, self.columns)

    @property
    def fields(self) -> dict[str, Any]:
        """What is written of the fields that every entry has."""
        return {name: value for name, value in self.written.fields.items() if not key_of(name)}

    def extra_over(self, extra: Extra) -> dict[str, Value]:
        """What is written of 附加指标, over what stands."""
        written = self.written.fields
        told = {name: written[name] for name in self.columns if name in written}
        return changed(extra, {name: told[name] for name in told if name not in self.left})

    def cells(self) -> list[ShownCell]:
        return [self._cell(name) for name in _SHOWN_APART]

    def other_changes(self) -> list[ShownCell]:
        if self.draft is None:
            return []
        was = self.before.extra if self.before is not None else NOTHING
        extra = [
            ShownCell(label, old, new)
            for label, old, new in changes_told(was, self.draft.extra, self.columns)
        ]
        if self.before is None:
            return extra
        differing = self.draft.differences(self.before)
        names = [name for name in differing if name not in (*_SHOWN_APART, EXTRA)]
        cells = [*(self._cell(name) for name in names), *extra]
        if self.verdict is Verdict.CHANGED and not differing:
            cells.append(ShownCell("状态", self._state, "报送"))
        return cells

    @property
    def _state(self) -> str:
        return str(EntryState(self.entry.state).label) if self.entry else ""

    def _cell(self, name: str) -> ShownCell:
        """Of a refused row what is written there, as it was read."""
        if self.draft is None:
            old = new = self.written.fields.get(name)
        else:
            new = getattr(self.draft, name)
            old = getattr(self.before, name) if self.before else new
        is_amount = name in AMOUNTS and name in _SHOWN_APART
        return ShownCell(
            label_of(name), _shown(name, old, is_amount), _shown(name, new, is_amount), is_amount
        )


def _shown(name: str, value: Any, is_amount: bool) -> str:
    return wan_input(value) if is_amount and value is not None else words(name, value)
