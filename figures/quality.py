"""The quality of reporting (填报质量) per unit: on time, returned, corrected, unexplained.

An indicator is defined once, by name, over the facts of reporting: one row a project's month,
January to the cut-off, by what was sent by then.
"""

import datetime
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from accounts.models import Unit
from figures.figure import FigureUnit, Measured
from investment.models import ReportingPeriod
from investment.selectors.report_facts import ReportFact, report_facts
from investment.standing import MonthState
from measures.months import Month
from measures.rates import share

Facts = Sequence[ReportFact]

SCOPE, WHOLE = "报送质量", "全县"


@dataclass(frozen=True)
class QualityFigure(Measured):
    """``rows`` are the months it was computed from; ``basis`` says of what."""

    rows: tuple[ReportFact, ...]
    basis: str = ""

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class QualityIndicator:
    """``of`` chooses the rows it rests on (all, where None), ``value`` computes over them."""

    name: str
    unit: FigureUnit
    value: Callable[[Facts], int | Fraction | None]
    of: Callable[[ReportFact], bool] | None = None
    basis: str = ""

    def over(self, facts: Facts, key: str) -> QualityFigure:
        chosen = tuple(fact for fact in facts if self.of is None or self.of(fact))
        return QualityFigure(key, self.value(chosen), self.unit, chosen, self.basis)


def _number(facts: Facts) -> int:
    return len(facts)


def _on_time_rate(facts: Facts) -> Fraction | None:
    return share(sum(fact.is_on_time for fact in facts), len(facts))


def _in_state(state: MonthState) -> Callable[[ReportFact], bool]:
    return lambda fact: fact.state is state


ITEMS, TIMES, RATE = FigureUnit.ITEMS, FigureUnit.TIMES, FigureUnit.RATE

QUALITY = {
    indicator.name: indicator
    for indicator in (
        QualityIndicator("应报数", ITEMS, _number, basis="项目和月份，新建、续建项目每月一项"),
        QualityIndicator(
            "按时数", ITEMS, _number, of=lambda fact: fact.is_on_time, basis="截止日或延期内收到"
        ),
        QualityIndicator(
            "迟报数", ITEMS, _number, of=lambda fact: fact.is_late, basis="截止日和延期后收到"
        ),
        QualityIndicator(
            "累计补报数",
            ITEMS,
            _number,
            of=_in_state(MonthState.COVERED),
            basis="当月没有报送，已含在后期累计",
        ),
        QualityIndicator(
            "未报送数",
            ITEMS,
            _number,
            of=lambda fact: fact.state is MonthState.SILENT and not fact.is_undecided,
            basis="截止日和延期已过，没有报送",
        ),
        QualityIndicator(
            "收到日期未记数",
            ITEMS,
            _number,
            of=lambda fact: not fact.is_receipt_known,
            basis="历史数据导入等没有收到日期，不算按时也不算迟报",
        ),
        QualityIndicator(
            "未到期数",
            ITEMS,
            _number,
            of=lambda fact: fact.is_undecided,
            basis="截止日还没有到",
        ),
        QualityIndicator(
            "按时报送率",
            RATE,
            _on_time_rate,
            of=lambda fact: fact.is_receipt_known and not fact.is_undecided,
            basis="按时数 ÷ 应报数，收到日期未记的和未到期的除外；未报送和累计补报的不算按时",
        ),
        QualityIndicator(
            "退回次数",
            TIMES,
            lambda facts: sum(fact.returned_times for fact in facts),
            of=lambda fact: fact.returned_times > 0,
        ),
        QualityIndicator(
            "更正次数",
            TIMES,
            lambda facts: sum(fact.corrections for fact in facts),
            of=lambda fact: fact.corrections > 0,
            basis="审定后更正并采纳",
        ),
        QualityIndicator(
            "未说明提示数",
            ITEMS,
            lambda facts: sum(fact.unexplained for fact in facts),
            of=lambda fact: fact.unexplained > 0,
            basis="校核提示没有说明，或核查为存疑、不实",
        ),
    )
}

# What 应报数 adds up from: each month owed is in one of them.
PARTS = ("按时数", "迟报数", "累计补报数", "未报送数", "收到日期未记数", "未到期数")


@dataclass(frozen=True)
class Quality:
    """The facts of reporting of ``county`` through ``month``, in the order of the units."""

    county: Unit
    month: Month
    facts: tuple[ReportFact, ...]

    @property
    def period_words(self) -> str:
        """2019年1—6月."""
        first = "" if self.month.month == 1 else "1—"
        return f"{self.month.year}年{first}{self.month.month}月"

    def of_units(self, unit_ids: Collection[int]) -> "Quality":
        return replace(self, facts=tuple(f for f in self.facts if f.unit_id in unit_ids))

    def figure(self, name: str, whose: str = WHOLE) -> QualityFigure:
        """Over all the facts; ``whose`` names them in the key."""
        return QUALITY[name].over(self.facts, f"{SCOPE}.{whose}.{name}")

    def by_unit(self) -> list[tuple[str, "Quality"]]:
        """Each unit's own, under its name; of two that share one the later also has its number,
        for a key must tell them apart."""
        units: dict[str, Quality] = {}
        for unit_id, facts in itertools.groupby(self.facts, key=lambda fact: fact.unit_id):
            own = tuple(facts)
            name = own[0].unit_name
            units[f"{name}（{unit_id}）" if name in units else name] = replace(self, facts=own)
        return list(units.items())

    def figures(self) -> Iterator[tuple[str, QualityFigure]]:
        """Every indicator, of the county and then of each unit, by its key."""
        for whose, quality in ((WHOLE, self), *self.by_unit()):
            for name in QUALITY:
                figure = quality.figure(name, whose)
                yield figure.key, figure


def load_quality(county: Unit, month: Month, *, today: datetime.date) -> Quality:
    """What is not due by ``today`` is undecided. Six queries for any number of units and months."""
    periods = ReportingPeriod.objects.filter(
        county=county, year=month.year, month__lte=month.month
    ).order_by("month")
    facts = report_facts(county, list(periods), known_through=month.month, today=today)
    return Quality(county, month, facts)
