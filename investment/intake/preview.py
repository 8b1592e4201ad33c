"""The preview of a monthly workbook: what it would do, by whose hand, and in which ways."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from accounts.models import Unit
from investment.calendar import asks_review
from investment.checks import CheckResult
from investment.entries import Site
from investment.extra.values import Columns
from investment.intake.lines import Hand, MonthlyLine
from investment.models import ReportingPeriod
from investment.standing import YearStanding
from measures.months import Month
from workbooks.intake.previews import Way, WorkbookPreview

DRAFT, SEND = "draft", "send"
"""The ways in which a unit's own rows go in."""


@dataclass(kw_only=True)
class MonthlyPreview(WorkbookPreview[MonthlyLine]):
    """What a file would do in ``month`` by this hand. ``own_units`` are those that the sender
    reports for, None for the bureau; ``found`` is what the edit checks found, by project id, and
    ``standings``, once they are asked for, how the projects stand with what was sent.
    ``columns`` are the 附加指标 of the month."""

    month: Month
    hand: Hand
    period: ReportingPeriod | None
    own_units: set[int] | None = None
    found: Mapping[int, list[CheckResult]] = field(default_factory=dict)
    standings: Mapping[int, YearStanding] | None = None
    columns: Columns = field(default_factory=dict)

    @property
    def county(self) -> Unit:
        return self.sent.county

    @cached_property
    def is_reviewed_first(self) -> bool:
        """Whether what was sent waits for review before approval; one query."""
        return self.period is not None and asks_review(self.period)

    @property
    def today(self) -> date:
        return self.sent.today

    @property
    def sites(self) -> dict[int, Site]:
        """The projects of the chosen lines with their units, by project id."""
        return {
            line.project.pk: Site(line.project, line.unit)
            for line in self.chosen
            if line.project and line.unit
        }

    @property
    def is_draft(self) -> bool:
        return self.hand is Hand.OWN and self.way == DRAFT

    @property
    def ways(self) -> list[Way]:
        if self.hand is not Hand.OWN:
            return super().ways
        chosen = [line for line in self.lines if line.may_go_in and line.is_chosen]
        if not chosen:
            return []
        sent = sum(line.applies for line in chosen)
        # A reason that is being typed lets in more than can be counted yet.
        count = f" {sent} 项" if sent else ""
        return [
            Way(DRAFT, f"导入为草稿 {len(chosen)} 项", len(chosen)),
            Way(SEND, f"导入并上报{count}", sent, is_first=True),
        ]

    def goes_in(self, line: MonthlyLine) -> bool:
        return line.may_go_in if self.is_draft else line.applies

    def told(self) -> Iterable[str]:
        yield str(self.hand)
        yield from super().told()

    def outcome(self) -> dict[str, object]:
        hand = Hand.DRAFT if self.is_draft else self.hand
        return {"hand": hand.value, **super().outcome()}
