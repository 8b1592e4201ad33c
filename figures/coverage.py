"""What a total covers: how many of those that owe the month have sent it, and what is estimated
(DESIGN §4.3: every total states its coverage)."""

from collections.abc import Sequence
from dataclasses import dataclass

from figures import words
from figures.plan_fact import PlanFact
from investment.basis import Basis


@dataclass(frozen=True)
class Coverage:
    """Counts of projects, and of units. ``reported`` are approved; a unit has reported when
    some of its projects were sent, approved or waiting, of which ``to_review`` wait for review and
    the others for approval; by 上级认定数 what was recognised. ``estimates`` are the projects whose
    total rests on 预计数, in whatever month they were sent."""

    projects: int
    reported: int
    waiting: int
    units: int
    units_reported: int
    estimates: int
    to_review: int = 0
    basis: Basis = Basis.VERIFIED

    @property
    def sent(self) -> int:
        return self.reported + self.waiting

    @property
    def silent(self) -> int:
        return self.projects - self.sent

    @property
    def words(self) -> str:
        """85个项目中报送82个，其中待审定2个，含预计数3项; "" where no month is owed."""
        return words.coverage(self) + self.estimate_words if self.projects else ""

    @property
    def estimate_words(self) -> str:
        return words.estimates(self)

    @property
    def in_full(self) -> str:
        return words.coverage_in_full(self)


def owes(row: PlanFact) -> bool:
    """Whether the month's report is expected of the line, or there: a preliminary project
    reports when it has something to."""
    return row.owes or not row.is_silent


def coverage_of(rows: Sequence[PlanFact]) -> Coverage:
    expected = [row for row in rows if owes(row)]
    return Coverage(
        projects=len(expected),
        reported=sum(row.is_reported for row in expected),
        waiting=sum(row.is_waiting for row in expected),
        units=len({row.unit_id for row in expected}),
        units_reported=len({row.unit_id for row in expected if not row.is_silent}),
        estimates=sum(row.standing.has_estimate for row in rows),
        to_review=sum(row.is_to_review for row in expected),
        basis=rows[0].standing.basis if rows else Basis.VERIFIED,
    )
