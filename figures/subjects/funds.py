"""资金: what each source gives to projects, planned, arrived and paid."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import attrgetter

from accounts.trail.reader import Reader
from figures.cuts import Cut, by_the_row
from figures.figure import Indicator, counted, ratio
from figures.keys import Narrowing
from figures.roll_table import ALL, groups_by_list, loads_of, projects_in, sum_known
from figures.subject import Column, Noun, Partitions, Subject, Table, named
from figures.units import COUNT, MONEY, FigureUnit
from projects.funds.reading import FundFact, funds_on

FUNDS = "资金"
SOURCE = "资金来源"
TIMES_GIVEN, CLASSES = FigureUnit("笔"), FigureUnit("类")
Rows = Sequence[FundFact]


def money_of(
    name: str, of: str, basis: str, chosen: Callable[[FundFact], bool] | None = None
) -> Indicator[FundFact]:
    return Indicator(
        name, MONEY, sum_known(attrgetter(of)), chosen, basis, sum_words=f"所列资金{name}之和"
    )


def counts_of_funds(
    name: str,
    unit: FigureUnit,
    value: Callable[[Rows], int | None],
    of: Callable[[FundFact], bool] | None = None,
    basis: str = "",
) -> Indicator[FundFact]:
    return Indicator(name, unit, value, of, basis)


def _total_investment(rows: Rows) -> int | None:
    """Of each project once."""
    totals = {row.project_id: row.total_investment for row in rows}
    known = [total for total in totals.values() if total is not None]
    return sum(known) if known or not rows else None


def _classes(rows: Rows) -> int:
    return len({row.program for row in rows})


def _both_known(upper: str, lower: str) -> Callable[[FundFact], bool]:
    return lambda row: getattr(row, upper) is not None and getattr(row, lower) is not None


def _arrived_in_part(row: FundFact) -> bool:
    return row.arrived is not None and row.planned is not None and row.arrived < row.planned


def is_applied_for(row: FundFact) -> bool:
    return row.applied is not None


APPLIED = replace(
    money_of("申报额", "applied", "向上申报的", is_applied_for),
    told=lambda rows: any(map(is_applied_for, rows)),
)
PLANNED = money_of("计划额", "planned", "计划安排或下达的")
ARRIVED = money_of("到位额", "arrived", "累计到位")
PAID = money_of("支付额", "paid", "累计支付")

ARRIVED_RATE = ratio(
    "资金到位率",
    ARRIVED,
    PLANNED,
    "到位额 ÷ 计划额，到位或计划没有填的除外",
    of=_both_known("arrived", "planned"),
    is_told=True,
)
PAID_RATE = ratio(
    "支付率",
    PAID,
    ARRIVED,
    "支付额 ÷ 到位额，支付或到位没有填的除外",
    of=_both_known("paid", "arrived"),
    is_told=True,
)

INDICATORS = named(
    counts_of_funds("项目数", COUNT, projects_in, basis="有资金来源的项目，每个项目计一次"),
    counts_of_funds("资金笔数", TIMES_GIVEN, counted),
    counts_of_funds("类别数", CLASSES, _classes, lambda row: bool(row.program), "专项类别的个数"),
    counts_of_funds("总投资", MONEY, _total_investment, basis="项目总投资，每个项目计一次"),
    APPLIED,
    PLANNED,
    ARRIVED,
    PAID,
    ARRIVED_RATE,
    PAID_RATE,
    money_of("本月到位额", "arrived_this_month", "截止日当月到位的"),
    money_of("本月支付额", "paid_this_month", "截止日当月支付的"),
    money_of("今年到位额", "arrived_this_year", "截止日当年到位的"),
    money_of("今年支付额", "paid_this_year", "截止日当年支付的"),
    counts_of_funds(
        "到位不足项目数",
        COUNT,
        projects_in,
        _arrived_in_part,
        "到位额小于计划额的项目",
    ),
)


def source_places(row: FundFact) -> tuple[str, ...]:
    """Its own name, then what it is of: 中央预算内, 中省预算内."""
    return tuple(dict.fromkeys((row.source, row.mark.label)))


CUTS: dict[str, Cut[FundFact]] = {
    cut.name: cut
    for cut in (
        Cut(SOURCE, lambda table: source_places),
        by_the_row("专项类别", lambda row: row.program),
        by_the_row("资金年度", lambda row: str(row.year)),
        by_the_row("填报单位", lambda row: row.unit_name),
        by_the_row("项目类别", lambda row: row.category),
    )
}


def partitions_by_source(*names: str) -> Callable[[Table[FundFact], str], Partitions]:
    """The sources of each kind add up to all."""

    def partitions(table: Table[FundFact], start: str) -> Partitions:
        marks = dict.fromkeys(row.mark for row in table.rows)
        cuts = [Narrowing(SOURCE, mark.label) for mark in marks]
        return tuple(
            (f"{ALL}.{name}", tuple(f"{ALL}.{cut}.{name}" for cut in cuts)) for name in names
        )

    return partitions


COLUMNS: tuple[Column[FundFact], ...] = (
    Column("项目名称", lambda row: row.project_name, css="col-name", width=36),
    Column("填报单位", lambda row: row.unit_name, width=22),
    Column(SOURCE, lambda row: row.source, css="nowrap", width=14),
    Column("专项类别", lambda row: row.program, width=14),
    Column("资金年度", lambda row: str(row.year), width=9),
    *(
        Column(
            name,
            attrgetter(of),
            MONEY,
            key=of,
            head=head,
            total=sum_known(attrgetter(of)),
            width=14,
        )
        for name, of, head in (
            ("申报额", "applied", "申报"),
            ("计划额", "planned", "计划"),
            ("到位额", "arrived", "到位"),
            ("支付额", "paid", "支付"),
        )
    ),
    Column("下达文号", lambda row: row.document, width=20),
    Column("说明", lambda row: row.note, width=24),
    Column("数据自", lambda row: row.told_on, key="told_on", is_day=True, css="nowrap"),
)


def _open_on(reader: Reader, day: datetime.date) -> tuple[list[FundFact], tuple[str, ...]]:
    rows, keys = funds_on(reader, day)
    return [row for row in rows if row.is_open], keys


_load, _load_on = loads_of(FUNDS, _open_on)

FUNDS_SUBJECT: Subject[FundFact] = Subject(
    name=FUNDS,
    load=_load,
    load_on=_load_on,
    columns=COLUMNS,
    indicators=INDICATORS,
    groups=groups_by_list,
    partitions=partitions_by_source("资金笔数", "计划额", "到位额", "支付额"),
    whole=ALL,
    noun=Noun("资金", TIMES_GIVEN),
    cuts=CUTS,
)
