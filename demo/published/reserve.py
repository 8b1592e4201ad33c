"""The reserve of the fifth document's county: what was declared in the half-year, and before.

The document prints 108 declared, 104 started and 72.8 %, of which no whole number under 104 is the
base. Six of the eight units with none started have declared some, so that at least six of the 108
have not started: two at the least of the 104 were declared before. Three of the five units that
declared none are not among those eight: they had some started. So the 104 are of all that stands in
the reserve; 72.8 % is what has started of that by now, of whatever year: 107 of 147.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

from accounts.models import Role, Unit, UnitKind, User
from accounts.people.services.units import create_unit
from accounts.people.services.users import RoleOnUnit, create_user
from measures.money import WAN, YI
from projects.models import Project, ReserveItem, ReservePeriod, Stage
from projects.reserve.conversion import link_project
from projects.reserve.roll import RESERVE
from projects.reserve.targets import Task, set_reserve_targets
from projects.rolls.services import declare_line
from projects.services import create_project

TODAY = datetime.date(2021, 7, 5)
DECLARED, BEFORE, STARTED = (
    datetime.date(2021, 3, 10),
    datetime.date(2020, 5, 20),
    datetime.date(2021, 5, 18),
)
STARTED_BEFORE = datetime.date(2020, 11, 2)

NONE_DECLARED = ("驷马水乡管委会", "粉壁镇", "泥龙镇", "兰草镇", "镇龙镇")
NONE_STARTED = (
    "得胜镇",
    "金宝街道办事处",
    "卫生健康局",
    "生态环境局",
    "邱家镇",
    "白衣镇",
    "兰草镇",
    "镇龙镇",
)
OTHERS = ("住房和城乡建设局", "交通运输局", "农业农村局", "水利局", "经济和信息化局", "元山镇")
TASK, YEARS_TASK = (30, 100 * YI), (60, 200 * YI)
MUNICIPAL = 21


@dataclass(frozen=True)
class Prepared:
    unit: str
    total: int
    declared_on: datetime.date
    started_on: datetime.date | None = None
    is_preliminary: bool = False


def prepared() -> Iterator[Prepared]:
    """108 with 224亿元, of which 102 have started with 197亿元; 39 of before, of which two started
    in the half-year with 2亿元, and three before it. 38 have their preliminary work planned."""
    units = cycle(OTHERS)
    for total in [*[19_300 * WAN] * 101, 20_700 * WAN]:
        yield Prepared(next(units), total, DECLARED, STARTED)
    own = [unit for unit in NONE_STARTED if unit not in NONE_DECLARED]
    for unit in own:
        yield Prepared(unit, 45_000 * WAN, DECLARED, is_preliminary=True)
    started = [unit for unit in NONE_DECLARED if unit not in NONE_STARTED]
    for unit in started[:2]:
        yield Prepared(unit, 1 * YI, BEFORE, STARTED)
    for unit in started:
        yield Prepared(unit, 1 * YI, BEFORE, STARTED_BEFORE)
    for place, unit in enumerate(islice(cycle(OTHERS), 34)):
        yield Prepared(unit, 1 * YI, BEFORE, is_preliminary=place < 32)


def keep_reserve(county: Unit, municipal: Sequence[Project]) -> None:
    """Declare all of it in the county. The first that started are the ``municipal`` projects, which
    the county has already and which have begun."""
    approver = create_user(
        username="chubei", name="储备", roles=[RoleOnUnit(Role.APPROVER, county)], by=None
    ).user
    units = _units(county)
    _ask(county, units, approver)
    listed = iter(municipal[:MUNICIPAL])
    for number, each in enumerate(prepared(), start=1):
        item = _declared(f"储备项目{number}", each, units[each.unit], approver)
        if each.started_on is None:
            continue
        is_listed = each.declared_on == DECLARED
        project = (next(listed, None) if is_listed else None) or create_project(
            county=county,
            by=None,
            facts={"name": item.name, "stage": Stage.CONSTRUCTION, "actual_start": each.started_on},
            reporting=units[each.unit],
            on=TODAY,
        )
        link_project(item=item, version=item.version, project=project, reason="入库", by=approver)


def _units(county: Unit) -> dict[str, Unit]:
    known = {unit.name: unit for unit in county.county_units.all()}
    names = (*OTHERS, *NONE_DECLARED, *NONE_STARTED)
    return {
        name: known.get(name)
        or create_unit(parent=county, name=name, kind=UnitKind.DEPARTMENT, by=None)
        for name in dict.fromkeys(names)
    }


def _ask(county: Unit, units: dict[str, Unit], by: User) -> None:
    own = [Task(unit, 1, None) for unit in units.values()]
    for period, tasks in (
        (ReservePeriod.FIRST_HALF, [Task(county, *TASK), *own]),
        (ReservePeriod.YEAR, [Task(county, *YEARS_TASK)]),
    ):
        set_reserve_targets(
            county=county,
            year=2021,
            period=period,
            tasks=tasks,
            source="市发改委下达的2021年储备项目任务",
            from_day=None,
            by=by,
            today=TODAY,
        )


def _declared(name: str, each: Prepared, unit: Unit, by: User) -> ReserveItem:
    declare_line(
        RESERVE,
        unit=unit,
        values={
            "name": name,
            "total_investment": each.total,
            "is_preliminary": each.is_preliminary,
        },
        day=each.declared_on,
        by=by,
        today=TODAY,
    )
    return ReserveItem.objects.get(county=unit.own_county, name=name)
