"""What the pages and documents are made of: one function each, from one set of facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from figures import words
from figures.book import FigureBook
from figures.coverage import Coverage, coverage_of
from figures.curve import CurvePoint, curve
from figures.facts import Facts
from figures.figure import Figure, by_unit
from figures.indicators import INDICATORS, MILESTONE_NAMES, in_group
from figures.lights import Colour
from figures.plan_fact import PlanFact
from figures.sets import is_set, lists_in
from investment.models import ZeroReason
from projects.models import AnnualPlan
from reports.scale import Scale, scale_for

# The groups that a list is shown by, and how a table calls them.
GROUP_LABELS = {
    "新建": "新建",
    "续建": "续建",
    "全部": "小计",
    "前期": "前期",
    "合计": "合计",
}
LIGHTS = (
    ("红灯数", Colour.RED, "滞后"),
    ("黄灯数", Colour.AMBER, "略慢"),
    ("绿灯数", Colour.GREEN, "达序时"),
    ("未到期数", Colour.GREY, "未到期"),
    ("待审数", Colour.WAITING, "待审定"),
    ("未报数", Colour.UNREPORTED, "未报"),
    ("不亮灯数", Colour.NONE, "不亮灯"),
)
BEHIND_SHOWN = 15


@dataclass(frozen=True)
class GroupLine:
    """A group of a list: 县级 新建. Preliminary projects are not measured against the pace."""

    group: str
    label: str
    count: Figure
    planned: Figure
    done: Figure
    rate: Figure
    lead: Figure
    on_pace: Figure
    coverage: Coverage


@dataclass(frozen=True)
class ListBlock:
    """``unissued`` is said beside the name of a list that the title does not name."""

    plan: AnnualPlan
    lines: tuple[GroupLine, ...]
    unissued: str = ""


@dataclass(frozen=True)
class LightLine:
    colour: Colour
    word: str
    figure: Figure
    share: Fraction


@dataclass(frozen=True)
class MilestoneLine:
    """How many preliminary projects have come so far and no further."""

    word: str
    figure: Figure


@dataclass(frozen=True)
class UnitLine:
    """A reporting unit's own lines. ``rank`` goes by the lead of what it has reported; it is
    None for a unit of which nothing can be held against the pace: named, never ranked as zero."""

    unit_id: int
    unit_name: str
    rank: int | None
    count: Figure
    planned: Figure
    done: Figure
    rate: Figure
    lead: Figure
    reported: Figure
    waiting: Figure
    zero: Figure
    estimates: Figure

    @property
    def zero_words(self) -> str:
        """零投资：冬休、未开工 of a unit that reported zero for all its projects; "" of others."""
        if not self.zero:
            return ""
        reasons = dict.fromkeys(row.standing.this_month.zero_reason for row in self.zero.rows)
        told = "、".join(ZeroReason(reason).label for reason in reasons if reason)
        return f"零投资：{told}" if told else "零投资"

    @property
    def is_silent(self) -> bool:
        """Nothing was sent for the month, neither approved nor waiting."""
        return not self.reported and not self.waiting

    @property
    def is_waiting(self) -> bool:
        """Sent, and nothing of it approved yet."""
        return not self.reported and bool(self.waiting)

    @property
    def waiting_words(self) -> str:
        return words.waiting(self.waiting.rows)

    @property
    def is_partial(self) -> bool:
        return bool(self.reported) and self.reported.value != self.count.value


@dataclass(frozen=True)
class Headline:
    """The figures on top, all of the chosen list's 全部 but for what waits."""

    count: Figure
    planned: Figure
    done: Figure
    rate: Figure
    pace: Figure
    lead: Figure
    new: Figure
    started: Figure
    start_rate: Figure
    due: Figure
    due_start_rate: Figure
    on_pace: Figure
    on_pace_share: Figure
    red: Figure
    amber: Figure
    lagging: Figure
    reported: Figure
    silent: Figure
    waiting: Figure
    preliminary: Figure

    @property
    def waiting_words(self) -> str:
        return words.waiting(self.waiting.rows)


@dataclass(frozen=True)
class Dashboard:
    """One list of one scope at one month. ``points`` run from January to the month;
    ``behind`` are the lines that lag, worst first."""

    facts: Facts
    plan: AnnualPlan
    headline: Headline
    points: tuple[CurvePoint, ...]
    behind: tuple[PlanFact, ...]
    lists: tuple[ListBlock, ...]
    lights: tuple[LightLine, ...]
    milestones: tuple[MilestoneLine, ...]
    units: tuple[UnitLine, ...]

    @property
    def scale(self) -> Scale:
        return scale_for(self.planned)

    @property
    def planned(self) -> int:
        """In yuan, for what is drawn and scaled by it: nothing while no plan is known."""
        return 0 if self.headline.planned.value is None else int(self.headline.planned)

    @property
    def behind_shown(self) -> tuple[PlanFact, ...]:
        return self.behind[:BEHIND_SHOWN]

    @property
    def coverage(self) -> Coverage:
        """What the headline's totals cover."""
        return coverage_of(self.headline.count.rows)

    @property
    def ranked(self) -> tuple[UnitLine, ...]:
        return tuple(unit for unit in self.units if unit.rank is not None)

    @property
    def unranked(self) -> tuple[UnitLine, ...]:
        return tuple(unit for unit in self.units if unit.rank is None)

    @property
    def silent_units(self) -> int:
        return sum(unit.is_silent for unit in self.units)


