"""How many have begun: new projects by both their bases, continuing ones after the winter."""

from reports.prose.sentences.naming import sentence
from reports.prose.told import HALF_YEAR, Told, counted, names_of


@sentence("新建开工")
def started(told: Told) -> str:
    """51个新建项目已开工建设42个，开工率82.4%；按计划应开工的49个已开工42个，时序开工率85.7%。"""
    new = told.of_group("新建")
    every, begun = new.figure("项目数"), new.figure("开工数")
    if not every:
        return ""
    what = f"{counted(every)}个新建项目"
    if not begun:
        is_told = new.figure("报送数").value == every.value
        none = "均未开工建设" if int(every) > 1 else "尚未开工建设"
        return f"{what}{none if is_told else '尚无开工的报送'}。"
    if begun.value == every.value:
        return f"{what}{'均' if int(every) > 1 else ''}已开工建设。"
    rate = f"，开工率{new.percentage(new.figure('开工率'))}"
    return f"{what}已开工建设{counted(begun)}个{rate}{_of_the_due(new)}。"


def _of_the_due(new: Told) -> str:
    """The second base, where it is another."""
    due, rate = new.figure("应开工数"), new.figure("时序开工率")
    if not due or rate.value is None or due.value == new.figure("项目数").value:
        return ""
    ahead = new.figure("应开工完成率")
    if ahead.exact is not None and ahead.exact > 1:
        plan = new.percentage(ahead)
        return f"；按计划应开工的{counted(due)}个，连同提前开工的完成开工计划的{plan}"
    if rate.value == 1:
        return f"；按计划应开工的{counted(due)}个{'均' if int(due) > 1 else ''}已开工"
    if rate.value == 0:
        return f"；按计划应开工的{counted(due)}个{'均' if int(due) > 1 else ''}未开工"
    return f"；{_begun(new)}，时序开工率{new.percentage(rate)}"


def _begun(new: Told) -> str:
    """按计划应开工的49个已开工42个; only 按计划应开工49个 where one began without a planned start,
    who is neither of these nor before its time."""
    begun = new.figure("开工数-提前开工数")
    due, rate = new.figure("应开工数"), new.figure("时序开工率")
    is_of_the_due = rate.exact is not None and begun.value == rate.exact * int(due)
    if not is_of_the_due:
        return f"按计划应开工{counted(due)}个"
    return f"按计划应开工的{counted(due)}个已开工{counted(begun)}个"


@sentence("提前开工")
def started_early(told: Told) -> str:
    """甲、乙等3个项目提前开工。"""
    figure = told.of_group("新建").figure("提前开工数")
    if not figure:
        return ""
    several = f"等{counted(figure)}个项目" if int(figure) > 1 else ""
    return f"{names_of(figure.rows, 3)}{several}提前开工。"


@sentence("续建复工")
def resumed(told: Told) -> str:
    """34个续建项目均已复工; those of which nothing is known are not called standing still. It is
    asked after the winter, not in autumn."""
    group = told.of_group("续建")
    every, at_work = group.figure("项目数"), group.figure("复工数")
    if not every or at_work.value is None or told.paper.month.month > HALF_YEAR:
        return ""
    what = f"{counted(every)}个续建项目"
    if not at_work:
        is_told = not group.figure("复工未报数")
        return f"{what}{'均未' if int(every) > 1 else '尚未'}复工。" if is_told else ""
    if at_work.value == every.value:
        return f"{what}{'均' if int(every) > 1 else ''}已复工。"
    rate = group.percentage(group.figure("复工率"))
    return f"{what}已复工{counted(at_work)}个，复工率{rate}。"


@sentence("未按期开工")
def not_started_in_time(told: Told) -> str:
    """7个新建项目未按计划开工: of those that are due and of which the month is told."""
    late = told.figure("开工滞后数")
    every = told.of_group("新建").figure("应开工数")
    if not late or not every:
        return ""
    if late.value == every.value:
        return f"按计划应开工的{counted(every)}个项目{'均' if int(every) > 1 else ''}未开工。"
    return f"按计划应开工的{counted(every)}个项目中，仍有{counted(late)}个未开工。"
