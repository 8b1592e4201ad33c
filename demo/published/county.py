"""A county of which a report could have been written: its projects, with money spread over them
such that every sum and rate comes out as it was printed.

``counties.csv`` says how many projects a report's county has of which kind. Lines of one ``split``
part all of its projects; each split is laid across the others by chance that is always the same.
``*`` takes its share of those that no line of the split counts. In ``what``, 清单 are the lists,
状态 and 序时 how the project stands; what else is written there is what the county's plan says.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from demo.published.reports import Bounds, DoesNotFit, Report, Row, table, together
from measures.money import WAN, parse_money

_LIST_SIGNS = re.compile("([+-])")
_USUAL_PLAN = 100_000_000


@dataclass
class Site:
    """One project; amounts in yuan, what is completed by month."""

    number: int
    traits: dict[str, str] = field(default_factory=dict)
    lists: list[str] = field(default_factory=list)
    total: int = 0
    plan: int = 0
    period: int = 0
    done: dict[int, int] = field(default_factory=dict)
    of_month: dict[int, int] = field(default_factory=dict)

    @property
    def is_planned(self) -> bool:
        return self.traits.get("计划投资") != "无"

    @property
    def is_unstarted(self) -> bool:
        return self.traits.get("状态") == "未开工"


def sites_of(case: str, seed: int = 0) -> list[Site]:
    """The projects of a report's county, without their money."""
    splits: dict[str, list[tuple[str, str]]] = {}
    for line in table("counties.csv"):
        if line["case_id"] == case:
            splits.setdefault(line["split"], []).append((line["projects"], line["what"]))
    first, *others = splits.values()
    sites = [Site(number) for number in range(1, 1 + sum(int(count) for count, _ in first))]
    _give(sites, first)
    for place, split in enumerate(others):
        across = list(sites)
        random.Random(f"{case}{place}{seed}").shuffle(across)
        _give(across, split)
    return sites


