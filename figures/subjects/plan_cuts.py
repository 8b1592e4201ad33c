"""What plan lines are cut by: what the project is, who answers for it, how large it is, how far it
has come. Each holds by the day of the cut-off, as all that a figure reads (DESIGN §4.17)."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from accounts.models import UnitKind
from accounts.trail.reader import Reader
from figures import choosing
from figures.cuts import UNTOLD, Cut, Places, by_the_row
from figures.facts import Facts
from figures.keys import NO, YES
from figures.plan_fact import PlanFact
from figures.subject import Table
from measures.money import WAN, YI
from projects import reading as register
from projects.bands import band_of as band_of_total
from projects.bands import bands
from projects.models import (
    ConstructionNature,
    InvestorType,
    Part,
    ProjectCategory,
    Stage,
    Town,
)

PlacesOf = Callable[[PlanFact], Places]


def _facts(table: Table[PlanFact]) -> tuple[Facts, Reader]:
    assert isinstance(table, Facts)
    return table, Reader(table.county, table.known)


# --- What the project is ------------------------------------------------------------------


def _categories(table: Table[PlanFact]) -> PlacesOf:
    """Its own category, and the one that holds it: 交通, 基础设施."""
    _, reader = _facts(table)
    rows = reader.by_id(ProjectCategory, "name", "parent_id")
    above = {
        row["name"]: rows[row["parent_id"]]["name"]
        for row in rows.values()
        if row["parent_id"] is not None
    }

    def places(row: PlanFact) -> Places:
        own = row.project_category
        if not own:
            return (UNTOLD,)
        return (own, above[own]) if own in above else (own,)

    return places


def _order_of_categories(table: Table[PlanFact]) -> Sequence[str]:
    _, reader = _facts(table)
    rows = reader.rows(ProjectCategory, "position", "pk", "name")
    return [name for _, _, name in sorted(rows)]


# --- Who answers for it -------------------------------------------------------------------


def _by_part(part: Part) -> Callable[[Table[PlanFact]], PlacesOf]:
    """The units that have the part; several may."""

    def read(table: Table[PlanFact]) -> PlacesOf:
        facts, reader = _facts(table)
        held = register.units_by_part(reader, part, facts.month.last_day)
        return lambda row: tuple(held.get(row.project_id, ())) or (UNTOLD,)

    return read


def _towns(table: Table[PlanFact]) -> PlacesOf:
    """Where the project lies; where that is not told, the units that have the part."""
    by_part = _by_part(Part.LOCAL)(table)
    return lambda row: (row.town,) if row.town else by_part(row)


def _order_of_towns(table: Table[PlanFact]) -> Sequence[str]:
    _, reader = _facts(table)
    return [name for *_, name in sorted(reader.rows(Town, "position", "pk", "name"))]


def _units_above(table: Table[PlanFact]) -> PlacesOf:
    """The units above the one that reports, below the county: a city's 区县 together."""
    facts, reader = _facts(table)
    day = facts.month.last_day
    names, units = register.unit_names(reader, day), register.unit_places(reader, day)
    parents = {pk: unit["parent_id"] for pk, unit in units.items()}

    def places(row: PlanFact) -> Places:
        above: list[int] = []
        parent = parents.get(row.unit_id)
        # Two moves told late, each of its own day, may put two units below one another for a time.
        while parent is not None and parent not in (facts.county.pk, *above):
            above.append(parent)
            parent = parents.get(parent)
        return tuple(names[pk] for pk in above) or (UNTOLD,)

    return places


def _groups_of_units(table: Table[PlanFact]) -> PlacesOf:
    """部门, 镇（街道） …: the kind of the unit that reports."""
    facts, reader = _facts(table)
    units = register.unit_places(reader, facts.month.last_day)
    kinds = {pk: UnitKind(unit["kind"]).label for pk, unit in units.items()}
    return lambda row: (kinds.get(row.unit_id, UNTOLD),)


