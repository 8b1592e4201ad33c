"""The reserve of the demonstration: what was asked, what units declared, and what came of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import Unit, User
from measures.money import WAN, YI
from projects.models import Project, ProjectCategory, ReserveItem, ReservePeriod
from projects.reserve.conversion import link_project
from projects.reserve.roll import RESERVE
from projects.reserve.targets import Task, set_reserve_targets
from projects.rolls.services import declare_line

CITYS = "市发改〔2019〕8号"
ASKED = {
    "交通运输局": 3,
    "水利局": 3,
    "住房和城乡建设局": 2,
    "教育体育局": 2,
    "卫生健康局": 1,
    "文化和旅游局": 3,
    "农业农村局": 3,
    "工业和信息化局": 3,
    "现代材料产业园管委会": 2,
    "东河镇人民政府": 1,
    "南坝镇人民政府": 1,
    "北山镇人民政府": 1,
    "西岭镇人民政府": 1,
}
"""Of each unit in the half-year. 北山镇 and 西岭镇 have declared none."""


@dataclass(frozen=True)
class Kept:
    """A reserve project; ``total`` in 万元, ``project`` is the one of the register that it is."""

    name: str
    unit: str
    category: str
    total: int
    day: str
    industry: str = ""
    planned_start: str = ""
    is_preliminary: bool = False
    project: str = ""
    content: str = ""


def _of(name: str, unit: str, category: str, total: int, day: str, **more: object) -> Kept:
    return Kept(name, unit, category, total, day, **more)  # type: ignore[arg-type]


RESERVED: tuple[Kept, ...] = (
    _of("县道X012线改造工程", "交通运输局", "交通", 8600, "2019-02-18", industry="公路"),
    _of(
        "东河大桥新建工程",
        "交通运输局",
        "交通",
        12500,
        "2019-03-12",
        industry="公路",
        planned_start="2020-03-01",
        is_preliminary=True,
    ),
    _of("农村客运站场提升项目", "交通运输局", "交通", 2300, "2019-05-20", industry="公路"),
    _of("西岭水库除险加固工程", "水利局", "水利", 4200, "2019-03-05", is_preliminary=True),
    _of("城乡供水一体化二期工程", "水利局", "水利", 15800, "2019-04-16", is_preliminary=True),
    _of("老旧小区改造二期工程", "住房和城乡建设局", "城镇建设", 9600, "2019-03-26"),
    _of("城区排水防涝工程", "住房和城乡建设局", "城镇建设", 7400, "2019-06-04"),
    _of("第三中学迁建项目", "教育体育局", "社会事业", 11000, "2019-04-02", is_preliminary=True),
    _of("县中医院门诊综合楼项目", "卫生健康局", "社会事业", 8800, "2019-05-08"),
    _of("红色文化旅游环线项目", "文化和旅游局", "文化旅游", 23000, "2019-03-19"),
    _of("古镇保护利用项目", "文化和旅游局", "文化旅游", 6500, "2019-06-12"),
    _of("高标准农田建设项目（2020年度）", "农业农村局", "农业产业化", 5200, "2019-04-23"),
    _of("畜禽粪污资源化利用项目", "农业农村局", "农业产业化", 3100, "2019-05-15"),
    _of(
        "竹产业精深加工园项目",
        "工业和信息化局",
        "工业",
        32000,
        "2019-02-26",
        content="标准厂房12万平方米，年加工毛竹3万吨",
    ),
    _of("新型建材生产线项目", "现代材料产业园管委会", "工业", 18500, "2019-03-28"),
    _of("东河镇农产品冷链物流项目", "东河镇人民政府", "农业产业化", 2600, "2019-06-20"),
    _of("智慧停车项目", "住房和城乡建设局", "城镇建设", 4100, "2019-07-16"),
    _of("乡镇卫生院标准化建设项目", "卫生健康局", "社会事业", 3600, "2018-09-12"),
    _of("茶旅融合示范园项目", "文化和旅游局", "文化旅游", 9800, "2018-10-18"),
)
CONVERTED = 5
"""How many projects of the register stood in the reserve before, of units that have them."""
WAITS = _of("南坝镇污水处理厂项目", "南坝镇人民政府", "城镇建设", 3900, "2019-07-29")


def keep_reserve(*, county: Unit, approver: User, today: datetime.date) -> None:
    """Tasks of the city and of the units, what they declared, and some that are projects by now;
    one waits to be confirmed."""
    units = {unit.name: unit for unit in county.county_units.all()}
    _ask(county, units, approver, today)
    for each in RESERVED:
        _declare(county, each, units, approver, today)
    _declare_registered(county, approver, today)
    reporter = User.objects.filter(role_assignments__unit=units[WAITS.unit]).first()
    if reporter is not None:
        _declare(county, WAITS, units, reporter, today)


def _ask(county: Unit, units: Mapping[str, Unit], by: User, today: datetime.date) -> None:
    own = [Task(units[name], number, None) for name, number in ASKED.items() if name in units]
    for period, tasks in (
        (ReservePeriod.FIRST_HALF, [Task(county, 18, 15 * YI), *own]),
        (ReservePeriod.YEAR, [Task(county, 36, 30 * YI)]),
    ):
        set_reserve_targets(
            county=county,
            year=today.year,
            period=period,
            tasks=tasks,
            source=CITYS,
            from_day=None,
            by=by,
            today=today,
        )


def _declare(
    county: Unit, each: Kept, units: Mapping[str, Unit], by: User, today: datetime.date
) -> None:
    if each.unit not in units:
        return
    category = ProjectCategory.objects.filter(county=county, name=each.category).first()
    starts = each.planned_start
    declare_line(
        RESERVE,
        unit=units[each.unit],
        values={
            "name": each.name,
            "category_id": category.pk if category else None,
            "industry": each.industry,
            "total_investment": each.total * WAN,
            "is_preliminary": each.is_preliminary,
            "planned_start": datetime.date.fromisoformat(starts) if starts else None,
            "content": each.content,
        },
        day=datetime.date.fromisoformat(each.day),
        by=by,
        today=today,
    )


def _declared_on(project: Project, today: datetime.date) -> datetime.date:
    """A month before it started."""
    began = project.actual_start or datetime.date(today.year, 3, 1)
    return began - datetime.timedelta(days=30)


def _declare_registered(county: Unit, by: User, today: datetime.date) -> None:
    """New projects of the city's list and of the county's, which were declared before they
    started."""
    of_year = Project.objects.of_county(county).filter(actual_start__year=today.year)
    for tier, number in (("municipal", 2), ("county", CONVERTED - 2)):
        listed = of_year.filter(plan_items__plan__tier=tier, plan_items__category="new")
        for project in listed.order_by("pk").distinct()[:number]:
            if ReserveItem.objects.filter(project=project).exists():
                continue
            part = project.unit_parts.current().filter(part="reporting").first()
            if part is None:
                continue
            declare_line(
                RESERVE,
                unit=part.unit,
                values={
                    "name": project.name,
                    "category_id": project.category_id,
                    "total_investment": project.total_investment,
                },
                day=_declared_on(project, today),
                by=by,
                today=today,
            )
            item = ReserveItem.objects.current().get(county=county, name=project.name)
            link_project(
                item=item, version=item.version, project=project, reason="已列入清单", by=by
            )
