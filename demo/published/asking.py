"""A report's county read in through the commands, and asked for every figure that was printed."""

import datetime
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Role, Unit, UnitKind
from accounts.people.services.units import create_county, create_unit
from accounts.people.services.users import RoleOnUnit, create_user
from accounts.trail.audit import audited
from accounts.trail.facts import made
from demo.published.county import Site, rebuilt
from demo.published.reports import WITHIN_ROUNDING, Printed, Report, Row
from demo.published.workbooks import (
    last_day,
    monthly_workbook,
    options_of,
    own_list,
    plan_workbook,
    unit_of,
)
from investment.models import PaceKind
from investment.services import set_pace_rule
from measures.money import WAN
from measures.rates import percent
from measures.rounding import round_half_up
from projects.models import AnnualPlan, ProjectCategory

_UNKNOWN = re.compile("没有“(?P<key>.*)”这个指标")

Answers = dict[str, dict[str, str | None]]


@dataclass(frozen=True)
class Cell:
    """One printed number: the key that was asked, what was printed, and what we say; "" where the
    key is of no figure."""

    key: str
    printed: str
    ours: str
    is_right: bool


@dataclass(frozen=True)
class Verdict:
    row: Row
    cells: tuple[Cell, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every number that the row prints comes out."""
        return bool(self.cells) and all(cell.is_right for cell in self.cells)

    @property
    def reason(self) -> str:
        """Why it does not, where it does not."""
        if self.is_whole:
            return ""
        unknown = [cell.key for cell in self.cells if not cell.ours]
        wrong = [
            f"{c.key}印{c.printed}，算得{c.ours}" for c in self.cells if not c.is_right and c.ours
        ]
        return self.row.reason or "；".join([*(f"没有指标{key}" for key in unknown), *wrong])


def judged(report: Report) -> list[Verdict]:
    """Build the report's county in the database, and judge each of its rows."""
    asked = [row for row in report.rows if row.key]
    answers: dict[int, Answers] = {}
    if asked:
        sites = rebuilt(report)
        load(report, sites)
        for month in report.months:
            rows = [row for row in asked if row.month == month]
            keys = [key for row in rows for key, _ in row.cells(report.pace(month, row.key))]
            answers[month] = figures(report, month, keys)
    return [
        Verdict(row, tuple(_cells(report, row, answers[row.month])) if row.key else ())
        for row in report.rows
    ]


APPROVER = "审定员"


def load(report: Report, sites: list[Site]) -> None:
    """Its county, plan and months, by the commands."""
    county = create_county(name=report.place, by=None)
    _prepare(county, sites)
    bring_plan(report, sites)
    _set_paces(report, county)
    for month in report.months:
        of_month = ("--month", f"{report.year}-{month:02d}", "--approve")
        content = monthly_workbook(report, sites, month)
        bring("import_monthly", content, *of_month, "--county", report.place)


def bring_plan(report: Report, sites: list[Site], *options: str) -> None:
    """The year's plan by the command; with its document and day where it is a change."""
    of_year = ("--year", str(report.year), *options_of(own_list(sites)), *options)
    bring("import_plan", plan_workbook(report, sites), *of_year, "--county", report.place)


def bring(command: str, content: bytes, *options: str) -> None:
    """A workbook by a command."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "workbook.xlsx"
        file.write_bytes(content)
        run(command, str(file), *options)


def _prepare(county: Unit, sites: list[Site]) -> None:
    """What an administrator keeps before the first workbook comes: units that stand above others,
    and categories of two levels."""
    grouped = {
        unit_of(site): site.traits["单位分组"] for site in sites if "单位分组" in site.traits
    }
    groups = {name: _unit(county, name) for name in dict.fromkeys(grouped.values())}
    for unit, group in grouped.items():
        _unit(groups[group], unit)
    categories = sorted({c for site in sites if "/" in (c := site.traits.get("项目类别", ""))})
    wide = {name.partition("/")[0]: None for name in categories}
    above = {name: _category(county, name) for name in wide}
    for name in categories:
        of, _, own = name.partition("/")
        _category(county, own, above[of])


def _set_paces(report: Report, county: Unit) -> None:
    """序时进度 of the county's months, where it was told what it is."""
    if not report.own_paces:
        return
    approver = create_user(
        username=f"approver-{report.case}",
        name=APPROVER,
        roles=[RoleOnUnit(Role.APPROVER, county)],
        by=None,
    ).user
    for month in report.months:
        for key, pace in report.own_paces.items():
            first = datetime.date(report.year, month, 1)
            set_pace_rule(
                county=county,
                plan=AnnualPlan.objects.get(county=county, key=key) if key else None,
                from_date=first,
                kind=PaceKind.FIXED,
                shares=[percent(pace, 2, trim=True)],
                source="上级目标",
                by=approver,
                today=first,
            )


def _unit(parent: Unit, name: str) -> Unit:
    return create_unit(parent=parent, name=name, kind=UnitKind.DEPARTMENT, by=None)


def _category(county: Unit, name: str, parent: ProjectCategory | None = None) -> ProjectCategory:
    with audited(by=None) as audit:
        category = ProjectCategory.objects.create(county=county, name=name, parent=parent)
        audit.record(category, "category.create", county=county, changes=made(category))
    return category


def figures(report: Report, month: int, keys: Iterable[str]) -> Answers:
    """What the figures command says; of a key that it does not know nothing."""
    left = list(dict.fromkeys(keys))
    options = ("--as-of", last_day(report, month), "--county", report.place, "--format", "json")
    while left:
        try:
            said = run("figures", *options, *(word for key in left for word in ("--key", key)))
        except CommandError as error:
            unknown = _UNKNOWN.search(str(error))
            if unknown is None or unknown["key"] not in left:
                raise
            left.remove(unknown["key"])
        else:
            return json.loads(said)
    return {}


def run(command: str, *arguments: str) -> str:
    """What a command prints."""
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command(command, *arguments, stdout=out, stderr=errors)
    except CommandError as error:
        raise CommandError(f"{error}{errors.getvalue()}") from error
    return out.getvalue()


def _cells(report: Report, row: Row, answers: Answers) -> Iterable[Cell]:
    for key, printed in row.cells(report.pace(row.month, row.key)):
        answer = answers.get(key)
        ours = _in_its_unit(answer["value"], printed) if answer else None
        is_right = ours is not None and _fits(row, key, printed, ours)
        shown = "" if answer is None else "—" if ours is None else _text(ours, printed)
        yield Cell(key, printed.text, shown, is_right)


def _in_its_unit(value: str | None, printed: Printed) -> Fraction | None:
    """The command prints money in 万元, rates and points in hundredths."""
    if value is None:
        return None
    return Fraction(value) * WAN / printed.one if printed.one >= WAN else Fraction(value)


def _fits(row: Row, key: str, printed: Printed, ours: Fraction) -> bool:
    if round_half_up(ours, printed.digits) == round_half_up(printed.number, printed.digits):
        return True
    again = row.printed["rate_recomputed"]
    is_near = row.printed["rate_status"] == WITHIN_ROUNDING and key.endswith("率")
    return is_near and round_half_up(ours, 2) == round_half_up(Fraction(again), 2)


def _text(ours: Fraction, printed: Printed) -> str:
    return str(round_half_up(ours, printed.digits))
