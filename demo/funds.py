"""Of the demonstration: what projects are short of, and where their money comes from."""

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.models import Unit, User
from accounts.trail.reference import add_reference
from measures.money import WAN
from projects.funds.roll import FUNDS
from projects.gaps.roll import GAPS
from projects.models import FundMark, FundSource, GapKind, Part, Project, RollDeed, RollLine
from projects.rolls.roll import Roll
from projects.rolls.services import declare_line, declare_of

SOURCES = (
    ("中央预算内", FundMark.ABOVE),
    ("新增中央投资", FundMark.ABOVE),
    ("省级", FundMark.ABOVE),
    ("专项债券", FundMark.BOND),
    ("银行贷款", FundMark.LOAN),
    ("自筹", FundMark.OWN),
    ("社会资本", FundMark.SOCIAL),
)

# By the place of a project: source, program; applied, planned, arrived and paid by the end of
# March, and arrived and paid by the middle of June, in 万元.
GIVEN: tuple[tuple[int, str, str, tuple[int | None, ...]], ...] = (
    (0, "中央预算内", "交通基础设施", (3000, 2400, 600, 200, 1800, 1500)),
    (0, "自筹", "", (None, 5000, 2000, 1600, 3500, 3000)),
    (1, "专项债券", "", (12000, 8000, 0, 0, 6000, 2600)),
    (2, "新增中央投资", "农村饮水安全", (900, 800, 300, 100, 700, 520)),
    (3, "新增中央投资", "保障性安居工程", (1500, 1200, 400, 200, 900, 760)),
    (4, "新增中央投资", "保障性安居工程", (600, 500, 200, 0, 500, 330)),
    (5, "省级", "产业发展", (1000, 600, 0, 0, 480, 360)),
    (6, "专项债券", "", (9000, None, None, None, None, None)),
    (7, "银行贷款", "", (None, 10000, 3000, 2800, 6500, 5900)),
    (8, "社会资本", "", (None, 6000, 1500, 1500, 4200, 3900)),
)

# By the place of a project: kind, what is needed and what is short, in 万元, 亩, 户 or 吨标煤; then
# what is still short in June, None where nothing changed; what is asked, and of whom.
SHORT: tuple[tuple[int, GapKind, int, int, int | None, str, str], ...] = (
    (0, GapKind.FUNDS, 12000, 6000, 4200, "争取下一批专项债券额度", "财政局"),
    (1, GapKind.FUNDS, 9000, 5500, None, "协调银行按进度放款", "金融办"),
    (1, GapKind.LAND, 320, 180, 120, "调剂年度新增建设用地指标", "自然资源局"),
    (3, GapKind.LAND, 90, 60, None, "林地使用报省级审批", "林业局"),
    (4, GapKind.RELOCATION, 46, 12, 5, "集镇段房屋征收", "城关镇"),
    (5, GapKind.ENERGY, 8000, 3200, None, "落实能耗替代量", "经济和信息化局"),
    (6, GapKind.ENVIRONMENT, 15, 6, None, "调剂化学需氧量总量", "生态环境局"),
    (7, GapKind.OTHER, 0, 0, None, "施工用电增容", "供电公司"),
)
RAISED, CHANGED, RESOLVED = (datetime.date(2019, *day) for day in ((2, 20), (6, 12), (5, 15)))
HUNDREDTHS = 100


