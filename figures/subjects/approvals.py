"""手续: how far projects have come with the approvals that they need (projects/approvals).

One row a project that the county's checklist asks anything of and that stands on a list of the
year, by what was declared and confirmed of each approval on the cut-off. The groups are the lists:
手续.县级.办结率, 手续.市级.容缺办结数; a project on two is in both, and once in 全县.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Unit
from accounts.trail.reader import Reader
from accounts.trail.unwinding import AsKnown
from figures.cuts import Cut, by_the_row
from figures.figure import Indicator, counted, ratio
from figures.subject import Cell, Column, Noun, Partitions, Subject, Table, Topic, named
from figures.units import COUNT, ITEMS, TIMES
from measures.months import Month
from projects import reading as register
from projects.approvals.reading import checklists_on
from projects.approvals.standing import Standing, Tally
from projects.models import InvestorType

NAME, WHOLE = "手续", "全县"


@dataclass(frozen=True)
class ApprovalFact:
    """A project's checklist at the cut-off; ``lists`` are the keys of those that it stands on,
    ``overdue`` how many promises were due and not kept."""

    project_id: int
    unit_id: int
    unit_name: str
    project_name: str
    category: str
    investor: str
    lists: frozenset[str]
    tally: Tally
    overdue: int

    @property
    def standing(self) -> Standing:
        return self.tally.standing


@dataclass(frozen=True)
class Approvals(Topic[ApprovalFact]):
    """``lists`` are the keys of the year's lists, in their order."""

    lists: tuple[str, ...] = ()


def load_approvals(county: Unit, month: Month, today: datetime.date) -> Approvals:
    """What was declared for days after ``today`` does not count."""
    return load_approvals_on(county, min(month.last_day, today), None, month)


def load_approvals_on(
    county: Unit, on: datetime.date, known: AsKnown | None, month: Month | None = None
) -> Approvals:
    """A constant number of queries for any number of projects."""
    reader = Reader(county, known)
    plans = [plan for plan in register.plans_of(reader, on.year) if plan.is_in_use(on)]
    plans.sort(key=lambda plan: plan.order)
    details = register.details_on(reader, on)
    checklists = checklists_on(reader, on, details)
    units = register.reporting_units(reader, on) if checklists else {}
    keys = {plan.pk: plan.key for plan in plans}
    lists: dict[int, set[str]] = {}
    for line in register.terms_on(reader, list(keys), on).values() if checklists else ():
        lists.setdefault(line["project_id"], set()).add(keys[line["plan_id"]])
    rows = tuple(
        ApprovalFact(
            project_id=pk,
            unit_id=units.get(pk, (0, ""))[0],
            unit_name=units.get(pk, (0, ""))[1],
            project_name=details[pk]["name"],
            category=details[pk]["category"] or "",
            investor=details[pk]["investor_type"],
            lists=frozenset(lists[pk]),
            tally=checklist.tally,
            overdue=checklist.overdue(on),
        )
        for pk, checklist in sorted(checklists.items())
        if pk in lists
    )
    own = tuple(plan.key for plan in plans)
    return Approvals(NAME, county, month or Month.of(on), rows, lists=own)


def _in_standing(standing: Standing) -> Callable[[ApprovalFact], bool]:
    return lambda fact: fact.standing is standing


def _is_settled(fact: ApprovalFact) -> bool:
    return fact.standing in (Standing.DONE, Standing.PLEDGED)


def _projects(name: str, standing: Standing, basis: str) -> Indicator[ApprovalFact]:
    return Indicator(name, COUNT, counted, _in_standing(standing), basis)


def _items(
    name: str, of: Callable[[ApprovalFact], int], basis: str = ""
) -> Indicator[ApprovalFact]:
    """Approvals, added up over the projects."""
    return Indicator(
        name,
        ITEMS,
        lambda facts: sum(of(fact) for fact in facts),
        of=lambda fact: of(fact) > 0,
        basis=basis,
        sum_words=f"所列项目{name}之和",
    )


PROJECTS = Indicator("项目数", COUNT, counted, basis="清单内（含前期）手续清单有要求的项目")
DONE = _projects("办结数", Standing.DONE, "需要的手续全部办结，不需要办理的除外")
PLEDGED = _projects(
    "容缺办结数", Standing.PLEDGED, "需要的手续都已办结或容缺办结，其中至少一项容缺，不含全部办结"
)
SETTLED = Indicator(
    "办结和容缺办结数", COUNT, counted, _is_settled, "全部办结的项目和容缺办结的项目"
)
NEEDED = _items("应办事项数", lambda fact: fact.tally.needed, "不需要办理的除外")
ITEMS_DONE = _items("办结事项数", lambda fact: fact.tally.done)

