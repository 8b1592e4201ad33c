"""月度汇总表 of one list: its lines under their units, with subtotals, as units and the city
know it."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Unit
from figures import words
from figures.book import FigureBook, books_by_unit
from figures.denominator import plan_basis
from figures.facts import Facts
from figures.lines import Totals, is_verified, silence, standing_words, state_words, totals_over
from figures.plan_fact import PlanFact
from investment.models import Definition, ReportingPeriod
from investment.standing import MonthStanding
from measures.months import Month
from projects.models import AnnualPlan, PlanCategory

TOTAL_GROUPS = (("合计", "全部"), ("新建", "新建"), ("续建", "续建"))


@dataclass(frozen=True)
class MonthlyLine:
    """A project under its number in the table."""

    serial: int
    row: PlanFact

    @property
    def category(self) -> str:
        return PlanCategory(self.row.category).label

    @property
    def amount(self) -> int | str:
        """本月完成 in yuan: 未报 for a silent month, 未分月 where only the total was sent after
        a gap."""
        if not self.row.is_reported:
            return silence(self.row)
        return "未分月" if self.row.done_this_month is None else self.row.done_this_month

    @property
    def done(self) -> int | str:
        return silence(self.row) if self.row.done is None else self.row.done

    @property
    def progress(self) -> str:
        """形象进度, with the reason of a zero; of a preliminary project that tells none, how far
        it has come."""
        standing = self.row.standing.this_month
        if standing.zero_reason:
            return _zero_words(standing, self.row.progress)
        if self.row.progress or self.row.category != PlanCategory.PRELIMINARY:
            return self.row.progress
        return standing_words(self.row)


@dataclass(frozen=True)
class UnitBlock:
    """A reporting unit's new and continuing projects."""

    unit_id: int
    unit_name: str
    lines: tuple[MonthlyLine, ...]
    totals: Totals

    @property
    def is_silent(self) -> bool:
        """Nothing was sent, neither approved nor waiting."""
        return all(line.row.is_silent for line in self.lines)


@dataclass(frozen=True)
class PreliminaryBlock:
    """The preliminary projects, as a page of the table shows them after all units."""

    lines: tuple[MonthlyLine, ...]


@dataclass(frozen=True)
class MonthlyTable:
    """``totals`` are 合计, 新建, 续建; preliminary projects stand apart, outside all totals.
    ``due_on`` is the day by which the month was to be reported, None without a period."""

    facts: Facts
    plan: AnnualPlan
    due_on: datetime.date | None
    blocks: tuple[UnitBlock, ...]
    totals: tuple[tuple[str, Totals], ...]
    preliminary: tuple[MonthlyLine, ...]
    definitions: tuple[str, ...] = ()

    @property
    def month(self) -> Month:
        return self.facts.month

    @property
    def title(self) -> str:
        return f"{self.month.label}{self.plan.key}重点建设项目进展情况汇总表"

    @property
    def subtitle(self) -> str:
        standing, unissued = self.facts.standing_words, words.unissued(self.facts, self.plan.key)
        said = f"　{unissued}" if unissued else ""
        said += f"　数据状态：{standing}" if standing else ""
        if self.due_on is None:
            return f"截至{_day(self.month.last_day)}{said}"
        return f"填报截止：{_day(self.due_on)}{said}"

    @property
    def shown_blocks(self) -> tuple[UnitBlock | PreliminaryBlock, ...]:
        """All that has lines, in the order of the table."""
        apart = (PreliminaryBlock(self.preliminary),) if self.preliminary else ()
        return (*self.blocks, *apart)

    @property
    def rows(self) -> tuple[PlanFact, ...]:
        return tuple(line.row for block in self.blocks for line in block.lines)

    @property
    def notes(self) -> tuple[str, ...]:
        """Coverage, basis and rules, as they stand under the table."""
        return (
            self._coverage(),
            "数据口径：已审定的填报，核定数优先，没有核定数的用上报数；" + self._verified(),
            f"{plan_basis(FigureBook(self.facts), self.plan.key)}。",
            f"{words.pace_in_full(self.facts.paces.of_list(self.plan.pk), self.month)}；"
            "未报的项目不作零计，累计数为此前最近一次填报；超/欠序时为完成率减序时进度。",
            f"亮灯依据：{self.facts.light_source}",
            *(f"口径·{words}" for words in self.definitions),
        )

    def _coverage(self) -> str:
        covered = words.coverage_in_full(totals_over(self.rows).coverage, with_silent=True)
        silent = [block.unit_name for block in self.blocks if block.is_silent]
        named = f"；未报单位：{'、'.join(silent)}" if silent else ""
        return f"报送情况：{covered}{named}。"

    def _verified(self) -> str:
        verified = sum(is_verified(row) for row in self.rows)
        return f"本表{verified}个项目用核定数。" if verified else "本表均为上报数。"


def monthly_table(facts: Facts, plan: AnnualPlan) -> MonthlyTable:
    """Two queries, for the day on which the month was due and for what counts."""
    book = FigureBook(facts)

    def rows(group: str) -> tuple[PlanFact, ...]:
        return book.of(plan.key, group, "项目数").rows

    return MonthlyTable(
        facts=facts,
        plan=plan,
        due_on=_due_on(facts.county, facts.month),
        blocks=_blocks(facts, plan.key),
        totals=tuple(
            (label, totals_over(rows(group)))
            for label, group in TOTAL_GROUPS
            if group == "全部" or rows(group)
        ),
        preliminary=_numbered(rows("前期"), itertools.count(1)),
        definitions=tuple(
            each.words for each in Definition.objects.in_force(facts.county, facts.month.last_day)
        ),
    )


def _blocks(facts: Facts, plan_key: str) -> tuple[UnitBlock, ...]:
    serials = itertools.count(1)
    books = books_by_unit(facts.only(plan_key)).values()
    of_units = (book.of(plan_key, "全部", "项目数").rows for book in books)
    return tuple(
        UnitBlock(rows[0].unit_id, rows[0].unit_name, _numbered(rows, serials), totals_over(rows))
        for rows in of_units
        if rows
    )


def _numbered(rows: tuple[PlanFact, ...], serials: Iterator[int]) -> tuple[MonthlyLine, ...]:
    return tuple(MonthlyLine(next(serials), row) for row in rows)


def _zero_words(standing: MonthStanding, progress: str) -> str:
    """零投资：冬休；基础已完成. Progress that begins with the reason says it already."""
    words = state_words(standing)
    state, _, reason = words.partition("：")
    if progress.startswith(reason):
        return f"{state}：{progress}"
    return f"{words}；{progress}" if progress else words


def _due_on(county: Unit, month: Month) -> datetime.date | None:
    return (
        ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
        .values_list("due_on", flat=True)
        .first()
    )


def _day(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