def keep_funds_and_gaps(
    *, county: Unit, approver: User, administrator: User, reporter: User, today: datetime.date
) -> None:
    """In force, but for one line of each that a reporter declared and nobody has answered."""
    sources = {
        name: _source(county, administrator, name, mark, place)
        for place, (name, mark) in enumerate(SOURCES, start=1)
    }
    projects = list(
        Project.objects.of_county(county).order_by("-total_investment", "pk")[: len(SHORT) + 1]
    )
    keep = _Keeper(approver, today)
    for place, name, program, (applied, planned, *then) in GIVEN:
        of = {"source_id": sources[name].pk, "year": 2019, "program": program}
        came, paid, more, more_paid = then
        first = _in_yuan(applied=applied, planned=planned, arrived=came, paid=paid)
        line = keep.add(FUNDS, projects[place], {**of, **first}, datetime.date(2019, 3, 31))
        if more is not None:
            keep.change(FUNDS, line, _in_yuan(arrived=more, paid=more_paid), CHANGED)
    for place, kind, needed, short, left, request, asked_of in SHORT:
        values = {"kind": kind.value, "request": request, "asked_of": asked_of}
        line = keep.add(GAPS, projects[place], values | _short(kind, needed, short), RAISED)
        if left is not None:
            keep.change(GAPS, line, _short(kind, None, left), CHANGED)
    resolved = {"kind": GapKind.LAND.value, "short_amount": 25 * HUNDREDTHS}
    line = keep.add(GAPS, projects[8], resolved, RAISED)
    keep.done(GAPS, line, RESOLVED)
    _declare_one_of_each(reporter, sources["省级"], today)


def _declare_one_of_each(reporter: User, source: FundSource, today: datetime.date) -> None:
    """By a reporter, of the unit's own first project."""
    unit = next(held.unit for held in reporter.held_roles)
    own = Project.objects.filter(unit_parts__unit=unit, unit_parts__part=Part.REPORTING)
    project = own.order_by("-pk")[0]
    day = datetime.date(2019, 7, 30)
    told: tuple[tuple[Roll[Any, Any], Mapping[str, Any]], ...] = (
        (GAPS, {"kind": GapKind.FUNDS.value, "short_money": 800 * WAN, "is_approximate": True}),
        (FUNDS, {"source_id": source.pk, "year": 2019, "applied": 800 * WAN}),
    )
    for roll, values in told:
        declare_line(
            roll,
            unit=unit,
            project=project,
            values=values,
            day=day,
            by=reporter,
            today=today,
            reason="2019年7月底核对",
        )


class _Keeper:
    """Declares as the approver does, which is in force at once."""

    def __init__(self, approver: User, today: datetime.date) -> None:
        self.by, self.today = approver, today

    def add(
        self, roll: Roll[Any, Any], project: Project, values: Mapping[str, Any], day: datetime.date
    ) -> RollLine:
        unit = project.unit_parts.get(part=Part.REPORTING, until=None).unit
        declare_line(
            roll,
            unit=unit,
            project=project,
            values=values,
            day=day,
            by=self.by,
            today=self.today,
        )
        found: RollLine = roll.line._default_manager.order_by("pk").last()
        return found

    def change(
        self, roll: Roll[Any, Any], line: RollLine, values: Mapping[str, Any], day: datetime.date
    ) -> None:
        self._say(roll, line, RollDeed.CHANGE, day, values)

    def done(self, roll: Roll[Any, Any], line: RollLine, day: datetime.date) -> None:
        self._say(roll, line, RollDeed.DONE, day, {})

    def _say(
        self,
        roll: Roll[Any, Any],
        line: RollLine,
        deed: RollDeed,
        day: datetime.date,
        values: Mapping[str, Any],
    ) -> None:
        declare_of(
            roll,
            line=line,
            deed=deed,
            day=day,
            values=values,
            by=self.by,
            today=self.today,
            version=line.version,
        )


def _source(county: Unit, by: User, name: str, mark: FundMark, place: int) -> FundSource:
    row = FundSource(county=county, name=name, mark=mark, position=place)
    add_reference(row=row, action="fund_source.create", county=county, taken="已经登记", by=by)
    return row


def _in_yuan(**amounts: int | None) -> dict[str, int]:
    return {name: amount * WAN for name, amount in amounts.items() if amount is not None}


def _short(kind: GapKind, needed: int | None, short: int) -> dict[str, int]:
    if kind == GapKind.OTHER:
        return {}
    what, one = ("money", WAN) if kind == GapKind.FUNDS else ("amount", HUNDREDTHS)
    told = {f"short_{what}": short * one}
    return told if needed is None else {f"needed_{what}": needed * one, **told}
