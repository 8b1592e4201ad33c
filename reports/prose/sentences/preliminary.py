"""How far preliminary projects have come, each once, and which of them are worth a name."""

from documents.runs import unmarked
from figures import words
from figures.figure import Figure
from figures.plan_fact import PlanFact
from projects.models import MilestoneKind, step_label
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told, counted

# The furthest first, as reports have them; what stands in no list is the rest.
STEPS = (
    ("已开工数", "已开工建设"),
    ("招标完成数", "已完成招标"),
    ("施工图完成数", "已完成施工图设计，即将准备招投标、开工建设"),
    ("初设完成数", "已完成初步设计"),
    ("环评完成数", "已通过环评"),
    ("可研完成数", "已完成可研报告"),
)
# Of lists on which plans stand among the projects, before the steps that lead to a building.
PLANS = (
    ("专家评审通过数", "产业发展规划已通过专家评审"),
    ("规划完成数", "已完成规划"),
)
# Of one project, the furthest first: those that are near to their start, and what else a person may
# have named.
OF_ONE: dict[str, str] = {
    MilestoneKind.START: "已开工建设",
    MilestoneKind.TENDER: "已完成招标",
    MilestoneKind.WORKING_DRAWINGS: "已完成施工图设计",
    MilestoneKind.PRELIMINARY_DESIGN: "已完成初步设计",
    MilestoneKind.ENVIRONMENT: "已通过环评",
    MilestoneKind.FEASIBILITY: "已完成可研报告",
}
NEAR_START = (MilestoneKind.START, MilestoneKind.TENDER, MilestoneKind.WORKING_DRAWINGS)
NAMED = 2


@sentence("前期进展")
def progress(told: Told, *, with_plans: bool = False) -> str:
    """19个重大前期项目中，2个已开工建设，4个已完成可研报告，其余11个项目前期工作已全面启动。"""
    group = told.of_group("前期")
    every, untold = group.figure("项目数"), group.figure("未报节点数")
    if not every:
        return ""
    what = f"{counted(every)}个{told.called}前期项目"
    if untold.value in (None, every.value):
        return ""
    first, *others = STEPS
    steps = (first, *PLANS, *others) if with_plans else STEPS
    reached = [(group.figure(name), said) for name, said in steps if group.figure(name)]
    whole = [said for figure, said in reached if figure.value == every.value]
    if whole:
        return f"{what}{'均' if int(every) > 1 else ''}{whole[0]}。"
    parts = [f"{counted(figure)}个{said}" for figure, said in reached]
    parts += _rest(group, every, [figure.name for figure, _ in reached])
    if untold:
        parts.append(f"{counted(untold)}个尚未报送前期进展")
    if len(parts) == 1 and not reached and not untold:
        return f"{what}{parts[0]}。"
    # What holds a comma is set apart by more than one.
    mark = "；" if any("，" in part for part in parts) else "，"
    return f"{what}中，{mark.join(parts)}。"


def _rest(group: Told, every: Figure[PlanFact], named: list[str]) -> list[str]:
    """What is under way and at no named step."""
    rest = group.figure("-".join(["项目数", *named, "未报节点数"]))
    if not rest:
        return []
    if rest.value == every.value:
        return ["前期工作均已启动" if int(every) > 1 else "前期工作已启动"]
    return [f"其余{counted(rest)}个项目前期工作已全面启动"]


@sentence("前期未报")
def untold(told: Told) -> str:
    """A note of the office: 19个重大前期项目均未报送前期进展。"""
    group = told.of_group("前期")
    every, silent = group.figure("项目数"), group.figure("未报节点数")
    if not every or silent.value not in (None, every.value):
        return ""
    what = f"{counted(every)}个{told.called}前期项目"
    return f"{what}{'均未' if int(every) > 1 else '尚未'}报送前期进展。"


@sentence("前期举例")
def examples(told: Told) -> str:
    """总投资25亿元的石墨烯产业园建设项目已开工建设: the largest of those that are nearest to their
    start, or those that a person ticked, whatever step they have reached."""
    group = told.of_group("前期")
    rows = group.figure("项目数").rows
    ticked = [row for row in rows if row.project_id in told.choices.ticked]
    steps: list[str] = [*OF_ONE] if ticked else [*NEAR_START]
    named = [row for row in ticked or rows if row.milestone in steps]
    named.sort(key=lambda row: (steps.index(row.milestone), -(row.total_investment or 0)))
    chosen = named if ticked else named[:NAMED]
    by_step = {kind: [row for row in chosen if row.milestone == kind] for kind in steps}
    return "；".join(
        f"{'、'.join(_costing(group, row) for row in of_step)}{OF_ONE[kind]}"
        for kind, of_step in by_step.items()
        if of_step
    )


@sentence("前期逾期")
def overdue(told: Told) -> str:
    """3个前期项目的节点过了计划完成的日子，如石墨烯产业园（可研）、通用机场（招标）等。"""
    late = told.of_group("前期").figure("节点逾期数")
    if not late:
        return ""
    named = sorted(late.rows, key=lambda row: -(row.total_investment or 0))[:NAMED]
    examples = "、".join(
        f"{unmarked(row.project_name)}（{step_label(row.overdue_steps[0])}）" for row in named
    )
    said = f"如{examples}等" if len(late.rows) > len(named) else f"为{examples}"
    return f"{counted(late)}个前期项目的节点过了计划完成的日子还没有完成，{said}。"


@sentence("前期亮点")
def highlight(told: Told) -> str:
    """Where some have reached a named step: their number is told in the chapter of progress."""
    group = told.of_group("前期")
    reached = [group.figure(name) for name, _ in STEPS]
    if not any(reached) or not (named := examples(told)):
        return ""
    return f"项目前期工作抓得实。{group.count('项目数')}个前期项目中，{named}。"


def _costing(group: Told, row: PlanFact) -> str:
    cost = row.total_investment
    name = unmarked(row.project_name)
    if not cost:
        return name
    return f"总投资{group.of_project(row, '总投资', words.amount(cost))}的{name}"
