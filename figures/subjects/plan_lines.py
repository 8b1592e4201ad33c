"""Plan lines: what a list plans of a project, what is completed, and how it stands."""

import datetime
from collections.abc import Callable, Sequence

from accounts.models import Unit, User
from accounts.trail.unwinding import AsKnown
from figures import choosing
from figures.coverage import coverage_of
from figures.facts import Facts, cut_off, load_facts
from figures.figure import Indicator
from figures.indicators import (
    COMPLETION,
    DONE,
    GROUPS,
    INDICATORS,
    LEAD,
    MONTH,
    PLANNED,
    TOTAL,
    applies,
    partitions,
)
from figures.lights import UNRECOGNISED, Colour
from figures.lines import (
    UNREPORTED_WORD,
    first_words,
    month_words,
    silence,
    standing_words,
    verified_words,
)
from figures.links import project_url
from figures.plan_fact import PlanFact
from figures.subject import Cell, Column, Partitions, Subject, Table, Value
from figures.subjects.own_columns import own_columns
from figures.subjects.plan_cuts import PLAN_CUTS
from figures.units import MONEY, POINTS, RATE
from investment.basis import Basis
from measures.months import Month
from projects.models import PlanCategory

NO_MONTHS = "所列均为前期项目，没有月报"


def _load(county: Unit, month: Month, today: datetime.date) -> Table[PlanFact]:
    return load_facts(county, month)


def _load_on(county: Unit, day: datetime.date, known: AsKnown | None) -> Table[PlanFact]:
    return load_facts(county, cut_off(day), known, day=day)


def _seen(user: User, facts: Table[PlanFact]) -> Table[PlanFact]:
    assert isinstance(facts, Facts)
    return facts.visible_to(user)


def _groups(facts: Table[PlanFact]) -> dict[str, Callable[[PlanFact], bool]]:
    return GROUPS


def _partitions(facts: Table[PlanFact], start: str) -> Partitions:
    assert isinstance(facts, Facts)
    return partitions(facts.base_of(start))


def _lines(facts: Table[PlanFact], key: str, is_at_first: bool) -> Sequence[PlanFact]:
    assert isinstance(facts, Facts)
    return facts.of_list_at_first(key) if is_at_first else facts.of_list(key)


def _partial(rows: Sequence[PlanFact]) -> str:
    """2个项目中报送1个, where not all of them are."""
    coverage = coverage_of(rows)
    return coverage.words if coverage.reported < coverage.projects else ""


def _about(rows: Sequence[PlanFact]) -> list[tuple[str, str]]:
    coverage = coverage_of(rows)
    told = "认定情况" if coverage.basis is Basis.RECOGNISED else "报送情况"
    return [(told, coverage.words or NO_MONTHS), ("数据口径", verified_words(rows))]


# --- The page of rows ---------------------------------------------------------------------


def _over(indicator: Indicator[PlanFact]) -> Callable[[Sequence[PlanFact]], Value]:
    return lambda rows: indicator.over(rows, indicator.name).value


def _name(row: PlanFact) -> Cell:
    listed = f"列入名称：{row.listed_name}" if row.listed_name else ""
    sub = "　".join(filter(None, (row.project_code, listed)))
    return Cell(row.project_name, href=project_url(row), sub=sub)


def _planned(row: PlanFact) -> Cell:
    """With the plan of the year's beginning below it, where that was another."""
    return Cell(MONEY.in_cell(row.planned), sub=first_words(row))


def _light(row: PlanFact) -> Cell:
    if row.light.colour is Colour.NONE:
        return Cell(row.light.word, is_muted=True)
    return Cell(row.light.word, light=row.light)


def _reported(row: PlanFact) -> Cell:
    if row.is_waiting:
        return Cell(row.waiting_word, badge=("submitted", row.waiting_word))
    if not row.is_reported and (word := silence(row)) in (UNREPORTED_WORD, UNRECOGNISED.word):
        return Cell(word, badge=("missing", word))
    return Cell(month_words(row))


def _reports(rows: Sequence[PlanFact]) -> str:
    coverage = coverage_of(rows)
    did = "认定" if coverage.basis is Basis.RECOGNISED else "报送"
    return f"{did}{coverage.sent}/{coverage.projects}"


COLUMNS: tuple[Column[PlanFact], ...] = (
    Column(
        "项目名称",
        lambda row: row.project_name,
        key="name",
        order=lambda row: row.position,
        cell=_name,
        css="col-name",
        width=36,
    ),
    Column("项目代码", lambda row: row.project_code, on_page=False, width=25),
    Column("计划类别", lambda row: PlanCategory(row.category).label, on_page=False, width=9),
    Column("填报单位", lambda row: row.unit_name, key="unit", width=20),
    Column("总投资", lambda row: row.total_investment, MONEY, key="total", total=_over(TOTAL)),
    Column(
        "年度计划投资",
        lambda row: row.planned,
        MONEY,
        key="planned",
        head="年度计划",
        total=_over(PLANNED),
        cell=_planned,
    ),
    Column(
        "本月完成",
        lambda row: row.done_this_month,
        MONEY,
        key="month",
        total=_over(MONTH),
        missing=lambda row: "" if row.is_reported else silence(row),
        is_by_basis=True,
    ),
    Column(
        "累计完成",
        lambda row: row.done,
        MONEY,
        key="done",
        total=_over(DONE),
        missing=silence,
        is_by_basis=True,
    ),
    Column(
        "完成率%",
        lambda row: row.rate,
        RATE,
        key="rate",
        head="完成率",
        total=_over(COMPLETION),
    ),
    Column(
        "超/欠序时（百分点）",
        lambda row: row.lead,
        POINTS,
        key="lead",
        head="超/欠序时",
        total=_over(LEAD),
    ),
    Column("亮灯", lambda row: row.light.word, cell=_light, css="nowrap", width=10),
    Column("亮灯依据", standing_words, head="依据", css="col-reason", width=28),
    Column(
        "本月报送",
        month_words,
        head="{month}月报送",
        recognised="{month}月认定",
        cell=_reported,
        total=_reports,
        css="nowrap",
        width=14,
    ),
    Column("存在问题", lambda row: row.problem, on_page=False, width=30),
    Column("包抓领导", lambda row: row.lead_official, on_page=False, width=14),
)

# What stands still while nobody reports: held against another month it would say that nothing was
# done (DESIGN §4.3).
REPORTED = frozenset(
    (
        *("完成投资", "本月完成投资", "完成率", "超序时", "年初计划完成率", "本月占年度计划"),
        *("开工以来完成投资", "总投资完成率", "时段计划完成率", "时段目标完成率"),
        *("达序时数", "未达序时数", "达序时比例", "未达序时比例"),
    )
)

PLAN_LINES: Subject[PlanFact] = Subject(
    name="清单",
    load=_load,
    load_on=_load_on,
    columns=COLUMNS,
    indicators=INDICATORS,
    groups=_groups,
    partitions=_partitions,
    whole="",
    applies=applies,
    seen=_seen,
    about=_about,
    partial=_partial,
    lines=_lines,
    cuts=PLAN_CUTS,
    flags={"已报齐": choosing.comparable},
    reported=REPORTED,
    is_reported=choosing.some_reported,
    is_reckoned=True,
    own=own_columns,
)
