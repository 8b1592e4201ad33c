"""要素保障: what projects are short of, by kind, and what of it was resolved within the year."""

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter

from figures.cuts import Cut, by_the_row
from figures.figure import Indicator, counted, ratio
from figures.roll_table import ALL, groups_by_list, loads_of, projects_in, sum_known
from figures.subject import Cell, Column, Noun, Partitions, Subject, Table, named
from figures.units import COUNT, ITEMS, MONEY, FigureUnit
from measures.hundredths import HUNDREDTHS
from projects.gaps.reading import GapFact, gaps_on
from projects.models import AMOUNT_UNITS, GapKind

NAME = "要素"

GAP_NAMES = {
    GapKind.FUNDS: "资金缺口",
    GapKind.LAND: "用地缺口",
    GapKind.RELOCATION: "拆迁缺口",
    GapKind.ENERGY: "用能缺口",
    GapKind.ENVIRONMENT: "环境容量缺口",
}
"""What is still short of each kind that is counted."""

UNIT_OF: dict[GapKind, FigureUnit] = {GapKind.FUNDS: MONEY} | {
    kind: FigureUnit(label, one=HUNDREDTHS, digits=2, is_trimmed=True)
    for kind, label in AMOUNT_UNITS.items()
}
RAISED, RESOLVED = "提出", "已解决"


def _counts(
    name: str,
    unit: FigureUnit,
    value: Callable[[Sequence[GapFact]], int],
    of: Callable[[GapFact], bool] | None = None,
    basis: str = "",
) -> Indicator[GapFact]:
    return Indicator(name, unit, value, of, basis)


def _is_open(gap: GapFact) -> bool:
    return gap.is_open


def _is_of(gap: GapFact, kind: GapKind) -> bool:
    return gap.kind == kind


def _is_short_of(gap: GapFact, kind: GapKind) -> bool:
    return gap.kind == kind and gap.is_open


def _is_resolved_of(gap: GapFact, kind: GapKind) -> bool:
    return gap.kind == kind and bool(gap.resolved)


def _sum(
    name: str, kind: GapKind, of: str, chosen: Callable[..., bool], basis: str
) -> Indicator[GapFact]:
    return Indicator(
        name,
        UNIT_OF[kind],
        sum_known(attrgetter(of)),
        partial(chosen, kind=kind),
        basis,
        sum_words=f"所列缺口{name}之和",
    )


def _of_kind(kind: GapKind) -> list[Indicator[GapFact]]:
    name = GAP_NAMES[kind]
    return [
        _sum(name, kind, "short", _is_short_of, "截止日还缺的"),
        _sum(f"{RAISED}{name}", kind, "raised", _is_of, "年初结转和今年提出的，没有解决前的数"),
        _sum(f"{RESOLVED}{name}", kind, "resolved", _is_resolved_of, "今年解决的，含部分解决"),
        _counts(
            f"{name}项目数",
            COUNT,
            projects_in,
            partial(_is_short_of, kind=kind),
            "截止日有这类缺口的项目，每个项目计一次",
        ),
    ]


RAISED_ITEMS = _counts(f"{RAISED}项数", ITEMS, counted, basis="年初结转和今年提出的")
RESOLVED_ITEMS = _counts(
    f"{RESOLVED}项数", ITEMS, counted, lambda gap: not gap.is_open, "今年全部解决的"
)

INDICATORS = named(
    _counts("缺口项目数", COUNT, projects_in, _is_open, "截止日有缺口的项目，每个项目计一次"),
    _counts("缺口项数", ITEMS, counted, _is_open, "截止日没有解决的"),
    RESOLVED_ITEMS,
    RAISED_ITEMS,
    ratio("缺口解决率", RESOLVED_ITEMS, RAISED_ITEMS, f"{RESOLVED}项数 ÷ {RAISED}项数"),
    *(indicator for kind in GAP_NAMES for indicator in _of_kind(kind)),
)


def _partitions(table: Table[GapFact], start: str) -> Partitions:
    """What was raised is short still, or resolved."""
    of_kinds = (
        (f"{ALL}.{RAISED}{name}", (f"{ALL}.{name}", f"{ALL}.{RESOLVED}{name}"))
        for name in GAP_NAMES.values()
    )
    return ((f"{ALL}.{RAISED}项数", (f"{ALL}.缺口项数", f"{ALL}.{RESOLVED}项数")), *of_kinds)


def in_unit(kind: GapKind, amount: int | None) -> str:
    """8,700 万元, 1,500 亩; — where nothing is known."""
    unit = UNIT_OF.get(kind)
    if unit is None or amount is None:
        return "—"
    return f"{unit.on_page(amount)} {unit.label}"


def _short(gap: GapFact, kind: GapKind) -> int | None:
    return gap.short if gap.kind == kind else None


def _short_column(kind: GapKind) -> Column[GapFact]:
    unit = UNIT_OF[kind]
    label = "" if unit == MONEY else f"（{unit.label}）"
    of = partial(_short, kind=kind)
    return Column(
        f"{GAP_NAMES[kind]}{label}",
        of,
        unit,
        key=kind.value,
        head=GAP_NAMES[kind],
        total=sum_known(of),
        width=14,
    )


COLUMNS: tuple[Column[GapFact], ...] = (
    Column("项目名称", lambda gap: gap.project_name, css="col-name", width=36),
    Column("填报单位", lambda gap: gap.unit_name, width=22),
    Column("要素", lambda gap: gap.kind.label, css="nowrap", width=10),
    *map(_short_column, GAP_NAMES),
    Column(
        "需要",
        lambda gap: in_unit(gap.kind, gap.needed),
        css="num nowrap",
        width=16,
    ),
    Column(
        "今年已解决",
        lambda gap: in_unit(gap.kind, gap.resolved),
        css="num nowrap",
        width=16,
    ),
    Column("约数", lambda gap: "约" if gap.is_approximate else "", width=7),
    Column("需协调事项", lambda gap: gap.request, width=36),
    Column("协调单位", lambda gap: gap.asked_of, width=18),
    Column("提出", lambda gap: gap.since, key="since", is_day=True, css="nowrap"),
    Column(
        "解决",
        lambda gap: gap.resolved_on,
        is_day=True,
        css="nowrap",
        cell=lambda gap: Cell(str(gap.resolved_on)) if gap.resolved_on else Cell("未解决"),
    ),
)

CUTS: tuple[Cut[GapFact], ...] = (
    by_the_row("要素", lambda gap: gap.kind.label, [kind.label for kind in GapKind]),
    by_the_row("填报单位", lambda gap: gap.unit_name),
    by_the_row("项目类别", lambda gap: gap.category),
    by_the_row("协调单位", lambda gap: gap.asked_of),
)

_load, _load_on = loads_of(NAME, gaps_on)

GAPS_SUBJECT: Subject[GapFact] = Subject(
    name=NAME,
    load=_load,
    load_on=_load_on,
    columns=COLUMNS,
    indicators=INDICATORS,
    groups=groups_by_list,
    partitions=_partitions,
    whole=ALL,
    noun=Noun("缺口", ITEMS),
    cuts={cut.name: cut for cut in CUTS},
)