def _portfolios(table: Table[PlanFact]) -> PlacesOf:
    """The deputies who look after its unit or its category; several may."""
    facts, reader = _facts(table)
    names: dict[int, str] = dict(reader.rows(ProjectCategory, "pk", "name"))
    of_units: dict[int, list[str]] = defaultdict(list)
    of_categories: dict[str, list[str]] = defaultdict(list)
    for leader, unit, category in register.portfolios(reader, facts.month.last_day):
        if unit is not None:
            of_units[unit].append(leader)
        elif category is not None:
            of_categories[names[category]].append(leader)

    def places(row: PlanFact) -> Places:
        looked_after = of_units.get(row.unit_id, []) + of_categories.get(
            row.project_category or "", []
        )
        return tuple(dict.fromkeys(looked_after)) or (UNTOLD,)

    return places


# --- How large it is ----------------------------------------------------------------------

# 单体项目年度投资: the lowest amount of each band, in yuan, from the highest down.
OVER_YI, HALF_TO_ONE_YI = "过亿元", "5000万元至1亿元"
BANDS = (OVER_YI, HALF_TO_ONE_YI, "5000万元以下")


def band_of(row: PlanFact) -> str:
    """By 年度计划投资; both ends of the middle band are in it."""
    if row.planned is None:
        return ""
    if row.planned > YI:
        return OVER_YI
    return HALF_TO_ONE_YI if row.planned >= 5000 * WAN else BANDS[-1]


def _bands(table: Table[PlanFact]) -> PlacesOf:
    """规模分档 of the county, by the total investment."""
    facts, _ = _facts(table)
    known = bands(facts.county, facts.month.last_day, facts.known)

    def places(row: PlanFact) -> Places:
        band = band_of_total(row.total_investment, known)
        return (band.name if band else UNTOLD,)

    return places


def _order_of_bands(table: Table[PlanFact]) -> Sequence[str]:
    facts, _ = _facts(table)
    return [band.name for band in bands(facts.county, facts.month.last_day, facts.known)]


# --- How far it has come ------------------------------------------------------------------


def standings_of(row: PlanFact) -> Places:
    """开工 复工 建成 …, as far as each has come; a project that was completed was also built."""
    return tuple(name for name, is_so in STANDINGS.items() if is_so(row)) or (UNTOLD,)


STANDINGS: dict[str, Callable[[PlanFact], bool]] = {
    "未开工": choosing.is_not_started,
    "开工": choosing.is_new_and_started,
    "待复工": choosing.awaits_resumption,
    "复工": choosing.is_resumed,
    "复工未报": choosing.resumption_is_untold,
    "建成": choosing.is_built,
    "竣工": choosing.is_completed,
    "投产": choosing.is_in_production,
    "投用": choosing.is_in_use,
}


def _label(choices: type[InvestorType | ConstructionNature | Stage], value: str) -> str:
    return str(choices(value).label) if value else ""


PLAN_CUTS: dict[str, Cut[PlanFact]] = {
    cut.name: cut
    for cut in (
        Cut("项目类别", _categories, _order_of_categories),
        by_the_row("产业项目", lambda row: YES if row.is_productive else NO, (YES, NO)),
        by_the_row(
            "投资主体", lambda row: _label(InvestorType, row.investor_type), InvestorType.labels
        ),
        by_the_row(
            "建设性质",
            lambda row: _label(ConstructionNature, row.construction_nature),
            ConstructionNature.labels,
        ),
        by_the_row("填报单位", lambda row: row.unit_name),
        Cut("单位分组", _units_above),
        Cut("单位类别", _groups_of_units, lambda table: UnitKind.labels),
        Cut("责任单位", _by_part(Part.RESPONSIBLE), is_parted=False),
        Cut("属地", _towns, _order_of_towns, is_parted=False),
        by_the_row("包抓领导", lambda row: row.lead_official, is_of_people=True),
        Cut("分管领导", _portfolios, is_parted=False, is_of_people=True),
        by_the_row("规模", band_of, BANDS),
        Cut("总投资规模", _bands, _order_of_bands),
        by_the_row("阶段", lambda row: _label(Stage, row.stage), Stage.labels),
        Cut("状态", lambda table: standings_of, lambda table: tuple(STANDINGS), is_parted=False),
        by_the_row("项目", lambda row: row.project_name),
    )
}