INDICATORS = named(
    PROJECTS,
    DONE,
    ratio("办结率", DONE, PROJECTS, "全部办结的项目 ÷ 手续清单有要求的项目"),
    PLEDGED,
    ratio("容缺办结率", PLEDGED, PROJECTS, "容缺办结的项目 ÷ 手续清单有要求的项目"),
    SETTLED,
    ratio("含容缺办结率", SETTLED, PROJECTS, "全部办结和容缺办结的项目 ÷ 手续清单有要求的项目"),
    _projects("办理中数", Standing.UNDER_WAY, "至少一项在办或办结，还有没办完的"),
    _projects("未办理数", Standing.NOT_BEGUN, "报了手续，没有一项开始办理"),
    _projects("未报数", Standing.SILENT, "手续情况一项也没有报"),
    NEEDED,
    ITEMS_DONE,
    ratio("事项办结率", ITEMS_DONE, NEEDED, "办结的手续事项 ÷ 应办的手续事项"),
    _items("容缺事项数", lambda fact: fact.tally.pledged),
    _items("办理中事项数", lambda fact: fact.tally.under_way),
    _items("未办理事项数", lambda fact: fact.tally.not_begun),
    _items("未报事项数", lambda fact: fact.tally.silent),
    _items("承诺到期未补事项数", lambda fact: fact.overdue, "容缺办结的承诺日期已过，还没有办结"),
)

PARTS = ("办结数", "容缺办结数", "办理中数", "未办理数", "未报数")
ITEM_PARTS = ("办结事项数", "容缺事项数", "办理中事项数", "未办理事项数", "未报事项数")


def _groups(table: Table[ApprovalFact]) -> dict[str, Callable[[ApprovalFact], bool]]:
    """The county, and each list of the year."""

    def of(key: str) -> Callable[[ApprovalFact], bool]:
        return lambda fact: key in fact.lists

    assert isinstance(table, Approvals)
    return {WHOLE: lambda fact: True} | {key: of(key) for key in table.lists}


def _partitions(table: Table[ApprovalFact], start: str) -> Partitions:
    return tuple(
        (f"{group}.{whole}", tuple(f"{group}.{part}" for part in parts))
        for group in _groups(table)
        for whole, parts in (("项目数", PARTS), ("应办事项数", ITEM_PARTS))
    )


_CUTS: tuple[Cut[ApprovalFact], ...] = (
    by_the_row("填报单位", lambda fact: fact.unit_name),
    by_the_row("项目类别", lambda fact: fact.category),
    by_the_row(
        "投资主体",
        lambda fact: InvestorType(fact.investor).label if fact.investor else "",
        InvestorType.labels,
    ),
    by_the_row("手续状态", lambda fact: fact.standing.value, [s.value for s in Standing]),
)


def _number(title: str, of: Callable[[Tally], int], head: str) -> Column[ApprovalFact]:
    return Column(
        title,
        lambda fact: of(fact.tally),
        TIMES,
        head=head,
        total=lambda facts: sum(of(fact.tally) for fact in facts),
        width=9,
    )


COLUMNS: tuple[Column[ApprovalFact], ...] = (
    Column(
        "项目名称",
        lambda fact: fact.project_name,
        cell=lambda fact: Cell(
            fact.project_name, href=reverse("projects:project_approvals", args=[fact.project_id])
        ),
        css="col-name",
        width=36,
    ),
    Column("填报单位", lambda fact: fact.unit_name, width=22),
    Column("手续状态", lambda fact: fact.standing.value, css="nowrap", width=12),
    _number("应办事项数", lambda tally: tally.needed, "应办"),
    _number("办结事项数", lambda tally: tally.done, "办结"),
    _number("容缺事项数", lambda tally: tally.pledged, "容缺"),
    _number("办理中事项数", lambda tally: tally.under_way, "办理中"),
    _number("未办理事项数", lambda tally: tally.not_begun, "未办理"),
    _number("未报事项数", lambda tally: tally.silent, "未报"),
    Column(
        "承诺到期未补",
        lambda fact: fact.overdue,
        ITEMS,
        head="到期未补",
        total=lambda facts: sum(fact.overdue for fact in facts),
        width=13,
    ),
)


def _nothing_declared(rows: Sequence[ApprovalFact]) -> str:
    silent = sum(row.standing is Standing.SILENT for row in rows)
    return f"{len(rows)}个项目中{silent}个没有报手续情况" if silent else ""


APPROVALS: Subject[ApprovalFact] = Subject(
    name=NAME,
    load=load_approvals,
    load_on=load_approvals_on,
    columns=COLUMNS,
    indicators=INDICATORS,
    groups=_groups,
    partitions=_partitions,
    whole=WHOLE,
    noun=Noun("项目", COUNT),
    cuts={cut.name: cut for cut in _CUTS},
    partial=_nothing_declared,
)