def _give(sites: Sequence[Site], split: Sequence[tuple[str, str]]) -> None:
    left = len(sites) - sum(int(count) for count, _ in split if count != "*")
    stars = sum(count == "*" for count, _ in split)
    rest, start = left, 0
    for count, what in split:
        number = -(-rest // stars) if count == "*" else int(count)
        if count == "*":
            rest, stars = rest - number, stars - 1
        for site in sites[start : start + number]:
            for trait in what.split():
                name, _, value = trait.partition("=")
                if name == "清单":
                    site.lists += value.split("+")
                else:
                    site.traits[name] = value
        start += number
    assert start == len(sites), "the split does not take every project"


# --- Which projects a key is of ------------------------------------------------------------

_GROUPS: dict[str, Callable[[str], bool]] = {
    "全部": lambda category: category != "前期",
    "合计": lambda category: True,
}


def is_of(key: str) -> Callable[[Site], bool]:
    """Whether a project stands in what a key begins with: 市级+县级.新建.项目类别=交通."""
    start, group, *cuts = key.split(".")
    first, *rest = _LIST_SIGNS.split(start)
    others = list(zip(rest[::2], rest[1::2], strict=True))
    in_group = _GROUPS.get(group, lambda category: category == group)
    wanted = [cut.partition("=")[::2] for cut in cuts]

    def holds(site: Site) -> bool:
        is_on = first in site.lists
        for sign, other in others:
            there = other in site.lists
            is_on = is_on or there if sign == "+" else is_on and not there
        if not (is_on and in_group(site.traits["类别"])):
            return False
        return all(value in site.traits.get(name, "").split("/") for name, value in wanted)

    return holds


# --- Money ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sum:
    """What amounts of some projects, by their places, should come to."""

    name: str
    places: Sequence[int]
    bounds: Bounds

    def within(self, aim: "Aim") -> tuple[int, int]:
        """The bounds without their edges."""
        low, high = self.bounds
        cut = (high - low) * (100 - aim.part) / 100
        low, high = low + cut * aim.lean / 100, high - cut * (100 - aim.lean) / 100
        return -int(-low // 1), int(high // 1)


class Aim(NamedTuple):
    """How far within what is printed the sums are sought: ``part`` of 100 is left of the bounds,
    which leans to the upper one by ``lean``."""

    part: int
    lean: int


# Of what is completed, and of all else.
AIMS = (
    (Aim(60, 50), Aim(60, 50)),
    (Aim(90, 50), Aim(90, 50)),
    (Aim(98, 50), Aim(98, 50)),
    (Aim(50, 95), Aim(98, 50)),
    (Aim(50, 5), Aim(98, 50)),
)


def spread(usual: Sequence[int], sums: Sequence[Sum], aim: Aim, floors: Sequence[int]) -> list[int]:
    """The amounts, each changed in proportion until all sums come out; ``floors`` are what each
    has beside that. Raises DoesNotFit."""
    of_place: list[list[int]] = [[] for _ in usual]
    for number, wanted in enumerate(sums):
        for place in wanted.places:
            of_place[place].append(number)
    # Projects that stand in the same sums change together.
    alike: dict[tuple[int, ...], list[int]] = {}
    for place, numbers in enumerate(of_place):
        alike.setdefault(tuple(numbers), []).append(place)
    amounts = {cell: sum(usual[place] for place in places) for cell, places in alike.items()}
    goals = [
        _Goal(
            wanted.name,
            [cell for cell in alike if number in cell],
            *(bound - sum(floors[p] for p in wanted.places) for bound in wanted.within(aim)),
        )
        for number, wanted in enumerate(sums)
    ]
    _settle(amounts, goals)
    found = list(floors)
    for cell, places in alike.items():
        # The last takes what is left; those that have nothing keep it.
        left, rest = amounts[cell], sum(usual[place] for place in places)
        for place in filter(usual.__getitem__, places):
            share = left * usual[place] // rest
            found[place] += share
            left, rest = left - share, rest - usual[place]
    return found


@dataclass(frozen=True)
class _Goal:
    name: str
    cells: Sequence[tuple[int, ...]]
    low: int
    high: int


def _settle(amounts: dict[tuple[int, ...], int], goals: Sequence[_Goal]) -> None:
    off: list[str] = []
    for _ in range(3000):
        off = []
        for goal in goals:
            now = sum(amounts[cell] for cell in goal.cells)
            if goal.low <= now <= goal.high:
                continue
            off.append(f"{goal.name} {goal.low} {now} {goal.high}")
            # Beyond the edge a little, or whole numbers would never reach it.
            wide = goal.high - goal.low
            new = goal.low + wide // 200 if now < goal.low else goal.high - wide // 200
            if now <= 0 or new <= 0:
                raise DoesNotFit(off)
            for cell in goal.cells:
                amounts[cell] = amounts[cell] * new // now
        if not off:
            return
    raise DoesNotFit(off)


def rebuilt(report: Report) -> list[Site]:
    """The projects of the report's county with their money. Raises DoesNotFit."""
    fault = DoesNotFit(report.case)
    for seed in range(4):
        for of_done, of_plan in AIMS:
            sites = sites_of(report.case, seed)
            try:
                _Spreading(report, sites, of_done, of_plan).spread()
            except DoesNotFit as error:
                fault = error
            else:
                return sites
    raise fault


class _Spreading:
    def __init__(self, report: Report, sites: list[Site], of_done: Aim, of_plan: Aim) -> None:
        self.report = report
        self.sites = sites
        self.of_done, self.of_plan = of_done, of_plan
        self.rows = [row for row in report.rows if row.key and not row.conflict]
        self.money_rows = [row for row in self.rows if not row.ratio]

    def spread(self) -> None:
        """What is completed first, for reports seldom print the plan of each part; where it is told
        which projects reach the pace, the plan."""
        chance = random.Random(self.report.case)
        for site in self.sites:
            site.plan = _USUAL_PLAN * chance.randint(50, 200) // 100
            site.total = site.plan * chance.randint(3, 6)
            site.plan *= site.is_planned
            site.period = site.plan * 7 // 10
        if any("序时" in site.traits for site in self.sites):
            self._plan()
            self._complete(by_plan=True)
        else:
            self._complete(by_plan=False)
            self._plan()
        usual = [site.total for site in self.sites]
        self._put("total", self._amounts(usual, self._printed("total_inv", self.money_rows)))

    def _plan(self) -> None:
        for name in ("plan", "period"):
            usual = [getattr(site, name) for site in self.sites]
            self._put(name, self._amounts(usual, self._plans(name)))

    def _complete(self, *, by_plan: bool) -> None:
        for month in self.report.months:
            self._complete_month(month, by_plan=by_plan)

    def _complete_month(self, month: int, *, by_plan: bool) -> None:
        rows = [row for row in self.money_rows if row.month == month]
        floors, varying = [], []
        for site in self.sites:
            floor, rest = _completed(site, self.report.pace(month))
            floors.append(floor)
            varying.append(rest)
        sums = [
            self._sum(row, bounds) for row in rows if (bounds := self._done(row, by_plan=by_plan))
        ]
        for site, done in zip(self.sites, self._amounts(varying, sums, floors), strict=True):
            site.done[month] = done
        shares = [row for row in self.rows if row.month == month and "本月完成投资" in row.ratio]
        if shares:
            usual = [site.done[month] // month for site in self.sites]
            amounts = self._amounts(usual, self._printed("done", shares))
            for site, amount in zip(self.sites, amounts, strict=True):
                site.of_month[month] = amount

    def _amounts(
        self, usual: list[int], sums: Sequence[Sum], floors: Sequence[int] | None = None
    ) -> list[int]:
        if floors is None:
            return spread(usual, sums, self.of_plan, [0] * len(usual))
        return spread(usual, sums, self.of_done, floors)

    def _put(self, name: str, amounts: Sequence[int]) -> None:
        for site, amount in zip(self.sites, amounts, strict=True):
            setattr(site, name, amount)

    def _sum(self, row: Row, bounds: Bounds, key: str = "") -> Sum:
        holds = is_of(key or row.key)
        places = [place for place, site in enumerate(self.sites) if holds(site)]
        return Sum(key or row.key, places, bounds)

    def _printed(self, column: str, rows: Iterable[Row]) -> list[Sum]:
        return [
            self._sum(row, printed.bounds)
            for row in rows
            if (printed := row.read(column)) and not (column == "total_inv" and row.total_key)
        ]

    def _plans(self, name: str) -> list[Sum]:
        sums = [
            self._sum(row, bounds)
            for row in self.money_rows
            if row.plan == name and (bounds := self._planned(row))
        ]
        if name == "plan":
            shares = [row for row in self.rows if "本月占年度计划" in row.ratio]
            sums += self._printed("plan", shares)
            sums += [
                self._sum(row, total.bounds, row.total_key.rpartition(".")[0])
                for row in self.rows
                if row.total_key and (total := row.read("total_inv"))
            ]
        return sums

    def _planned(self, row: Row) -> Bounds | None:
        """What its plan may be, as printed and by what was completed of it."""
        plan, printed, rate = row.read("plan"), row.read("done"), self.report.rate(row)
        found = [plan.bounds] if plan else []
        holds = is_of(row.key)
        done = sum(site.done.get(row.month, 0) for site in self.sites if holds(site))
        least, most = (done, done) if done else printed.bounds if printed else (0, 0)
        if rate and most:
            found.append((least / rate[1], most / rate[0]))
        return together(found)

    def _done(self, row: Row, *, by_plan: bool) -> Bounds | None:
        done, plan, rate = row.read("done"), row.read("plan"), self.report.rate(row)
        found = [done.bounds] if done else []
        if rate and by_plan:
            holds = is_of(row.key)
            whole = sum(getattr(site, row.plan) for site in self.sites if holds(site))
            found.append((rate[0] * whole, rate[1] * whole))
        elif rate and plan:
            found.append((rate[0] * plan.bounds[0], rate[1] * plan.bounds[1]))
        return together(found)


def _completed(site: Site, pace: Fraction) -> tuple[int, int]:
    """What a project has completed in any case, and what of it may vary."""
    due = int(site.plan * pace)
    if site.is_unstarted or not site.is_planned:
        return 0, 0
    if "完成投资" in site.traits:
        return parse_money(site.traits["完成投资"], WAN), 0
    if site.traits.get("序时") == "未达":
        return due // 2, 0
    if site.traits.get("序时") == "达":
        return due + 1, due // 10 + 1
    return 0, due + 1
