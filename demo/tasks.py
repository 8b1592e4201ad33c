"""The tasks of the demonstration's units: what 2019 asks of them without a project, what they did
from January to June, and July, which waits.

One unit reports zero and one reports nothing; a bearer that is no unit is kept by the bureau. The
amounts follow from the targets, so that they are the same at every loading.
"""

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from accounts.models import Role, Unit, User
from investment.models import (
    Bearer,
    BearerRole,
    IndicatorKind,
    ReportingPeriod,
    UnitIndicator,
    UnitResult,
)
from investment.unit_targets.reporting import ResultDraft, enter_results, record_results
from investment.unit_targets.reviewing import return_results
from investment.unit_targets.setting import Asked, add_bearer, add_indicator, set_targets
from measures.money import WAN
from measures.months import Month

SOURCE = "示范政发〔2019〕2号 关于下达2019年主要经济指标任务的通知"
JANUARY_1 = datetime.date(2019, 1, 1)
ZERO, SILENT, WRITING, RETURNED = "卫生健康局", "自然资源局", "交通运输局", "西岭镇人民政府"
KEPT = "省市重点工程"

# The year's 固定资产投资 in 万元, and the share of it in 工业投资 in per cent.
FIXED = {
    "现代材料产业园管委会": (186_000, 90),
    "城市建设投资公司": (152_000, 0),
    "交通运输局": (121_000, 0),
    "工业和信息化局": (98_000, 95),
    "住房和城乡建设局": (86_000, 0),
    "水利局": (64_000, 0),
    "华阳景区管委会": (52_000, 0),
    "农业农村局": (48_000, 20),
    "教育体育局": (36_000, 0),
    "文化和旅游局": (34_000, 0),
    "东河镇人民政府": (32_000, 40),
    "南坝镇人民政府": (30_000, 35),
    "北山镇人民政府": (28_000, 30),
    "西岭镇人民政府": (26_000, 25),
    "卫生健康局": (18_000, 0),
    "自然资源局": (15_000, 0),
    KEPT: (94_000, 0),
}
# What each did by June of the year, in per cent of it, from the first to the last in turn.
BY_JUNE = (56, 47, 41, 53, 38, 61, 44, 50, 33, 52, 46, 57, 29, 36, 0, 0, 49)
# Of 招商引资到位资金, in 万元.
ARRIVED = {
    "材料产业招商组": 260_000,
    "文旅产业招商组": 140_000,
    "现代材料产业园管委会": 120_000,
    "华阳景区管委会": 60_000,
    "东河镇人民政府": 30_000,
    "南坝镇人民政府": 30_000,
}
ARRIVED_BY_JUNE = (48, 39, 55, 42, 35, 60)
# 争取资金, in 万元: what came by June.
SOUGHT = {
    "发展和改革局": (12_000, 7_400, 9),
    "水利局": (6_000, 2_900, 3),
    "教育体育局": (4_000, 1_850, 4),
}
CITY_SOUGHT = 96_000


class Tasks(NamedTuple):
    fixed: UnitIndicator
    industry: UnitIndicator
    arrived: UnitIndicator
    trips: UnitIndicator
    led: UnitIndicator
    batches: UnitIndicator
    visitors: UnitIndicator
    sought: UnitIndicator
    sought_projects: UnitIndicator


