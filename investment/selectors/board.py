"""The board of a month: who reported money, who zero and why, who nothing, and who late."""

import datetime
import itertools
from collections.abc import Callable, Collection
from dataclasses import dataclass

from accounts.models import Unit
from investment.models import ReportingPeriod
from investment.selectors.report_facts import ReportFact, report_facts
from investment.standing import MonthState

DECEMBER = 12

PARTLY = "未报齐"


@dataclass(frozen=True)
class Kind:
    """One of the counts on top; ``key`` is its word in the address."""

    key: str
    label: str
    of: Callable[[ReportFact], bool]


def _in_state(state: MonthState) -> Callable[[ReportFact], bool]:
    return lambda fact: fact.state is state


# The four states of a month, of which each has one; what else is said of some of them.
STATES = (
    Kind("money", MonthState.MONEY.value, _in_state(MonthState.MONEY)),
    Kind("zero", MonthState.ZERO.value, _in_state(MonthState.ZERO)),
    Kind("covered", MonthState.COVERED.value, _in_state(MonthState.COVERED)),
    Kind("silent", MonthState.SILENT.value, _in_state(MonthState.SILENT)),
)
BESIDES = (
    Kind("late", "迟报", lambda fact: fact.is_late),
    Kind("estimate", "预计数", lambda fact: fact.is_estimate),
    Kind("to_review", "待审核", lambda fact: fact.is_waiting and fact.is_to_review),
    Kind("waiting", "待审定", lambda fact: fact.is_waiting and not fact.is_to_review),
)
KINDS = {kind.key: kind for kind in (*STATES, *BESIDES)}
ALWAYS = frozenset({"money", "silent"})
"""The counts that a board tells also where they are zero."""


@dataclass(frozen=True)
class Count:
    kind: Kind
    number: int


def kinds_of(facts: Collection[ReportFact]) -> list[Kind]:
    """All of them; 待审核 only where something waits for review."""
    asks_review = any(fact.is_to_review for fact in facts)
    return [kind for kind in KINDS.values() if kind.key != "to_review" or asks_review]


def counts_of(facts: Collection[ReportFact], kinds: Collection[Kind]) -> list[Count]:
    return [Count(kind, sum(map(kind.of, facts))) for kind in kinds]


@dataclass(frozen=True)
class BoardUnit:
    """A unit's projects in the month; ``shown`` are those of the kind that was asked for, ``kinds``
    those that the board counts."""

    unit_id: int
    unit_name: str
    facts: tuple[ReportFact, ...]
    shown: tuple[ReportFact, ...]
    kinds: Collection[Kind]

    @property
    def total(self) -> int:
        return len(self.facts)

    @property
    def counts(self) -> list[Count]:
        return counts_of(self.facts, self.kinds)

    @property
    def reported(self) -> int:
        return sum(fact.is_reported for fact in self.facts)

    @property
    def word(self) -> str:
        """How the unit stands as a whole: one of the states, or 未报齐 where money is not known
        and something is missing: a part that reported zero does not make the rest zero."""
        states = {fact.state for fact in self.facts}
        if MonthState.MONEY in states:
            return MonthState.MONEY.value
        if len(states) == 1:
            return states.pop().value
        return PARTLY if MonthState.SILENT in states else MonthState.ZERO.value

    @property
    def is_silent_in_part(self) -> bool:
        return any(fact.state is MonthState.SILENT for fact in self.facts)

    @property
    def is_given_longer(self) -> bool:
        """Whether it has longer than the common day, which is that of the period."""
        return any(fact.due_on > fact.period.due_on for fact in self.facts)

    def days_late(self, today: datetime.date) -> int:
        """Days since it was due, of a unit that has not sent everything; 0 until then."""
        missing = [fact.due_on for fact in self.facts if fact.state is MonthState.SILENT]
        return max(0, (today - min(missing)).days) if missing else 0

    @property
    def reasons(self) -> str:
        """Why the projects without money have none: 冬休、未开工."""
        zero = (fact for fact in self.facts if fact.state is MonthState.ZERO)
        words = (fact.zero_words.partition("：")[2] for fact in zero)
        return "、".join(dict.fromkeys(word for word in words if word))


@dataclass(frozen=True)
class Board:
    """``show`` is the key of the kind whose rows are opened, "" for all of them."""

    period: ReportingPeriod
    units: tuple[BoardUnit, ...]
    show: str

    @property
    def facts(self) -> list[ReportFact]:
        return [fact for unit in self.units for fact in unit.facts]

    @property
    def total(self) -> int:
        return len(self.facts)

    @property
    def reported(self) -> int:
        return sum(unit.reported for unit in self.units)

    @property
    def units_reported(self) -> int:
        """Those that sent something of what they owe."""
        return sum(unit.reported > 0 for unit in self.units)

    @property
    def units_given_longer(self) -> int:
        return sum(unit.is_given_longer for unit in self.units)

    @property
    def counts(self) -> list[Count]:
        return counts_of(self.facts, kinds_of(self.facts))

    @property
    def told(self) -> list[Count]:
        """The counts that are not zero, and those that are asked about every month."""
        return [count for count in self.counts if count.number or count.kind.key in ALWAYS]

    @property
    def untold(self) -> str:
        """What there is none of: 迟报、预计数; "" where there is some of everything."""
        told = {count.kind.key for count in self.told}
        return "、".join(kind.label for key, kind in KINDS.items() if key not in told)

    @property
    def lines(self) -> list[tuple[BoardUnit, list[Count]]]:
        """Each unit with its counts that are told, who is silent first."""
        keys = {count.kind.key for count in self.told}
        units = sorted(self.units, key=lambda unit: (unit.reported > 0, not unit.is_silent_in_part))
        return [
            (unit, [count for count in unit.counts if count.kind.key in keys]) for unit in units
        ]

    @property
    def units_whole(self) -> int:
        """Those that sent everything they owe."""
        return sum(unit.reported == unit.total for unit in self.units)

    @property
    def shown(self) -> list[BoardUnit]:
        """The units that have rows to open."""
        return [unit for unit in self.units if unit.shown]

    @property
    def shown_label(self) -> str:
        return KINDS[self.show].label if self.show else "全部项目"

    @property
    def sentence(self) -> str:
        """By unit: 23个单位中报送21个、报齐20个：有投资17个，零投资4个，未报送2个。"""
        words = [unit.word for unit in self.units]
        order = [*(kind.label for kind in STATES), PARTLY]
        parts = "，".join(f"{word}{words.count(word)}个" for word in order if word in words)
        if not words:
            return ""
        sent = f"{len(words)}个单位中报送{self.units_reported}个、报齐{self.units_whole}个"
        return f"{sent}：{parts}。"


def board_of(
    county: Unit,
    period: ReportingPeriod,
    *,
    show: str = "",
    unit_ids: Collection[int] | None = None,
) -> Board:
    """The board of the period, of ``unit_ids`` only where they are given, by all that was sent
    in the year: a later total covers the month. Six queries."""
    facts = report_facts(county, [period], known_through=DECEMBER)
    chosen = KINDS[show].of if show else bool
    if unit_ids is not None:
        facts = tuple(fact for fact in facts if fact.unit_id in unit_ids)
    kinds = kinds_of(facts)
    units = (
        (unit_id, tuple(own))
        for unit_id, own in itertools.groupby(facts, key=lambda fact: fact.unit_id)
    )
    return Board(
        period,
        tuple(
            BoardUnit(unit_id, own[0].unit_name, own, tuple(filter(chosen, own)), kinds)
            for unit_id, own in units
        ),
        show,
    )
