"""The quality of reporting (填报质量): on time, returned, corrected, unexplained.

One row a project's month, January to the cut-off, by what was sent by then.
"""

import datetime
from collections.abc import Callable, Sequence

from accounts.models import Unit
from figures.figure import Indicator, by_unit, counted, ratio
from figures.links import entries_url
from figures.subject import Cell, Column, Noun, Subject, Table, Topic, named
from figures.units import ITEMS, TIMES
from investment.models import ReportingPeriod
from investment.selectors.report_facts import ReportFact, report_facts
from investment.standing import MonthState
from measures.months import Month

NAME, WHOLE = "报送质量", "全县"


def _in_state(state: MonthState) -> Callable[[ReportFact], bool]:
    return lambda fact: fact.state is state


def _is_silent(fact: ReportFact) -> bool:
    return fact.state is MonthState.SILENT and not fact.is_undecided


def _is_decided(fact: ReportFact) -> bool:
    return fact.is_receipt_known and not fact.is_undecided


def _items(
    name: str, of: Callable[[ReportFact], bool] | None = None, basis: str = ""
) -> Indicator[ReportFact]:
    """Months of projects, all or those chosen."""
    return Indicator(name, ITEMS, counted, of, basis)


def _times(name: str, of: Callable[[ReportFact], int], basis: str = "") -> Indicator[ReportFact]:
    """What happened to the months, added up over those to which it did."""
    return Indicator(
        name,
        TIMES,
        lambda facts: sum(of(fact) for fact in facts),
        of=lambda fact: of(fact) > 0,
        basis=basis,
        sum_words=f"所列月报{name}之和",
    )


OWED = _items("应报数", basis="项目和月份，新建、续建项目每月一项")
ON_TIME = _items("按时数", lambda fact: fact.is_on_time, "截止日或延期内收到")
ON_TIME_RATE = ratio(
    "按时报送率",
    ON_TIME,
    OWED,
    "按时数 ÷ 应报数，收到日期未记的和未到期的除外；未报送和累计补报的不算按时",
    of=_is_decided,
    is_told=True,
)

INDICATORS = named(
    OWED,
    ON_TIME,
    _items("迟报数", lambda fact: fact.is_late, "截止日和延期后收到"),
    _items("累计补报数", _in_state(MonthState.COVERED), "当月没有报送，已含在后期累计"),
    _items("未报送数", _is_silent, "截止日和延期已过，没有报送"),
    _items(
        "收到日期未记数",
        lambda fact: not fact.is_receipt_known,
        "历史数据导入等没有收到日期，不算按时也不算迟报",
    ),
    _items("未到期数", lambda fact: fact.is_undecided, "截止日还没有到"),
    ON_TIME_RATE,
    _times("退回次数", lambda fact: fact.returned_times),
    _times("催报次数", lambda fact: fact.calls, "电话催报，记在单位当月第一个项目上"),
    _times("更正次数", lambda fact: fact.corrections, "审定后更正并采纳"),
    Indicator(
        "未说明提示数",
        ITEMS,
        lambda facts: sum(fact.unexplained for fact in facts),
        of=lambda fact: fact.unexplained > 0,
        basis="校核提示没有说明，或核查为待核查、经核不符",
        sum_words="所列月报未说明提示数之和",
    ),
)

# What 应报数 adds up from: each month owed is in one of them.
PARTS = ("按时数", "迟报数", "累计补报数", "未报送数", "收到日期未记数", "未到期数")


def load_reporting(county: Unit, month: Month, today: datetime.date) -> Topic[ReportFact]:
    """What is not due by ``today`` is undecided. Six queries for any number of units and months."""
    periods = ReportingPeriod.objects.filter(
        county=county, year=month.year, month__lte=month.month
    ).order_by("month")
    rows = report_facts(county, list(periods), known_through=month.month, today=today)
    return Topic(NAME, county, month, rows)


def unit_groups(rows: Sequence[ReportFact]) -> dict[str, int]:
    """Each unit's id under the name of its group; of two units that share a name the later also
    has its number, for a key must tell them apart."""
    groups: dict[str, int] = {}
    for unit_id, own in by_unit(rows).items():
        name = own[0].unit_name
        groups[f"{name}（{unit_id}）" if name in groups else name] = unit_id
    return groups


def _groups(table: Table[ReportFact]) -> dict[str, Callable[[ReportFact], bool]]:
    """The county, and each unit."""

    def of(unit_id: int) -> Callable[[ReportFact], bool]:
        return lambda fact: fact.unit_id == unit_id

    units = unit_groups(table.rows)
    return {WHOLE: lambda fact: True} | {name: of(unit_id) for name, unit_id in units.items()}


def _months(county: Unit) -> list[Month]:
    return [period.as_month for period in ReportingPeriod.objects.filter(county=county)]


def _sum(of: Callable[[ReportFact], int]) -> Callable[[Sequence[ReportFact]], int]:
    return lambda facts: sum(of(fact) for fact in facts)


COLUMNS: tuple[Column[ReportFact], ...] = (
    Column(
        "项目名称",
        lambda fact: fact.project_name,
        cell=lambda fact: Cell(fact.project_name, href=entries_url(fact, fact.period.year)),
        css="col-name",
        width=36,
    ),
    Column("填报单位", lambda fact: fact.unit_name, width=22),
    Column("填报期", lambda fact: fact.period.label, css="nowrap", width=14),
    Column("报送", lambda fact: fact.words, width=16),
    Column("截止", lambda fact: fact.due_on, is_day=True, css="nowrap"),
    Column(
        "收到",
        lambda fact: fact.received_on,
        is_day=True,
        missing=lambda fact: "日期未记" if fact.is_reported else "",
        css="nowrap",
    ),
    Column(
        "迟报",
        lambda fact: "迟报" if fact.is_late else "",
        cell=lambda fact: Cell("", badge=("overdue", "迟报") if fact.is_late else None),
        width=7,
    ),
    Column(
        "退回次数",
        lambda fact: fact.returned_times,
        TIMES,
        head="退回",
        total=_sum(lambda fact: fact.returned_times),
        width=9,
    ),
    Column(
        "催报次数",
        lambda fact: fact.calls,
        TIMES,
        head="催报",
        total=_sum(lambda fact: fact.calls),
        width=9,
    ),
    Column(
        "更正次数",
        lambda fact: fact.corrections,
        TIMES,
        head="更正",
        total=_sum(lambda fact: fact.corrections),
        width=9,
    ),
    Column(
        "未说明提示数",
        lambda fact: fact.unexplained,
        ITEMS,
        head="未说明提示",
        total=_sum(lambda fact: fact.unexplained),
        width=13,
    ),
)

REPORTING: Subject[ReportFact] = Subject(
    name=NAME,
    load=load_reporting,
    columns=COLUMNS,
    indicators=INDICATORS,
    groups=_groups,
    partitions=lambda facts, start: (
        (f"{WHOLE}.应报数", tuple(f"{WHOLE}.{part}" for part in PARTS)),
    ),
    whole=WHOLE,
    noun=Noun("月报", ITEMS),
    months=_months,
    page="figures:quality",
)