def ask_tasks(*, county: Unit, approver: User, today: datetime.date) -> None:
    """Set the year's tasks, and enter January to June, and the June and July of the year before."""
    tasks = _indicators(county, approver)
    bearers = _bearers(county, approver)
    _targets(county, tasks, bearers, approver, today)
    asked: dict[str, Any] = {"county": county, "by": approver, "today": today}
    for month in range(1, 7):
        drafts = _of_month(tasks, bearers, month)
        record_results(month=Month(2019, month), drafts=drafts, source="县统计局月报", **asked)
    for month in (6, 7):
        drafts = [
            ResultDraft(tasks.fixed, bearers[name], None, year * WAN * share * month // 700)
            for (name, (year, _)), share in zip(FIXED.items(), BY_JUNE, strict=True)
            if share
        ]
        record_results(month=Month(2018, month), drafts=drafts, source="2018年统计月报", **asked)


def report_tasks_of_july(*, county: Unit, reviewer: User, today: datetime.date) -> None:
    """The units send July, the bureau keeps what is no unit; nothing is approved yet."""
    period = ReportingPeriod.objects.get(county=county, year=2019, month=7)
    tasks = Tasks(*UnitIndicator.objects.filter(county=county).order_by("position"))
    bearers = {b.name: b for b in Bearer.objects.filter(county=county).select_related("unit")}
    every = _of_month(tasks, bearers, 7)
    for name, bearer in bearers.items():
        drafts = [draft for draft in every if draft.bearer == bearer]
        if not drafts or bearer.role == BearerRole.CITY:
            continue
        if bearer.unit is None:
            enter_results(
                period=period,
                drafts=drafts,
                by=reviewer,
                today=today,
                sends=True,
                source="8月1日报来的报表",
            )
            continue
        reporter = User.objects.get(
            role_assignments__role=Role.REPORTER, role_assignments__unit=bearer.unit
        )
        is_sent = name != WRITING
        entered = enter_results(
            period=period, drafts=drafts, by=reporter, today=today, sends=is_sent
        )
        if name == RETURNED:
            _send_back(entered.written[0], reviewer)


def _send_back(result: UnitResult, reviewer: User) -> None:
    return_results(
        versions={result.pk: result.version},
        reason="与统计部门入库的数对不上，请核对后重新报送。",
        by=reviewer,
    )


def _indicators(county: Unit, by: User) -> Tasks:
    def make(kind: IndicatorKind, name: str, **more: object) -> UnitIndicator:
        return add_indicator(
            county=county,
            kind=kind,
            name=name,
            asked_from=JANUARY_1,
            source=SOURCE,
            by=by,
            **more,  # type: ignore[arg-type]
        )

    fixed = make(IndicatorKind.FIXED, "固定资产投资")
    industry = make(IndicatorKind.FIXED, "工业投资", part_of=fixed, part_name="工业")
    arrived = make(IndicatorKind.ARRIVED, "招商引资到位资金")
    trips = make(IndicatorKind.TRIPS, "外出招商活动")
    led = make(IndicatorKind.TRIPS, "县级领导带队外出", part_of=trips, part_name="县级领导")
    return Tasks(
        fixed,
        industry,
        arrived,
        trips,
        led,
        make(IndicatorKind.BATCHES, "接待客商批次"),
        make(IndicatorKind.VISITORS, "接待客商人次"),
        make(IndicatorKind.SOUGHT, "争取上级资金"),
        make(IndicatorKind.SOUGHT_PROJECTS, "争取资金项目"),
    )


def _bearers(county: Unit, by: User) -> dict[str, Bearer]:
    units = {unit.name: unit for unit in Unit.objects.within(county)}
    names = dict.fromkeys([*FIXED, *ARRIVED, *SOUGHT])
    found = {}
    for name in names:
        role = BearerRole.GROUP if name.endswith("招商组") else BearerRole.BEARER
        found[name] = add_bearer(county=county, unit=units.get(name), name=name, role=role, by=by)
    found["全市"] = add_bearer(county=county, name="全市", role=BearerRole.CITY, by=by)
    return found


def _targets(
    county: Unit,
    tasks: Tasks,
    bearers: dict[str, Bearer],
    by: User,
    today: datetime.date,
) -> None:
    asked = [Asked(tasks.fixed, bearers[name], year * WAN) for name, (year, _) in FIXED.items()]
    asked += [
        Asked(tasks.industry, bearers[name], year * WAN * share // 100)
        for name, (year, share) in FIXED.items()
        if share
    ]
    for name, year in ARRIVED.items():
        asked.append(Asked(tasks.arrived, bearers[name], year * WAN))
        for each in (tasks.trips, tasks.batches, tasks.visitors):
            asked.append(Asked(each, bearers[name], None))
    for name, (year, _, _) in SOUGHT.items():
        asked.append(Asked(tasks.sought, bearers[name], year * WAN))
        asked.append(Asked(tasks.sought_projects, bearers[name], None))
    set_targets(
        county=county, year=2019, asked=asked, source=SOURCE, from_day=None, by=by, today=today
    )


def _of_month(tasks: Tasks, bearers: dict[str, Bearer], month: int) -> Sequence[ResultDraft]:
    """The month's own amounts: a sixth of what is done by June, July like June."""
    drafts: list[ResultDraft] = []

    def say(indicator: UnitIndicator, name: str, amount: int) -> None:
        drafts.append(ResultDraft(indicator, bearers[name], amount, None))

    for (name, (year, share)), done in zip(FIXED.items(), BY_JUNE, strict=True):
        if name == SILENT:
            continue
        amount = year * done // 600 * _season(month) // 100 * WAN
        say(tasks.fixed, name, amount)
        if share:
            say(tasks.industry, name, amount * share // 100)
    for place, ((name, year), done) in enumerate(
        zip(ARRIVED.items(), ARRIVED_BY_JUNE, strict=True)
    ):
        say(tasks.arrived, name, year * done // 600 * _season(month) // 100 * WAN)
        trips = 1 + (month + place) % 3
        say(tasks.trips, name, trips)
        say(tasks.led, name, trips // 2)
        say(tasks.batches, name, 2 + (month * 2 + place) % 4)
        say(tasks.visitors, name, 12 + (month * 7 + place * 5) % 19)
    for name, (_, done, projects) in SOUGHT.items():
        say(tasks.sought, name, done * WAN // 6)
        say(tasks.sought_projects, name, projects // 6 + (month <= projects % 6))
    if month <= 6:
        drafts.append(
            ResultDraft(tasks.sought, bearers["全市"], None, CITY_SOUGHT * WAN * month // 6)
        )
    return drafts


def _season(month: int) -> int:
    """In per cent of an average month: little in winter, more since spring."""
    return (60, 50, 95, 120, 130, 145, 125)[month - 1]
