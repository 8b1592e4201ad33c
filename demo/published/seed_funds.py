"""What the source documents print of gaps and funds, as lines of the 台账 of their counties.

Where a document prints a sum, its projects share it in parts that make it up.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from accounts.models import Role, Unit, User
from accounts.people.services.users import RoleOnUnit, create_user
from investment.models import BearerRole, EntryState, IndicatorKind, UnitResult
from investment.unit_targets.setting import add_bearer, add_indicator
from measures.money import WAN, YI
from projects.funds.roll import FUNDS
from projects.gaps.roll import GAPS
from projects.models import FundMark, FundSource, GapKind, Project
from projects.rolls.roll import Roll
from projects.rolls.services import declare_line
from projects.services import create_project

CONFIRMS = "台账确认人"
TODAY = datetime.date(2026, 1, 1)
PROGRAMS = ("保障性安居工程", "农村民生", "重大基础设施", "社会事业", "节能环保", "自主创新")
MU = 100


def _shared(total: int, number: int) -> list[int]:
    """In so many parts, of which the last has what is left."""
    part = total // number
    return [*[part] * (number - 1), total - part * (number - 1)]


class _Keeper:
    """Declares lines of a county from a day on, in force at once."""

    def __init__(self, county: Unit, day: datetime.date) -> None:
        self.county, self.day = county, day
        self.unit = Unit.objects.within(county).exclude(pk=county.pk).order_by("pk")[0]
        self.by: User = create_user(
            username=f"queren{county.pk}",
            name=CONFIRMS,
            roles=[RoleOnUnit(Role.APPROVER, county)],
            by=None,
        ).user

    def source(self, name: str, mark: FundMark) -> int:
        return FundSource.objects.create(county=self.county, name=name, mark=mark).pk

    def projects(self, totals: Sequence[int], called: str) -> list[Project]:
        """New ones, with these total investments."""
        return [
            create_project(
                county=self.county,
                by=None,
                facts={"name": f"{called}{number}号项目", "total_investment": total},
                reporting=self.unit,
                on=self.day,
            )
            for number, total in enumerate(totals, 1)
        ]

    def add(self, roll: Roll[Any, Any], project: Project, values: Mapping[str, Any]) -> None:
        declare_line(
            roll,
            unit=self.unit,
            project=project,
            values=values,
            day=self.day,
            by=self.by,
            today=TODAY,
        )

    def fund(self, project: Project, source: int, **values: Any) -> None:
        self.add(FUNDS, project, {"source_id": source, "year": self.day.year, **values})


def _won_in_2011(county: Unit) -> None:
    """33 projects have won 1.29亿元 of the city's 10.7亿元."""
    keep = _Keeper(county, datetime.date(2011, 11, 1))
    source = keep.source("国家和省专项", FundMark.ABOVE)
    won = _shared(12_900 * WAN, 33)
    for project, amount in zip(keep.projects(won, "专项资金"), won, strict=True):
        keep.fund(project, source, planned=amount)
    sought = add_indicator(county=county, kind=IndicatorKind.SOUGHT, name="争取资金", by=None)
    city = add_bearer(county=county, name="全市", role=BearerRole.CITY, by=None)
    UnitResult.objects.create(
        indicator=sought,
        bearer=city,
        year=2011,
        month=12,
        year_to_date=107_000 * WAN,
        state=EntryState.APPROVED,
    )


def _new_central_investment(county: Unit) -> None:
    """19 projects of 6 programs cost 6063万元."""
    keep = _Keeper(county, datetime.date(2012, 1, 5))
    source = keep.source("新增中央投资", FundMark.ABOVE)
    totals = _shared(6063 * WAN, 19)
    for number, project in enumerate(keep.projects(totals, "中央投资")):
        program = PROGRAMS[number % len(PROGRAMS)]
        keep.fund(project, source, year=2011, program=program, planned=totals[number] // 2)


def _bonds_of_2023(county: Unit) -> None:
    """What stands for the “xx” of the document: 4200万元 from above; 6 projects ask for bonds of
    8.5亿元, of which 3.2亿元 have arrived."""
    keep = _Keeper(county, datetime.date(2023, 4, 10))
    above = keep.source("中央预算内", FundMark.ABOVE)
    bonds = keep.source("专项债券", FundMark.BOND)
    won = _shared(4200 * WAN, 3)
    for project, amount in zip(keep.projects(won, "预算内"), won, strict=True):
        keep.fund(project, above, planned=amount)
    asked, came = _shared(85 * YI // 10, 6), _shared(32 * YI // 10, 4)
    for number, project in enumerate(keep.projects(asked, "债券")):
        got = {"planned": came[number], "arrived": came[number]} if number < len(came) else {}
        keep.fund(project, bonds, applied=asked[number], **got)


def _gaps_of_2021(county: Unit) -> None:
    """The county's projects are short of about 8.7亿元 and about 1500亩."""
    keep = _Keeper(county, datetime.date(2021, 3, 1))
    projects = list(Project.objects.of_county(county).order_by("pk")[:8])
    money, land = _shared(87 * YI // 10, 5), _shared(1500 * MU, 4)
    for project, amount in zip(projects[:5], money, strict=True):
        of = {"kind": GapKind.FUNDS.value, "short_money": amount, "is_approximate": True}
        keep.add(GAPS, project, of)
    for project, amount in zip(projects[4:], land, strict=True):
        of = {"kind": GapKind.LAND.value, "short_amount": amount, "is_approximate": True}
        keep.add(GAPS, project, of)


LINES: Mapping[str, Callable[[Unit], None]] = {
    "S002": _won_in_2011,
    "S002次年": _new_central_investment,
    "S003": _bonds_of_2023,
    "S004": _gaps_of_2021,
}


def keep_lines(case: str, place: str) -> None:
    """The lines of the county of a document, which has been loaded."""
    if case in LINES:
        LINES[case](Unit.objects.counties().get(name=place))
