"""What was completed: of a list, of its classes, in the month, and by how many projects."""

from figures.keys import Narrowing, with_cuts
from figures.order import best_first
from figures.plan_fact import PlanFact
from investment.basis import Basis
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told, amount, closed, counted, names_of

UNDER_WAY = Narrowing("阶段", "在建")
NAMED = 3


def done_clause(told: Told, beside: Told | None = None) -> str:
    """完成投资59.6亿元，占年度计划的56.5%; who is silent is not called zero. A part ``beside`` its
    whole is in the unit of the whole."""
    done = told.done
    if done.value is None:
        is_recognised = told.basis is Basis.RECOGNISED
        return "完成投资尚未经上级认定" if is_recognised else "完成投资尚未报送"
    if done.value == 0:
        return "尚未形成投资"
    rate = told.rate
    # What a whole has done is held against the pace in its own sentence; a part beside it is not.
    share = ""
    if rate.value is not None:
        share = f"，占年度计划的{told.percentage(rate, is_held=beside is None)}"
    return f"完成投资{amount(done, beside.done if beside else None)}{share}"


@sentence("完成情况")
def completed(told: Told) -> str:
    """截至6月底，30个市级重点建设项目完成投资31.1亿元，占年度计划的59.1%，超序时进度9.1个百分点。"""
    count = told.figure("项目数")
    if not count:
        return ""
    what = f"{counted(count)}个{told.called}{done_clause(told)}"
    return closed(told.cut_off, what, told.against_pace(with_own=True))


@sentence("完成简况")
def completed_in_short(told: Told) -> str:
    """截至6月底，完成投资13.44亿元，…: after a sentence that has just told of what."""
    if not told.figure("项目数"):
        return ""
    return closed(told.cut_off, done_clause(told), told.against_pace(with_own=True))


@sentence("初步数")
def preliminary(told: Told) -> str:
    """Of a month that is not published for good, what of it is told (DESIGN §4.6); "" where all is
    approved, and where nothing is, which the cut-off says."""
    every, sent = told.figure("项目数"), told.figure("报送数")
    standing = told.paper.book.facts.standing_words
    if not standing or not sent or sent.value == every.value:
        return ""
    month = told.paper.month.month
    return (
        f"以上为{standing}数，{counted(every)}个项目中{month}月进度已审定{counted(sent)}个"
        "，其余按此前审定的数计算。"
    )


@sentence("新续完成")
def completed_by_class(told: Told) -> str:
    groups = told.classes
    if len(groups) < 2 or told.done.value is None:
        return ""
    if told.done.value == 0:
        return ""
    return f"其中{'；'.join(f'{name}项目{done_clause(group, told)}' for name, group in groups)}。"


@sentence("本月完成")
def completed_this_month(told: Told) -> str:
    """6月份完成投资10.2亿元，占年度计划的9.7%。 In January the month is the year so far."""
    month, share = told.figure("本月完成投资"), told.figure("本月占年度计划")
    if not month or told.paper.month.month == 1 or month.value == told.done.value:
        return ""
    of_plan = ""
    if share.value is not None and not told.is_by_first:
        of_plan = f"占年度计划的{told.percentage(share)}"
    return closed(f"{told.paper.month.month}月份完成投资{amount(month)}", of_plan)


@sentence("达到进度")
def on_pace(told: Told) -> str:
    """甲、乙、丙等61个项目达到或超过序时进度; "" of none, which is no highlight."""
    figure, every = told.figure("达序时数"), told.figure("项目数")
    if not figure:
        return ""
    reached = f"达到或超过{told.paper.pace_word}"
    if figure.value == every.value:
        what = f"{counted(every)}个项目均" if int(every) > 1 else names_of(figure.rows)
        return f"{what}{reached}。"
    return f"{_named(told, best_first(figure.rows))}{reached}{_of_those_built(told)}。"


def _of_those_built(told: Told) -> str:
    """，占278个在建项目的67.6%: where all of them are under construction, and others are not."""
    at_work = told.of_group(with_cuts(told.group, [UNDER_WAY]))
    rows = told.figure("项目数").rows
    if UNDER_WAY.value not in told.paper.book.cuts.values(UNDER_WAY.name, rows):
        return ""
    every, share = at_work.figure("项目数"), at_work.figure("达序时比例")
    is_of_these = at_work.figure("达序时数").value == told.figure("达序时数").value
    if not is_of_these or every.value == len(rows) or share.exact in (None, 1):
        return ""
    return f"，占{counted(every)}个在建项目的{told.percentage(share)}"


@sentence("无项目达到")
def none_on_pace(told: Told) -> str:
    """尚无项目达到序时进度: a shortcoming, told where those are told."""
    if told.figure("达序时数") or told.lead is None or not told.figure("未达序时数"):
        return ""
    return f"尚无项目达到{told.paper.pace_word}。"


@sentence("基本建成")
def substantially_complete(told: Told) -> str:
    """甲、乙等5个项目已基本建成。"""
    figure = told.figure("基本建成数")
    if not figure:
        return ""
    several = f"等{counted(figure)}个项目" if int(figure) > 1 else ""
    return f"{names_of(best_first(figure.rows), 5)}{several}已基本建成。"


def _named(told: Told, rows: tuple[PlanFact, ...]) -> str:
    """Those that are named elsewhere already come last."""
    complete = {row.item_id for row in told.figure("基本建成数").rows}
    in_order = sorted(rows, key=lambda row: row.item_id in complete)
    if len(in_order) == 1:
        return names_of(in_order)
    return f"{names_of(in_order, NAMED)}等{counted(told.figure('达序时数'))}个项目"
