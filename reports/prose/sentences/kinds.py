"""A list by what its projects are, by who invests, and by the groups of its units."""

from collections.abc import Sequence

from figures.cuts import UNTOLD
from figures.plan_fact import PlanFact
from reports.prose.sentences.construction import started
from reports.prose.sentences.naming import sentence
from reports.prose.sentences.plans import plan_clause, total_clause
from reports.prose.sentences.progress import done_clause
from reports.prose.told import Told, amount, counted

# Of more kinds than this no row is told: a table is wanted.
MOST_KINDS = 8
# Of so few kinds it is told what each is to cost.
FEW_KINDS = 4
OTHERS = "其他"
KIND, GROUP, INVESTOR = "项目类别", "单位分组", "投资主体"
BY_INVESTOR = "从投资主体看，"


@sentence("分行业")
def by_kind(told: Told) -> str:
    """分行业看，完成率从高到低依次为工业（12个，完成投资3亿元，占63.1%）、农业（…）；其他（…）。
    Of kinds that hold others the widest, with those that they hold."""
    rows = told.figure("项目数").rows
    kinds = widest_kinds(told, rows)
    named = [kind for kind in kinds if kind not in (UNTOLD, OTHERS)]
    if not named or len(named) > MOST_KINDS or (len(kinds) == 1 and len(named) == 1):
        return ""
    by_rate = _by_rate(told, named)
    if len(by_rate) < 2:
        return "".join(f"其中{name}项目{_in_full(group, told)}。" for name, group in by_rate)
    is_short = len(named) > FEW_KINDS
    parts = "、".join(f"{name}（{_in_brackets(group, told, is_short)}）" for name, group in by_rate)
    others = ""
    if OTHERS in kinds and _by_rate(told, [OTHERS]):
        others = f"；其他项目{_in_full(told.cut(KIND, OTHERS), told, is_short=is_short)}"
    return f"分行业看，完成率从高到低依次为{parts}{others}。"


@sentence("其中行业")
def withinwidest_kinds(told: Told) -> str:
    """基础设施中，交通完成投资91.9亿元，占年度计划的100.7%；水利…: of kinds that hold others."""
    rows = told.figure("项目数").rows
    if not _are_told(rows):
        return ""
    places = told.paper.book.cuts.places(KIND)
    held: dict[str, dict[str, None]] = {}
    for row in rows:
        own, *wider = places(row)
        if wider:
            held.setdefault(wider[-1], {})[own] = None
    if len(widest_kinds(told, rows)) > MOST_KINDS:
        return ""
    parts = []
    for wide, kinds in held.items():
        inner = "；".join(
            f"{name}{done_clause(group, told)}" for name, group in _by_rate(told, kinds)
        )
        if inner:
            parts.append(f"{wide}中，{inner}。")
    return "".join(parts)


@sentence("民间投资")
def private(told: Told) -> str:
    """从投资主体看，民间投资项目21个，年度计划投资24.7亿元，完成投资6.2亿元，占年度计划的25.1%。"""
    return _of_investor(told, "民间投资", BY_INVESTOR)


@sentence("政府投资")
def of_government(told: Told) -> str:
    """After what private investors do, else by itself."""
    return _of_investor(told, "政府投资", "" if private(told) else BY_INVESTOR)


def _of_investor(told: Told, investor: str, led_in_by: str) -> str:
    rows = told.figure("项目数").rows
    if not any(row.investor_type for row in rows):
        return ""
    if investor not in told.paper.book.cuts.values(INVESTOR, rows):
        return ""
    group = told.cut(INVESTOR, investor)
    if group.figure("项目数").value == told.figure("项目数").value:
        every = counted(told.figure("项目数"))
        return f"{every}个项目均为{investor}项目。" if len(rows) > 1 else ""
    return f"{led_in_by}{investor}项目{_in_full(group, told)}。"


@sentence("分组")
def by_group_of_units(told: Told) -> str:
    """分片区看，开发区项目391个，…，完成投资1115.25亿元，占…；区县…: where units stand above
    units."""
    if not told.paper.is_kept:
        return ""
    rows = told.figure("项目数").rows
    groups = [name for name in told.paper.book.cuts.values(GROUP, rows) if name != UNTOLD]
    if not 2 <= len(groups) <= MOST_KINDS:
        return ""
    parts = []
    for name in groups:
        group = told.cut(GROUP, name)
        parts.append(f"{name}项目{_in_full(group, told, extra=_at_work(group))}")
    return f"分片区看，{'；'.join(parts)}。"


@sentence("开复工")
def at_work(told: Told) -> str:
    """16个市级重点建设项目已开复工15个，开复工率93.8%，其中14个新建项目已开工12个…。"""
    if len(told.classes) < 2:
        return started(told)
    every, begun = told.figure("项目数"), told.figure("开复工数")
    if not begun:
        return ""
    if begun.value == every.value:
        return f"{counted(every)}个{told.called}均已开复工。"
    rate = told.percentage(told.figure("开复工率"))
    new = started(told).rstrip("。")
    of_new = f"，其中{new}" if told.figure("开工数", "新建") else ""
    return f"{counted(every)}个{told.called}已开复工{counted(begun)}个，开复工率{rate}{of_new}。"


def _at_work(group: Told) -> str:
    rate = group.figure("开复工率")
    if not rate.exact:
        return ""
    if rate.exact == 1:
        return "，均已开复工" if int(group.figure("项目数")) > 1 else "，已开复工"
    return f"，已开复工{group.count('开复工数')}个，开复工率{group.percentage(rate)}"


def widest_kinds(told: Told, rows: Sequence[PlanFact]) -> list[str]:
    """The widest kinds of the rows, in their order; none where no row tells its own."""
    if not _are_told(rows):
        return []
    places = told.paper.book.cuts.places(KIND)
    widest = {places(row)[-1] for row in rows}
    return [kind for kind in told.paper.book.cuts.values(KIND, rows) if kind in widest]


def _are_told(rows: Sequence[PlanFact]) -> bool:
    return any(row.project_category for row in rows)


def _by_rate(told: Told, kinds: Sequence[str] | dict[str, None]) -> list[tuple[str, Told]]:
    """Those of which a rate is known, the highest first."""
    groups = [(kind, told.cut(KIND, kind)) for kind in kinds]
    known = [(exact, kind, g) for kind, g in groups if (exact := g.rate.exact) is not None]
    known.sort(key=lambda each: -each[0])
    return [(kind, group) for _, kind, group in known]


def _in_full(group: Told, whole: Told, *, is_short: bool = False, extra: str = "") -> str:
    """21个，总投资…，年度计划投资…，完成投资…，占年度计划的25.1%."""
    costs = "" if is_short else f"{total_clause(group, whole)}{plan_clause(group, whole)}"
    return f"{group.count('项目数')}个{costs}{extra}，{done_clause(group, whole)}"


def _in_brackets(group: Told, whole: Told, is_short: bool) -> str:
    costs = "" if is_short else f"{total_clause(group, whole)}{plan_clause(group, whole)}"
    ahead = group.against_pace()
    done = "尚未形成投资"
    if group.done:
        done = f"完成投资{amount(group.done, whole.done)}，占{group.percentage(group.rate)}"
    return f"{group.count('项目数')}个{costs}，{done}{f'，{ahead}' if ahead else ''}"
