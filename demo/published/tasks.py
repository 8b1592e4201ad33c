"""The tasks of units that the source documents print: 固定资产投资 of the third, 招商 of the second
and the fourth. What the year before had is what the printed growth implies."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from accounts.models import Unit
from investment.models import Bearer, BearerRole, IndicatorKind, UnitIndicator
from investment.unit_targets.reporting import ResultDraft, record_results
from investment.unit_targets.setting import Asked, add_bearer, add_indicator, set_targets
from measures.money import YI
from measures.months import Month

TODAY = datetime.date(2026, 1, 1)
SOURCE = "县里下达的目标任务"
# The three at the pace, fourteen behind, four that sent a zero; two sent nothing.
AT_PACE = tuple(f"第{number}任务单位" for number in range(1, 4))
BEHIND = tuple(f"第{number}任务单位" for number in range(4, 18))
ZERO = ("包公镇", "响导乡", "杨店乡", "县建设局")
SILENT = ("交通局", "省市重点工程")


class Task(NamedTuple):
    """In hundredths of 亿元; ``done`` None of what sent nothing."""

    name: str
    target: int
    done: int | None


JANUARY = (
    *(Task(name, 600, 60) for name in AT_PACE),
    *(Task(name, 900, 70 if place == 0 else 60) for place, name in enumerate(BEHIND)),
    *(Task(name, 500, 0) for name in ZERO),
    *(Task(name, 500, None) for name in SILENT),
)


def keep_january(county: Unit) -> None:
    """174亿元 over 23 bearers, of which January did 10.3亿元, 6.9亿元 of it in industry; the growth
    of 52.3% and 109.7% is over 6.763亿元 and 3.2904亿元."""
    whole, part = _fixed(county)
    bearers = {task.name: _bearer(county, task.name) for task in JANUARY}
    _ask(county, 2012, {(whole, bearers[t.name]): t.target * YI // 100 for t in JANUARY})
    for task in JANUARY:
        if task.done is not None:
            _tell(county, Month(2012, 1), whole, bearers[task.name], task.done * YI // 100)
    works = bearers[AT_PACE[0]]
    _tell(county, Month(2012, 1), part, works, 69 * YI // 10)
    _tell(county, Month(2011, 1), whole, works, 6763 * YI // 1000)
    _tell(county, Month(2011, 1), part, works, 32_904 * YI // 10_000)


def keep_2011(county: Unit) -> None:
    """120.3亿元 of the whole year, a growth of 48.4% over 81.06亿元; no task is printed."""
    whole, _ = _fixed(county)
    bearer = _bearer(county, "全县各单位")
    _tell(county, Month(2011, 12), whole, bearer, 1203 * YI // 10)
    _tell(county, Month(2010, 12), whole, bearer, 8106 * YI // 100)


def keep_groups(county: Unit, year: int, groups: int, *, arrived: int, central: int) -> None:
    """So many groups of industries and one of Hong Kong and Macao, ``arrived`` 亿元 and ``central``
    projects asked of them together."""
    money, projects = (
        add_indicator(county=county, kind=kind, name=str(kind.label), by=None)
        for kind in (IndicatorKind.ARRIVED, IndicatorKind.CENTRAL)
    )
    names = [f"第{number}产业招商组" for number in range(1, groups + 1)]
    asked: dict[tuple[UnitIndicator, Bearer], int | None] = {
        (money, _bearer(county, name, BearerRole.GROUP)): None for name in names
    }
    if arrived:
        abroad = _bearer(county, "港澳招商工作组")
        asked[money, abroad] = arrived * YI
        asked[projects, abroad] = central
    _ask(county, year, asked)


def _fixed(county: Unit) -> tuple[UnitIndicator, UnitIndicator]:
    kind = IndicatorKind.FIXED
    whole = add_indicator(county=county, kind=kind, name="固定资产投资", by=None)
    part = add_indicator(
        county=county, kind=kind, name="工业投资", part_of=whole, part_name="工业", by=None
    )
    return whole, part


def _bearer(county: Unit, name: str, role: str = BearerRole.BEARER) -> Bearer:
    return add_bearer(county=county, name=name, role=role, by=None)


def _ask(county: Unit, year: int, asked: Mapping[tuple[UnitIndicator, Bearer], int | None]) -> None:
    set_targets(
        county=county,
        year=year,
        asked=[Asked(*of, amount) for of, amount in asked.items()],
        source=SOURCE,
        from_day=None,
        by=None,
        today=TODAY,
    )


def _tell(county: Unit, month: Month, indicator: UnitIndicator, bearer: Bearer, total: int) -> None:
    record_results(
        county=county,
        month=month,
        drafts=[ResultDraft(indicator, bearer, None, total)],
        source="原文",
        by=None,
        today=TODAY,
    )