def plans_with_rows(facts: Facts) -> list[AnnualPlan]:
    """The lists in which the facts have lines, in the order of their tiers."""
    keys = {row.plan_key for row in facts.rows}
    return [plan for plan in facts.plans if plan.key in keys]


def plan_called(key: str, plans: list[AnnualPlan]) -> AnnualPlan | None:
    """The list of that key, or one that stands for a set of the lists; it is in no table."""
    by_key = {plan.key: plan for plan in plans}
    if not is_set(key, by_key):
        return by_key.get(key)
    first = by_key[lists_in(key)[0]]
    return AnnualPlan(county_id=first.county_id, year=first.year, tier=first.tier, key=key)


def dashboard_of(facts: Facts, plan: AnnualPlan) -> Dashboard:
    """No query: all is folded from the facts."""
    book = FigureBook(facts)
    return Dashboard(
        facts=facts,
        plan=plan,
        headline=_headline(book, plan.key),
        points=curve(facts, plan.key, "全部"),
        behind=book[f"{plan.key}.全部.落后数"].rows,
        lists=tuple(_list_block(book, each, plan.key) for each in plans_with_rows(facts)),
        lights=_light_lines(book, plan.key),
        milestones=_milestone_lines(book, plan.key),
        units=unit_lines(facts, plan.key),
    )


def unit_lines(facts: Facts, plan_key: str) -> tuple[UnitLine, ...]:
    """The units that report lines of the list, by their lead over the pace; those that cannot
    be held against it last. The rows are parted by unit once: a book of each, which says the same
    (a test), took a fifth of a dashboard's figures."""
    own = by_unit(in_group(facts.of_list(plan_key), "全部"))
    lines = [_unit_line(unit, own[unit], plan_key) for unit in by_unit(facts.rows) if unit in own]
    ranked = [line for line in lines if line.lead.exact is not None]
    ranked.sort(key=lambda line: line.lead.exact or 0, reverse=True)
    unranked = [line for line in lines if line.lead.exact is None]
    return (*(replace(line, rank=number) for number, line in enumerate(ranked, 1)), *unranked)


def _headline(book: FigureBook, plan: str) -> Headline:
    def figure(indicator: str, group: str = "全部") -> Figure:
        return book.of(plan, group, indicator)

    return Headline(
        count=figure("项目数"),
        planned=figure("年度计划投资"),
        done=figure("完成投资"),
        rate=figure("完成率"),
        pace=figure("序时进度"),
        lead=figure("超序时"),
        new=figure("项目数", "新建"),
        started=figure("开工数", "新建"),
        start_rate=figure("开工率", "新建"),
        due=figure("应开工数", "新建"),
        due_start_rate=figure("时序开工率", "新建"),
        on_pace=figure("达序时数"),
        on_pace_share=figure("达序时比例"),
        red=figure("红灯数"),
        amber=figure("黄灯数"),
        lagging=figure("落后数"),
        reported=figure("报送数"),
        silent=figure("未报送数"),
        waiting=figure("待审定数", "合计"),
        preliminary=figure("项目数", "前期"),
    )


def _list_block(book: FigureBook, plan: AnnualPlan, title: str) -> ListBlock:
    labels = dict(GROUP_LABELS)
    if not book.of(plan.key, "前期", "项目数"):
        # New and continuing are all there is: their sum is the total.
        labels["全部"] = labels.pop("合计")
    lines = [_group_line(book, plan.key, group, label) for group, label in labels.items()]
    is_named = plan.key in (title, *lists_in(title))
    unissued = "" if is_named else words.unissued(book.facts, plan.key)
    return ListBlock(plan, tuple(line for line in lines if line.count), unissued)


def _group_line(book: FigureBook, plan: str, group: str, label: str) -> GroupLine:
    def figure(indicator: str) -> Figure:
        return book.of(plan, group, indicator)

    return GroupLine(
        group=group,
        label=label,
        count=figure("项目数"),
        planned=figure("年度计划投资"),
        done=figure("完成投资"),
        rate=figure("完成率"),
        lead=figure("超序时"),
        on_pace=figure("达序时数"),
        coverage=coverage_of(figure("项目数").rows),
    )


def _light_lines(book: FigureBook, plan: str) -> tuple[LightLine, ...]:
    whole = int(book.of(plan, "全部", "项目数"))
    figures = ((colour, word, book.of(plan, "全部", name)) for name, colour, word in LIGHTS)
    return tuple(
        LightLine(
            colour,
            words.waiting(figure.rows) if colour == Colour.WAITING else word,
            figure,
            Fraction(int(figure), whole),
        )
        for colour, word, figure in figures
        if figure
    )


def _milestone_lines(book: FigureBook, plan: str) -> tuple[MilestoneLine, ...]:
    figures = ((name, book.of(plan, "前期", name)) for name in MILESTONE_NAMES)
    return tuple(
        MilestoneLine(name.removesuffix("数"), figure) for name, figure in figures if figure
    )


def _unit_line(unit_id: int, rows: Sequence[PlanFact], plan: str) -> UnitLine:
    def figure(indicator: str) -> Figure:
        return INDICATORS[indicator].over(rows, f"{plan}.全部.{indicator}")

    return UnitLine(
        unit_id=unit_id,
        unit_name=rows[0].unit_name,
        rank=None,
        count=figure("项目数"),
        planned=figure("年度计划投资"),
        done=figure("完成投资"),
        rate=figure("完成率"),
        lead=figure("超序时"),
        reported=figure("报送数"),
        waiting=figure("待审定数"),
        zero=figure("零报告单位数"),
        estimates=figure("预计项目数"),
    )
