"""What a year's lists hold: how many projects, what they are to cost, of which classes they are."""

from fractions import Fraction

from figures import words
from figures.figure import Figure
from figures.plan_fact import PlanFact
from measures.rounding import round_half_up
from projects.models import Tier
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told, amount, counted


def plan_clause(told: Told, beside: Told | None = None) -> str:
    """，年度计划投资43.1亿元; "" where nothing is planned. A part ``beside`` its whole is in the
    unit of the whole."""
    planned, whole = told.planned, beside.planned if beside else None
    return f"，年度计划投资{amount(planned, whole)}" if planned else ""


def total_clause(told: Told, beside: Told | None = None) -> str:
    total = told.figure("总投资")
    whole = beside.figure("总投资") if beside else None
    return f"，总投资{amount(total, whole)}" if total else ""


@sentence("清单安排")
def list_planned(told: Told) -> str:
    """2019年全县省级重点项目4个，总投资272.8亿元，年度计划投资21.3亿元。"""
    count = told.figure("项目数")
    if not count:
        return ""
    paper = told.paper
    what = f"{paper.month.year}年{paper.whole}{told.called}{counted(count)}个"
    return f"{what}{total_clause(told)}{plan_clause(told)}。"


@sentence("含前期安排")
def list_with_preliminary(told: Told) -> str:
    """Of a list that has preliminary projects beside those under construction."""
    under_way, preliminary = told.figure("项目数"), told.figure("项目数", "前期")
    if not preliminary:
        return list_planned(told)
    paper, every = told.paper, told.figure("项目数", "合计")
    cost = told.figure("总投资", "前期")
    costs = f"，计划总投资{amount(cost)}" if cost else ""
    called = told.called.replace("重点建设项目", "重点项目")
    what = f"{paper.month.year}年{paper.whole}{called}{counted(every)}个"
    if not under_way:
        return f"{what}，{'均' if int(every) > 1 else ''}为前期项目{costs}。"
    return (
        f"{what}，其中在建项目{counted(under_way)}个{plan_clause(told)}"
        f"，前期项目{counted(preliminary)}个{costs}。"
    )


@sentence("本级安排")
def own_planned(told: Told) -> str:
    """2019年全县共安排重点建设项目85个，总投资…，年度计划投资105.53亿元。"""
    count = told.figure("项目数")
    if not count:
        return ""
    paper = told.paper
    what = f"{paper.month.year}年{paper.whole}共安排重点建设项目{counted(count)}个"
    return f"{what}{total_clause(told)}{plan_clause(told)}{_of_one_class(told)}。"


def _of_one_class(told: Told) -> str:
    classes, every = told.classes, told.figure("项目数").value
    is_one = len(classes) == 1 and classes[0][1].figure("项目数").value == every
    return f"，均为{classes[0][0]}项目" if is_one and int(every or 0) > 1 else ""


@sentence("新续构成")
def new_and_continuing(told: Told) -> str:
    """其中新建项目51个，…；续建项目34个，…。"""
    groups = told.classes
    if len(groups) < 2:
        return ""
    parts = (
        f"{name}项目{group.count('项目数')}个{total_clause(group, told)}{plan_clause(group, told)}"
        for name, group in groups
    )
    return f"其中{'；'.join(parts)}。"


@sentence("列入安排")
def listed(told: Told) -> str:
    """列入县“361”行动计划重点建设项目12个，年度计划投资…; 挂牌项目10个，…: of a list beside the own
    one."""
    count = told.figure("项目数")
    costs = f"{total_clause(told)}{plan_clause(told)}"
    word = "" if told.called.startswith(Tier.LISTED.label) else "列入"
    return f"{word}{told.called}{counted(count)}个{costs}。" if count else ""


@sentence("四舍五入")
def rounding(told: Told) -> str:
    """Where the printed parts do not make the printed whole."""
    return _off(told, "总投资", "年度计划投资", "完成投资")


@sentence("安排四舍五入")
def rounding_of_plans(told: Told) -> str:
    """The same where parts of what is planned alone are told."""
    return _off(told, "总投资", "年度计划投资")


def _off(told: Told, *indicators: str) -> str:
    groups = [group for _, group in told.classes]
    if len(groups) < 2:
        return ""
    pairs = ((told.figure(name), [group.figure(name) for group in groups]) for name in indicators)
    is_off = any(
        whole.yuan is not None and printed(whole) != sum(printed(part, whole) for part in parts)
        for whole, parts in pairs
    )
    return "（因四舍五入，部分分项之和与合计略有出入。）" if is_off else ""


def printed(figure: Figure[PlanFact], beside: Figure[PlanFact] | None = None) -> Fraction:
    """An amount as ``amount`` prints it, in yuan."""
    yuan = figure.yuan or 0
    unit = words.unit_of(yuan, (beside.yuan or 0) if beside else 0)
    return Fraction(round_half_up(Fraction(yuan, unit), 2)) * unit
