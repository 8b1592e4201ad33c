"""A project's row of the sheet on which a unit reports a month."""

import enum
from dataclasses import dataclass

from investment.checks import CheckResult, Figures, Surroundings
from investment.drafts import added_up
from investment.extra.values import field_of, missing_of, told
from investment.models import EntryState, ExtraColumn, Hand, KeyedConsent, MonthlyEntry, stage_of
from investment.selectors.facts import OWING_CATEGORIES
from investment.standing import YearStanding
from measures.money import in_wan
from projects.models import PlanItem, Project


class RowState(enum.Enum):
    """Where a row is, for the hand that fills the sheet in: what a page may offer follows from it
    alone. The first three can be typed in while the period is open."""

    EMPTY = "nothing was saved"
    DRAFT = "saved, not sent"
    RETURNED = "the bureau gave it back"
    SENT = "waits for the bureau; the unit may take it back"
    KEYED = "the bureau keyed it; the unit is asked"
    OBJECTED = "the bureau keyed it; the unit said no"
    HELD = "sent, and no longer the unit's to take back"

    @property
    def is_editable(self) -> bool:
        return self in (RowState.EMPTY, RowState.DRAFT, RowState.RETURNED)


_BY_CONSENT = {KeyedConsent.WAITING: RowState.KEYED, KeyedConsent.OBJECTED: RowState.OBJECTED}


def asks_monthly(line: PlanItem | None) -> bool:
    """Whether a line of a list asks for a report every month."""
    return line is not None and line.category in OWING_CATEGORIES


def row_state(entry: MonthlyEntry | None) -> RowState:
    if entry is None:
        return RowState.EMPTY
    if entry.is_editable:
        return RowState.RETURNED if entry.state == EntryState.RETURNED else RowState.DRAFT
    if entry.keyed_consent in _BY_CONSENT:
        return _BY_CONSENT[KeyedConsent(entry.keyed_consent)]
    is_own = not entry.keyed_source and entry.state != EntryState.APPROVED
    return RowState.SENT if is_own else RowState.HELD


@dataclass(frozen=True)
class SheetRow:
    """One project of the sheet. Amounts in yuan; ``results`` are of the entry as it is kept,
    ``unjudged`` and ``doubted`` count what was found as it was sent: explained and without a
    verdict, and 待核查 or 经核不符. ``verified_before`` is the entry whose 核定数 the total before
    this month rests on. Of a part of a package (打包项目) ``package`` is the line that its reports
    answer; a package that ``has_parts`` is reported by them. ``columns`` are the 附加指标 that it
    is asked, and those in which it says something."""

    project: Project
    plan: PlanItem | None
    around: Surroundings
    entry: MonthlyEntry | None
    at: RowState
    results: list[CheckResult]
    unjudged: int = 0
    doubted: int = 0
    verified_before: MonthlyEntry | None = None
    is_reviewed_first: bool = False
    package: PlanItem | None = None
    has_parts: bool = False
    columns: tuple[ExtraColumn, ...] = ()

    @property
    def planned(self) -> int | None:
        return self.plan.planned_investment if self.plan else None

    @property
    def last_total(self) -> int | None:
        """The year to date before this month; None when nothing is known."""
        return self.before.year_to_date

    @property
    def carried_words(self) -> str:
        """What of that total others did, or what of it went to others."""
        begun = self.before.begun_with
        if not begun:
            return ""
        return f"含承接{in_wan(begun)}" if begun > 0 else f"已移交{in_wan(-begun)}"

    @property
    def before(self) -> YearStanding:
        return self.around.before

    @property
    def last_is_verified(self) -> bool:
        """Whether that total comes from a 核定数."""
        return self.verified_before is not None

    @property
    def verified(self) -> list[MonthlyEntry]:
        """The entries whose 核定数 the unit is shown: the one before this month, this one."""
        entries = (self.verified_before, self.entry)
        return [entry for entry in entries if entry is not None and entry.is_verified]

    def total_with(self, figures: Figures) -> int | None:
        """The year to date that the month and its correction make of the last total; None where
        one of them is not known."""
        return added_up(self.around.last_total, figures.month_amount, figures.correction)

    @property
    def remaining(self) -> int | None:
        """What of the plan was left before this month."""
        return None if self.planned is None else self.planned - (self.last_total or 0)

    @property
    def owes(self) -> bool:
        """Whether the project must be reported every month; preliminary ones need not, nor
        packages whose parts are."""
        return not self.has_parts and any(map(asks_monthly, (self.plan, self.package)))

    @property
    def counted_plan(self) -> int | None:
        """What of the year's plan the sums of the sheet have from this row: that of a package
        once, and nothing of its parts."""
        is_counted = self.has_parts or (self.owes and self.package is None)
        return self.planned if is_counted and asks_monthly(self.plan) else None

    @property
    def extra_told(self) -> list[tuple[str, str]]:
        """What is said of 附加指标: the name of each, and its value in words."""
        if self.entry is None:
            return []
        return told(self.entry.extra, {field_of(column): column for column in self.columns})

    @property
    def unfilled(self) -> list[ExtraColumn]:
        """The 附加指标 that what was written of the month says nothing of (未填)."""
        return [] if self.entry is None else missing_of(self.entry.extra, self.around.asked)

    @property
    def unfilled_words(self) -> str:
        return "、".join(column.called for column in self.unfilled)

    @property
    def sub(self) -> str:
        """What stands beneath the project's name."""
        if self.package is not None:
            return f"属打包项目“{self.package.project}”"
        if self.has_parts:
            return "打包项目，由子项目填报"
        return "" if self.owes else "前期项目"

    @property
    def state(self) -> str:
        return self.entry.state if self.entry else "missing"

    @property
    def stage(self) -> str:
        """The state as people are told it (``stage_of``)."""
        return stage_of(self.state, is_reviewed_first=self.is_reviewed_first)

    @property
    def is_questioned(self) -> bool:
        """Whether a check found more than a notice."""
        return any(not result.is_notice for result in self.results)

    @property
    def is_editable(self) -> bool:
        return self.at.is_editable

    def shown_to(self, hand: Hand) -> MonthlyEntry | None:
        """The entry as far as who fills the sheet in sees it: the bureau sees none that is at its
        unit."""
        return None if hand is Hand.BUREAU and self.is_editable else self.entry

    @property
    def is_waiting(self) -> bool:
        return self.state in (EntryState.SUBMITTED, EntryState.REVIEWED)
