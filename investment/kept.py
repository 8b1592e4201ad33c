"""What the server has kept of a person's typing, as their sheet shows it: in the box as a draft
that is not saved yet, or beside it where another hand has changed the cell meanwhile."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from investment.drafts import label_of
from investment.models import Hand, TypedCell
from investment.selectors import EntrySheet, SheetRow
from investment.selectors.typing import Place, last_hand
from investment.typed import box_of, fault_of, says_the_same, still_stands


@dataclass(frozen=True)
class KeptCell:
    """``text`` is what was typed; ``mark`` names it (``TypedCell.mark``). ``stands`` is empty where
    the text is shown in its box, else it says what stands there now. ``fault`` says why the text
    cannot be read."""

    field: str
    text: str
    mark: str
    stands: str = ""
    fault: str = ""
    label: str = ""

    @property
    def words(self) -> str:
        """本月完成 23（现为 99，林同事 16:58）."""
        return f"{self.label} {self.text or '（空）'}（{self.stands}）"


KeptRow = Mapping[str, KeptCell]
"""By the name of the field."""

NOT_TYPED: KeptRow = {}


def kept_rows(
    sheet: EntrySheet, typed: Mapping[Place, TypedCell], hand: Hand, today: datetime.date
) -> Mapping[int, KeptRow]:
    """By project id, of the cells that say something else than the entries that ``hand`` sees."""
    rows: dict[int, dict[str, KeptCell]] = {}
    for row in sheet.rows:
        for (project_id, name), cell in typed.items():
            says_it = project_id == row.project.pk and says_the_same(
                row.shown_to(hand), cell, sheet.columns
            )
            if project_id == row.project.pk and not says_it:
                stands = _stands(sheet, row, cell, hand, today)
                fault, label = fault_of(cell, sheet.columns), label_of(name, sheet.columns)
                shown = KeptCell(name, cell.text, cell.mark, stands, fault, label)
                rows.setdefault(project_id, {})[name] = shown
    return rows


def _stands(
    sheet: EntrySheet, row: SheetRow, cell: TypedCell, hand: Hand, today: datetime.date
) -> str:
    entry = row.shown_to(hand)
    now = box_of(entry, cell.field, sheet.columns) or "（空）"
    if not row.is_editable:
        return f"这一行已报送，现为 {now}"
    if still_stands(entry, cell, sheet.columns):
        way = "报送" if hand is Hand.UNIT else "代填"
        return "" if sheet.takes_from(hand) else f"填报期已关闭，不能{way}"
    last = last_hand(entry.pk, cell.field) if entry else None
    return f"现为 {now}{f'，{last[0]} {clock_words(last[1], today)}' if last else ''}"


def clock_words(at: datetime.datetime, today: datetime.date) -> str:
    """16:58, with the day where it was not today: 8月1日 16:58."""
    moment = timezone.localtime(at)
    day = "" if moment.date() == today else f"{moment.month}月{moment.day}日 "
    return f"{day}{moment:%H:%M}"


def texts_of(kept: KeptRow) -> dict[str, str]:
    """What the boxes of a row hold instead of what is stored."""
    return {name: cell.text for name, cell in kept.items() if not cell.stands}


def attrs_of(kept: KeptCell | None) -> dict[str, str]:
    """What a box tells the page's script of it (static/js/keeping/sheet.js)."""
    if kept is None:
        return {}
    mark = {"data-kept": kept.mark}
    return mark | {"data-mine": kept.text, "data-stands": kept.stands} if kept.stands else mark
