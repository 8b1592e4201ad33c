"""Lists together, each project once, and what one list has beside another."""

from reports.prose.sentences.naming import sentence
from reports.prose.sentences.plans import plan_clause, total_clause
from reports.prose.sentences.progress import done_clause
from reports.prose.told import Told, closed, counted

PROJECTS = "重点项目"


@sentence("合并完成")
def joined(told: Told) -> str:
    """市、县级重点项目共72个（同时列入的只计一次），年度计划投资190.7亿元。截至6月底，完成投资…。"""
    count = told.figure("项目数")
    if not count:
        return ""
    what = f"{told.called}共{counted(count)}个（同时列入的只计一次）"
    done = closed(told.cut_off, done_clause(told), told.against_pace(with_own=True))
    return f"{what}{total_clause(told)}{plan_clause(told)}。{done}"


@sentence("合并新续")
def joined_by_class(told: Told) -> str:
    """其中新建项目39个，完成投资32.6亿元，占年度计划的48.1%；续建项目…。"""
    groups = told.classes
    if len(groups) < 2 or not told.done:
        return ""
    parts = (
        f"{name}项目{group.count('项目数')}个，{done_clause(group, told)}" for name, group in groups
    )
    return f"其中{'；'.join(parts)}。"


@sentence("含前期合计")
def with_preliminary(told: Told) -> str:
    """全县重点项目共530个（含前期项目188个），总投资…，年度计划投资…，完成投资…: money where
    preliminary projects have some."""
    early, every = told.of_group("前期"), told.of_group("合计")
    if not told.figure("项目数") or not early.figure("项目数"):
        return ""
    of_these = f"（含前期项目{early.count('项目数')}个）"
    what = f"{told.paper.whole}重点项目共{every.count('项目数')}个{of_these}"
    if not (early.planned or early.done):
        costs = total_clause(every) if early.figure("总投资") else ""
        return f"{what}{costs}。" if costs else ""
    return f"{what}{total_clause(every)}{plan_clause(every)}，{done_clause(every)}。"


@sentence("前期投资")
def preliminary(told: Told) -> str:
    """188个前期项目总投资1108.2亿元，年度计划投资39.8亿元，完成投资24.6亿元，占…。"""
    early = told.of_group("前期")
    if not early.planned:
        return ""
    costs = f"{total_clause(early)}{plan_clause(early)}"
    return f"{early.count('项目数')}个{early.called}前期项目{costs}，{done_clause(early)}。"


@sentence("其余项目")
def the_rest(told: Told, beside: Told | None) -> str:
    """其余107个续建项目完成投资134.9亿元，占年度计划的42.8%: what the list ``told`` has of one of
    its classes without those of ``beside``, where all of these are of it and of that class."""
    if beside is None or told.plan == beside.plan or not beside.figure("项目数"):
        return ""
    inside = told.paper.of(f"{told.plan}-{beside.plan}")
    every, rest = told.figure("项目数"), inside.figure("项目数")
    if not rest or int(every) - int(rest) != int(beside.figure("项目数")):
        return ""
    classes = inside.classes if len(told.classes) > 1 else []
    for name, group in classes:
        others = told.of_group(name).figure("项目数")
        if int(others) - int(group.figure("项目数")) == int(every) - int(rest):
            return f"其余{group.count('项目数')}个{name}项目{done_clause(group)}。"
    return ""


@sentence("不含上级")
def without_those_above(told: Told, above: Told | None) -> str:
    """不含省级的125个市级重点项目年度计划投资122.6亿元，完成投资150.1亿元，占…: of a city's list
    that holds all that stand on the province's."""
    if above is None or above.plan == told.plan or not above.figure("项目数"):
        return ""
    inside = told.paper.of(f"{told.plan}-{above.plan}")
    every, rest = told.figure("项目数"), inside.figure("项目数")
    if not rest or int(every) - int(rest) != int(above.figure("项目数")):
        return ""
    without = f"除{above.called}{above.count('项目数')}个外"
    return f"{without}，其余{counted(rest)}个{plan_clause(inside)}，{done_clause(inside)}。"


@sentence("合并落后")
def joined_behind(told: Told) -> str:
    """市、区级82个重点项目中，26个进度滞后，尚有18个未开工，占18.0%: where it is not the own list
    alone that lags, of which it has been told."""
    every, lagging = told.figure("项目数"), told.figure("落后数")
    idle = told.figure("未开工数")
    own = told.paper.of(told.paper.own).figure("落后数")
    is_told = {row.project_id for row in lagging.rows} == {row.project_id for row in own.rows}
    is_some = lagging and lagging.value != every.value
    parts = [f"{counted(lagging)}个进度滞后"] if is_some and not is_told else []
    if idle and idle.value != every.value:
        share = told.percentage(told.figure("项目数占比", f"{told.group}.状态=未开工"))
        parts.append(f"尚有{counted(idle)}个未开工，占{share}")
    lists = told.called.removesuffix(PROJECTS)
    return f"{lists}{counted(every)}个{PROJECTS}中，{'，'.join(parts)}。" if parts else ""


@sentence("列入上级")
def on_lists_above(*lists: Told | None) -> str:
    """列入省级重点项目4个、市级重点建设项目30个: a county's list need not hold them."""
    told = [each for each in lists if each is not None and each.figure("项目数")]
    parts = "、".join(f"{each.called}{each.count('项目数')}个" for each in told)
    return f"列入{parts}。" if parts else ""


@sentence("上级完成")
def done_of_lists_above(*lists: Told | None) -> str:
    """4个省级重点项目完成投资13.44亿元，占年度计划的63.1%，超序时进度13.1个百分点；…。"""
    told = [each for each in lists if each is not None and each.figure("项目数")]
    return closed(
        "；".join(
            "，".join(
                filter(
                    None,
                    [
                        f"{each.count('项目数')}个{each.called}{done_clause(each)}",
                        each.against_pace(),
                    ],
                )
            )
            for each in told
        )
    )
